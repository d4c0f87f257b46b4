package sim

import (
	"slices"
	"strings"
	"time"

	"daybreak/scheduler"
)

// judge checks a record at the moment at which it is made: that it may follow
// on what is known, and that what it says is so.
func (c *checker) judge(r scheduler.Record) {
	switch {
	case r.Schedule != nil:
		c.judgeSchedule(*r.Schedule)
	case r.Claim != nil:
		c.judgeClaim(*r.Claim)
	case r.Outcome != nil:
		c.judgeOutcome(*r.Outcome)
	case r.Mark != nil:
		c.judgeMark(*r.Mark)
	case r.Missed != nil:
		c.judgeMissed(*r.Missed)
	case r.OneOff != nil:
		c.judgeOneOff(*r.OneOff)
	default:
		c.fail("record", "a record that says nothing")
	}
}

func (c *checker) judgeSchedule(s scheduler.ScheduleSeen) {
	now := c.m.wall()
	seen, known := c.since[s.ID]
	if known && seen.Spec == s.Spec && !seen.At.After(now) {
		c.fail("schedule", "%s counts anew from %s, for no reason", s.ID, s.At)
	}
	c.isNow("schedule", s.ID, s.At)
	if known { // what a clock that was ahead has passed is not passed again
		c.blind[s.ID] = c.mark(s.ID)
	}
	c.seenAs[seenKey{s.ID, s.At.UnixNano()}] = civilAt(s.At, c.m.zone)
	if _, ok := c.first[s.ID+" "+s.Spec]; !ok {
		c.first[s.ID+" "+s.Spec] = s.At
	}
}

// mark returns the last civil time of a reminder that anything is known of.
func (c *checker) mark(id string) (last civil) {
	for o, f := range c.fates {
		if o.id == id && (!f.answered() || c.ripe[o]) { // else those before it are still to be accounted for
			last = max(last, o.at)
		}
	}
	for _, m := range c.missed[id] {
		last = max(last, civil(m.To))
	}
	return last
}

// isNow checks that a record is of this moment.
func (c *checker) isNow(rule, what string, at time.Time) {
	if d := c.m.wall().Sub(at); d < 0 || d > slack {
		c.fail(rule, "%s is recorded at %s as of %s", what, c.m.wall(), at)
	}
}

func (c *checker) judgeClaim(cl scheduler.Claim) {
	if len(cl.Of) == 0 || cl.Kind == scheduler.Digest && len(cl.Of) < 3 {
		c.fail("digest", "%s tells %d things", cl.ID, len(cl.Of))
	}
	for i, so := range cl.Of {
		o := occOf(so)
		t, _ := c.thing(o)
		with := cl.Kind == scheduler.Milestone && i < len(cl.Of)-1 // told with it
		switch {
		case with && (t.kind != scheduler.Plan || !t.asked.IsZero() || so.Civil != cl.Of[len(cl.Of)-1].Civil):
			c.fail("together", "%s is in %s", o, cl.ID)
		case with:
		case cl.Kind == scheduler.Milestone && t.asked.IsZero() && c.planOf(o, cl.Of) != "":
			c.fail("together", "%s is sent without %s", o, c.planOf(o, cl.Of))
		case cl.Kind == scheduler.Digest && (!digestible(t.kind) || !t.asked.IsZero()):
			c.fail("digest", "%s is in %s", o, cl.ID)
		case cl.Kind != scheduler.Digest && (cl.Kind != t.kind || cl.ID != o.id):
			c.fail("claim", "%s is sent as %s %s", o, cl.Kind, cl.ID)
		}
		if why := c.closed(o, cl.Epoch); why != "" {
			c.fail("settled", "%s is claimed, and %s", o, why)
		}
		if day := (occ{o.id, o.at - civil(o.at.minute())}); oncePerDay(kindOf(o.id)) && !c.fates[o].came() && c.came[day] > 0 {
			c.fail("same-day", "%s is claimed, and one came on that day", o)
		}
	}
}

