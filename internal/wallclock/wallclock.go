// Package wallclock reads the wall clock, sleeps until an instant of it, and
// tells when the clock or the time zone changes.
//
// An Alarm is late by no more than the machine's own latency while the machine
// is awake, and goes off at once when the machine wakes after the instant: the
// monotonic clock, which stands still during suspend, plays no part. On Linux
// nothing runs until there is something to tell; elsewhere the wall clock is
// read again at least every 30 seconds while an alarm is set.
//
// A wake-up is a reason to look, never a fact to rely on: what is due is for
// the caller to decide from the clock. The package imports nothing of the
// project, and nothing in it blocks for ever.
package wallclock

import (
	"sync"
	"time"
)

// Cause says why an Alarm went off.
type Cause int

// The causes.
const (
	// Due means that the instant that was set has come.
	Due Cause = iota + 1
	// ClockChanged means that the wall clock was stepped or the machine was
	// suspended: whatever was planned has to be planned anew. An instant that
	// was set stays set, but one that came meanwhile is not told separately.
	ClockChanged
)

// String returns the cause in words, for logs.
func (c Cause) String() string {
	switch c {
	case Due:
		return "due"
	case ClockChanged:
		return "clock changed"
	}
	return "unknown"
}

// Alarm goes off at an instant of the wall clock. Its methods are safe for
// concurrent use.
type Alarm struct {
	box    *mailbox
	source source
}

// source is how one platform waits.
type source interface {
	set(at time.Time)
	close() error
}

// NewAlarm returns an Alarm with nothing set. It has to be closed. The error
// is that of the operating system refusing a timer, where there is no other way.
func NewAlarm() (*Alarm, error) {
	box := newMailbox()
	s, err := newSource(box)
	if err != nil {
		return nil, err
	}
	return &Alarm{box: box, source: s}, nil
}

// Set replaces the instant at which the alarm goes off with Due; one that has
// passed goes off at once. With the zero time nothing is due: the alarm then
// goes off only for a change of the clock, which is told at once on Linux and
// with the next Set elsewhere.
func (a *Alarm) Set(at time.Time) {
	a.box.forgetDue()
	if !at.IsZero() {
		at = onSystem(at.Round(0)) // a monotonic reading must not take part in comparisons
	}
	a.source.set(at)
}

// C receives the causes. It holds at most one: ClockChanged takes the place of
// an unread Due, since it asks for more. It is never closed.
func (a *Alarm) C() <-chan Cause { return a.box.c }

// Close ends everything the alarm started; nothing is sent on C afterwards.
func (a *Alarm) Close() error {
	err := a.source.close()
	a.box.shut()
	return err
}

// mailbox is a channel of one place that its sender never waits for.
type mailbox struct {
	mu   sync.Mutex
	c    chan Cause
	done bool
}

func newMailbox() *mailbox { return &mailbox{c: make(chan Cause, 1)} }

// put leaves c for the reader, unless something at least as strong is there.
func (m *mailbox) put(c Cause) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.done {
		return
	}
	select {
	case old := <-m.c:
		c = max(c, old)
	default:
	}
	m.c <- c // there is room: only put sends, under the lock
}

// forgetDue takes an unread Due back: it was for an instant that no longer
// counts. An unread ClockChanged stays.
func (m *mailbox) forgetDue() {
	m.mu.Lock()
	defer m.mu.Unlock()
	select {
	case old := <-m.c:
		if old == ClockChanged {
			m.c <- old
		}
	default:
	}
}

func (m *mailbox) shut() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.done = true
	select {
	case <-m.c:
	default:
	}
}
