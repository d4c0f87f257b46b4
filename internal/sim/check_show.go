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
	m, now := c.m, c.m.wall()
	msg := c.message(s.Send)
	msg.kind = s.Kind
	if _, claimed := c.claims[s.Send]; !claimed {
		c.fail("claim", "%s is sent without a claim", s.ID)
	}
	if m.locked {
		c.fail("locked", "%s is sent behind a lock", s.ID)
	}
	for _, o := range s.Of {
		msg.of = append(msg.of, occOf(o))
		c.inTime(occOf(o), now)
	}
}

// inTime checks that o is due and not too late at now, and that nothing keeps
// it.
func (c *checker) inTime(o occ, now time.Time) {
	t, asked := c.thing(o)
	switch {
	case !asked:
		c.fail("phantom", "%s is sent, and nothing asks for it", o)
	case t.due.After(now):
		c.fail("early", "%s is sent before its time, which is %s", o, t.due)
	case t.over(now.Add(-slack)):
		c.fail("late", "%s is sent %s late", o, now.Sub(t.due))
	case t.due.Before(t.since) && !c.waited[o]:
		c.fail("backfill", "%s is sent, and was due before it was first seen at %s", o, t.since)
	case c.quiet(t, now) && c.quiet(t, now.Add(-slack)):
		c.fail("quiet", "%s is sent in quiet hours, at %s", o, civilAt(now, c.m.zone))
	case c.paused(t, now) && c.paused(t, now.Add(-slack)):
		c.fail("paused", "%s is sent in a pause", o)
	case !waits(t.kind) && c.paused(t, t.due):
		c.fail("paused", "%s is sent, and was due in a pause", o)
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
		if o.calendar() && kindOf(o.id) != scheduler.Welcome {
			c.latest = o
		}
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
