package sim

import (
	"time"

	"daybreak/scheduler"
)

// maxBusy is how many wakes a minute may have; actions and a message to each
// of some servers are among them.
const maxBusy = 60

// rest checks what a wake leaves behind: nothing that could be shown now
// waits, all that is due is accounted for, the next wake is in time, and the
// planner's state is what the record says.
func (c *checker) rest(d scheduler.Decision) {
	m := c.m
	now := m.wall()
	c.notBusy(now)
	if !d.Wake.IsZero() && !d.Wake.After(now.Add(-slack)) {
		c.fail("busy", "the next wake is at %s, in the past", d.Wake)
	}
	for _, r := range m.setup.reminders {
		seen, ok := c.since[r.id]
		if !ok {
			c.fail("lost", "%s is not noticed", r.id)
		}
		c.restOf(r, seen.At.Truncate(time.Minute), now, d.Wake)
	}
	for _, o := range c.touched {
		c.same(o)
	}
	c.touched = c.touched[:0]
}

func (c *checker) notBusy(now time.Time) {
	if minute := civilAt(now, time.UTC); minute != c.busyAt {
		c.busyAt, c.busy = minute, 0
	}
	if c.busy++; c.busy > maxBusy {
		c.fail("busy", "more than %d wakes in a minute", maxBusy)
	}
}

// restOf looks at the occurrences of r that are due and in their window, and at
// the next one.
func (c *checker) restOf(r reminder, since, now, wake time.Time) {
	from := since
	if !waits(r.kind()) {
		from = latest(since, now.Add(slack-r.lateness()))
	}
	for _, at := range r.around(civilAt(from, c.m.zone), civilAt(now, c.m.zone)) {
		o := occ{r.id, at}
		switch due := c.when(o); {
		case due.After(now):
			if wake.IsZero() || wake.After(due) {
				c.fail("overslept", "%s is due at %s, and the next wake is %s", o, due, wake)
			}
			return
		case !due.Before(from):
			c.accounted(o, r, now, wake)
		}
	}
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// accounted checks that o, which is due and worth showing, came, has its
// reason for not coming, or waits for a reason that holds.
func (c *checker) accounted(o occ, r reminder, now, wake time.Time) {
	f := c.fates[o]
	switch {
	case f == nil:
		c.fail("lost", "%s is due since %s, and nothing is known of it", o, c.when(o))
	case f.res == "":
		c.fail("outcome", "%s is claimed, and nothing came of it", o)
	case f.res == scheduler.Dropped && f.why == scheduler.TooLate:
		c.fail("lost", "%s was too late, and is in time again", o)
	case f.res == scheduler.Held:
		if !c.holds(o, f.why, now) && !c.holds(o, f.why, now.Add(-slack)) {
			c.fail("idle", "%s is held, %s, and that is over", o, f.why)
		}
		c.wakesFor(o, f.why, now, wake)
	case c.again(r, f) && !c.blocked(r, now):
		c.fail("lost", "%s is uncertain, and is not sent again", o)
	}
}

// again reports whether an uncertain message is to be sent once more.
func (c *checker) again(r reminder, f *fate) bool {
	return r.kind() == scheduler.Milestone && f.res == scheduler.Uncertain && f.tries < 2 && f.epoch != c.epoch()
}

func (c *checker) epoch() string { return c.m.daemon.run + "/" + c.m.desk.owner }

func (c *checker) blocked(r reminder, now time.Time) bool {
	return c.m.locked || c.m.desk.owner == "" || c.refusedLately() ||
		quietHolds(r.kind()) && c.m.setup.quietAt(civilAt(now, c.m.zone))
}

// wakesFor checks that the daemon looks again when o need not wait any more. An
// unlock and a server that appears wake it by themselves.
func (c *checker) wakesFor(o occ, why scheduler.Reason, now, wake time.Time) {
	limit := now.Add(365 * 24 * time.Hour)
	switch why {
	case scheduler.Locked:
		return
	case scheduler.NoServer:
		limit = now.Add(time.Minute)
	case scheduler.Refused:
		limit = now.Add(15 * time.Minute)
	case scheduler.Quiet:
		limit = c.quietEnd(now)
	}
	if wake.IsZero() || wake.After(limit) {
		c.fail("overslept", "%s is held, %s, and the next wake is %s", o, why, wake)
	}
}

// quietEnd returns when the clock next shows the end of the quiet hours. An hour
// that autumn repeats may lie before it, and is theirs.
func (c *checker) quietEnd(now time.Time) time.Time {
	here := civilAt(now, c.m.zone)
	end := here - civil(here.minute()) + civil(c.m.setup.quiet[1])
	if end <= here {
		end += minutesPerDay
	}
	return c.m.atlas.when(end, c.m.zone)
}

// same checks that the planner's state says of o what the record says.
func (c *checker) same(o occ) {
	st, ok := c.m.daemon.state.Of(scheduler.Occurrence{ID: o.id, Civil: scheduler.Civil(o.at)})
	f := c.fate(o)
	if !ok || st.Result != f.res || st.Reason != f.why || st.Tries != f.tries {
		c.fail("state", "%s is %s %s after %d tries in the state, and %s %s after %d in the record",
			o, st.Result, st.Reason, st.Tries, f.res, f.why, f.tries)
	}
}
