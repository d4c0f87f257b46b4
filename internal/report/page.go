package report

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/displaywidth"
	"github.com/clipperhouse/uax29/v2/graphemes"

	"daybreak/internal/journey"
)

// page is text in the making, line by line.
type page struct {
	st Style
	b  strings.Builder
}

// span is words in one look. A span that is not the first of its entry begins
// with a blank.
type span struct{ code, text string }

func (p *page) blank() { p.b.WriteByte('\n') }

// day begins the block of another day, after a blank line where it is not the
// first.
func (p *page) day(d journey.Date) {
	if p.b.Len() > 0 {
		p.blank()
	}
	p.entry(span{}, span{bold, d.Time().Format(dateForm)})
}

// entry writes lead and the words after it. What does not fit goes on below,
// under the first of the words.
func (p *page) entry(lead span, words ...span) {
	room := 0
	if columns, limited := p.st.columns(); limited {
		room = max(1, columns-width(lead.text))
	}
	p.write(lead, room, words)
}

// prose writes words to be read, indented: as entry does, in lines of at most
// measure columns.
func (p *page) prose(indent string, words span) {
	room := 0
	if columns, limited := p.st.columns(); limited {
		room = max(1, min(columns, measure)-width(indent))
	}
	p.write(span{text: indent}, room, []span{words})
}

// write writes the words in lines of room columns, 0 for a single one.
func (p *page) write(lead span, room int, words []span) {
	lead.text = Plain(lead.text)
	for i := range words {
		words[i].text = Plain(words[i].text)
	}
	for _, line := range wrap(words, room) {
		p.line(append([]span{lead}, line...))
		lead = span{text: strings.Repeat(" ", width(lead.text))}
	}
}

// line writes the spans without blanks at the end, each with its colour around
// the words alone.
func (p *page) line(spans []span) {
	last := len(spans) - 1
	for ; last >= 0 && strings.Trim(spans[last].text, " ") == ""; last-- {
	}
	for i, s := range spans[:last+1] {
		core := strings.Trim(s.text, " ")
		before, after, _ := strings.Cut(s.text, core)
		if i == last {
			after = ""
		}
		p.b.WriteString(before + p.st.paint(s.code, core) + after)
	}
	p.b.WriteByte('\n')
}

// piece is what stays together on a line, and the blanks before it.
type piece struct{ code, gap, text string }

// wrap breaks words into lines of at most room columns: at blanks, and between
// the characters of a script that writes none. A word that is wider than that
// stays whole, alone on its line, so that a path or a command can be copied.
func wrap(words []span, room int) [][]span {
	if room <= 0 {
		return [][]span{words}
	}
	var lines [][]span
	var line []span
	used := 0
	for _, s := range words {
		for _, w := range pieces(s) {
			gap, n := w.gap, width(w.text)
			if len(line) > 0 && used+len(gap)+n > room {
				lines, line, used = append(lines, line), nil, 0
			}
			if len(line) == 0 {
				gap = ""
			}
			if last := len(line) - 1; last >= 0 && line[last].code == w.code {
				line[last].text += gap + w.text
			} else {
				line = append(line, span{w.code, gap + w.text})
			}
			used += len(gap) + n
		}
	}
	return append(lines, line)
}

// pieces takes a span apart where a line may break.
func pieces(s span) []piece {
	var all []piece
	now, before := piece{code: s.code}, ""
	for g := graphemes.FromString(s.text); g.Next(); {
		c := g.Value()
		switch {
		case c == " " && now.text == "":
			now.gap += c
		case c == " ":
			all = append(all, now)
			now = piece{code: s.code, gap: c}
		case now.text != "" && between(before, c):
			all = append(all, now)
			now = piece{code: s.code, text: c}
		default:
			now.text += c
		}
		before = c
	}
	if now.text != "" {
		all = append(all, now)
	}
	return all
}

// between reports whether a line may break between two characters without a
// blank: where one of them is wide, and neither opens nor closes the other.
// Korean has blanks of its own.
func between(a, b string) bool {
	before, _ := utf8.DecodeRuneInString(a)
	after, _ := utf8.DecodeRuneInString(b)
	return (ideographic(before) || ideographic(after)) &&
		!unicode.In(before, unicode.Ps, unicode.Pi) &&
		!unicode.In(after, unicode.Pe, unicode.Pf, unicode.Po) && after != 'ー' && after != '々'
}

func ideographic(r rune) bool {
	return displaywidth.Rune(r) == 2 && !unicode.Is(unicode.Hangul, r)
}
