package config

import (
	"encoding/json"
	"errors"
	"maps"
	"os"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"
)

// schemaKeys returns the part of the schema for each key, named as knownKeys
// names them, and every mapping that it allows.
func schemaKeys(t *testing.T) (keys map[string]map[string]any, mappings []map[string]any) {
	t.Helper()
	var root map[string]any
	if err := json.Unmarshal([]byte(Schema()), &root); err != nil {
		t.Fatal(err)
	}
	keys = map[string]map[string]any{}
	var walk func(at string, node any)
	walk = func(at string, node any) {
		m, _ := node.(map[string]any)
		if props, ok := m["properties"].(map[string]any); ok {
			mappings = append(mappings, m)
			for name, sub := range props {
				keys[join(at, name)], _ = sub.(map[string]any)
				walk(join(at, name), sub)
			}
		}
		if items, ok := m["items"]; ok {
			walk(at+"[]", items)
		}
		any, _ := m["anyOf"].([]any)
		for _, sub := range any {
			walk(at, sub)
		}
	}
	walk("", root)
	return keys, mappings
}

func TestSchemaHasEveryKey(t *testing.T) {
	known := knownKeys(t)
	keys, mappings := schemaKeys(t)
	for _, k := range known {
		if keys[k] == nil {
			t.Errorf("schema.json lacks %s", k)
		}
	}
	for k, sub := range keys {
		if !slices.Contains(known, k) {
			t.Errorf("schema.json has %s, which the parser does not know", k)
		}
		for _, word := range []string{"title", "description"} {
			if s, _ := sub[word].(string); s == "" || s != strings.TrimSpace(s) {
				t.Errorf("%s has the %s %q", k, word, s)
			}
		}
		if list, _ := sub["examples"].([]any); len(list) == 0 {
			t.Errorf("%s has no examples", k)
		}
	}
	if len(mappings) != 12 {
		t.Errorf("%d mappings, want 12", len(mappings))
	}
	for _, m := range mappings {
		if m["additionalProperties"] != false {
			t.Errorf("unknown keys may stand beside %q", slices.Sorted(maps.Keys(m["properties"].(map[string]any))))
		}
	}
}

// withKey returns a config in which key has the value, a piece of YAML in one
// line, and everything is there that the key needs beside it.
func withKey(key, value string) string {
	const top = "breakup_date: 2026-11-01\n"
	list, item, inList := strings.Cut(key, "[].")
	switch {
	case key == "breakup_date":
		return key + ": " + value + "\n"
	case !inList:
		keys := strings.Split(key, ".")
		return top + strings.Join(keys, ": {") + ": " + value + strings.Repeat("}", len(keys)-1) + "\n"
	}
	others := map[string][][2]string{
		"goals":      {{"name", "Read"}},
		"habits":     {{"name", "Walk"}, {"at", `"07:30"`}},
		"milestones": {{"day", "10"}},
		"hard_dates": {{"date", "12-24"}, {"name", "Day"}},
	}[list]
	text := item + ": " + value
	for _, o := range others {
		if o[0] != item && (o[0] != "at" || item != "cron") {
			text += ", " + o[0] + ": " + o[1]
		}
	}
	if key == "habits[].goal" {
		text += "}]\ngoals: [{id: read-3, name: Read"
	}
	return top + list + ": [{" + text + "}]\n"
}

// TestSchemaDefaults: the default of a key is what docs/config.md has, which
// TestDocsDefaults proves to change nothing, and the other keys have none.
func TestSchemaDefaults(t *testing.T) {
	_, docs := docRows(t)
	keys, _ := schemaKeys(t)
	for k, sub := range keys {
		var want any
		if err := yaml.Unmarshal([]byte(docs[k]), &want); err != nil {
			t.Fatal(err)
		}
		got, err := json.Marshal(sub["default"])
		if err != nil {
			t.Fatal(err)
		}
		if text, err := json.Marshal(want); err != nil || string(text) != string(got) {
			t.Errorf("%s has the default %s in schema.json and %s in docs/config.md", k, got, text)
		}
	}
}

// TestSchemaExamples: each example and default is right where it stands, for
// the parser and for the schema.
func TestSchemaExamples(t *testing.T) {
	keys, _ := schemaKeys(t)
	n := 0
	for k, sub := range keys {
		list, _ := sub["examples"].([]any)
		if d, ok := sub["default"]; ok {
			list = append(list, d)
		}
		for _, e := range list {
			n++
			value, err := json.Marshal(e)
			if err != nil {
				t.Fatal(err)
			}
			text := withKey(k, string(value))
			parse(t, text)
			if err := bySchema(t, text); err != nil {
				t.Errorf("%s: %v", text, err)
			}
		}
	}
	t.Logf("%d examples and defaults", n)
}

// TestSchemaEnums compares the words of the schema with those that the parser
// names to whoever wrote another.
func TestSchemaEnums(t *testing.T) {
	keys, _ := schemaKeys(t)
	found := 0
	for k, sub := range keys {
		var faults Faults
		if _, _, err := Parse([]byte(withKey(k, "zzzz")), Options{Now: now}); !errors.As(err, &faults) {
			continue // a text
		}
		_, list, ok := strings.Cut(faults[0].Msg, " is not one of ")
		var want []any
		for word := range strings.SplitSeq(list, ", ") {
			want = append(want, word)
		}
		got, _ := sub["enum"].([]any)
		if ok != (got != nil) || ok && !reflect.DeepEqual(got, want) {
			t.Errorf("%s has the words %q, want %q", k, got, want)
		}
		if ok {
			found++
		}
	}
	if found != 4 {
		t.Errorf("%d keys with a few words, want 4", found)
	}
}

// TestExampleNamesTheSchema: the first line of config.example.yaml leads an
// editor to the schema, where it lies in the repository.
func TestExampleNamesTheSchema(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("daybreak.schema.json is a symbolic link")
	}
	example, err := os.ReadFile("../../config.example.yaml")
	if err != nil {
		t.Fatal(err)
	}
	first, _, _ := strings.Cut(string(example), "\n")
	name, ok := strings.CutPrefix(first, "# yaml-language-server: $schema=./")
	if !ok {
		t.Fatalf("the first line is %q", first)
	}
	if data, err := os.ReadFile("../../" + name); err != nil || string(data) != Schema() {
		t.Errorf("%s is not the schema: %v", name, err)
	}
}
