package scheduler

import (
	"iter"
	"maps"
	"slices"
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
func Simulate(in Input) iter.Seq[Shown] {
	return func(yield func(Shown) bool) {
		own := false
		apply := func(r Record) {
			if !own { // not sooner: who wants the next message alone needs no copy
				in.State, own = in.State.clone(), true
			}
			in.State.Apply(r)
		}
		in.Ready, in.Locked, in.RetryAt, in.Run = true, false, time.Time{}, "simulation.0"
		passes, n := 0, 0
		for {
			d := Decide(in)
			for _, r := range d.Records {
				apply(r)
			}
			for _, s := range d.Sends {
				n++
				s.Send = strconv.Itoa(n)
				if !yield(Shown{s, in.Now}) {
					return
				}
				apply(Record{Claim: &s.Claim})
				apply(Record{Outcome: &Outcome{Send: s.Send, Result: Delivered, At: in.Now, Reason: OnTime}})
			}
			if passes++; len(d.Records)+len(d.Sends) > 0 && passes < maxPasses {
				continue // until the decision comes to rest, as the loop does
			}
			if d.Wake.IsZero() {
				return
			}
			in.Now, passes = d.Wake, 0
		}
	}
}

// clone returns a state that changes on its own.
func (s *State) clone() *State {
	return &State{
		seen:     maps.Clone(s.seen),
		of:       maps.Clone(s.of),
		held:     maps.Clone(s.held),
		claims:   maps.Clone(s.claims),
		marks:    maps.Clone(s.marks),
		shownDay: maps.Clone(s.shownDay),
		missed:   slices.Clone(s.missed),
	}
}
