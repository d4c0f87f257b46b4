package sim

import (
	"maps"
	"slices"
)

// died notes what the daemon was about when it ended.
func (c *checker) died() {
	for send := range c.claims {
		c.message(send).killed = true
	}
}

// powerCut notes that an fsync had lied before a power cut.
func (c *checker) powerCut(lied bool) {
	if lied {
		c.loss = liar
	}
}

func (c *checker) restored() { c.loss = backup }

// lost compares what a start found with what was to survive.
func (c *checker) lost(found map[string]bool) {
	for _, id := range slices.Sorted(maps.Keys(c.entries)) {
		e := c.entries[id]
		if e.gone || found[id] {
			continue
		}
		e.gone = true
		why := e.whyLost(c.loss)
		if why == "" {
			c.fail("durable", "%s was safe and is not there: %+v", id, e.rec)
		}
		c.losses[why] = true
		if r := e.rec.Claim; r != nil {
			c.message(r.Send).lost = why
		}
		if r := e.rec.Outcome; r != nil {
			c.message(r.Send).unsaid = why
		}
	}
	// What a backup brings back from before a loss is there again.
	for id := range found {
		c.entries[id].gone = false
	}
}

// whyLost says why e may not have survived, "" for a reason that is none.
func (e *entry) whyLost(loss cause) cause {
	switch {
	case loss == liar || loss == backup:
		return loss
	case e.safe:
		return ""
	case e.failed:
		return inMemory
	}
	return between // the daemon ended while it was being written
}

// message returns what is known of a send.
func (c *checker) message(send string) *message {
	m := c.messages[send]
	if m == nil {
		m = &message{}
		c.messages[send] = m
	}
	return m
}
