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
	rec, ok := m.asks(a, state)
	if !ok {
		return
	}
	id := fmt.Sprint("e", m.ids+1)
	c := m.check
	c.entries[id] = &entry{rec: rec, command: true}
	err = book.Append(context.Background(), ledger.Event{Record: rec})
	c.entries[id].safe, c.entries[id].failed = err == nil, err != nil
	c.unheard[id] = err == nil && m.daemon != nil
	if !c.unheard[id] {
		delete(c.unheard, id)
	}
}

// asks returns the record of a command; false when there is nothing to be done.
func (m *machine) asks(a Action, state *scheduler.State) (r scheduler.Record, ok bool) {
	now := m.wall()
	if a.Verb == "resume" {
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
