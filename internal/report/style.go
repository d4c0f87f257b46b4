package report

import (
	"strings"
	"unicode"

	"github.com/clipperhouse/displaywidth"
	"github.com/clipperhouse/uax29/v2/graphemes"
)

// Style says what the output can show. Everything that is laid out takes it
// from here, and nothing else of the world: not the locale, not the terminal.
type Style struct {
	Color bool // ANSI colours
	ASCII bool // no characters beyond ASCII in the frame; the user's words stay theirs
	// Width is the columns of a line. 0 is no limit: no line is wrapped and no
	// name is shortened, as a script wants it. Fewer than minWidth count as
	// minWidth.
	Width int
}

const (
	bold  = "\x1b[1m"
	dim   = "\x1b[2m"
	red   = "\x1b[31m"
	green = "\x1b[32m"
	reset = "\x1b[0m"
)

// The layout, in columns.
const (
	margin   = "  "
	minWidth = 20
	measure  = 80 // the longest line of prose that is read with ease
)

func (st Style) paint(code, s string) string {
	if !st.Color || s == "" || code == "" {
		return s
	}
	return code + s + reset
}

// columns returns the columns of a line, and false when there is no limit.
func (st Style) columns() (int, bool) { return max(st.Width, minWidth), st.Width > 0 }

// width returns the columns of s, rune by rune as wcwidth(3) has them: one of
// ambiguous width is narrow, whatever the locale. A terminal that draws what a
// zero-width joiner joins as one picture needs fewer; xterm, the console and
// most others take the columns of each, and a line must fit them too.
func width(s string) int {
	n := 0
	for _, r := range s {
		n += displaywidth.Rune(r)
	}
	return n
}

// cut shortens s to n columns at a border of its characters, and says so with
// an ellipsis.
func (st Style) cut(s string, n int) string {
	if width(s) <= n {
		return s
	}
	tail := "…"
	if st.ASCII {
		tail = "..."
	}
	kept, used := "", width(tail)
	for g := graphemes.FromString(s); g.Next(); {
		if used += width(g.Value()); used > n {
			break
		}
		kept += g.Value()
	}
	return strings.TrimRight(kept, " ") + tail
}

// pad fills s up to n columns.
func pad(s string, n int) string { return s + strings.Repeat(" ", max(0, n-width(s))) }

// Plain returns s with every character that could drive a terminal or reorder
// what stands beside it replaced: controls, line and paragraph separators, the
// explicit directions of bidirectional text, and bytes that are not UTF-8. The
// record may hold the lines of other devices, which nobody has checked.
func Plain(s string) string {
	return strings.Map(func(r rune) rune {
		if drives(r) {
			return unicode.ReplacementChar
		}
		return r
	}, strings.ToValidUTF8(s, string(unicode.ReplacementChar)))
}

func drives(r rune) bool {
	return unicode.IsControl(r) || r == '\u2028' || r == '\u2029' ||
		r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069'
}
