package scheduler

import "time"

// rule returns what holds for a one-off: what its kind says. But one that stands
// for nothing else, the line after an urge, is not kept for whenever it can come:
// it was asked for that moment.
func (o OneOff) rule() rule {
	r := rules[o.Kind]
	r.kept, r.survives = r.kept && o.Of != nil, r.survives && o.Of != nil
	return r
}

// oneOff takes the place of an earlier one for the same occurrence, and of the
// occurrence itself where that has not come.
func (s *State) oneOff(o OneOff) {
	if st, known := s.of.get(o.occurrence()); known && !st.open() {
		return // it came, or was settled
	}
	s.asked.set(o.ID, o)
	if o.Of != nil {
		for id, other := range s.ahead {
			if id != o.ID && other.Of != nil && *other.Of == *o.Of {
				s.later(other.occurrence(), o)
			}
		}
		s.later(*o.Of, o)
	}
	for id, other := range s.ahead {
		st, _ := s.of.get(other.occurrence())
		if st.Result == Dropped && other.At.Before(o.Asked.Add(-forgetOneOff)) {
			delete(s.ahead, id)
		}
	}
	s.ahead[o.ID] = o
	s.touch(o.ID)
}

// forgetOneOff is how long one that came too late may still be taken up again,
// after the clock was set back.
const forgetOneOff = 7 * 24 * time.Hour

func (s *State) later(what Occurrence, o OneOff) {
	st, _ := s.of.get(what)
	if _, known := s.of.get(what); known && st.came() {
		return
	}
	st.Result, st.Reason, st.At, st.Into = Settled, Snoozed, o.Asked, o.ID
	s.set(what, st)
}

// answer settles what has not come. It moves no mark: an occurrence before one
// that is answered ahead of its time is still to be accounted for. When that time
// has come, the planner's own word on it does.
func (s *State) answer(a Answer) {
	s.said.set(a.Occurrence, a)
	if st, known := s.of.get(a.Occurrence); !known || st.yields() {
		s.put(a.Occurrence, st)
	}
	for _, one := range s.ahead {
		if one.Of == nil || *one.Of != a.Occurrence {
			continue
		}
		if st, known := s.of.get(one.occurrence()); !known || !st.came() {
			st.Result, st.Reason, st.At = Settled, a.Said, a.At
			s.set(one.occurrence(), st)
		}
	}
	s.touch(a.ID)
}
