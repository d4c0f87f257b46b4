package sim

import (
	"time"

	"daybreak/scheduler"
)

// message is what is known of one send.
type message struct {
	of     []occ
	kind   scheduler.Kind
	reply  scheduler.Result // what the server said; "" for nothing
	killed bool             // the daemon ended before it recorded an outcome
	lost   cause            // why the record does not know of the claim
	unsaid cause            // why the record does not know of the outcome
}

// show is a message that the desktop showed.
type show struct {
	at      time.Time // true time
	message *message
}

// slack is how long ago a decision may be that is carried out now.
const slack = time.Second

// call checks a message at the moment at which it is sent.
func (c *checker) call(s scheduler.Send) {
	m := c.m
	now := m.wall()
	msg := c.message(s.Send)
	msg.kind = s.Kind
	if _, claimed := c.claims[s.Send]; !claimed {
		c.fail("claim", "%s is sent without a claim", s.ID)
	}
	for _, o := range s.Of {
		msg.of = append(msg.of, occOf(o))
		c.inTime(occOf(o), now)
	}
	if quietHolds(s.Kind) && m.setup.quietAt(civilAt(now, m.zone)) && m.setup.quietAt(civilAt(now.Add(-slack), m.zone)) {
		c.fail("quiet", "%s is sent in quiet hours, at %s", s.ID, civilAt(now, m.zone))
	}
	if m.locked {
		c.fail("locked", "%s is sent behind a lock", s.ID)
	}
}

// inTime checks that o is due and not too late at now.
func (c *checker) inTime(o occ, now time.Time) {
	due := c.when(o)
	if due.After(now) {
		c.fail("early", "%s is sent before its time, which is %s", o, due)
	}
	r, ok := c.m.setup.find(o.id)
	if !ok || !r.has(o.at) {
		c.fail("phantom", "%s is sent, and nothing asks for it", o)
	}
	if !waits(r.kind()) && now.After(due.Add(r.lateness()+slack)) {
		c.fail("late", "%s is sent %s late", o, now.Sub(due))
	}
	if seen := c.since[o.id].At.Truncate(time.Minute); due.Before(seen) {
		c.fail("backfill", "%s is sent, and was due before it was first seen at %s", o, seen)
	}
}

// shown is told what the desktop really shows, and when by true time.
func (c *checker) shown(s scheduler.Send, at time.Time) {
	msg := c.messages[s.Send]
	for _, o := range msg.of {
		key := c.key(o)
		if before := c.shows[key]; len(before) > 0 {
			why := c.excuse(before[len(before)-1].message)
			if why == "" {
				c.fail("double", "%s is shown a second time; first at %s", o, before[len(before)-1].at)
			}
			c.windows.at(why).Doubled++
		}
		c.shows[key] = append(c.shows[key], &show{at, msg})
		if c.m.offset >= 24*time.Hour && waits(msg.kind) {
			c.windows.at(ahead).Lost++ // on the day itself it will not come
		}
	}
}

// key is what must come once: an occurrence; of some kinds, one on a day.
func (c *checker) key(o occ) occ {
	if oncePerDay(kindOf(o.id)) {
		return occ{o.id, o.at - civil(o.at.minute())}
	}
	return o
}

// excuse says why a message that was shown may be shown once more, "" for not.
func (c *checker) excuse(first *message) cause {
	again := first.kind == scheduler.Milestone
	switch {
	case first.lost != "":
		return first.lost
	case first.reply == scheduler.Released:
		return denied
	case again && first.killed:
		return between
	case again && first.unsaid != "":
		return first.unsaid
	case again && first.reply == scheduler.Uncertain:
		return silent
	}
	return ""
}
