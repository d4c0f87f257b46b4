package report

import (
	"fmt"

	"daybreak/internal/config"
)

// Faults returns what is wrong with a config: the text of their Error, line by
// line, without what could drive a terminal. In lines of a width each fault
// stands apart from the next, and its hint is indented.
func Faults(faults config.Faults, st Style) string {
	p := &page{st: st}
	_, limited := st.columns()
	for i, f := range faults {
		if limited && i > 0 {
			p.blank()
		}
		words := []span{{dim, fmt.Sprintf("%s:%d:%d:", f.File, f.Line, f.Col)}}
		if f.Path != "" {
			words = append(words, span{bold, " " + f.Path + ":"})
		}
		p.entry(span{}, append(words, span{"", " " + f.Msg})...)
		if f.Hint == "" {
			continue
		}
		lead := span{dim, "hint: "}
		if limited {
			lead.text = margin + lead.text
		}
		p.entry(lead, span{green, f.Hint})
	}
	return p.b.String()
}
