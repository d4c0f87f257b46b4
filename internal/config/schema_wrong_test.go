package config

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

var yamlBlock = regexp.MustCompile("(?ms)^```yaml\n(.*?)^```$")

// rightConfigs returns every config of the project that loads, by its place:
// the example, those of the pages and those of the commands' tests.
func rightConfigs(t testing.TB) map[string]string {
	t.Helper()
	all := map[string]string{"everyKey": everyKey}
	add := func(place, text string) {
		if _, _, err := Parse([]byte(text), Options{Now: now}); err == nil {
			all[place] = text
		}
	}
	for _, glob := range []string{"../../*.md", "../../docs/*.md", "../../*.yaml", "../../cmd/daybreak/testdata/*/*.txtar"} {
		names, err := filepath.Glob(glob)
		if err != nil || len(names) == 0 {
			t.Fatalf("%s: %d files, %v", glob, len(names), err)
		}
		for _, name := range names {
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			switch filepath.Ext(name) {
			case ".md":
				for _, m := range yamlBlock.FindAllStringSubmatch(string(data), -1) {
					add(name+": "+m[1][:min(40, len(m[1]))], m[1])
				}
			case ".yaml":
				add(name, string(data))
			case ".txtar":
				for _, f := range txtar.Parse(data).Files {
					if strings.HasSuffix(f.Name, ".yaml") {
						add(name+": "+f.Name, string(f.Data))
					}
				}
			}
		}
	}
	return all
}

func TestSchemaAcceptsWhatIsRight(t *testing.T) {
	all := rightConfigs(t)
	if len(all) < 10 || all["../../config.example.yaml"] == "" {
		t.Errorf("only %d configs", len(all))
	}
	for place, text := range all {
		if err := bySchema(t, text); err != nil {
			t.Errorf("%s: %v", place, err)
		}
	}
	t.Logf("%d configs", len(all))
}

// TestSchemaRefusesWhatIsWrong validates every file of testdata/wrong.txtar:
// what the schema lets pass has its reason in unseenBySchema.
func TestSchemaRefusesWhatIsWrong(t *testing.T) {
	archive, err := txtar.ParseFile("testdata/wrong.txtar")
	if err != nil {
		t.Fatal(err)
	}
	notYAML, refused, passed := 0, 0, 0
	for _, f := range archive.Files {
		name, ok := strings.CutSuffix(f.Name, ".yaml")
		if !ok {
			continue
		}
		why := unseenBySchema[name]
		switch err := bySchema(t, unseen.Replace(string(f.Data))); {
		case err == nil && why == "":
			t.Errorf("%s passes, and nothing says why:\n%s", name, f.Data)
		case err == nil:
			passed++
		case why != "":
			t.Errorf("%s is refused, and is said to pass: %s\n%v", name, why, err)
		case err == errNotYAML:
			notYAML++
		default:
			refused++
		}
	}
	if passed != len(unseenBySchema) {
		t.Errorf("%d pass, and %d are said to", passed, len(unseenBySchema))
	}
	t.Logf("%d are YAML and refused, %d are not YAML, %d pass for a reason", refused, notYAML, passed)
}

// The reasons for which a schema lets a wrong file pass.
const (
	calendar = "it needs to know what today is, or what lies between two dates"
	together = "it compares places of the file with each other"
	twice    = "of two equal keys a validator gets one; editors report them without a schema"
	written  = "a validator gets the value, and not how it is written"
	unfolded = "a validator gets what anchors, aliases and tags stand for"
	computed = "it needs to compute with the parts of a text, or a list of all there is"
)

// unseenBySchema are the files of testdata/wrong.txtar that the schema lets
// pass.
var unseenBySchema = map[string]string{
	"breakup-future": calendar, "last-contact-future": calendar, "breakup-last": calendar, "until-before-start": calendar,
	"until-on-start": calendar, "until-before-last-contact": calendar, "until-too-long": calendar,

	"goal-unknown": together, "habits-same-name": together, "habits-same-id": together, "goals-same-id": together, "milestone-twice": together,
	"same-id-as-name": together, "same-id-three-times": together, "goal-near": together, "goal-by-name": together,

	"key-twice": twice, "key-twice-nested": twice, "section-twice": twice, "key-twice-in-flow": twice, "key-twice-quoted": twice,
	"key-three-times": twice, "key-twice-name": twice,

	"days-octal": written, "days-hex": written, "days-exponent": written, "order-False": written, "too-large": written, "bom-twice": written,

	"anchor": unfolded, "anchors-many": unfolded, "alias": unfolded, "tag": unfolded, "tag-own": unfolded, "directive-tag": unfolded,

	"cron-never": computed, "cron-backwards": computed, "cron-months-backwards": computed, "timezone-unknown": computed, "quiet-equal": computed,
}
