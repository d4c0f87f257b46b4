package sim

import (
	"context"
	"fmt"
	"strings"
	"time"

	"daybreak/internal/ledger"
	"daybreak/scheduler"
)

// command records what the user asks for, as a command does: it opens the
// ledger by itself, and ends. What fails it has told the user.
func (m *machine) command(a Action) {
	armed := m.armed
	m.armed = blow{} // it is for the daemon
	defer func() { m.armed = armed }()
	book, err := ledger.Open(stateDir, ledger.Options{
		Disk: m.disk, Now: m.wall, NewID: m.eventID, Since: m.today() - lookBack,
	})
	if err != nil {
		return
	}
	view, err := book.View()
	if err != nil {
		return
	}
	state := scheduler.NewState()
	for _, r := range view.Records() {
		state.Apply(r)
	}
	e, ok := m.asks(a, state)
	if a.Verb == "undo" {
		e, ok = lastSaid(view)
	}
	if !ok {
		return
	}
	id := fmt.Sprint("e", m.ids+1)
	c := m.check
	c.entries[id] = &entry{rec: e.Record, undo: e.Undo, command: true}
	err = book.Append(context.Background(), e)
	c.entries[id].safe, c.entries[id].failed = err == nil, err != nil
	c.unheard[id] = err == nil && m.daemon != nil
	if !c.unheard[id] {
		delete(c.unheard, id)
	}
}

// lastSaid returns what takes back the last thing that a command recorded.
func lastSaid(v *ledger.View) (e ledger.Event, ok bool) {
	for said := range v.Standing() {
		if said.Said() {
			e.Undo, ok = said.ID, true
		}
	}
	return e, ok
}

// answer returns what the user says of the last message, or of what comes next
// of the nth reminder.
func (m *machine) answer(n int, said scheduler.Reason) (r scheduler.Record, ok bool) {
	o := m.check.latest
	if n > 0 {
		which := m.setup.reminders[n%len(m.setup.reminders)]
		here := civilAt(m.wall(), m.zone)
		next := which.on(here, here+3*minutesPerDay)
		if len(next) == 0 || waits(which.kind()) {
			return r, false
		}
		o = occ{which.id, next[len(next)-1]}
	}
	at := scheduler.Occurrence{ID: o.id, Civil: scheduler.Civil(o.at)}
	return scheduler.Record{Answer: &scheduler.Answer{Occurrence: at, Said: said, At: m.wall()}}, o.id != ""
}

// asks returns the event of a command; false when there is nothing to be done.
func (m *machine) asks(a Action, state *scheduler.State) (e ledger.Event, ok bool) {
	e.Record, ok = m.wants(a, state)
	return e, ok
}

func (m *machine) wants(a Action, state *scheduler.State) (r scheduler.Record, ok bool) {
	now := m.wall()
	switch a.Verb {
	case "undo":
		return r, false
	case "done":
		return m.answer(a.int(0), scheduler.Done)
	case "skip":
		return m.answer(a.int(0), scheduler.Skipped)
	case "resume":
		p, paused := state.Pause(now)
		return scheduler.Record{Pause: &scheduler.Pause{From: p.From, Until: now}}, paused
	}
	until := now.Add(a.duration(0))
	if a.Verb == "pause" {
		return scheduler.Record{Pause: &scheduler.Pause{From: now, Until: until}}, true
	}
	one := scheduler.OneOff{
		ID: fmt.Sprint(a.Verb, "/e", m.ids+1), Kind: scheduler.Prompt, At: until, Asked: now,
		Civil: scheduler.CivilOf(until.In(m.zone)),
	}
	if a.Verb == "snooze" {
		o := m.check.latest
		if o.id == "" {
			return r, false
		}
		one.Kind, one.Of = kindOf(o.id), &scheduler.Occurrence{ID: o.id, Civil: scheduler.Civil(o.at)}
	}
	return scheduler.Record{OneOff: &one}, true
}

// judgeOneOff checks what the daemon says of a one-off: that it was asked for
// under a clock that was ahead, and is as long from now as it was then.
func (c *checker) judgeOneOff(one scheduler.OneOff) {
	before, ok := c.oneOffs[one.ID]
	c.isNow("one-off", one.ID, one.Asked)
	if !ok || !before.Asked.After(c.m.wall().Add(-time.Millisecond)) || one.At.Sub(one.Asked) != before.At.Sub(before.Asked) {
		c.fail("one-off", "%s is put off to %s for no reason", one.ID, one.At)
	}
}

// calendar reports whether o is of a reminder of the config.
func (o occ) calendar() bool {
	return !strings.HasPrefix(o.id, "snooze/") && !strings.HasPrefix(o.id, "urge/")
}
