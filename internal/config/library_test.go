package config

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"daybreak/internal/journey"
)

// texts are the files a.yaml, b.yaml, … as ReadPrompts returns them.
func texts(t testing.TB, files ...string) []byte {
	t.Helper()
	var all []PromptFile
	for i, text := range files {
		all = append(all, PromptFile{string(rune('a'+i%26)) + strings.Repeat("z", i/26) + ".yaml", []byte(text)})
	}
	data, err := json.Marshal(all)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestPrompts(t *testing.T) {
	const every = `
- id: walks/lake
  stages: [steady, grow]
  topic: movement
  intentions: [heal, safe, heal]
  times: morning
  title: The lake
  body: >
    Once
    around it.
  open: {title: Our lake, body: Once around our lake.}
`
	for name, tt := range map[string]struct {
		files []string
		want  []Prompt
	}{
		"no files":      {nil, nil},
		"an empty file": {[]string{"", "# nothing yet\n", "---\n"}, nil},
		"the least":     {[]string{"- {id: a, title: b, body: c}"}, []Prompt{{ID: "a", Title: "b", Body: "c"}}},
		"every key": {[]string{every}, []Prompt{{ID: "walks/lake", Stages: []journey.Stage{"steady", "grow"}, Topic: "movement",
			Intentions: []string{"heal", "safe"}, Times: []string{"morning"}, Title: "Our lake", Body: "Once around our lake."}}},
		"the library's own form": {[]string{`[{"id": "a", "stages": ["after"], "topic": "goals", "title": "b", "body": "c"}]`},
			[]Prompt{{ID: "a", Stages: []journey.Stage{"after"}, Topic: "goals", Title: "b", Body: "c"}}},
		"two files": {[]string{"\ufeff- {id: a, title: b, body: c}", "- {id: b, title: b, body: c}\r\n"},
			[]Prompt{{ID: "a", Title: "b", Body: "c"}, {ID: "b", Title: "b", Body: "c"}}},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := ParsePrompts(texts(t, tt.files...), "prompts.d")
			if err != nil || !reflect.DeepEqual(got, tt.want) {
				t.Errorf("got %+v, %v\nwant %+v", got, err, tt.want)
			}
		})
	}
}

func TestWrongPrompts(t *testing.T) {
	item := "- {id: %d, title: b, body: c}\n"
	many := ""
	for i := range MaxPrompts {
		many += fmt.Sprintf(item, i)
	}
	for name, tt := range map[string]struct {
		files []string
		want  string // in the error
	}{
		"an unknown key":      {[]string{"- {id: a, title: b, body: c, bodi: d}"}, "a.yaml:1:30: [0].bodi: is not a key that Daybreak knows\nhint: did you mean body?"},
		"a stage":             {[]string{"- {id: a, title: b, body: c, stages: [stedy]}"}, `"stedy" is not one of steady, reflect, grow, connect, after` + "\nhint: did you mean steady?"},
		"a control character": {[]string{"- {id: a, title: \"b\\u0007\", body: c}"}, "a.yaml:1:18: [0].title: holds a control character (U+0007)"},
		"a reordering one":    {[]string{"- {id: a, title: b, body: \"c\\u202e\"}"}, "a.yaml:1:27: [0].body: holds a character that reorders text (U+202E)"},
		"a long body":         {[]string{"- {id: a, title: b, body: " + strings.Repeat("ä", 181) + "}"}, "[0].body: is 181 characters long; 180 are the most"},
		"an alias":            {[]string{"- &x {id: a, title: b, body: c}"}, "an anchor (&x) is not understood here"},
		"no UTF-8":            {[]string{"- {id: a, title: \xff, body: c}"}, "a.yaml:1:18: holds a byte that is not UTF-8 (0xff)"},
		"no YAML":             {[]string{"- {id: a", ""}, "a.yaml:1:"},
		"a second document":   {[]string{"- {id: a, title: b, body: c}\n---\n- b\n"}, "holds a second document"},
		"an id of two files":  {[]string{fmt.Sprintf(item, 1), "\n" + fmt.Sprintf(item, 1)}, `b.yaml:2:8: [0].id: the id "1" is already that of a.yaml:1`},
		"half an open text":   {[]string{"- {id: a, title: b, body: c, open: {title: d}}"}, "[0].open.body: is missing"},
		"too many":            {[]string{many, fmt.Sprintf(item, MaxPrompts)}, "b.yaml:1:3: is one prompt too many; 1000 are the most in all files"},
		"too many files":      {make([]string, MaxPromptFiles+1), "is one file too many; 100 are the most"},
		"too large":           {[]string{"# " + strings.Repeat("x", MaxSize/2), "# " + strings.Repeat("x", MaxSize/2)}, "b.yaml:1:1: makes the folder larger than 1 MiB"},
		"an id over a line":   {[]string{"- {id: \"a\\nb\", title: b, body: c}"}, `"a\nb" is not an id`},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, err := Parse([]byte("breakup_date: 2026-11-01"), Options{Name: "/conf/config.yaml", Prompts: texts(t, tt.files...)})
			var faults Faults
			if !errors.As(err, &faults) || !strings.Contains(err.Error(), tt.want) {
				t.Fatalf("got %v\nwant %s", err, tt.want)
			}
			for _, f := range faults {
				if filepath.Dir(f.File) != filepath.FromSlash("/conf/prompts.d") {
					t.Errorf("%s is in %q", f.What(), f.File)
				}
			}
		})
	}
}

