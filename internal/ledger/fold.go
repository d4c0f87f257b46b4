package ledger

import (
	"cmp"
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"

	"daybreak/scheduler"
)

// View is the fold of all files at one moment.
type View struct {
	Since   int      // the first civil day of which all is known; Everything for all
	Events  []Event  // every known event once, in order
	Unknown int      // events of kinds that only a newer version knows
	Damage  []Damage // what was set aside
	Start   *Start   // the first start recorded, nil for none
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

// Records returns the records for scheduler.State in order, each with the time
// at which it was written.
func (v *View) Records() iter.Seq2[time.Time, scheduler.Record] {
	return func(yield func(time.Time, scheduler.Record) bool) {
		for i := range v.Events {
			e := &v.Events[i]
			if e.Record != (scheduler.Record{}) && !yield(e.At, e.Record) {
				return
			}
		}
	}
}

// newView folds events, which it takes over.
func newView(events []Event) *View {
	sortEvents(events)
	v := &View{Events: events}
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
