package main

import (
	"errors"
	"testing"
	"time"
)

// DAYBREAK_NOW is the moment that it names, to the nanosecond, or is refused as
// wrong usage.
func FuzzNow(f *testing.F) {
	for _, s := range []string{
		"2026-11-23T12:00:00+01:00", "2026-11-23T12:00:00Z", "2026-11-23", "2026-02-30T00:00:00Z", "9999-12-31T23:59:59Z",
		"0000-01-01T00:00:00Z", "2026-11-23T12:00:00.123456789-23:59", "2026-11-23t12:00:00z", "2026-11-23T24:00:00Z",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if s == "" {
			return // unset: the clock of the machine
		}
		a := &app{getenv: func(string) string { return s }}
		now, err := a.now()
		if err != nil {
			var ce *codeError
			if !errors.As(err, &ce) || ce.code != exitUsage || len(ce.hints) == 0 {
				t.Fatalf("%q: %#v", s, err)
			}
			return
		}
		again, err := time.Parse(time.RFC3339Nano, now.Format(time.RFC3339Nano))
		if err != nil || !again.Equal(now) {
			t.Errorf("%q is %s, which reads as %s: %v", s, now, again, err)
		}
		if y := now.UTC().Year(); y < firstYear || y > lastYear {
			t.Errorf("%q is taken for %s", s, now)
		}
	})
}