func TestReadPrompts(t *testing.T) {
	dir := t.TempDir()
	folder := PromptsFolder(filepath.Join(dir, "config.yaml"))
	if data, err := ReadPrompts(folder); data != nil || err != nil {
		t.Fatalf("no folder: %q, %v", data, err)
	}
	for _, name := range []string{"b.yaml", "a.yaml", ".hidden.yaml", "a.yaml~", "notes.txt", "c.yml"} {
		if err := os.MkdirAll(folder, 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, name), []byte(name), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	data, err := ReadPrompts(folder)
	var names []string
	for _, f := range PromptFiles(data) {
		names = append(names, f.Name+"="+string(f.Data))
	}
	if got := strings.Join(names, " "); err != nil || got != "a.yaml=a.yaml b.yaml=b.yaml" {
		t.Errorf("%s, %v", got, err)
	}
	if err := os.Mkdir(filepath.Join(folder, "d.yaml"), 0o700); err != nil {
		t.Fatal(err)
	}
	if _, err := ReadPrompts(folder); err == nil || !strings.Contains(err.Error(), "is not a regular file") {
		t.Errorf("a folder in it: %v", err)
	}
	if err := os.Remove(filepath.Join(folder, "d.yaml")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("nowhere", filepath.Join(folder, "d.yaml")); err != nil {
		t.Skip(err)
	}
	if _, err := ReadPrompts(folder); err == nil || errors.Is(err, os.ErrNotExist) {
		t.Errorf("a link to nowhere: %v", err)
	}
}

func FuzzPrompts(f *testing.F) {
	f.Add("- {id: a, title: b, body: c, stages: [steady], open: {title: d, body: e}}")
	f.Add("- {id: a, id: a}\n- *x\n- [1]")
	f.Add("[{\"id\": \"a/b\", \"times\": []}]\n---\n")
	f.Fuzz(func(t *testing.T, text string) {
		all, err := ParsePrompts(texts(t, text, text), "prompts.d")
		if err != nil {
			var faults Faults
			if !errors.As(err, &faults) || len(faults) == 0 {
				t.Fatal(err)
			}
			return
		}
		for _, p := range all {
			if p.ID == "" || p.Title == "" || p.Body == "" {
				t.Errorf("%+v is not whole", p)
			}
		}
	})
}
