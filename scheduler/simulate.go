package scheduler

import (
	"iter"
	"strconv"
	"time"
)

// Shown is a message of a simulation.
type Shown struct {
	Send
	At time.Time
}

// Simulate yields, in order, what would be shown from in.Now on, on a machine
// that is always on, unlocked and accepted by its server: the daemon's own
// decisions, fed with their own deliveries. in.State is not changed. It ends
// when nothing is to come any more; stop reading to end it sooner.
func Simulate(in Input) iter.Seq[Shown] { return new(Planner).simulate(in) }

// simulate is Simulate with what m remembers of in; m is not changed.
func (m *Planner) simulate(in Input) iter.Seq[Shown] {
	return func(yield func(Shown) bool) {
		in.State = in.State.fork()
		m.fork(in.State).play(in, time.Time{}, yield)
	}
}

// Foresee returns the state as it will be at until, on the machine that
// Simulate speaks of. in.State is not changed, and must not be while what is
// returned is in use.
func Foresee(in Input, until time.Time) *State {
	in.State = in.State.fork()
	new(Planner).play(in, until, func(Shown) bool { return true })
	return in.State
}

// play changes in.State as time will: up to until where it is not zero, and
// until yield says no.
func (m *Planner) play(in Input, until time.Time, yield func(Shown) bool) {
	in.Ready, in.Locked, in.RetryAt, in.Run = true, false, time.Time{}, "simulation.0"
	passes, n := 0, 0
	for {
		d := m.Decide(in)
		for _, r := range d.Records {
			in.State.Apply(r)
		}
		for _, s := range d.Sends {
			n++
			s.Send = strconv.Itoa(n)
			in.State.Apply(Record{Claim: &s.Claim})
			in.State.Apply(Record{Outcome: &Outcome{Send: s.Send, Result: Delivered, At: in.Now, Reason: OnTime}})
			if !yield(Shown{s, in.Now}) {
				return
			}
		}
		if passes++; len(d.Records)+len(d.Sends) > 0 && passes < maxPasses {
			continue // until the decision comes to rest, as the loop does
		}
		if d.Wake.IsZero() || !until.IsZero() && d.Wake.After(until) {
			return
		}
		in.Now, passes = d.Wake, 0
	}
}
