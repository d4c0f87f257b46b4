package ledger

import (
	"cmp"
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"

	"daybreak/internal/journey"
	"daybreak/scheduler"
)

// View is the fold of all files at one moment.
type View struct {
	Since   int                // the first civil day of which all is known; Everything for all
	Earlier map[string]float64 // by goal: what was added to it by entries that are not in Events
	Events  []Event            // every known event once, in order
	Unknown int                // events of kinds that only a newer version knows
	Damage  []Damage           // what was set aside
	Start   *Start             // the first start recorded, nil for none

	undone map[string]bool
}

// Undone reports whether the user has taken an event back, or what it moves.
func (v *View) Undone(e Event) bool { return takenBack(e, v.undone) }

func takenBack(e Event, undone map[string]bool) bool {
	return undone[e.ID] && e.Said() || e.OneOff != nil && undone[e.asks()]
}

// Damage is a line, or with Line 0 a file, that was set aside.
type Damage struct {
	File string // its path
	Line int    // from 1
	Err  error
}

// String returns "file:line: what is wrong".
func (d Damage) String() string {
	if d.Line == 0 {
		return fmt.Sprintf("%s: set aside: %v", d.File, d.Err)
	}
	return fmt.Sprintf("%s:%d: set aside: %v", d.File, d.Line, d.Err)
}

// Standing returns the events that were not taken back, in order.
func (v *View) Standing() iter.Seq[*Event] {
	return func(yield func(*Event) bool) {
		for i := range v.Events {
			if e := &v.Events[i]; !v.Undone(*e) && !yield(e) {
				return
			}
		}
	}
}

// Records returns the records of the standing events for scheduler.State, in
// order, each with the time at which it was written.
func (v *View) Records() iter.Seq2[time.Time, scheduler.Record] {
	return func(yield func(time.Time, scheduler.Record) bool) {
		for e := range v.Standing() {
			if e.Record != (scheduler.Record{}) && !yield(e.At, e.Record) {
				return
			}
		}
	}
}

// Story returns what the entries of the standing events add up to.
func (v *View) Story() *journey.Story {
	s := journey.NewStory(v.Earlier)
	for e := range v.Standing() {
		s.Apply(e.Entry)
	}
	return s
}

// undone returns the ids of the events that events take back.
func undone(events []Event) map[string]bool {
	ids := map[string]bool{}
	for i := range events {
		if events[i].Undo != "" {
			ids[events[i].Undo] = true
		}
	}
	return ids
}

// newView folds events, which it takes over.
func newView(events []Event) *View {
	sortEvents(events)
	v := &View{Events: events, undone: undone(events)}
	for i := range events {
		if events[i].Start != nil {
			v.Start = events[i].Start
			break
		}
	}
	return v
}

// sortEvents brings events into the order of the ledger. The id decides
// between events of two devices that were given the same name by a copy.
func sortEvents(events []Event) {
	if !slices.IsSortedFunc(events, order) { // one device's mostly are
		slices.SortStableFunc(events, order)
	}
}

func order(a, b Event) int {
	if a.N != b.N {
		return cmp.Compare(a.N, b.N)
	}
	if c := strings.Compare(a.Dev, b.Dev); c != 0 {
		return c
	}
	return cmp.Or(cmp.Compare(a.Seq, b.Seq), strings.Compare(a.ID, b.ID))
}
