package scheduler

import (
	"cmp"
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

// yields reports whether an answer takes the place of what is known.
func (s Status) yields() bool {
	return s.open() || settledBy(s.Result, s.Reason)
}

// settledBy reports whether an answer is what settled something.
func settledBy(res Result, why Reason) bool {
	return res == Settled && (why == Done || why == Skipped)
}

// came reports whether the message was shown, or may have been.
func (s Status) came() bool {
	return s.Result == "" || s.Result == Delivered || s.Result == Uncertain
}

// State is what the records add up to: plain data, folded by Apply, read by
// the planner. What a wake asks of it does not grow with its size. The zero
// State is not ready for use; see NewState.
type State struct {
	seen   layered[string, ScheduleSeen]
	of     layered[Occurrence, Status]
	marks  layered[string, Civil]     // by reminder: all up to here is accounted for
	came   layered[dayKey, int]       // how many messages of a reminder came on a civil day
	days   layered[int, []Occurrence] // by civil day, what of is known for
	asked  layered[string, OneOff]    // every one-off, by id
	said   layered[Occurrence, Answer]
	held   map[Occurrence]Reason
	claims map[string]Claim  // those without an outcome
	ahead  map[string]OneOff // the one-offs that nothing became of yet
	pauses []Pause
	missed []Missed
	touched
}

type dayKey struct {
	id  string
	day int
}

// NewState returns the state of an empty ledger.
func NewState() *State {
	s := &State{held: map[Occurrence]Reason{}, claims: map[string]Claim{}, ahead: map[string]OneOff{}}
	s.over(&State{})
	return s
}

// Reset empties the state, for everything to be applied anew in another order.
func (s *State) Reset() {
	gone := s.gone + len(s.list) + 1 // no planner has looked so far
	*s = *NewState()
	s.gone = gone
}

// fork returns a state that begins as s is and changes on its own. It reads
// through s, which must not change while the fork is in use.
func (s *State) fork() *State {
	f := &State{
		held: maps.Clone(s.held), claims: maps.Clone(s.claims), ahead: maps.Clone(s.ahead),
		pauses: slices.Clip(s.pauses), missed: slices.Clip(s.missed), touched: s.touched,
	}
	f.list = slices.Clip(f.list)
	f.over(s)
	return f
}

func (s *State) over(base *State) {
	s.seen.over(&base.seen)
	s.of.over(&base.of)
	s.marks.over(&base.marks)
	s.came.over(&base.came)
	s.days.over(&base.days)
	s.asked.over(&base.asked)
	s.said.over(&base.said)
}

// Apply adds a record. Records of one ledger are applied in its order; one
// that does not fit what came before (an outcome without a claim) does nothing.
func (s *State) Apply(r Record) {
	switch {
	case r.Schedule != nil:
		s.seen.set(r.Schedule.ID, *r.Schedule)
		s.touch(r.Schedule.ID)
	case r.Claim != nil:
		s.claim(*r.Claim)
	case r.Outcome != nil:
		s.outcome(*r.Outcome)
	case r.Mark != nil:
		s.mark(*r.Mark)
	case r.Missed != nil:
		s.missed = append(s.missed, *r.Missed)
		s.advance(r.Missed.ID, r.Missed.To)
		s.touch(r.Missed.ID)
	case r.Pause != nil:
		same := func(p Pause) bool { return p.From.Equal(r.Pause.From) }
		s.pauses = append(slices.DeleteFunc(slices.Clone(s.pauses), same), *r.Pause) // a fork may share it
	case r.OneOff != nil:
		s.oneOff(*r.OneOff)
	case r.Answer != nil:
		s.answer(*r.Answer)
	}
}

func (s *State) mark(m Mark) {
	st, _ := s.of.get(m.Occurrence)
	if st.Result == Delivered {
		return // another device did not know; what was shown stays shown
	}
	st.Result, st.Reason, st.At, st.Into = m.Result, m.Reason, m.At, m.Into
	if _, said := s.said.get(m.Occurrence); !said && settledBy(m.Result, m.Reason) {
		st.Result, st.Reason = Dropped, TooLate // the answer was taken back
	}
	s.set(m.Occurrence, st)
}

func (s *State) claim(c Claim) {
	s.claims[c.Send] = c
	for _, o := range c.Of {
		old, _ := s.of.get(o)
		st := Status{Epoch: c.Epoch, Tries: old.Tries + 1}
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
		st, _ := s.of.get(o)
		st.Result, st.Reason, st.At, st.Channel = out.Result, out.Reason, out.At, out.Channel
		if out.Result == Released {
			st.Result = Held
			st.Tries--
		}
		s.set(o, st)
	}
}

func (s *State) set(o Occurrence, st Status) {
	s.put(o, st)
	s.advance(o.ID, o.Civil)
}

func (s *State) put(o Occurrence, st Status) {
	old, known := s.of.get(o)
	if a, ok := s.said.get(o); ok && (st == Status{} || st.yields()) {
		st.Result, st.Reason, st.At = Settled, a.Said, a.At
	}
	key := dayKey{o.ID, o.Civil.Day()}
	if !known {
		on, mine := s.days.own[key.day]
		if !mine {
			on, _ = s.days.get(key.day)
			on = slices.Clip(on) // the base keeps its own
		}
		s.days.set(key.day, append(on, o))
	}
	n, _ := s.came.get(key)
	if known && old.came() {
		n--
	}
	if st.came() {
		n++
	}
	s.came.set(key, n)
	s.of.set(o, st)
	delete(s.held, o)
	if st.Result == Held {
		s.held[o] = st.Reason
	}
	if one, ok := s.ahead[o.ID]; ok && one.Civil == o.Civil && !st.open() && st.Result != "" {
		delete(s.ahead, o.ID)
	}
	s.touch(o.ID)
}

func (s *State) advance(id string, c Civil) {
	if m, ok := s.marks.get(id); !ok || c > m {
		s.marks.set(id, c)
	}
}

// Of returns what is known of an occurrence.
func (s *State) Of(o Occurrence) (Status, bool) { return s.of.get(o) }

// Seen returns the schedule with which a reminder was last seen.
func (s *State) Seen(id string) (ScheduleSeen, bool) { return s.seen.get(id) }

// OneOff returns the one-off with the id.
func (s *State) OneOff(id string) (OneOff, bool) { return s.asked.get(id) }

// Answer returns what the user said of an occurrence, and false for nothing.
func (s *State) Answer(o Occurrence) (Answer, bool) { return s.said.get(o) }

// SnoozedUntil returns when the snooze of an occurrence that is still to come
// comes, and the zero time for none.
func (s *State) SnoozedUntil(o Occurrence) time.Time {
	for _, one := range s.ahead {
		if one.Of != nil && *one.Of == o {
			return one.At
		}
	}
	return time.Time{}
}

// Pause returns the pause that covers t, and false when none does.
func (s *State) Pause(t time.Time) (Pause, bool) { return s.pauseSince(t, time.Time{}) }

// pauseSince is Pause for what was asked for at an instant: a pause that had
// begun by then does not count.
func (s *State) pauseSince(t, asked time.Time) (Pause, bool) {
	for _, p := range slices.Backward(s.pauses) {
		if p.covers(t) && p.From.After(asked) {
			return p, true
		}
	}
	return Pause{}, false
}

// Ahead returns the one-offs that nothing became of yet, the soonest first.
func (s *State) Ahead() []OneOff {
	return slices.SortedFunc(maps.Values(s.ahead), func(a, b OneOff) int {
		return cmp.Or(a.At.Compare(b.At), strings.Compare(a.ID, b.ID))
	})
}

// cameOn reports whether a message of the reminder came on a civil day.
func (s *State) cameOn(id string, day int) bool {
	n, _ := s.came.get(dayKey{id, day})
	return n > 0
}

// IDs returns the ids of all reminders that were ever seen or of which anything
// is recorded, sorted.
func (s *State) IDs() []string {
	ids := append(s.seen.keys(), s.marks.keys()...)
	slices.Sort(ids)
	return slices.Compact(ids)
}

// Held returns the occurrences that wait to be delivered, oldest first.
func (s *State) Held() []Occurrence {
	return slices.SortedFunc(maps.Keys(s.held), byTime)
}

// On returns what is known of the occurrences of one civil day (days since
// 1 January 1970), oldest first.
func (s *State) On(day int) []Occurrence {
	on, _ := s.days.get(day)
	return slices.SortedFunc(slices.Values(on), byTime)
}

// RecordedIn returns the occurrences whose latest record is of [from, to), and
// those that are claimed and wait for an outcome, oldest first.
func (s *State) RecordedIn(from, to time.Time) []Occurrence {
	var in []Occurrence
	for _, o := range s.of.keys() {
		if st, _ := s.of.get(o); st.Result == "" || !st.At.Before(from) && st.At.Before(to) {
			in = append(in, o)
		}
	}
	slices.SortFunc(in, byTime)
	return slices.Compact(in)
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

// isMissed reports whether o is in a range that went by unnoticed.
func (s *State) isMissed(o Occurrence) bool {
	return slices.ContainsFunc(s.missed, func(m Missed) bool {
		return m.ID == o.ID && m.From <= o.Civil && o.Civil <= m.To
	})
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
