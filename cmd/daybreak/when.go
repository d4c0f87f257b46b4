package main

import (
	"fmt"
	"time"

	"daybreak/internal/journey"
	"daybreak/internal/setup"
	"daybreak/scheduler"
)

// whenUsage is how a moment is written, for the help of --at.
const whenUsage = "when it was, as `WHEN`: 07:30, \"yesterday 21:00\", \"20 minutes ago\", 2026-11-23"

// moment is when something was that the user tells of.
type moment struct {
	at    time.Time    // to the minute, or noon of a day that no time was said of
	civil journey.Date // what the calendar showed
	day   journey.Date // the logical day
	timed bool         // a time was said, or it is now
}

// when reads what --at was given, "" for now. The clock is that of the config's
// zone: a time that it showed twice is the first, one that it never showed the
// moment of the jump. What is still to come is refused.
func (d *desk) when(s string) (moment, error) {
	now := d.f.Now.In(d.f.Zone)
	if s == "" {
		return d.moment(now), nil
	}
	m, err := setup.Past(s, journey.DateOf(now), journey.TimeOfDay(now.Hour()*60+now.Minute()))
	if err != nil {
		return moment{}, fail(exitUsage, fmt.Errorf("--at: %w", err), "for example --at \"yesterday 21:00\", or --at 2026-11-23")
	}
	at := now.Add(-m.Ago)
	if m.Ago == 0 && m.Timed {
		at = scheduler.NewCivil(int(m.Day), int(m.At)).In(d.f.Zone)
	}
	if at.After(now) {
		return moment{}, fail(exitUsage, fmt.Errorf("--at %q is still to come", s), "say when it was")
	}
	if m.Ago == 0 && !m.Timed {
		return d.someday(m.Day), nil
	}
	return d.moment(at), nil
}

// moment returns the moment of an instant.
func (d *desk) moment(at time.Time) moment {
	at = at.In(d.f.Zone)
	return moment{at: at, civil: journey.DateOf(at), day: journey.LogicalDate(at, d.f.Config.DayStarts), timed: true}
}

// someday returns a day as a moment: now on the present day, otherwise its noon.
// After midnight, while it is still the day before, today is that day.
func (d *desk) someday(day journey.Date) moment {
	if day >= d.f.Today() {
		m := d.moment(d.f.Now)
		m.timed = false
		return m
	}
	noon := scheduler.NewCivil(int(day), 12*60).In(d.f.Zone)
	return moment{at: noon, civil: day, day: day}
}
