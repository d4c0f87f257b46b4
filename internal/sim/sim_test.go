package sim

import (
	"reflect"
	"strings"
	"testing"
)

// Some histories are in every test run, for a few seconds; make sim has many more.
func TestHistories(t *testing.T) {
	const n = 40
	s := Run(t.Context(), Options{From: 1_000_000, Histories: n})
	for _, f := range s.Failures {
		short := Shrink(Generate(f.Seed))
		t.Errorf("seed %d broke %v; shrunk:\n%s%v", f.Seed, f.Violation, short, Play(short).Violation)
	}
	if s.Histories != n && !t.Failed() {
		t.Errorf("%d histories, want %d", s.Histories, n)
	}
	t.Logf("\n%s", s)
}

// A history that is printed and read again shows the same, and so does a second
// play of it.
func TestReplay(t *testing.T) {
	for seed := range uint64(5) {
		h := Generate(seed)
		again, err := Parse("# a seed\n\n" + h.String())
		if err != nil {
			t.Fatal(err)
		}
		if h.String() != again.String() {
			t.Fatalf("seed %d prints\n%s\nand is read as\n%s", seed, h, again)
		}
		one, two := Play(h), Play(again)
		if !reflect.DeepEqual(one, two) {
			t.Errorf("seed %d: %+v, then %+v", seed, one, two)
		}
	}
}

func TestParseErrors(t *testing.T) {
	const start = "start 2026-10-10T10:00:00Z Europe/Berlin 45d\n"
	const config = "config quiet=22:30-07:00 habit/0=07:30\n"
	tests := []struct{ name, text, want string }{
		{"nothing", "", "needs a start and a config"},
		{"a start alone", start, "needs a start and a config"},
		{"a zone", "start 2026-10-10T10:00:00Z Nowhere 45d", "line 1: unknown time zone"},
		{"a time", "start yesterday Europe/Berlin 45d", "line 1: parsing time"},
		{"quiet hours", start + "config quiet=22-7", "line 2: \"22-7\" are not quiet hours"},
		{"a reminder", start + "config habit/0", "line 2: \"habit/0\" is not a reminder"},
		{"no days", start + "config habit/0=07:30/0000000", "line 2: habit/0=07:30/0000000 never comes"},
		{"a verb", start + config + "1h dance", "line 3: \"dance\" is not an action"},
		{"too few", start + config + "1h kill 3", "line 3: kill takes 2 arguments"},
		{"a number", start + config + "1h kill x 3s", "line 3: kill: strconv.Atoi"},
		{"a duration", start + config + "1h suspend long", "line 3: suspend: time: invalid duration"},
		{"an edit", start + config + "1h config habit/0=25:00", "line 3: parsing time"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := Parse(tt.text); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want %q", err, tt.want)
			}
		})
	}
}

// FuzzParse shows that no text makes Parse panic, and that what it takes it
// prints as it took it.
func FuzzParse(f *testing.F) {
	for seed := range uint64(3) {
		f.Add(Generate(seed).String())
	}
	f.Fuzz(func(t *testing.T, text string) {
		h, err := Parse(text)
		if err != nil {
			return
		}
		again, err := Parse(h.String())
		if err != nil || again.String() != h.String() {
			t.Errorf("%v: %q\nis read as\n%q", err, h, again)
		}
	})
}
