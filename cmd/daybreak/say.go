package main

import (
	"context"
	"time"

	"daybreak/internal/ledger"
	"daybreak/internal/report"
)

// desk is where a command records what the user says: what is known, and the
// moment. A daemon that runs hears of it at once.
type desk struct {
	*app
	h   *home
	f   report.Facts
	now time.Time
}

// openDesk reads the config and the last days of the record, as open does.
func (a *app) openDesk(days int) (*desk, error) {
	now, err := a.now()
	if err != nil {
		return nil, err
	}
	h, err := a.open(now, days)
	if err != nil {
		return nil, err
	}
	f, err := h.facts(a, now)
	return &desk{a, h, f, now}, err
}

// say records events in one write, at the moment of the command. With a nil
// error they survive a crash; otherwise they are not recorded, unless the disk
// took them and could not say so. An event that a one-off is named after brings
// its ID.
func (d *desk) say(ctx context.Context, events ...ledger.Event) error {
	book, err := ledger.Open(d.h.dir, ledger.Options{
		Now: func() time.Time { return d.now }, Since: daysBefore(d.now, lookBack),
	})
	if err == nil {
		err = book.Append(ctx, events...)
	}
	if err != nil {
		return fail(exitFailed, err, "it counts as not recorded; daybreak journal shows what is")
	}
	return nil
}
