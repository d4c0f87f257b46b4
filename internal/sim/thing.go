package sim

import (
	"slices"
	"time"

	"daybreak/scheduler"
)

// thing is what an occurrence is one of: a reminder of the config, or a one-off.
type thing struct {
	kind  scheduler.Kind
	late  time.Duration
	due   time.Time
	since time.Time // nothing due before is owed
	asked time.Time // of a one-off: when; zero for others
}

// thing returns what o is an occurrence of, and whether anybody asks for it.
func (c *checker) thing(o occ) (thing, bool) {
	if one, ok := c.oneOffs[o.id]; ok {
		t := thing{kind: one.Kind, late: 2 * time.Hour, due: one.At, asked: one.Asked}
		return t, civil(one.Civil) == o.at
	}
	t := thing{kind: kindOf(o.id), due: c.m.atlas.when(o.at, c.m.zone), since: c.since[o.id].At.Truncate(time.Minute)}
	r, ok := c.m.setup.find(o.id)
	if !ok || !r.has(o.at) {
		return t, false
	}
	t.late = r.lateness()
	return t, true
}

// when returns when o is due.
func (c *checker) when(o occ) time.Time {
	t, _ := c.thing(o)
	return t.due
}

// over reports whether t is not worth showing any more at a time.
func (t thing) over(at time.Time) bool { return !waits(t.kind) && at.After(t.due.Add(t.late)) }

// quiet reports whether quiet hours keep t at a time.
func (c *checker) quiet(t thing, at time.Time) bool {
	return quietHolds(t.kind) && t.asked.IsZero() && c.m.setup.quietAt(civilAt(at, c.m.zone))
}

// paused reports whether a pause keeps t at a time: one that had begun when it
// was asked for does not.
func (c *checker) paused(t thing, at time.Time) bool {
	return quietHolds(t.kind) && slices.ContainsFunc(c.pauses, func(p scheduler.Pause) bool {
		return !at.Before(p.From) && at.Before(p.Until) && p.From.After(t.asked)
	})
}

// pause takes in a pause; one with the begin of an earlier one changes that.
func (c *checker) pause(p scheduler.Pause) {
	c.pauses = slices.DeleteFunc(c.pauses, func(old scheduler.Pause) bool { return old.From.Equal(p.From) })
	c.pauses = append(c.pauses, p)
}

// forgotten is after how long one that came too late is not taken up again,
// whatever the clock does.
const forgotten = 7 * 24 * time.Hour

// oneOff takes in what the user asked for: it stands for the occurrence that
// was put off, and for what was put off before in its place.
func (c *checker) oneOff(one scheduler.OneOff) {
	o := occ{one.ID, civil(one.Civil)}
	if f := c.fates[o]; f != nil && !f.mayReturn() {
		return
	}
	c.oneOffs[one.ID] = one
	if one.Of != nil {
		for id := range c.ahead {
			other := c.oneOffs[id]
			if id != one.ID && other.Of != nil && *other.Of == *one.Of {
				c.putOff(occ{id, civil(other.Civil)}, one.ID)
			}
		}
		c.putOff(occOf(*one.Of), one.ID)
	}
	for id := range c.ahead {
		old := c.oneOffs[id]
		if c.fate(occ{id, civil(old.Civil)}).res == scheduler.Dropped && old.At.Before(one.Asked.Add(-forgotten)) {
			delete(c.ahead, id)
		}
	}
	c.ahead[one.ID] = true
}

// answer takes in what the user said: it settles what has not come, also ahead of
// its time, and what was put off in its place.
func (c *checker) answer(a scheduler.Answer) {
	o := occOf(a.Occurrence)
	c.answers[o] = a.Said
	if f := c.fates[o]; f.mayReturn() || f.answered() {
		c.set(o, fate{res: scheduler.Settled, why: a.Said, into: c.fate(o).into, epoch: c.fate(o).epoch, tries: c.fate(o).tries})
	}
	for id := range c.ahead {
		one := c.oneOffs[id]
		later := occ{id, civil(one.Civil)}
		if one.Of != nil && *one.Of == a.Occurrence && !c.fates[later].came() {
			f := c.fate(later)
			f.res, f.why = scheduler.Settled, a.Said
			c.set(later, f)
		}
	}
}

func (c *checker) putOff(o occ, into string) {
	f := c.fate(o)
	if _, known := c.fates[o]; known && f.came() {
		return
	}
	f.res, f.why, f.into = scheduler.Settled, scheduler.Snoozed, into
	c.ripe[o] = true
	c.set(o, f)
}
