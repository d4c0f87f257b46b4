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
	if m.Result == scheduler.Settled && c.answers[o] != "" {
		c.judgeRipe(o, m)
		return
	}
	f := c.fate(o)
	if why := c.closed(o, ""); why != "" && !(m.Result == scheduler.Folded && c.again(o, &f)) {
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

// judgeRipe checks that what was answered before its time is accounted for as
// that, once, when its time has come and all that was due before it is known.
func (c *checker) judgeRipe(o occ, m scheduler.Mark) {
	t, asked := c.thing(o)
	switch {
	case m.Reason != c.answers[o] || !c.fates[o].answered():
		c.fail("why", "%s is said to be %s, and is not", o, m.Reason)
	case !asked || t.due.After(m.At):
		c.fail("settled", "%s is over at %s, before its time", o, m.At)
	case c.mark(o.id) >= o.at:
		c.fail("settled", "%s is %s, which was recorded", o, m.Reason)
	}
	r, _ := c.m.setup.find(o.id)
	for _, at := range r.on(c.mark(o.id)+1, o.at-1) {
		before := occ{o.id, at}
		if at > c.mark(o.id) && at < o.at && c.fates[before] == nil && !c.when(before).Before(t.since) {
			c.fail("settled", "%s is %s, and nothing is known of %s before it", o, m.Reason, before)
		}
	}
}

// holds reports whether why is a reason to wait at a wall-clock time.
func (c *checker) holds(o occ, why scheduler.Reason, at time.Time) bool {
	t, asked := c.thing(o)
	if !asked || t.due.After(at) {
		return false
	}
	switch why {
	case scheduler.Paused:
		return c.paused(t, at)
	case scheduler.Quiet:
		return c.quiet(t, at)
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
	t, asked := c.thing(o)
	switch m.Reason {
	case scheduler.Removed:
		return !asked || !waits(t.kind) && t.due.Before(t.since)
	case scheduler.TooLate:
		return t.over(m.At)
	case scheduler.Paused:
		if !waits(t.kind) && (c.paused(t, t.due) || c.paused(t, m.At)) {
			return true
		}
	}
	if r, ok := c.m.setup.find(o.id); ok && !asked { // edited since, to other times
		t.late, asked = r.lateness(), true
	}
	return f.res == scheduler.Held && m.Reason == f.why && asked && t.over(m.At)
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
