package sim

import (
	"maps"
	"slices"
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
		if !ok || seen.Spec != m.setup.spec(r.id) {
			c.fail("schedule", "%s is not noticed, or not that it changed", r.id)
		}
		c.restOf(r, seen.At.Truncate(time.Minute), now, d.Wake)
	}
	for _, id := range slices.Sorted(maps.Keys(c.ahead)) {
		c.restOfOneOff(c.oneOffs[id], now, d.Wake)
	}
	for _, o := range inOrder(c.held) {
		if t, asked := c.thing(o); !t.due.After(now) && (!asked || t.over(now.Add(-slack))) {
			c.fail("idle", "%s is held, and it is too late or nothing asks for it", o)
		}
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
			c.accounted(o, now, wake)
		}
	}
}

func (c *checker) restOfOneOff(one scheduler.OneOff, now, wake time.Time) {
	o := occ{one.ID, civil(one.Civil)}
	t, _ := c.thing(o)
	switch {
	case t.due.After(now):
		if wake.IsZero() || wake.After(t.due) {
			c.fail("overslept", "%s is due at %s, and the next wake is %s", o, t.due, wake)
		}
	case !t.over(now.Add(slack)):
		c.accounted(o, now, wake)
	// One that an undo brings back after so long is let go.
	case t.over(now.Add(-slack)) && c.fates[o].open() && !t.due.Before(now.Add(-forgotten)):
		c.fail("lost", "%s is too late, and nothing is said of it", o)
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
func (c *checker) accounted(o occ, now, wake time.Time) {
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
	case c.again(o, f) && !c.blocked(o, now):
		c.fail("lost", "%s is uncertain, and is not sent again", o)
	}
}

// again reports whether an uncertain message is to be sent once more.
func (c *checker) again(o occ, f *fate) bool {
	return c.isMilestone(o) && f.res == scheduler.Uncertain && f.tries < 2 && f.epoch != c.epoch() && c.answers[o] == ""
}

func (c *checker) epoch() string { return c.m.daemon.run + "/" + c.m.desk.owner }

func (c *checker) blocked(o occ, now time.Time) bool {
	t, _ := c.thing(o)
	return c.m.locked || c.m.desk.owner == "" || c.refusedLately() || c.quiet(t, now) || c.paused(t, now)
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
	case scheduler.Paused:
		for _, p := range c.pauses {
			if !now.Before(p.From) && now.Before(p.Until) {
				limit = latest(now, p.Until)
			}
		}
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

// sameAll is same for all that the daemon reads at a start.
func (c *checker) sameAll() {
	for _, o := range inOrder(c.fates) {
		if int(o.at/minutesPerDay) >= c.m.today()-lookBack {
			c.same(o)
		}
	}
	if _, paused := c.m.daemon.state.Pause(c.m.wall()); paused != c.paused(thing{}, c.m.wall()) {
		c.fail("state", "a pause is %v in the state, and not so in the record", paused)
	}
	for _, r := range c.m.setup.reminders {
		seen, _ := c.m.daemon.state.Seen(r.id)
		if want := c.since[r.id]; seen.Spec != want.Spec || !seen.At.Equal(want.At) {
			c.fail("state", "%s is first seen at %s in the state, and at %s in the record", r.id, seen.At, want.At)
		}
	}
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
