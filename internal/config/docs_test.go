package config

import (
	"errors"
	"fmt"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// knownKeys asks the parser itself for its keys, by giving every mapping one
// that it does not know. The keys of lists are like "habits[].at".
func knownKeys(t *testing.T) []string {
	t.Helper()
	const z = "{zzzzzzzzzzzz: 1}"
	_, _, err := Parse([]byte("zzzzzzzzzzzz: 1\nwait: "+z+"\ngoals: ["+z+"]\nhabits: ["+z+"]\nprompts: {morning: "+z+
		", afternoon: "+z+", evening: "+z+", zzzzzzzzzzzz: 1}\nmilestones: ["+z+"]\nhard_dates: ["+z+"]\nnotify: "+z+"\nsupport: "+z), Options{Now: now})
	var faults Faults
	if !errors.As(err, &faults) {
		t.Fatalf("no faults but %v", err)
	}
	var keys []string
	mappings := 0
	for _, f := range faults {
		at, unknown := strings.CutSuffix(f.Path, "zzzzzzzzzzzz")
		if list, ok := strings.CutPrefix(f.Hint, "the keys here are "); ok && unknown {
			mappings++
			for key := range strings.SplitSeq(list, ", ") {
				keys = append(keys, strings.ReplaceAll(at, "[0]", "[]")+key)
			}
		}
	}
	if mappings != 12 {
		t.Fatalf("%d mappings, want 12:\n%v", mappings, err)
	}
	return keys
}

func TestExampleUsesEveryKey(t *testing.T) {
	data, err := os.ReadFile("../../config.example.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range knownKeys(t) {
		last := key[strings.LastIndexByte(key, '.')+1:]
		if !regexp.MustCompile(`(?m)(^|[ {#-])` + last + `:`).Match(data) {
			t.Errorf("config.example.yaml does not mention %s", key)
		}
	}
}

// TestExampleStandsForTheDefaults: what the example gives only to show the key
// is what holds without it.
func TestExampleStandsForTheDefaults(t *testing.T) {
	data, err := os.ReadFile("../../config.example.yaml")
	if err != nil {
		t.Fatal(err)
	}
	got := parse(t, string(data))
	want := Default(nov1)
	want.Wait.LastContact, want.Goals, want.Habits = got.Wait.LastContact, got.Goals, got.Habits
	want.Prompts.Morning, want.Prompts.Own = got.Prompts.Morning, got.Prompts.Own
	want.Milestones, want.HardDates = got.Milestones, got.HardDates
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	if h := got.Habits[0]; h.Late != defaultLate || h.Amount != 1 {
		t.Errorf("habits[0] has late %v and amount %v", h.Late, h.Amount)
	}
}

var docRow = regexp.MustCompile("(?m)^\\| `([^`]+)` \\| .* \\|(?: `(.*)`)?[^`]*\\|$")

// docRows returns the keys of docs/config.md and their defaults.
func docRows(t *testing.T) (keys []string, defaults map[string]string) {
	t.Helper()
	data, err := os.ReadFile("../../docs/config.md")
	if err != nil {
		t.Fatal(err)
	}
	defaults = map[string]string{}
	for _, m := range docRow.FindAllStringSubmatch(string(data), -1) {
		keys = append(keys, m[1])
		if m[2] != "" {
			defaults[m[1]] = m[2]
		}
	}
	return keys, defaults
}

// sections are the keys that hold nothing but keys.
var sections = []string{"wait", "goals", "habits", "prompts", "hard_dates", "notify", "support"}

func TestDocsListEveryKey(t *testing.T) {
	rows, _ := docRows(t)
	known := slices.DeleteFunc(knownKeys(t), func(k string) bool { return slices.Contains(sections, k) })
	for _, k := range known {
		if !slices.Contains(rows, k) {
			t.Errorf("docs/config.md lacks %s", k)
		}
	}
	for _, k := range rows {
		if !slices.Contains(known, k) {
			t.Errorf("docs/config.md has %s, which the parser does not know", k)
		}
	}
}

// TestDocsDefaults writes each default into a config: it changes nothing.
func TestDocsDefaults(t *testing.T) {
	_, defaults := docRows(t)
	if len(defaults) < 18 {
		t.Errorf("only %d defaults: %q", len(defaults), defaults)
	}
	for key, value := range defaults {
		without, with := "", ""
		if item, ok := strings.CutPrefix(key, "habits[]."); ok {
			without = `habits: [{name: Walk, at: "07:30"}]`
			with = fmt.Sprintf(`habits: [{name: Walk, at: "07:30", %s: %s}]`, item, value)
		} else {
			keys := strings.Split(key, ".")
			with = strings.Join(keys, ": {") + ": " + value + strings.Repeat("}", len(keys)-1)
		}
		got, want := parse(t, "breakup_date: 2026-11-01\n"+with), parse(t, "breakup_date: 2026-11-01\n"+without)
		if days := got.MilestoneDays(); days != nil { // a list is a list, and the days are the same
			if a, b := got.Start().Milestones(days), want.Start().Milestones(nil); !slices.Equal(a, b) {
				t.Errorf("%s: milestones on %v, want %v", key, a, b)
			}
			got.Milestones = nil
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %s is not the default\ngot  %+v\nwant %+v", key, value, got, want)
		}
	}
}
