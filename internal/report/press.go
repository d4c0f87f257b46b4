package report

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"daybreak/scheduler"
)

// Verb says what a button does.
type Verb string

// The verbs: what is recorded of an occurrence, and what is only shown.
const (
	PressDone    Verb = "done"    // a habit is done
	PressSkip    Verb = "skip"    // a habit is left out this time
	PressSnooze  Verb = "snooze"  // a habit again, in a while
	PressLater   Verb = "later"   // a milestone again, in some hours
	PressGood    Verb = "good"    // the day was good
	PressSoSo    Verb = "so-so"   // the day was so-so
	PressHard    Verb = "hard"    // the day was hard
	PressUndo    Verb = "undo"    // what was just answered is taken back
	PressCheckIn Verb = "checkin" // the three words of a check-in
	PressShow    Verb = "show"    // the user's own words, which the message left out
	PressSupport Verb = "support" // where help is
)

var presses = []Verb{PressDone, PressSkip, PressSnooze, PressLater, PressGood, PressSoSo, PressHard, PressUndo,
	PressCheckIn, PressShow, PressSupport}

// Press is a button of a message about an occurrence. The zero Press is none.
// It is known by its text alone, which a server hands back: so it means the same
// after a restart, and tomorrow.
type Press struct {
	Verb Verb
	Of   scheduler.Occurrence
}

// String returns the form that ParsePress reads: "done habit/walk@2026-11-25T07:30".
func (p Press) String() string { return string(p.Verb) + " " + p.Of.String() }

const maxPress = 256 // bytes

// ParsePress reads what String writes, and nothing else. It comes from outside:
// that there is such an occurrence is for the caller to find out.
func ParsePress(s string) (Press, bool) {
	verb, rest, _ := strings.Cut(s, " ")
	at := strings.LastIndexByte(rest, '@')
	if len(s) > maxPress || at <= 0 || !utf8.ValidString(s) || strings.ContainsFunc(s, unicode.IsControl) {
		return Press{}, false
	}
	civil, err := scheduler.ParseCivil(rest[at+1:])
	p := Press{Verb(verb), scheduler.Occurrence{ID: rest[:at], Civil: civil}}
	if err != nil || p.String() != s {
		return Press{}, false
	}
	for _, v := range presses {
		if v == p.Verb {
			return p, true
		}
	}
	return Press{}, false
}
