package prompts

import (
	"encoding/json"
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"daybreak/internal/journey"
)

// german is a second language of a few texts, as a translator would begin one.
func german(t testing.TB) *Language {
	t.Helper()
	all := fstest.MapFS{}
	for _, from := range []fs.FS{files, os.DirFS("testdata")} {
		names, err := fs.Glob(from, "??/*.json")
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			data, err := fs.ReadFile(from, name)
			if err != nil {
				t.Fatal(err)
			}
			all[name] = &fstest.MapFile{Data: data}
		}
	}
	return &Language{files: all, tags: known(all, []string{"de-AT"})}
}

func TestFallsBackTextByText(t *testing.T) {
	c := Context{Language: german(t), Wait: journey.Wait{Start: start, Days: 30}, Today: start + 7, Kept: journey.Kept{Days: 1, Of: 7}}
	late := c
	late.Today, late.Kept = start+9, journey.Kept{Days: 7, Of: 9}
	once := c
	once.Today, once.Kept = start+8, journey.Kept{}
	open := func(t Text) string { return t.Title + " | " + t.Body }
	for _, tt := range []struct{ name, got, want string }{
		{"its own", open(Neutral(c, "x")), "Eine Notiz von dir | Öffnen mit: daybreak today"},
		{"half a text is none", Welcome(c).Title, "Daybreak is running"},
		{"a text without a title of its own", Goal(c, "Lesen", 0, 3, "").Body, "Der Tag dafür ist da. Was passt heute?"},
		{"a number", Goal(c, "Lesen", 2.5, 3, "Bücher").Body, "2,5 von 3 Bücher bisher. The date you gave this is here. What is a good next step?"},
		{"one", Digest(c, []string{"a"}).Title, "1 Sache für jetzt"},
		{"two", Digest(c, []string{"a", "b"}).Title, "2 Sachen für jetzt"},
		{"a milestone", open(Milestone(c, 7, "", false)), "Tag 7: eine Woche | One day is kept so far. Was würdest du wieder so machen?"},
		{"plural forms without the one that stands in", open(Milestone(late, 7, "", false)), "Tag 9 | Day 7 was 2 days ago. 7 von 9 Tagen gehalten. Was würdest du wieder so machen?"},
		{"an empty text", Milestone(once, 7, "", false).Body, "Day 7 was yesterday. Was würdest du wieder so machen?"},
		{"an untranslated one", Milestone(c, 14, "", false).Title, "Day 14: two weeks"},
		{"a plan", Plan(c, "Heiligabend", "Ich rufe an.", false).Title, "Heute: Heiligabend"},
		{"its eve", Plan(c, "Heiligabend", "Ich rufe an.", true).Title, "Tomorrow: Heiligabend"},
		{"a file that is not there", Button(c, "done"), "Done"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if tt.got != tt.want {
				t.Errorf("got  %s\nwant %s", tt.got, tt.want)
			}
		})
	}
	bodies := map[string]bool{}
	for day := range 40 {
		c.Today = start + journey.Date(day)
		bodies[CheckIn(c).Body] = true
	}
	if n := len(messages().CheckIn); len(bodies) != n || !bodies["Was war heute gewöhnlich?"] || bodies[""] || !bodies[messages().CheckIn[1]] {
		t.Errorf("%d bodies of a check-in, %d in English: %v", len(bodies), n, bodies)
	}
}

// Nothing is without words in a language that has few, nothing keeps a place
// unfilled, and the choice is that of English.
func TestEverythingInASecondLanguage(t *testing.T) {
	l, translated := german(t), 0
	for _, c := range modes(30) {
		for day := range 60 {
			c.Today = start + journey.Date(day)
			c.Kept = journey.Kept{Days: day, Of: day}
			render := func(c Context) []Text {
				p, _ := Prompt(c)
				return []Text{p, CheckIn(c), Milestone(c, day, "", day == 30), Plan(c, "", "", false), Plan(c, "", "", true),
					Welcome(c), Neutral(c, "x"), Digest(c, []string{"a", "b"}), Goal(c, "a", 1, 2, "b"), Fault(c, 3, "why"), AfterUrge(c), Unwritten(c),
					WithPlan(c, Milestone(c, day, "", false), false, "Name", "plan")}
			}
			english := render(c)
			c.Language = l
			for i, x := range render(c) {
				if x.Key != english[i].Key || x.Title == "" || x.Body == "" || strings.ContainsAny(x.Title+x.Body, "{}") {
					t.Errorf("%s, day %d: %+v for %+v", name(c), day, x, english[i])
				}
				if x != english[i] {
					translated++
				}
			}
			c.Language = nil
		}
	}
	if translated == 0 {
		t.Error("nothing was translated")
	}
}

// The choice is the same in every language: a translation has words only.
func TestTranslationsChangeNoChoice(t *testing.T) {
	l := german(t)
	for _, s := range journey.Stages() {
		for i, e := range english.entries(s) {
			x := l.entries(s)[i]
			if x.ID != e.ID || x.Topic != e.Topic || len(x.Stages) != len(e.Stages) || x.Stages[0] != e.Stages[0] {
				t.Errorf("%+v for %+v", x, e)
			}
			if x.ID == "steady/name-it" && x.Title != "Nenn es beim Namen" {
				t.Errorf("%+v is not translated", x)
			}
		}
	}
}

