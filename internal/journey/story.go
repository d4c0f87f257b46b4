package journey

import (
	"maps"
	"math"
	"slices"
)

// Story is what the entries add up to. A nil Story is one without entries. It
// is not safe for concurrent use.
type Story struct {
	contacts []Contact
	turns    []Turn // restarts and extensions by a contact among them
	hardest  map[Date]int
	progress map[string]float64
	counted  map[string]Progress // by Progress.Of
	moved    map[string]Date     // by goal: the last day on which it went on
}

// Turns that only a contact can make.
const (
	restart TurnKind = "restart"
	extend  TurnKind = "extend"
)

// NewStory returns the story of no entries, for goals that have come as far as
// earlier says, by id.
func NewStory(earlier map[string]float64) *Story {
	s := &Story{hardest: map[Date]int{}, progress: map[string]float64{}, counted: map[string]Progress{}, moved: map[string]Date{}}
	maps.Copy(s.progress, earlier)
	return s
}

// Apply adds an entry. Entries of one ledger are applied in its order; one
// without a field does nothing.
func (s *Story) Apply(e Entry) {
	switch {
	case e.CheckIn != nil:
		if d := e.CheckIn.Difficulty; d != 0 {
			s.hardest[e.CheckIn.Day] = d
		}
	case e.Contact != nil:
		s.contact(*e.Contact)
	case e.Progress != nil:
		s.move(*e.Progress)
	case e.Turn != nil:
		s.turns = append(s.turns, *e.Turn)
	}
}

func (s *Story) contact(c Contact) {
	s.contacts = append(s.contacts, c)
	if c.Kind != ReachedOut {
		return
	}
	switch c.Then {
	case Restart:
		s.turns = append(s.turns, Turn{Kind: restart, Day: c.Day})
	case Extend:
		s.turns = append(s.turns, Turn{Kind: extend, Day: c.Day, Days: c.Days})
	}
}

func (s *Story) move(p Progress) {
	if p.Of != "" {
		old := s.counted[p.Of]
		s.progress[old.Goal] -= old.Amount
		s.counted[p.Of] = p
	}
	s.progress[p.Goal] += p.Amount
	if p.Amount > 0 {
		s.moved[p.Goal] = max(s.moved[p.Goal], p.Day)
	}
}

// Progress returns how far a goal has come, to nine places: ten steps of 0.1
// are one.
func (s *Story) Progress(goal string) float64 {
	if s == nil {
		return 0
	}
	return math.Round(s.progress[goal]*1e9) / 1e9
}

// Moved reports whether a goal went on, on a day or later.
func (s *Story) Moved(goal string, since Date) bool { return s != nil && s.moved[goal] >= since }

// AllProgress returns how far every goal has come, by id.
func (s *Story) AllProgress() map[string]float64 { return maps.Clone(s.progress) }

// Difficulty returns how hard the user said that a day was, 0 for not said.
func (s *Story) Difficulty(d Date) int {
	if s == nil {
		return 0
	}
	return s.hardest[d]
}

// ReachedOut returns the days on which the user reached out, as they were told.
func (s *Story) ReachedOut() []Date {
	var days []Date
	if s == nil {
		return days
	}
	for _, c := range s.contacts {
		if c.Kind == ReachedOut {
			days = append(days, c.Day)
		}
	}
	return days
}

// Wait returns the wait as it is: that of the config, which from makes for a
// start, as the turns since have changed it. Turns before the config's start
// belong to an earlier wait. ended reports whether the counting was stopped.
func (s *Story) Wait(start Date, from func(Date) Wait) (w Wait, ended bool) {
	w = from(start)
	if s == nil {
		return w, false
	}
	for _, t := range s.turns {
		if t.Day < start {
			continue
		}
		switch t.Kind {
		case restart:
			if t.Day >= w.Start {
				w, ended = from(t.Day), false
			}
		case extend:
			if !w.Open() {
				w.Days = min(w.Days+t.Days, MaxDays)
			}
		case Renew:
			w, ended = Wait{Start: t.Day, Days: t.Days}, false
		case Open:
			w.Days, ended = 0, false
		case End:
			ended = true
		}
	}
	return w, ended
}

// Attempts returns how many waits there were: the first one, and each one that
// began anew.
func (s *Story) Attempts(start Date) int {
	if s == nil {
		return 1
	}
	return 1 + len(slices.DeleteFunc(slices.Clone(s.turns), func(t Turn) bool {
		return t.Day < start || t.Kind != restart && t.Kind != Renew
	}))
}
