// Package support knows whom to call: sourced lines by country, embedded, so
// that nothing but the program is needed. docs/support.md says how a line gets
// in and how it is checked again; the tests are the gate, and fail when a check
// is more than a year old.
package support

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"

	"daybreak/internal/journey"
)

// Kind is what a line is for.
type Kind string

// The kinds of line.
const (
	Crisis   Kind = "crisis"
	Violence Kind = "violence"
)

// How is a way to reach a line.
type How string

// The ways to reach a line.
const (
	Call     How = "call"
	Text     How = "text"
	Chat     How = "chat"
	WhatsApp How = "whatsapp"
	Web      How = "web"
)

// Way is one way to reach a line: a number as people write it there, or the
// address of a page without https://.
type Way struct {
	How  How    `json:"how"`
	To   string `json:"to"`
	Word string `json:"word,omitempty"` // what to text, where that matters
}

// Line is a line that somebody answers, with the page that says so.
type Line struct {
	Name      string       `json:"name"`
	Kind      Kind         `json:"kind"`
	Area      string       `json:"area,omitempty"` // the part of the country that it is for
	For       string       `json:"for"`            // whom or what it is for, in sentences
	Ways      []Way        `json:"ways"`
	Hours     string       `json:"hours,omitempty"`
	Languages string       `json:"languages,omitempty"`
	Source    string       `json:"source"`
	Second    string       `json:"second,omitempty"` // another page that gives the number
	Seen      journey.Date `json:"seen,omitempty"`   // of when the source is, where it says
	Stored    bool         `json:"stored,omitempty"` // it was read in a stored copy
	Checked   journey.Date `json:"checked"`          // the day it was last read
}

// Emergency is an emergency number, sourced as a Line is.
type Emergency struct {
	Number  string       `json:"number"`
	Note    string       `json:"note,omitempty"` // a sentence
	Source  string       `json:"source"`
	Second  string       `json:"second,omitempty"`
	Seen    journey.Date `json:"seen,omitempty"`
	Stored  bool         `json:"stored,omitempty"`
	Checked journey.Date `json:"checked"`
}

// Country is what is listed for one.
type Country struct {
	Code      string     `json:"code"` // ISO 3166-1, two letters
	Name      string     `json:"name"`
	Also      []string   `json:"also"` // other names that people type
	Emergency *Emergency `json:"-"`    // nil: none could be sourced
	Lines     []Line     `json:"lines"`
}

// list is what the file holds. An emergency number stands there once, however
// many countries share it.
type list struct {
	Anywhere    Line `json:"anywhere"`
	Emergencies []struct {
		Countries []string `json:"countries"`
		Emergency
	} `json:"emergencies"`
	Countries []Country `json:"countries"`
}

//go:embed lines.json
var file []byte

// all is the file, which is part of the program: a test reads it, so no error
// can reach a user.
var all = sync.OnceValue(func() list {
	l, _ := read()
	return l
})

func read() (l list, err error) {
	if err = json.Unmarshal(file, &l); err != nil {
		return l, fmt.Errorf("read the lines: %w", err)
	}
	for i := range l.Countries {
		for j := range l.Emergencies {
			if slices.Contains(l.Emergencies[j].Countries, l.Countries[i].Code) {
				l.Countries[i].Emergency = &l.Emergencies[j].Emergency
			}
		}
	}
	return l, nil
}

// Countries returns those that a line or an emergency number is listed for, by
// code. They are shared: nobody changes them.
func Countries() []Country { return all().Countries }

// Anywhere returns what serves where nothing is listed.
func Anywhere() Line { return all().Anywhere }

// Find returns the country that somebody means by said: its code or one of its
// names, in any case.
func Find(said string) (Country, bool) {
	for _, c := range Countries() {
		for _, name := range append([]string{c.Code, c.Name}, c.Also...) {
			if strings.EqualFold(name, strings.TrimSpace(said)) {
				return c, true
			}
		}
	}
	return Country{}, false
}

// Ordered returns the lines of the country as they are to be shown: those for a
// crisis first, or with safe those about violence.
func (c Country) Ordered(safe bool) []Line {
	first := Crisis
	if safe {
		first = Violence
	}
	lines := slices.Clone(c.Lines)
	slices.SortStableFunc(lines, func(a, b Line) int {
		switch {
		case a.Kind == b.Kind:
			return 0
		case a.Kind == first:
			return -1
		}
		return 1
	})
	return lines
}

// Region returns the country of the first of some locales that names one, as
// DE of de_DE.UTF-8, and "" where none does.
func Region(locales ...string) string {
	for _, l := range locales {
		l, _, _ = strings.Cut(l, "@")
		l, _, _ = strings.Cut(l, ".")
		_, rest, _ := strings.Cut(l, "_")
		for part := range strings.SplitSeq(rest, "_") { // zh_Hant_TW
			if isCode(part) {
				return strings.ToUpper(part)
			}
		}
	}
	return ""
}

// isCode reports whether s has the shape of a country's code: two letters.
func isCode(s string) bool {
	return len(s) == 2 && !strings.ContainsFunc(s, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z')
	})
}
