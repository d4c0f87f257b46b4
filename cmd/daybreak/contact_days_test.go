package main

import (
	"testing"
	"time"

	"daybreak/internal/config"
	"daybreak/internal/journey"
	"daybreak/internal/report"
)

// Whatever is answered, the wait that comes of it has a length there can be.
func FuzzTakeDays(f *testing.F) {
	for _, s := range []string{"", "keep", "extend 5", "e 400", "r", "extend -1", "e  ", "extend 99999999999999999999", "\u2003e\u20035"} {
		f.Add(s, 30)
	}
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, typed string, days int) {
		c := config.Default(journey.NewDate(2026, 11, 1))
		if c.Wait.Days = days; days < 0 || days > journey.MaxDays {
			t.Skip()
		}
		d := &desk{f: report.Facts{Config: c, Zone: time.UTC, Now: now}, now: now}
		then, by, err := d.takeDays(journey.Contact{Day: d.f.Today(), Then: journey.Keep}, typed)
		switch {
		case err != nil:
		case then == journey.Extend && (by < 0 || days == 0 || days+by > journey.MaxDays):
			t.Errorf("%q extends %d days by %d", typed, days, by)
		case then != journey.Extend && (by != 0 || then != journey.Keep && then != journey.Restart):
			t.Errorf("%q is %q by %d", typed, then, by)
		}
	})
}
