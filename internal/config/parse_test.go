package config

import (
	"bytes"
	"errors"
	"os"
	"testing"
	"time"
	"unicode/utf8"

	"daybreak/internal/journey"
)

var (
	now   = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	today = journey.DateOf(now)
)

func TestExampleParses(t *testing.T) {
	data, err := os.ReadFile("../../config.example.yaml")
	if err != nil {
		t.Fatal(err)
	}
	c, notes, err := Parse(data, Options{Now: now})
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
	f.Add([]byte(everyKey))
	f.Fuzz(func(t *testing.T, data []byte) {
		c, _, err := Parse(data, Options{Now: now})
		if err == nil {
			complete(t, c)
			return
		}
		var fs Faults
		if !errors.As(err, &fs) || len(fs) == 0 {
			t.Fatalf("%T %v", err, err)
		}
		lines := splitLines(bytes.TrimPrefix(data, bom))
		for _, fault := range fs {
			if fault.Line < 1 || fault.Line > len(lines) {
				t.Fatalf("%+v lies outside the file", fault)
			}
			if most := utf8.RuneCountInString(lines[fault.Line-1]) + 1; fault.Col < 1 || fault.Col > most {
				t.Errorf("%+v lies outside its line", fault)
			}
		}
	})
}

// complete fails on a config that what comes after it would have to check
// again.
func complete(t *testing.T, c Config) {
	t.Helper()
	if w := c.Start(); w.Days < 0 || w.Days > journey.MaxDays {
		t.Errorf("a wait of %d days", w.Days)
	}
	for _, r := range c.Reminders(c.Start(), today) {
		if r.ID == "" || r.Schedule == nil {
			t.Errorf("incomplete reminder %+v", r)
		}
	}
}
