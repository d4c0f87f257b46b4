package report

import (
	"strings"

	"daybreak/internal/journey"
)

// leastSaid is the room that a sentence needs beside an id.
const leastSaid = 32

// Text returns what became of each, to be read: a day a block, with times, ids
// and sentences aligned. An id is never shortened, since it is what `why` is
// asked with: where both do not fit beside each other, the sentence stands
// below it.
func (w Why) Text(st Style) string {
	p := &page{st: st}
	if len(w.Occurrences) == 0 {
		p.entry(span{}, span{text: "Nothing was due."})
	}
	ids := 0
	for _, o := range w.Occurrences {
		ids = max(ids, width(Plain(o.ID)))
	}
	const times = len(margin + "15:04  ")
	columns, limited := st.columns()
	below := limited && columns-times-ids-len("  ") < leastSaid
	var day journey.Date
	for _, o := range w.Occurrences {
		if d := journey.Date(o.Civil.Day()); d != day {
			day = d
			p.day(d)
		}
		at := margin + journey.TimeOfDay(o.Civil.Minute()).String() + "  "
		if below {
			p.entry(span{text: at}, span{text: o.ID})
			p.entry(span{text: strings.Repeat(" ", times)}, span{dim, o.Sentence()})
			continue
		}
		p.entry(span{text: at + pad(Plain(o.ID), ids) + "  "}, span{dim, o.Sentence()})
	}
	return p.b.String()
}
