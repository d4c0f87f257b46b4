package sim

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// cause is why a message came twice or not at all: a case of docs/time.md,
// "Where it ends", by its number there.
type cause string

// The cases that the machine can meet.
const (
	between  cause = " 1 between the claim and the outcome"
	inMemory cause = " 2 a record kept in memory only"
	backup   cause = " 3 a restored backup"
	silent   cause = " 5 a server that stalls, or never answers"
	liar     cause = " 6 a disk that lies"
	ahead    cause = " 7 a clock that was far ahead"
	silence2 cause = " 5 silence twice, of a milestone"
	denied   cause = "10 a server that shows and says it did not"
)

// Window counts what came of a cause.
type Window struct {
	Doubled int // messages that came once more
	Lost    int // messages that did not come
}

// Windows are all that were met.
type Windows map[cause]*Window

func (w Windows) at(c cause) *Window {
	if w[c] == nil {
		w[c] = &Window{}
	}
	return w[c]
}

// Add adds the counts of other.
func (w Windows) Add(other Windows) {
	for c, n := range other {
		w.at(c).Doubled += n.Doubled
		w.at(c).Lost += n.Lost
	}
}

// String returns a table.
func (w Windows) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%-48s %9s %9s\n", "case of docs/time.md", "doubled", "lost")
	for _, c := range slices.Sorted(maps.Keys(w)) {
		fmt.Fprintf(&b, "%-48s %9d %9d\n", c, w[c].Doubled, w[c].Lost)
	}
	return b.String()
}
