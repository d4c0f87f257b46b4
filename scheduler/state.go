package scheduler

import (
	"maps"
	"slices"
	"strings"
	"time"
)

// Status is what is known of one occurrence.
type Status struct {
	Result  Result // "" while a claim waits for its outcome
	Reason  Reason
	At      time.Time
	Channel string // of a delivered one
	Into    string // what stands for it: a later occurrence, or a digest
	Epoch   string // of the latest claim
	Tries   int    // how many claims had no certain end
}

// open reports whether the occurrence may still be delivered. Drops for
// lateness stay open: after a backward step of the clock, or a flight west,
// the same occurrence can be due again, in time.
func (s Status) open() bool {
	return s.Result == Held || s.Result == Dropped && s.Reason == TooLate
}

// came reports whether the message was shown, or may have been.
func (s Status) came() bool {
	return s.Result == "" || s.Result == Delivered || s.Result == Uncertain
}

// State is what the records add up to: plain data, folded by Apply, read by
// the planner. The zero State is not ready for use; see NewState.
type State struct {
	seen     map[string]ScheduleSeen
	of       map[Occurrence]Status
	held     map[Occurrence]Reason
	claims   map[string]Claim // those without an outcome
	marks    map[string]Civil // by reminder: all up to here is accounted for
	shownDay map[dayKey]int   // by reminder and civil day: how many messages came
	missed   []Missed
}

type dayKey struct {
	id  string
	day int
}

// NewState returns the state of an empty ledger.
func NewState() *State {
	return &State{
		seen:     map[string]ScheduleSeen{},
		of:       map[Occurrence]Status{},
		held:     map[Occurrence]Reason{},
		claims:   map[string]Claim{},
		marks:    map[string]Civil{},
		shownDay: map[dayKey]int{},
	}
}

// Apply adds a record. Records of one ledger are applied in its order; one
// that does not fit what came before (an outcome without a claim) does nothing.
func (s *State) Apply(r Record) {
	switch {
	case r.Schedule != nil:
		s.seen[r.Schedule.ID] = *r.Schedule
	case r.Claim != nil:
		s.claim(*r.Claim)
	case r.Outcome != nil:
		s.outcome(*r.Outcome)
	case r.Mark != nil:
		m := *r.Mark
		st := s.of[m.Occurrence]
		if st.Result == Delivered {
			return // another device did not know; what was shown stays shown
		}
		st.Result, st.Reason, st.At, st.Into = m.Result, m.Reason, m.At, m.Into
		s.set(m.Occurrence, st)
	case r.Missed != nil:
		s.missed = append(s.missed, *r.Missed)
		s.advance(r.Missed.ID, r.Missed.To)
	}
}

func (s *State) claim(c Claim) {
	s.claims[c.Send] = c
	for _, o := range c.Of {
		st := Status{Epoch: c.Epoch, Tries: s.of[o].Tries + 1}
		if c.ID != o.ID {
			st.Into = c.ID
		}
		s.set(o, st)
	}
}

func (s *State) outcome(out Outcome) {
	c, ok := s.claims[out.Send]
	if !ok {
		return
	}
	delete(s.claims, out.Send)
	for _, o := range c.Of {
		st := s.of[o]
		st.Result, st.Reason, st.At, st.Channel = out.Result, out.Reason, out.At, out.Channel
		if out.Result == Released {
			st.Result = Held
			st.Tries--
		}
		s.set(o, st)
	}
}

func (s *State) set(o Occurrence, st Status) {
	day := dayKey{o.ID, o.Civil.Day()}
	if old, known := s.of[o]; known && old.came() {
		s.shownDay[day]--
	}
	if st.came() {
		s.shownDay[day]++
	}
	s.of[o] = st
	delete(s.held, o)
	if st.Result == Held {
		s.held[o] = st.Reason
	}
	s.advance(o.ID, o.Civil)
}

func (s *State) advance(id string, c Civil) {
	if m, ok := s.marks[id]; !ok || c > m {
		s.marks[id] = c
	}
}

// Of returns what is known of an occurrence.
func (s *State) Of(o Occurrence) (Status, bool) {
	st, ok := s.of[o]
	return st, ok
}

// Seen returns the schedule with which a reminder was last seen.
func (s *State) Seen(id string) (ScheduleSeen, bool) {
	v, ok := s.seen[id]
	return v, ok
}

// Held returns the occurrences that wait to be delivered, oldest first.
func (s *State) Held() []Occurrence {
	return slices.SortedFunc(maps.Keys(s.held), byTime)
}

// On returns what is known of the occurrences of one civil day (days since
// 1 January 1970), oldest first.
func (s *State) On(day int) []Occurrence {
	var on []Occurrence
	for o := range s.of {
		if o.Civil.Day() == day {
			on = append(on, o)
		}
	}
	slices.SortFunc(on, byTime)
	return on
}

// MissedIn returns the ranges that reach into [from, to], oldest first.
func (s *State) MissedIn(from, to Civil) []Missed {
	var in []Missed
	for _, m := range s.missed {
		if m.From <= to && m.To >= from {
			in = append(in, m)
		}
	}
	return in
}

// broken returns the claims that an earlier run of this device left open.
// Another device's may be under way this moment.
func (s *State) broken(run string) []string {
	device, _, _ := strings.Cut(run, ".")
	var sends []string
	for send, c := range s.claims {
		if r, _, _ := strings.Cut(c.Epoch, "/"); r != run && strings.HasPrefix(r, device+".") {
			sends = append(sends, send)
		}
	}
	slices.Sort(sends)
	return sends
}

func byTime(a, b Occurrence) int {
	if a.Civil != b.Civil {
		return int(a.Civil - b.Civil)
	}
	return strings.Compare(a.ID, b.ID)
}
