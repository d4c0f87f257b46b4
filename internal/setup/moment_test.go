package setup

import (
	"testing"
	"time"

	"daybreak/internal/journey"
)

func TestPast(t *testing.T) {
	today := journey.NewDate(2026, 11, 25) // a Wednesday
	const now = journey.TimeOfDay(10 * 60)
	for s, want := range map[string]Moment{
		"07:30":                {Day: today, At: 7*60 + 30, Timed: true},
		"10:00":                {Day: today, At: 600, Timed: true},
		"10:01":                {Day: today - 1, At: 601, Timed: true},
		"9pm":                  {Day: today - 1, At: 21 * 60, Timed: true},
		"today 11:00":          {Day: today, At: 11 * 60, Timed: true},
		"yesterday 21:00":      {Day: today - 1, At: 21 * 60, Timed: true},
		"9 pm yesterday":       {Day: today - 1, At: 21 * 60, Timed: true},
		"at 9:15 pm on Friday": {Day: today - 5, At: 21*60 + 15, Timed: true},
		"2026-11-23T21:00":     {Day: today - 2, At: 21 * 60, Timed: true},
		"2026-11-23 21:00":     {Day: today - 2, At: 21 * 60, Timed: true},
		"2026-11-23":           {Day: today - 2},
		"last friday":          {Day: today - 5},
		"two days ago":         {Day: today - 2},
		"20 minutes ago":       {Ago: 20 * time.Minute},
		"an hour ago":          {Ago: time.Hour},
		"half an hour ago":     {Ago: 30 * time.Minute},
	} {
		if m, err := Past(s, today, now); err != nil || m != want {
			t.Errorf("Past(%q) = %+v, %v; want %+v", s, m, err, want)
		}
	}
	for _, s := range []string{"", "soon", "tomorrow 21:00", "11/10", "21:00 21:30", "ago"} {
		if m, err := Past(s, today, now); err == nil {
			t.Errorf("Past(%q) = %+v", s, m)
		}
	}
}

func TestSpan(t *testing.T) {
	for s, want := range map[string]time.Duration{
		"30m": 30 * time.Minute, "1h30m": 90 * time.Minute, "2 hours": 2 * time.Hour, "2d": 48 * time.Hour,
		"a week": 7 * 24 * time.Hour, "for 10 minutes": 10 * time.Minute, "half an hour": 30 * time.Minute,
		"an hour and 5 minutes": 65 * time.Minute,
	} {
		if d, err := Span(s); err != nil || d != want {
			t.Errorf("Span(%q) = %s, %v; want %s", s, d, err, want)
		}
	}
	for _, s := range []string{"", "soon", "30", "0m", "9999w", "-5m", "m", "a"} {
		if d, err := Span(s); err == nil {
			t.Errorf("Span(%q) = %s", s, d)
		}
	}
}

func FuzzPast(f *testing.F) {
	f.Add("yesterday 21:00")
	f.Add("2026-11-23T21:00")
	f.Fuzz(func(t *testing.T, s string) {
		const today = 20000
		if m, err := Past(s, today, 600); err == nil && (m.Ago < 0 || m.Day > today || m.At < 0 || m.At > 1439) {
			t.Errorf("%q is %+v", s, m)
		}
		if d, err := Span(s); err == nil && (d < time.Minute || d > maxSpan) {
			t.Errorf("%q is %s", s, d)
		}
	})
}
