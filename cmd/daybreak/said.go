package main

import (
	"time"

	"daybreak/internal/config"
	"daybreak/internal/journey"
	"daybreak/internal/ledger"
	"daybreak/internal/report"
	"daybreak/scheduler"
)

// habitEvent is what is recorded when the user says of an occurrence of a habit
// that it is done or skipped. A habit that moves a goal moves it once for each
// occurrence; one that is skipped after all moves it by nothing.
func habitEvent(f report.Facts, o scheduler.Occurrence, said scheduler.Reason, now time.Time) ledger.Event {
	e := ledger.Event{Record: scheduler.Record{Answer: &scheduler.Answer{Occurrence: o, Said: said, At: now}}}
	h, ok := f.Config.Habit(o.ID[len(config.HabitPrefix):])
	if _, exists := f.Config.Goal(h.Goal); !ok || !exists {
		return e
	}
	_, before := f.Answered(o)
	if said != scheduler.Done && !before {
		return e
	}
	p := journey.Progress{Goal: h.Goal, Day: f.Day(o.Civil), Of: o.String()}
	if said == scheduler.Done {
		p.Amount = h.Amount
	}
	e.Progress = &p
	return e
}

// checkInEvent is what is recorded of a check-in: its occurrence is answered, so
// that it is not asked for any more.
func checkInEvent(f report.Facts, c journey.CheckIn, now time.Time) ledger.Event {
	o := f.CheckInOf(c.Day)
	if c.Milestone > 0 {
		o = f.MilestoneOf(c.Milestone)
	}
	return ledger.Event{
		Record: scheduler.Record{Answer: &scheduler.Answer{Occurrence: o, Said: scheduler.Done, At: now}},
		Entry:  journey.Entry{CheckIn: &c},
	}
}

// snoozeEvent asks for an occurrence again, after a while.
func snoozeEvent(f report.Facts, o scheduler.Occurrence, kind scheduler.Kind, after time.Duration, now time.Time) ledger.Event {
	e := laterEvent(f, "snooze/", kind, after, now)
	e.OneOff.Of = &o
	return e
}

// laterEvent asks for a message after a while, on the minute; its id is prefix and
// that of the event.
func laterEvent(f report.Facts, prefix string, kind scheduler.Kind, after time.Duration, now time.Time) ledger.Event {
	at := now.Add(after).Truncate(time.Minute)
	if !at.After(now) {
		at = at.Add(time.Minute)
	}
	id := ledger.NewID()
	return ledger.Event{ID: id, Record: scheduler.Record{OneOff: &scheduler.OneOff{
		ID: prefix + id, Kind: kind, Civil: scheduler.CivilOf(at.In(f.Zone)), At: at, Asked: now,
	}}}
}
