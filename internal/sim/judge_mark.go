package sim

import (
	"strings"
	"time"

	"daybreak/scheduler"
)

// judgeMark checks what is said of an occurrence that no message was sent for.
func (c *checker) judgeMark(m scheduler.Mark) {
	o := occOf(m.Occurrence)
	c.isNow("mark", o.String(), m.At)
	r, _ := c.m.setup.find(o.id)
	f := c.fate(o)
	if why := c.closed(o, ""); why != "" && !(m.Result == scheduler.Folded && c.again(r, &f)) {
		c.fail("settled", "%s becomes %s %s, and %s", o, m.Result, m.Reason, why)
	}
	var ok bool
	switch m.Result {
	case scheduler.Held:
		ok = c.holds(o, m.Reason, m.At)
	case scheduler.Dropped:
		ok = c.drops(o, m)
	case scheduler.Folded:
		ok = m.Reason == scheduler.Newer && c.folds(o, m.Into)
	case scheduler.Settled:
		ok = c.settles(o, m)
	}
	if !ok {
		c.fail("why", "%s is said to be %s %s %s, which is not so", o, m.Result, m.Reason, m.Into)
	}
}

// holds reports whether why is a reason to wait at a wall-clock time.
func (c *checker) holds(o occ, why scheduler.Reason, at time.Time) bool {
	r, asked := c.m.setup.find(o.id)
	if !asked || c.when(o).After(at) {
		return false
	}
	switch why {
	case scheduler.Quiet:
		return quietHolds(r.kind()) && c.m.setup.quietAt(civilAt(at, c.m.zone))
	case scheduler.Locked:
		return c.m.locked
	case scheduler.NoServer:
		return c.m.desk.owner == ""
	case scheduler.Refused:
		return c.refusedLately()
	}
	return false
}

// refusedLately reports whether the server said no within the quarter of an
// hour after which it is asked again at the latest.
func (c *checker) refusedLately() bool {
	r := c.m.desk.refuse
	const wait = 15*time.Minute + slack
	return !r.at.IsZero() && r.owner == c.m.desk.owner &&
		(c.m.now.Sub(r.at) <= wait || c.m.wall().Sub(r.wallAt) <= wait)
}

// drops reports whether o is given up for a true reason.
func (c *checker) drops(o occ, m scheduler.Mark) bool {
	f := c.fate(o)
	r, asked := c.m.setup.find(o.id)
	due := c.when(o)
	gone := !asked || !r.has(o.at) || due.Before(c.since[o.id].At.Truncate(time.Minute))
	if m.Reason == scheduler.Removed {
		return gone
	}
	return f.res == scheduler.Held && m.Reason == f.why && asked && !waits(r.kind()) &&
		m.At.After(due.Add(r.lateness()))
}

// folds reports whether a later occurrence that is due stands for o.
func (c *checker) folds(o occ, into string) bool {
	id, at, _ := strings.Cut(into, "@")
	later, err := parseCivil(at)
	r, asked := c.m.setup.find(id)
	if err != nil || !asked || !r.has(later) || c.when(occ{id, later}).After(c.m.wall()) {
		return false
	}
	milestones := strings.HasPrefix(o.id, "milestone/") && strings.HasPrefix(id, "milestone/")
	return (id == o.id || milestones) && later > o.at
}

// settles reports whether o need not come for a true reason.
func (c *checker) settles(o occ, m scheduler.Mark) bool {
	switch m.Reason {
	case scheduler.BeforeStart:
		return c.when(o).Before(c.since[o.id].At)
	case scheduler.SameDay:
		return c.came[occ{o.id, o.at - civil(o.at.minute())}] > 0
	}
	return false
}
