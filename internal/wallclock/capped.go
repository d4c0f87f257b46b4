package wallclock

import (
	"sync"
	"time"
)

const (
	// longest bounds how late a capped alarm is after a suspend or a step.
	longest = 30 * time.Second
	// jump is how far the wall clock may move away from the monotonic one
	// between two looks before that counts as a change. Slewing (at most half
	// a millisecond a second) stays below it.
	jump = 2 * time.Second
)

// capped waits on the monotonic clock in short spells and looks at the wall
// clock after each. It needs nothing of the operating system.
type capped struct {
	box  *mailbox
	wall func() time.Time

	mu       sync.Mutex
	timer    *time.Timer
	at       time.Time // zero when nothing is due
	lastWall time.Time // both clocks at the last look
	lastMono time.Time
	closed   bool
}

func newCapped(box *mailbox, wall func() time.Time) *capped {
	c := &capped{box: box, wall: wall, lastWall: wall().Round(0), lastMono: time.Now()}
	c.timer = time.AfterFunc(longest, c.look)
	c.timer.Stop() // nothing is due yet
	return c
}

func (c *capped) set(at time.Time) {
	c.mu.Lock()
	c.at = at
	c.mu.Unlock()
	c.look()
}

func (c *capped) close() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.closed = true
	c.timer.Stop()
	return nil
}

// look compares the clocks, tells what there is to tell and waits on.
func (c *capped) look() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return
	}
	now, mono := c.wall().Round(0), time.Now()
	moved := now.Sub(c.lastWall) - mono.Sub(c.lastMono)
	if moved.Abs() > jump {
		c.box.put(ClockChanged)
	}
	c.lastWall, c.lastMono = now, mono
	if !c.at.IsZero() && !now.Before(c.at) {
		c.at = time.Time{}
		c.box.put(Due)
	}
	if !c.at.IsZero() {
		c.timer.Reset(min(longest, c.at.Sub(now)))
	}
}