func TestIn(t *testing.T) {
	all := fstest.MapFS{}
	for _, name := range []string{"en", "de", "pt", "pt-BR"} {
		all[name+"/phrases.json"] = &fstest.MapFile{Data: []byte("{}")}
	}
	for _, tt := range []struct {
		name, tag, env, want string
	}{
		{"a tag", "de", "", "de"},
		{"another's variant", "de-CH", "", "de"},
		{"its own variant", "pt-br", "", "pt-BR pt"},
		{"English", "en-GB", "", ""},
		{"without words", "fr", "", ""},
		{"nothing set", "auto", "", ""},
		{"LANG", "auto", "LANG=de_AT.UTF-8@euro", "de"},
		{"LC_MESSAGES goes before LANG", "auto", "LANG=de_DE.UTF-8 LC_MESSAGES=pt_BR.UTF-8", "pt-BR pt"},
		{"LC_ALL goes before both", "auto", "LANG=pt_BR LC_MESSAGES=pt_BR LC_ALL=de_DE", "de"},
		{"LANGUAGE is a list", "auto", "LANG=de_DE.UTF-8 LANGUAGE=fr:pt:de", "pt de"},
		{"English in the list ends it", "auto", "LANG=de_DE.UTF-8 LANGUAGE=en_US:de", ""},
		{"C has no list", "auto", "LANG=C.UTF-8 LANGUAGE=de", ""},
		{"the config goes before the environment", "de", "LANG=pt_BR", "de"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			env := map[string]string{}
			for kv := range strings.FieldsSeq(tt.env) {
				k, v, _ := strings.Cut(kv, "=")
				env[k] = v
			}
			wanted := []string{tt.tag}
			if tt.tag == "auto" {
				wanted = locales(func(k string) string { return env[k] })
			}
			if got := strings.Join(known(all, wanted), " "); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
	if !Speaks("en-GB") || Speaks("tlh") {
		t.Error("it speaks tlh, or no English")
	}
	if In("auto", func(string) string { return "" }) != english || In("xx", nil) != english {
		t.Error("English is not English")
	}
}

func TestPlurals(t *testing.T) {
	polish := map[string]string{
		"one":  "i = 1 and v = 0",
		"few":  "v = 0 and i % 10 = 2..4 and i % 100 != 12..14",
		"many": "v = 0 and i != 1 and i % 10 = 0..1 or v = 0 and i % 10 = 5..9 or v = 0 and i % 100 = 12..14",
	}
	for n, want := range map[int]string{0: "many", 1: "one", 2: "few", 4: "few", 5: "many", 11: "many", 12: "many", 21: "many", 22: "few", 112: "many"} {
		if got := form(polish, n); got != want {
			t.Errorf("%d is %s, want %s", n, got, want)
		}
	}
	for _, rule := range []string{"", "x = 1", "n % 0 = 1", "n = a", "n is 1", "n = 1..b"} {
		if _, err := takes(rule, 1); err == nil {
			t.Errorf("%q is a rule", rule)
		}
	}
}

// Every file of every language reads, holds nothing that English does not, and
// has rules for its plurals that can be understood.
func TestLanguageFiles(t *testing.T) {
	names, err := fs.Glob(files, "??/*.json")
	if err != nil || len(names) == 0 {
		t.Fatal(names, err)
	}
	for _, name := range names {
		data, err := fs.ReadFile(files, name)
		if err != nil {
			t.Fatal(err)
		}
		var v any
		if err := json.Unmarshal(data, &v); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		folder, file, _ := strings.Cut(name, "/")
		if _, err := fs.Stat(files, base+"/"+file); err != nil {
			t.Errorf("%s is in no language but %s", file, folder)
		}
	}
	for _, l := range []*Language{english, german(t)} {
		p, err := readIn[phraseFile](l, "phrases")
		if err != nil || p.Decimal == "" || len(p.Phrases) == 0 {
			t.Errorf("%q: %v, %+v", l.tags, err, p)
		}
		for form, rule := range p.Plural {
			if _, err := takes(rule, 1); err != nil {
				t.Errorf("%q, %s: %v", l.tags, form, err)
			}
		}
		for key, forms := range p.Phrases {
			if forms["other"] == "" {
				t.Errorf("%q: %s has no text for every number", l.tags, key)
			}
		}
	}
}

func FuzzOverlay(f *testing.F) {
	f.Add(`{"a": {"title": "x", "body": "y"}, "b": ["c"]}`, `{"a": {"title": "z"}, "b": [1, "d"]}`)
	f.Add(`[{"id": "a", "title": "x"}]`, `[{"id": "a", "title": "z"}, null, 3]`)
	f.Fuzz(func(t *testing.T, base, over string) {
		var b, o any
		if json.Unmarshal([]byte(base), &b) == nil && json.Unmarshal([]byte(over), &o) == nil {
			overlay(b, o)
		}
	})
}
