package config

import (
	"errors"
	"os"
	"strings"
	"testing"

	"daybreak/internal/journey"
)

var today = journey.NewDate(2026, 11, 23)

func TestExampleParses(t *testing.T) {
	data, err := os.ReadFile("../../config.example.yaml")
	if err != nil {
		t.Fatal(err)
	}
	c, notes, err := Parse(data, Options{Today: today})
	if err != nil || len(notes) > 0 {
		t.Fatalf("notes %q, error: %v", notes, err)
	}
	if len(c.Habits) != 3 || c.Habits[1].ID != "read-before-bed" || c.Goals[0].By != journey.NewDate(2026, 12, 3) {
		t.Errorf("got %+v", c)
	}
	for _, h := range c.Habits {
		if h.Schedule == nil {
			t.Errorf("%s has no schedule", h.ID)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte("breakup_date: 2026-11-01\nhabits: [{name: a, cron: \"* * * * *\"}]\n"))
	f.Add([]byte("\ufeffa: *b\r\n\tc: !x d"))
	f.Fuzz(func(t *testing.T, data []byte) {
		_, _, err := Parse(data, Options{Today: today})
		var fs Faults
		if !errors.As(err, &fs) {
			return
		}
		lines := strings.Count(strings.ReplaceAll(string(data), "\r\n", "\n"), "\n") + strings.Count(string(data), "\r") + 1
		for _, fault := range fs {
			if fault.Line < 1 || fault.Line > lines || fault.Col < 1 {
				t.Errorf("%+v lies outside the file", fault)
			}
		}
	})
}
