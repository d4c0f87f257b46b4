package sim

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"daybreak/scheduler"
)

// end looks back when everything is well again and has had its time: what was
// to come at least once came, and what is said of each thing is what happened.
func (c *checker) end() {
	for _, o := range inOrder(c.fates) {
		f := c.fates[o]
		shown := len(c.shows[c.key(o)]) > 0
		t, asked := c.thing(o)
		switch {
		case f.res == scheduler.Delivered && !shown:
			c.fail("why", "%s is said to be shown, and was not", o)
		case f.res == scheduler.Dropped && shown, f.res == scheduler.Folded && shown:
			c.told(o, f)
		case f.res == scheduler.Uncertain && !shown:
			c.unsure(f)
		case f.res == scheduler.Held && waits(t.kind) && asked && !t.due.After(c.m.wall()) && !c.holds(o, f.why, c.m.wall()):
			c.fail("lost", "%s is held, %s, to the end", o, f.why)
		}
	}
	c.sameAll()
	for _, r := range c.m.setup.reminders {
		c.accountedAll(r)
		if waits(r.kind()) {
			c.arrived(occ{r.id, r.dates[0]})
		}
	}
}

// inOrder returns the keys of m, oldest first.
func inOrder[V any](m map[occ]V) []occ {
	return slices.SortedFunc(maps.Keys(m), func(a, b occ) int {
		return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.id, b.id))
	})
}

// accountedAll checks that something is known of everything that was due since
// r was first seen. A record that was lost may have told of it.
func (c *checker) accountedAll(r reminder) {
	if len(c.losses) > 0 {
		return
	}
	now := c.m.wall()
	since := c.since[r.id].At.Truncate(time.Minute)
	shown := c.seenAs[seenKey{r.id, c.since[r.id].At.UnixNano()}]
	if c.m.journeys > 0 { // the first day may be another day elsewhere
		shown += 27 * 60
	}
	for _, at := range r.on(civilAt(since, c.m.zone), civilAt(now, c.m.zone)) {
		o := occ{r.id, at}
		due := c.when(o)
		if at < shown || at <= c.blind[r.id] || due.Before(since) || !due.Before(now.Add(-slack)) || c.ripe[o] || c.fates[o] != nil && !c.fates[o].answered() {
			continue
		}
		if !slices.ContainsFunc(c.missed[r.id], func(m scheduler.Missed) bool {
			return civil(m.From) <= at && at <= civil(m.To)
		}) {
			c.fail("lost", "%s was due at %s, and nothing is known of it", o, due)
		}
	}
}

// told checks what is said not to have come, and did: a case of docs/time.md
// must be why.
func (c *checker) told(o occ, f *fate) {
	for _, s := range c.shows[c.key(o)] {
		if c.excuse(s.message) == "" && s.message.has(o) && s.message.reply != scheduler.Uncertain {
			c.fail("why", "%s is said to be %s %s, and was shown at %s", o, f.res, f.why, s.at)
		}
	}
}

func (m *message) has(o occ) bool {
	for _, x := range m.of {
		if x == o {
			return true
		}
	}
	return false
}

// unsure counts a message that was sent, and not shown.
func (c *checker) unsure(f *fate) {
	switch {
	case f.tries > 1:
		c.windows.at(silence2).Lost++
	case f.why == scheduler.Crash:
		c.windows.at(between).Lost++
	default:
		c.windows.at(silent).Lost++
	}
}

// arrived checks that what waits until it is delivered was: it, or a later one
// in its place.
func (c *checker) arrived(o occ) {
	if c.when(o).After(c.m.wall()) || len(c.shows[c.key(o)]) > 0 {
		return
	}
	for range 100 {
		f := c.fates[o]
		switch {
		case f == nil:
			c.neverOwed(o)
			return
		case f.came():
			return // or uncertain, and counted
		case f.res == scheduler.Held && c.when(o).After(c.m.wall()):
			c.windows.at(ahead).Lost++ // folded into what was due by a wrong clock
			return
		case f.res == scheduler.Held && c.holds(o, f.why, c.m.wall()):
			return // due since a moment ago
		case f.res == scheduler.Settled && f.why == scheduler.BeforeStart:
			c.neverOwed(o)
			return
		case f.res == scheduler.Settled || f.res == scheduler.Dropped:
			return
		}
		id, at, _ := strings.Cut(f.into, "@")
		later, err := parseCivil(at)
		if f.res != scheduler.Folded || err != nil {
			c.fail("lost", "%s is %s %s to the end", o, f.res, f.why)
		}
		o = occ{id, later}
	}
	c.fail("lost", "%s is folded without end", o)
}

// neverOwed counts what is settled as before the start only since the record
// of an earlier start was lost.
func (c *checker) neverOwed(o occ) {
	seen := c.first[o.id+" "+c.since[o.id].Spec]
	if !c.when(o).After(seen) || c.since[o.id].At.Equal(seen) {
		return
	}
	for _, why := range []cause{inMemory, backup, liar, between} {
		if c.losses[why] {
			c.windows.at(why).Lost++
			return
		}
	}
}
