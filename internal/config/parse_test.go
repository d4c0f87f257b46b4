package config

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"reflect"
	"testing"
	"time"
	"unicode/utf8"

	"daybreak/internal/journey"
	"daybreak/scheduler"
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

// Two habits at one minute are two habits.
func TestHabitsAtOneMinute(t *testing.T) {
	c := parse(t, `{breakup_date: 2026-11-01, habits: [{name: Walk, at: "07:30"}, {name: Run, at: ["07:30", "18:00"]}, {name: Sit, cron: "30 7 * * *"}]}`)
	for _, h := range c.Habits {
		if next, ok := h.Schedule.Next(scheduler.NewCivil(int(nov1), 0)); !ok || next != scheduler.NewCivil(int(nov1), 450) {
			t.Errorf("%s comes at %v, %v", h.ID, next, ok)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte("breakup_date: 2026-11-01\nhabits: [{name: a, cron: \"* * * * *\"}]\n"))
	f.Add([]byte("\ufeffa: *b\r\n\tc: !x d"))
	f.Add([]byte(everyKey))
	f.Fuzz(func(t *testing.T, data []byte) {
		c, _, err := Parse(data, Options{Now: now})
		if !bytes.ContainsRune(data, '\r') {
			crlf, _, crlfErr := Parse(bytes.ReplaceAll(data, []byte("\n"), []byte("\r\n")), Options{Now: now})
			if !reflect.DeepEqual(c, crlf) || fmt.Sprint(err) != fmt.Sprint(crlfErr) {
				t.Errorf("%v\n%v\nwith CRLF:\n%v\n%v", c, err, crlf, crlfErr)
			}
		}
		if err == nil {
			complete(t, c)
			return
		}
		var fs Faults
		if !errors.As(err, &fs) || len(fs) == 0 {
			t.Fatalf("%T %v", err, err)
		}
		moved(t, data, fs)
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

// moved fails unless a line before everything moves every fault down by one. What is said of the whole file stays at its first line.
func moved(t *testing.T, data []byte, fs Faults) {
	t.Helper()
	rest, marked := bytes.CutPrefix(data, bom)
	if bytes.HasPrefix(bytes.TrimLeft(rest, " \n"), []byte("\t")) || bytes.ContainsRune(rest, '\r') {
		return // yaml.v3 lets a tab before a comment pass, but on the first line; and miscounts a lone CR
	}
	below := append([]byte("# 🌅 שלום\n"), rest...)
	if marked {
		below = append(bom[:len(bom):len(bom)], below...)
	}
	_, _, err := Parse(below, Options{Now: now})
	var got Faults
	if !errors.As(err, &got) || len(got) != len(fs) {
		t.Fatalf("%v\nbut a line below:\n%v", fs, err)
	}
	for i, f := range fs {
		g := got[i]
		whole := f.Line == 1 && f.Col == 1 && g.Line == 1
		if g.Col != f.Col || g.Path != f.Path || g.Line != f.Line+1 && !whole {
			t.Errorf("%+v, but a line below %+v", f, g)
		}
	}
}

// complete fails on a config that what comes after it would have to check
// again.
func complete(t *testing.T, c Config) {
	t.Helper()
	if w := c.Start(); w.Days < 0 || w.Days > journey.MaxDays {
		t.Errorf("a wait of %d days", w.Days)
	}
	ids := map[string]bool{}
	for _, r := range c.Reminders(c.Start(), today) {
		if r.ID == "" || r.Schedule == nil || ids[r.ID] || r.Late < 0 || r.Late > 24*time.Hour {
			t.Fatalf("incomplete reminder %+v, or its second", r)
		}
		ids[r.ID] = true
		for at, n := scheduler.NewCivil(int(today), 0), 0; n < 3; n++ {
			next, ok := r.Schedule.Next(at)
			if !ok {
				break
			}
			if next <= at {
				t.Fatalf("%s: %s comes after %s", r.ID, next, at)
			}
			at = next
		}
	}
}
