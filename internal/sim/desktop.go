package sim

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"daybreak/scheduler"
)

// mode is how a notification server answers.
type mode string

// The modes of a server.
const (
	serverGood   mode = "good"   // shows, and says so
	serverSlow   mode = "slow"   // likewise, just before the deadline
	serverRefuse mode = "refuse" // shows nothing, and says so
	serverErrs   mode = "errs"   // shows, and says that it did not
	serverHangs  mode = "hangs"  // shows nothing and never answers
	serverMute   mode = "mute"   // shows and never answers
	serverStalls mode = "stalls" // shows after the deadline
	serverBreaks mode = "breaks" // the connection breaks before it shows
)

const (
	deadline  = 10 * time.Second // of a call, see docs/time.md
	endDelay  = 2 * time.Second  // of a call when the program is told to end
	stallTime = 15 * time.Second
	callTime  = 3 * time.Millisecond
)

// desktop is a session with a notification server, or without. It implements
// scheduler.Courier, and knows what was really shown.
type desktop struct {
	m      *machine
	owner  string // "" while there is no server
	names  int
	mode   mode
	left   int // messages that the mode is still good for; 0: all
	refuse refusal
}

// refusal is when the last refusal was.
type refusal struct {
	owner      string
	at, wallAt time.Time
}

var errNoAnswer = errors.New("no answer")

// appear lets a server appear in place of the present one.
func (d *desktop) appear() {
	d.names++
	d.owner = ":1." + strconv.Itoa(d.names)
}

// Ready implements scheduler.Courier.
func (d *desktop) Ready() bool { return d.owner != "" }

// Owner implements scheduler.Courier.
func (d *desktop) Owner() string { return d.owner }

// Deliver implements scheduler.Courier.
func (d *desktop) Deliver(_ context.Context, s scheduler.Send) (string, error) {
	d.m.counts.messages++
	d.m.hook()
	d.m.check.call(s)
	d.m.now = d.m.now.Add(callTime)
	err := d.answer(s)
	d.m.hook()
	return "model", err
}

func (d *desktop) answer(s scheduler.Send) error {
	how := d.take()
	switch {
	case d.owner == "" || how == serverRefuse:
		return d.refused(s, "no")
	case how == serverErrs:
		d.show(s, 0)
		return d.refused(s, "an error after showing")
	case how == serverGood, how == serverSlow:
		if d.show(s, 0); how == serverSlow {
			d.m.now = d.m.now.Add(deadline - slack)
		}
		d.m.check.messages[s.Send].reply = scheduler.Delivered
		return nil
	case how == serverMute:
		d.show(s, 0)
	case how == serverStalls:
		d.show(s, stallTime)
	}
	d.m.check.messages[s.Send].reply = scheduler.Uncertain
	if how == serverBreaks {
		return fmt.Errorf("the connection broke: %w", errNoAnswer)
	}
	wait := deadline
	if d.m.daemon.ctx.Err() != nil {
		wait = endDelay
	}
	d.m.now = d.m.now.Add(wait)
	return context.DeadlineExceeded
}

// take returns the mode for one message.
func (d *desktop) take() mode {
	how := d.mode
	if d.left > 0 {
		if d.left--; d.left == 0 {
			d.mode = serverGood
		}
	}
	return how
}

func (d *desktop) refused(s scheduler.Send, why string) error {
	d.m.check.messages[s.Send].reply = scheduler.Released
	d.refuse = refusal{d.owner, d.m.now, d.m.wall()}
	return fmt.Errorf("%w: %s", scheduler.ErrRefused, why)
}

func (d *desktop) show(s scheduler.Send, after time.Duration) {
	d.m.check.shown(s, d.m.now.Add(after))
}
