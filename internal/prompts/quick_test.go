package prompts

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"daybreak/internal/journey"
)

const anEntry = `{"id": "grow/a", "stages": ["grow", "after"], "topic": "emotions", "intentions": ["heal"], "times": ["morning"], ` +
	`"title": "A \"title\"", "body": "A body.", "open": {"title": "Open", "body": "Öffen"}}`

func listOf(entries ...string) string { return "[\n  " + strings.Join(entries, ",\n  ") + "\n]\n" }

// The whole library is read the quick way, and as encoding/json reads it.
func TestQuickTakesTheLibrary(t *testing.T) {
	for _, stage := range journey.Stages() {
		data, err := files.ReadFile(base + "/" + string(stage) + ".json")
		if err != nil {
			t.Fatal(err)
		}
		if _, ok := quickEntries(string(data)); !ok {
			t.Errorf("%s.json is not written as the others are: an entry a line, \"key\": value, the keys in their order", stage)
		}
		sameEntries(t, string(data))
	}
}

func TestQuickEntries(t *testing.T) {
	swap := func(old, new string) string { return listOf(strings.Replace(anEntry, old, new, 1)) }
	tests := []struct {
		name, text string
		taken      bool
	}{
		{"one", listOf(anEntry), true},
		{"two", listOf(anEntry, anEntry), true},
		{"no times", swap(`"times": ["morning"], `, ""), true},
		{"none", "[\n]\n", false},
		{"another order", swap(`"id": "grow/a", "stages": ["grow", "after"]`, `"stages": ["grow", "after"], "id": "grow/a"`), false},
		{"an unknown key", swap(`"times"`, `"hours"`), false},
		{"an escape", swap("A body", `A\tbody`), false},
		{"an escaped backslash", swap("A body", `A\\`), false},
		{"a control character", swap("A body", "A\tbody"), false},
		{"no text", swap(`"A body."`, "1"), false},
		{"an empty list", swap(`["morning"]`, "[]"), false},
		{"null", swap(`["morning"]`, "null"), false},
		{"no comma", swap(`"grow", "after"`, `"grow" "after"`), false},
		{"cut short", listOf(anEntry)[:200], false},
		{"cut in a text", listOf(anEntry)[:14], false},
		{"something after it", listOf(anEntry) + "x", false},
		{"nothing", "", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got, ok := quickEntries(tt.text); ok != tt.taken {
				t.Errorf("taken: %v, %+v", ok, got)
			}
			sameEntries(t, tt.text)
		})
	}
}

// What is not taken quickly, and what is no UTF-8, means what it means to
// encoding/json.
func TestUnmarshalFallsBack(t *testing.T) {
	for _, text := range []string{
		strings.Replace(listOf(anEntry), "A body", `A\tbody`, 1), strings.Replace(listOf(anEntry), "A body", "A\xffbody", 1),
	} {
		var got, want []entry
		if err := unmarshal([]byte(text), &got); err != nil {
			t.Error(err)
		}
		if err := json.Unmarshal([]byte(text), &want); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("got %+v, want %+v, %v", got, want, err)
		}
	}
}

// sameEntries fails where the quick way takes what encoding/json reads as
// something else.
func sameEntries(t *testing.T, text string) {
	t.Helper()
	got, ok := quickEntries(text)
	if !ok || !utf8.ValidString(text) {
		return
	}
	var want []entry
	if err := json.Unmarshal([]byte(text), &want); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%q\nquick: %+v\njson: %+v, %v", text, got, want, err)
	}
}

func FuzzQuickEntries(f *testing.F) {
	f.Add(listOf(anEntry))
	f.Add(listOf(anEntry, strings.Replace(anEntry, "A body", `A\\`, 1)))
	f.Fuzz(sameEntries)
}
