package config

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"daybreak/internal/journey"
)

// unsaid are faults of Parse that the values above have and no schema can see.
var unsaid = regexp.MustCompile(`in the future|already that of line|starts and ends at the same|no goal with the id|not a time zone|"5.5" is not an id`)

// TestSchemaAgrees: whatever value a key has, the schema refuses it where Parse
// does.
func TestSchemaAgrees(t *testing.T) {
	tried, refused := 0, 0
	for name, group := range agreement {
		for _, key := range group.keys {
			for _, v := range bothForms(group.values) {
				text := withKey(key, v)
				_, _, err := Parse([]byte(text), Options{Now: now})
				if err != nil && (unsaid.MatchString(err.Error()) || v[0] == '"' && strings.Contains(err.Error(), " is more than ")) {
					continue
				}
				tried++
				if err != nil {
					refused++
				}
				if told := bySchema(t, text); (told == nil) != (err == nil) {
					t.Errorf("%s: %s: %s\nParse: %v\nschema: %v", name, key, v, err, told)
				}
			}
		}
	}
	t.Logf("%d values, %d of them refused", tried, refused)
}

// bothForms returns each value as it is and, where that makes a difference and no
// fault of its own, in quotes.
func bothForms(values []string) []string {
	var all []string
	for _, v := range values {
		all = append(all, v)
		if !strings.ContainsAny(v[:1], "[{~\"") {
			all = append(all, `"`+v+`"`)
		}
	}
	return all
}

// TestSchemaCounts holds the lengths of lists against Parse, at the limit and
// beyond.
func TestSchemaCounts(t *testing.T) {
	item := map[string]string{
		"goals":         "{name: n%d}",
		"habits":        `{name: n%d, at: "07:30"}`,
		"hard_dates":    "{name: n%d, date: 12-24}",
		"milestones":    "%d",
		"prompts.own":   "n%d",
		"habits[].say":  "n%d",
		"habits[].at":   `"07:30" # %d` + "\n",
		"habits[].days": "mon # %d\n",
	}
	for key, format := range item {
		for n, right := range map[int]bool{maxItems: true, maxItems + 1: false} {
			var items []string
			for i := range n {
				items = append(items, fmt.Sprintf(format, i+1))
			}
			text := withKey(key, "["+strings.Join(items, "  ,")+"]")
			_, _, err := Parse([]byte(text), Options{Now: now})
			if told := bySchema(t, text); (err == nil) != right || (told == nil) != right {
				t.Errorf("%d of %s\nParse: %v\nschema: %v", n, key, err, told)
			}
		}
	}
}

// TestSchemaDates tries every day that has four, two and two digits in the
// years around the limits, and two centuries of ends of February.
func TestSchemaDates(t *testing.T) {
	m := regexp.MustCompile(`"date": \{\s*"type": "string",\s*"pattern": "([^"]*)"`).FindStringSubmatch(Schema())
	if m == nil {
		t.Fatal("no pattern of a date")
	}
	re := regexp.MustCompile(m[1])
	try := func(s string) {
		d, err := journey.ParseDate(s)
		right := err == nil && d.Time().Year() >= 1971 && d.Time().Year() <= 2200
		if re.MatchString(s) != right {
			t.Errorf("%s: the pattern says %v", s, !right)
		}
	}
	for year := 1899; year < 2300; year++ {
		for day := 27; day < 32; day++ {
			try(fmt.Sprintf("%d-02-%d", year, day))
		}
	}
	for _, year := range []int{0, 999, 1970, 1971, 2026, 2028, 2200, 2201, 9999} {
		for month := range 14 {
			for day := range 33 {
				try(fmt.Sprintf("%04d-%02d-%02d", year, month, day))
			}
		}
	}
}

// FuzzSchemaValue: whatever the value of a key, in quotes or without, the
// schema refuses it only where Parse does.
func FuzzSchemaValue(f *testing.F) {
	keys := slices.Sorted(maps.Keys(keysOf(agreement)))
	for _, group := range agreement {
		for _, key := range group.keys {
			for _, v := range group.values {
				f.Add(uint(slices.Index(keys, key)), v)
			}
		}
	}
	f.Fuzz(func(t *testing.T, which uint, value string) {
		key := keys[which%uint(len(keys))]
		quoted, err := json.Marshal(value)
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range []string{value, string(quoted)} {
			notRefused(t, withKey(key, v))
		}
	})
}

// notRefused fails when the schema refuses a config that Parse accepts.
func notRefused(t *testing.T, text string) {
	t.Helper()
	if _, _, err := Parse([]byte(text), Options{Now: now}); err != nil {
		return
	}
	if err := bySchema(t, text); err != nil {
		t.Errorf("%q\n%v", text, err)
	}
}

func keysOf(groups map[string]struct{ keys, values []string }) map[string]bool {
	all := map[string]bool{}
	for _, g := range groups {
		for _, k := range g.keys {
			all[k] = true
		}
	}
	return all
}

// FuzzSchema: the schema refuses no file that Parse accepts.
func FuzzSchema(f *testing.F) {
	for _, text := range rightConfigs(f) {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) { notRefused(t, string(data)) })
}