// planOf names a plan that waits for the same moment as a milestone and that its
// message, which tells of, leaves out; "" where there is none.
func (c *checker) planOf(milestone occ, of []scheduler.Occurrence) string {
	for _, r := range c.m.setup.reminders {
		p := occ{r.id, milestone.at}
		if r.kind() != scheduler.Plan || !slices.Contains(r.dates, p.at) || !c.fates[p].open() {
			continue
		}
		told := slices.ContainsFunc(of, func(o scheduler.Occurrence) bool { return occOf(o) == p })
		if t, ok := c.thing(p); ok && !told && !t.over(c.m.wall()) && !t.due.Before(t.since) {
			return p.String()
		}
	}
	return ""
}

// closed says why o is dealt with and must not be dealt with again; "" when it
// may be. epoch is that of a claim, "" for another record.
func (c *checker) closed(o occ, epoch string) string {
	f := c.fates[o]
	switch {
	case f.open():
		return ""
	case f.res == scheduler.Uncertain && epoch != "" && c.isMilestone(o) && f.tries < 2 && f.epoch != epoch && c.answers[o] == "":
		return ""
	// After a step of the clock or a journey the same time can come again.
	case f.res == scheduler.Dropped && f.why == scheduler.TooLate:
		if t, _ := c.thing(o); !t.over(c.m.wall().Add(-slack)) {
			return ""
		}
	case f.res == scheduler.Settled && f.why == scheduler.BeforeStart:
		if seen := c.since[o.id]; !c.when(o).Before(seen.At.Truncate(time.Minute)) {
			return ""
		}
	}
	return "was " + string(f.res) + " " + string(f.why)
}

func (c *checker) isMilestone(o occ) bool {
	t, _ := c.thing(o)
	return t.kind == scheduler.Milestone
}

func (c *checker) judgeOutcome(out scheduler.Outcome) {
	cl, ok := c.claims[out.Send]
	if !ok {
		c.fail("outcome", "%q was never claimed, or has an outcome", out.Send)
	}
	msg := c.message(out.Send)
	c.isNow("outcome", cl.ID, out.At)
	mine := strings.HasPrefix(cl.Epoch, c.m.daemon.run+"/")
	switch {
	case !mine && (out.Result != scheduler.Uncertain || out.Reason != scheduler.Crash):
		c.fail("why", "%s of an earlier run is %s %s", cl.ID, out.Result, out.Reason)
	case !mine:
		return
	case out.Result != msg.reply:
		c.fail("why", "%s is %s, and the server said %q", cl.ID, out.Result, msg.reply)
	case out.Result != scheduler.Delivered:
		return
	}
	late := time.Duration(1<<63 - 1)
	for _, o := range msg.of {
		late = min(late, out.At.Sub(c.when(o)))
	}
	if onTime := out.Reason == scheduler.OnTime; onTime != (late <= time.Minute) {
		c.fail("why", "%s is %s, %s after its time", cl.ID, out.Reason, late)
	}
}

// judgeMissed checks that all of the range was too late, and nothing in it dealt
// with.
func (c *checker) judgeMissed(m scheduler.Missed) {
	c.isNow("missed", m.ID, m.At)
	r, ok := c.m.setup.find(m.ID)
	if !ok || waits(r.kind()) {
		c.fail("missed", "%s is given up", m.ID)
	}
	n := 0
	for _, at := range r.on(civil(m.From), civil(m.To)) {
		if at < civil(m.From) || at > civil(m.To) {
			continue
		}
		o := occ{m.ID, at}
		n++
		// A flight east may put it before the moment at which it was first seen.
		if t, _ := c.thing(o); !t.over(m.At) && !t.due.Before(t.since) {
			c.fail("missed", "%s is given up at %s, in time", o, m.At)
		}
		if c.fates[o].answered() && at > civil(m.From) {
			continue
		}
		if why := c.closed(o, ""); why != "" || c.fates[o] != nil {
			c.fail("settled", "%s is given up, and %s", o, why)
		}
	}
	if n == 0 {
		c.fail("missed", "a range of %s with nothing in it", m.ID)
	}
}
