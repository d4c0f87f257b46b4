package report

import (
	"fmt"
	"strings"

	"daybreak/internal/journey"
	"daybreak/internal/support"
)

// Support is the answer of `daybreak support`: what to do now, and whom to call.
// It needs no config and no record.
type Support struct {
	Schema    int                `json:"schema"`
	Country   *string            `json:"country"`            // its code; null where nothing says which, or nothing is listed for it
	From      *From              `json:"from"`               // what said so; null where nothing did
	Unlisted  string             `json:"unlisted,omitempty"` // the country that nothing is listed for
	Now       []string           `json:"now"`                // what to do first, in sentences
	Emergency *support.Emergency `json:"emergency"`          // null where it could not be sourced
	Lines     []support.Line     `json:"lines"`
	Anywhere  support.Line       `json:"anywhere"`
	Countries []string           `json:"countries"` // the codes of those that something is listed for

	name string
}

// From is what says which country it is.
type From string

// What can say which country it is.
const (
	Asked  From = "asked"
	Config From = "config"
	Locale From = "locale"
)

// NewSupport returns what there is for the country said, "" for none, which
// from names. With safe, lines about violence come first.
func NewSupport(said string, from From, safe bool) Support {
	s := Support{Schema: Schema, Lines: []support.Line{}, Anywhere: support.Anywhere(), Countries: []string{}}
	for _, c := range support.Countries() {
		if len(c.Lines) > 0 {
			s.Countries = append(s.Countries, c.Code)
		}
	}
	c, listed := support.Find(said)
	switch {
	case listed:
		s.Country, s.Emergency, s.Lines, s.name = &c.Code, c.Emergency, append(s.Lines, c.Ordered(safe)...), c.Name
	case said != "":
		s.Unlisted = said
	}
	if said != "" {
		s.From = &from
	}
	s.Now = s.now()
	return s
}

// now says what comes before any line. Where the country is a guess from the
// locale, the number is said to be that country's.
func (s Support) now() []string {
	danger := "In danger, or about to harm yourself: call your local emergency number."
	if e := s.Emergency; e != nil {
		danger += fmt.Sprintf(" In %s it is %s.", the(s.name), e.Number)
		if e.Note != "" {
			danger += " " + e.Note
		}
	}
	return []string{
		danger,
		"If somebody may look into this device, leave it and use another one: a friend's, one at work, one in a library. " +
			"Calls, texts and pages leave traces, and so may this command in your shell's history. Daybreak keeps no note of it.",
		"You need not be sure that it is bad enough to call.",
	}
}

func the(country string) string {
	if strings.HasPrefix(country, "United ") || country == "Netherlands" {
		return "the " + country
	}
	return country
}

const deeper = margin + margin

// Text returns it to be read, aloud too: every line says what it is, and no
// number is broken.
func (s Support) Text(st Style) string {
	p := &page{st: st}
	p.heading("Now")
	for _, sentences := range s.Now {
		p.prose(deeper, span{text: sentences})
	}
	if e := s.Emergency; e != nil {
		p.source(e.Source, e.Seen, e.Stored, e.Checked)
	}
	switch {
	case s.Country != nil:
		p.heading(s.name + s.chosen())
		for i, l := range s.Lines {
			if i > 0 {
				p.blank()
			}
			p.helpline(l)
		}
		if len(s.Lines) == 0 {
			p.prose(deeper, span{text: "No line is listed for it here."})
		}
	case s.Unlisted != "":
		p.heading(s.Unlisted + s.chosen())
		p.prose(deeper, span{text: "Nothing is listed for it here."})
	}
	p.heading("Anywhere else")
	p.helpline(s.Anywhere)
	p.prose(deeper, span{text: "Here for " + strings.Join(s.Countries, ", ") + ": daybreak support --country CODE"})
	p.blank()
	return p.b.String()
}

func (p *page) heading(text string) {
	p.blank()
	p.entry(span{text: margin}, span{bold, text})
}

// chosen says what the country comes from, where nobody has just asked for it.
func (s Support) chosen() string {
	switch *s.From {
	case Config:
		return " (from your config)"
	case Locale:
		return " (a guess from your locale)"
	}
	return ""
}

func (p *page) helpline(l support.Line) {
	name := l.Name
	if l.Area != "" {
		name = l.Area + ": " + name
	}
	p.prose(deeper, span{bold, name})
	for _, w := range l.Ways {
		p.way(w)
	}
	about := l.For
	for _, more := range []string{l.Hours, l.Languages} {
		if more != "" {
			about += " " + more + "."
		}
	}
	p.prose(deeper, span{text: about})
	p.source(l.Source, l.Seen, l.Stored, l.Checked)
}

// verbs say what to do to reach a line in a way.
var verbs = map[support.How]string{
	support.Call: "Call", support.Text: "Text", support.Chat: "Chat on", support.WhatsApp: "WhatsApp", support.Web: "See",
}

// way writes one line, however narrow it is: a number has to stay whole.
func (p *page) way(w support.Way) {
	to := w.To
	if w.Word != "" {
		to = w.Word + " to " + to
	}
	p.line([]span{{text: deeper + verbs[w.How] + " "}, {bold, Plain(to)}})
}

// source says where it is written, of when that is where it is known, and when
// it was last read.
func (p *page) source(page string, of journey.Date, stored bool, checked journey.Date) {
	text := "Source"
	if of != 0 {
		text += " of " + of.String()
	}
	if stored {
		text += ", stored copy read "
	} else {
		text += ", checked "
	}
	p.prose(deeper, span{dim, text + checked.String() + ": " + page})
}
