package main

import (
	"errors"
	"fmt"
	"syscall"
	"time"

	"daybreak/internal/report"
	"daybreak/scheduler"
)

// tellAfter is how long the record has to fail before the desktop is told: a
// moment's trouble mends itself.
const tellAfter = 30 * time.Second

// recorder writes what the loop wants remembered, and takes note of what keeps
// it from being written.
type recorder struct{ d *daemon }

func (r recorder) Record(at time.Time, records ...scheduler.Record) error {
	err := r.d.book.Record(at, records...)
	r.d.trouble(at, err)
	return err
}

// trouble takes note of the end of a write: status is told at once, and the
// desktop once, if it lasts.
func (d *daemon) trouble(at time.Time, err error) {
	what := ""
	switch {
	case err == nil && d.failing.IsZero():
		return
	case err == nil:
		d.failing, d.unwritten = time.Time{}, ""
	case d.failing.IsZero():
		d.failing, what = at, cause(err)
	default:
		what = cause(err)
		if d.unwritten == "" && at.Sub(d.failing) > tellAfter {
			d.unwritten = what + ", since " + d.failing.Format(time.RFC3339)
		}
	}
	if what == d.told {
		return
	}
	if err := d.lock.Tell(what); err != nil {
		d.log.Warn("status cannot be told of it", "err", err)
	}
	d.told = what
}

// cause returns the system's own words for what went wrong, where it has any:
// the rest is where, and the user knows that.
func cause(err error) string {
	var errno syscall.Errno
	if errors.As(err, &errno) {
		return errno.Error()
	}
	return err.Error()
}

// hear takes in what commands and other devices have recorded since the last
// wake. Once a day it has the record summarised, and where the clock went back
// beyond what is known it reads all of it.
func (d *daemon) hear(now time.Time) {
	today := daysBefore(now, 0)
	if today != d.summarised {
		d.summarised = today
		if err := d.book.Summarise(today); err != nil {
			d.log.Warn("the next start may take longer", "err", err)
		}
	}
	events, behind, err := d.book.Refresh()
	switch {
	case err != nil:
		d.log.Warn("what others recorded cannot be read", "err", err)
	case behind, today-lookBack < d.h.view.Since:
		d.refold(today - lookBack)
	default:
		for _, e := range events {
			d.h.state.Apply(e.Record)
			d.h.story.Apply(e.Entry)
		}
	}
}

// refold applies everything in its order: something belongs before what was
// known.
func (d *daemon) refold(since int) {
	d.book.Since(since)
	view, err := d.book.View()
	if err != nil {
		d.log.Warn("the record cannot be read", "err", err)
		return
	}
	d.h.view.Since = view.Since
	d.h.story = view.Story()
	d.h.state.Reset()
	for _, r := range view.Records() {
		d.h.state.Apply(r)
	}
}

// unsaved says that the daemon cannot write its record, and why; "" when it can.
func unsaved(trouble string) string {
	if trouble == "" {
		return ""
	}
	return fmt.Sprintf("the record cannot be written (%s); reminders go on from memory, and it is tried again", trouble)
}

// reminders returns the same list as long as nothing has changed of what it is
// made from, so that the planner need not look at all of it at every wake.
func (d *daemon) reminders(f report.Facts) []scheduler.Reminder {
	if key := f.Calendar(); d.list == nil || key != d.calendar {
		d.calendar, d.list = key, f.Reminders()
	}
	return d.list
}
