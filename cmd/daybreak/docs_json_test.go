package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"daybreak/internal/config"
	"daybreak/internal/journey"
	"daybreak/internal/report"
	"daybreak/scheduler"
)

const jsonPage = "../../docs/json.md"

var example = regexp.MustCompile("(?s)```\ndaybreak ([^\n]*)\n```\n\n```json\n(.*?)```\n")

// TestDocsJSONExamples runs the commands of the page: what it shows is what
// the program answers.
func TestDocsJSONExamples(t *testing.T) {
	env := exampleHome(t)
	page := read(t, jsonPage)
	examples := example.FindAllStringSubmatch(page, -1)
	if len(examples) != 7 {
		t.Fatalf("%d examples", len(examples))
	}
	for _, e := range examples {
		var out, errs bytes.Buffer
		if code := run(context.Background(), strings.Fields(e[1]), env, strings.NewReader(""), &out, &errs); code != 0 {
			t.Fatalf("daybreak %s: exit %d\n%s", e[1], code, &errs)
		}
		page = strings.Replace(page, e[0], strings.Replace(e[0], "```json\n"+e[2], "```json\n"+out.String(), 1), 1)
	}
	comparePage(t, jsonPage, page)
}

func exampleHome(t *testing.T) []string {
	t.Helper()
	archive, err := txtar.ParseFile("testdata/docs/home.txtar")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for _, f := range archive.Files {
		path := filepath.Join(dir, f.Name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, f.Data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return environment(dir, "DAYBREAK_NOW=2026-11-23T12:00:00+01:00")
}

// TestDocsJSONFields holds the tables of fields against the types that are
// printed: every field, what it is, and whether it can be null or left out.
func TestDocsJSONFields(t *testing.T) {
	for head, of := range map[string]any{
		"field of status": report.Status{}, "field of today": report.Today{}, "field of simulate": report.Simulation{}, "field of why": report.Why{},
		"field of plan list": report.Plans{}, "field of support": report.Support{}, "field of journal": report.Journal{},
		"field of doctor": report.Doctor{},
	} {
		want := map[string]field{}
		fields(reflect.TypeOf(of), "", field{}, want)
		got := map[string]field{}
		for _, row := range table(t, jsonPage, head) {
			got[codes(row[0])[0]] = field{
				is: row[1], null: strings.Contains(row[2], "`null`"), left: strings.Contains(row[2], "left out"),
			}
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s\npage %+v\ncode %+v", head, got, want)
		}
	}
}

// field is what a field is, and whether it can be null, or be left out.
type field struct {
	is         string
	null, left bool
}

var leaves = map[reflect.Type]string{
	reflect.TypeFor[journey.Date](): "date", reflect.TypeFor[time.Time](): "time", reflect.TypeFor[scheduler.Civil](): "civil time",
	reflect.TypeFor[int](): "number", reflect.TypeFor[float64](): "number", reflect.TypeFor[bool](): "true or false",
}

// fields lists the fields below t by their path, as "habits[].times[].at".
func fields(t reflect.Type, path string, f field, into map[string]field) {
	switch {
	case t.Kind() == reflect.Pointer:
		f.null = !f.left
		fields(t.Elem(), path, f, into)
	case leaves[t] != "":
		f.is = leaves[t]
		into[path] = f
	case t.Kind() == reflect.String:
		f.is = "text"
		into[path] = f
	case t.Kind() == reflect.Slice:
		fields(t.Elem(), path+"[]", f, into)
	case t.Kind() == reflect.Struct:
		if f.null {
			f.is = "object"
			into[path] = f
		}
		for i := range t.NumField() {
			if !t.Field(i).IsExported() {
				continue
			}
			name, option, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
			fields(t.Field(i).Type, strings.TrimPrefix(path+"."+name, "."), field{left: option == "omitempty"}, into)
		}
	}
}

// TestDocsWords holds every closed list of words against the constants.
func TestDocsWords(t *testing.T) {
	const record = "../../scheduler/record.go"
	results := slices.DeleteFunc(valuesOf(t, record, "Delivered"), func(s string) bool { return s == string(scheduler.Released) })
	same(t, "kinds", column(t, jsonPage, "kind"), valuesOf(t, "../../scheduler/reminder.go", "Welcome"))
	same(t, "outcomes", column(t, jsonPage, "outcome"), results)
	same(t, "states", column(t, jsonPage, "state"), valuesOf(t, "../../internal/report/status.go", "Waiting"))
	same(t, "stages", column(t, jsonPage, "stage"), valuesOf(t, "../../internal/journey/journey.go", "Steady"))

	same(t, "verdicts", column(t, jsonPage, "verdict"), valuesOf(t, "../../internal/report/doctor.go", "Fine"))
	same(t, "lines", column(t, jsonPage, "line"), valuesOf(t, "../../internal/support/support.go", "Crisis"))
	same(t, "ways", column(t, jsonPage, "way"), valuesOf(t, "../../internal/support/support.go", "Call"))
	same(t, "origins", column(t, jsonPage, "from"), valuesOf(t, "../../internal/report/support.go", "Asked"))

	const timePage = "../../docs/time.md"
	same(t, "reasons", column(t, timePage, "reason"), valuesOf(t, record, "OnTime"))
	for _, row := range table(t, timePage, "reason") {
		for _, outcome := range codes(row[2]) {
			if !slices.Contains(results, outcome) {
				t.Errorf("%s stands with %q, which is no outcome", row[0], outcome)
			}
		}
	}

	ids := append(valuesOf(t, "../../internal/config/reminders.go", "HabitPrefix"),
		report.WelcomeID, report.FaultID, string(scheduler.Digest)+"/")
	var told []string
	for _, id := range column(t, jsonPage, "id") {
		fixed, _, _ := strings.Cut(id, "<")
		told = append(told, fixed)
	}
	same(t, "ids", told, ids)
	if !slices.Contains(ids, config.MorningID) {
		t.Errorf("the ids are %q: the constants are elsewhere", ids)
	}
}
