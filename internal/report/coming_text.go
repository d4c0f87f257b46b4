package report

import (
	"strings"

	"daybreak/internal/journey"
)

// Text returns what is to come, to be read: a day a block, with its times
// aligned and the words below the titles.
func (s Simulation) Text(st Style) string {
	p := &page{st: st}
	if len(s.Notifications) == 0 {
		p.entry(span{}, span{text: "Nothing is to come."})
	}
	var day journey.Date
	for _, n := range s.Notifications {
		if d := journey.DateOf(n.At); d != day {
			day = d
			p.day(d)
		}
		p.message(n.At.Format("15:04"), span{text: n.Title}, span{}, span{dim, n.Body})
	}
	return p.b.String()
}

// message writes a message: its time and title; what is said of it, beside the
// title or, where that does not fit, below; and its body.
func (p *page) message(at string, title, said, body span) {
	lead := margin + at + "  "
	below := strings.Repeat(" ", len(lead))
	beside := "  " + Plain(said.text)
	columns, limited := p.st.columns()
	switch {
	case said.text == "":
		p.entry(span{text: lead}, title)
	case limited && len(lead)+width(Plain(title.text)+beside) > columns:
		p.entry(span{text: lead}, title)
		p.entry(span{text: below}, said)
	default:
		p.entry(span{text: lead}, title, span{said.code, beside})
	}
	if body.text != "" {
		p.prose(below, body)
	}
}
