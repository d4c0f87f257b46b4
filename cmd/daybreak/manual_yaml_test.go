package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"daybreak/internal/config"
)

// keyDoc is a key of the config, "habits[].at", with what the schema has of it.
// Defaults and examples are as the schema writes them, which YAML reads too.
type keyDoc struct {
	path, title, description string
	required                 bool
	enum, examples           []string
	byDefault                string
}

// schemaPart is what the manual reads of a part of the schema.
type schemaPart struct {
	Title, Description string
	Required           []string
	Enum               []string
	Default            json.RawMessage
	Examples, AnyOf    []json.RawMessage
	Properties, Items  json.RawMessage
}

// keyDocs returns the keys of the config in the order of the schema, which the
// tests of internal/config hold against the parser.
func keyDocs(t *testing.T) (all []keyDoc) {
	var walk func(at string, raw json.RawMessage)
	walk = func(at string, raw json.RawMessage) {
		part := partOf(t, raw)
		for _, p := range members(t, part.Properties) {
			sub := partOf(t, p.value)
			k := keyDoc{path: strings.TrimPrefix(at+"."+p.name, "."), title: sub.Title, description: sub.Description, enum: sub.Enum, byDefault: string(sub.Default)}
			for _, r := range part.Required {
				k.required = k.required || r == p.name
			}
			for _, e := range sub.Examples {
				k.examples = append(k.examples, string(e))
			}
			all = append(all, k)
			walk(k.path, p.value)
		}
		if len(part.Items) > 0 {
			walk(at+"[]", part.Items)
		}
		for _, a := range part.AnyOf {
			walk(at, a)
		}
	}
	walk("", json.RawMessage(config.Schema()))
	return all
}

func partOf(t *testing.T, raw json.RawMessage) (p schemaPart) {
	t.Helper()
	if err := json.Unmarshal(raw, &p); err != nil {
		t.Fatalf("%v in %s", err, raw)
	}
	return p
}

type member struct {
	name  string
	value json.RawMessage
}

// members returns what an object holds, in its order.
func members(t *testing.T, raw json.RawMessage) (all []member) {
	t.Helper()
	if len(raw) == 0 {
		return nil
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	if _, err := d.Token(); err != nil {
		t.Fatal(err)
	}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			t.Fatal(err)
		}
		m := member{name: name.(string)}
		if err := d.Decode(&m.value); err != nil {
			t.Fatal(err)
		}
		all = append(all, m)
	}
	return all
}

// text is what the page says of the key.
func (k keyDoc) text() string {
	parts := []string{k.title + ".", k.description}
	if k.required && !strings.Contains(k.description, "has to be there") {
		parts = append(parts, "Required.")
	}
	if len(k.enum) > 0 {
		parts = append(parts, "One of `"+strings.Join(k.enum, "`, `")+"`.")
	}
	if k.byDefault != "" {
		parts = append(parts, "Default: `"+k.byDefault+"`.")
	}
	if len(k.examples) > 0 {
		parts = append(parts, "Example: `"+strings.Join(k.examples, "` or `")+"`.")
	}
	return strings.Join(parts, " ")
}

const yamlIntro = "This is the file in which you tell daybreak(1) what to count and what to bring: one YAML " +
	"document, most often called config.yaml. Only `breakup_date` has to be there. `daybreak init` writes one with " +
	"comments; `daybreak habit`, `daybreak goal` and `daybreak config edit` change what you ask for and leave every " +
	"other byte as it is; nothing else ever writes into it.\n\n" +
	"Put times, dates and cron expressions in quotes: YAML takes some of them for something else. Keys that do not " +
	"exist, aliases, a second document, control characters and more than 1 MiB are refused.\n\n" +
	"A change is in force within a second of being saved. A file that does not load changes nothing: a notification " +
	"names the line, `daybreak status` says it, and what was set before stays in force.\n\n" +
	"A key in a list is written with brackets here: `habits[].at` is the key `at` of each habit. Defaults and " +
	"examples can be copied as they stand."

// manYAML returns the page daybreak.yaml(5).
func manYAML(t *testing.T, m manual, date string) string {
	var b strings.Builder
	manHead(&b, "daybreak.yaml", 5, date, "the config of daybreak(1)")
	b.WriteString(".SH SYNOPSIS\n.nf\n" + manCode("~/.config/daybreak/config.yaml") + "\n.fi\n.SH DESCRIPTION\n")
	manText(&b, yamlIntro)
	b.WriteString(".SH KEYS\n")
	for _, k := range keyDocs(t) {
		fmt.Fprintf(&b, ".TP\n%s\n", manBold(k.path))
		manFill(&b, manProse(k.text()))
	}
	b.WriteString(".SH EXAMPLES\n")
	manFill(&b, "Every key, with words about it:")
	b.WriteString(".PP\n")
	manVerbatim(&b, strings.TrimSpace(read(t, "../../config.example.yaml")))
	b.WriteString(".SH DIAGNOSTICS\n")
	manFill(&b, manProse("`daybreak config check` tells every mistake at once, with line, column and key, and exits "+
		"with 0 when there is none, 2 when there is one, 3 when there is no file:"))
	b.WriteString(".PP\n")
	manVerbatim(&b, faultsOf(t, "breakup_date: 2026-11-01\nwait:\n  dyas: 60\nhabits:\n  - name: Morning walk\n    at: \"25:00\"\n"))
	files, environment := filesSection(), environmentSection()
	files.terms = only(t, files.terms, "~/.config/daybreak/config.yaml", "~/.local/state/daybreak/last-good.yaml")
	environment.terms = only(t, environment.terms, "DAYBREAK_CONFIG", "XDG_CONFIG_HOME, XDG_STATE_HOME", "TZ")
	manSection(&b, environment)
	manSection(&b, files)
	b.WriteString(".SH SEE ALSO\n.BR daybreak (1)\n")
	return b.String()
}

// only returns the entries of those names.
func only(t *testing.T, all []entry, names ...string) (some []entry) {
	t.Helper()
	for _, name := range names {
		n := len(some)
		for _, e := range all {
			if e.name == name {
				some = append(some, e)
			}
		}
		if len(some) != n+1 {
			t.Fatalf("%d entries for %q", len(some)-n, name)
		}
	}
	return some
}

// faultsOf returns what config check says of a config.
func faultsOf(t *testing.T, text string) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "config.yaml"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	var out, errs bytes.Buffer
	code := run(t.Context(), []string{"config", "check", "--config", filepath.Join(dir, "config.yaml")}, nil, strings.NewReader(""), &out, &errs)
	if code != exitUsage {
		t.Fatalf("config check exits with %d\n%s%s", code, &out, &errs)
	}
	return strings.TrimSpace(strings.ReplaceAll(errs.String(), dir+string(filepath.Separator), ""))
}

// TestDocsYAMLHasEveryKey holds the page against docs/config.md, which the tests
// of internal/config hold against the parser.
func TestDocsYAMLHasEveryKey(t *testing.T) {
	want := column(t, "../../docs/config.md", "key")
	var got []string
	for _, k := range keyDocs(t) {
		holds := func(key string) bool {
			return strings.HasPrefix(key, k.path+".") || strings.HasPrefix(key, k.path+"[]")
		}
		if slices.Contains(want, k.path) || !slices.ContainsFunc(want, holds) {
			got = append(got, k.path) // what holds nothing but keys is not in the table
		}
	}
	same(t, "daybreak.yaml(5)", got, want)
}
