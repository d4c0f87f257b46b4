// Package prompts holds the words: the library of short messages, and how one
// of them is chosen.
//
// Every answer is a pure function of its arguments: the same Context gives the
// same Text on every machine and after every restart. With Context.Discreet a
// Text names nothing private and holds none of the user's own words, habits
// excepted; with Discreet false it holds the user's words unchanged, so asking
// again with Discreet false is how the full text of a neutral message is read.
//
// No built-in text promises anything about another person, blames the user, or
// says that a technique works. Topics keep a text out of the waits it does not
// suit: see Topic. The texts are embedded, a folder for each language, and
// parsed on first use.
package prompts

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"daybreak/internal/journey"
)

// Limits of a built-in text, in runes: what can be read at a glance.
const (
	MaxTitle = 60
	MaxBody  = 180
)

// Context is what a choice of words depends on.
type Context struct {
	Today    journey.Date // the logical day the words are for
	Wait     journey.Wait
	Kept     journey.Kept
	Moved    int       // goals that have moved since the milestone before; for Milestone
	Language *Language // nil: English

	Order     bool   // a court order or a clear request: nothing speaks of contact
	Intention string // reconnect, heal, safe or undecided; under Order reconnect counts as undecided
	Discreet  bool

	Own        []string // the user's own prompts
	Added      []Added  // those in the library's form
	MaxBuiltIn int      // built-in prompts a day; 0 leaves only the user's own
	NoMorning  bool     // there is no morning prompt
	Afternoons bool     // there are second prompts
	Afternoon  bool     // the words are for the second prompt of the day
	HardDay    bool     // the check-in of the day before was a 4 or a 5
}

// Text is one message.
type Text struct {
	Key   string // names the text: the same key, the same words
	Title string // one line
	Body  string // may be empty
}

// Neutral returns what stands in for the user's own words on a screen that
// others may see. The key is kept.
func Neutral(c Context, key string) Text { return c.neutral(key) }

func (c Context) neutral(key string) Text {
	return Text{Key: key, Title: c.say("note"), Body: c.say("note-open")}
}

// Welcome returns the message of the first start.
func Welcome(c Context) Text { return c.message("welcome") }

// CheckIn returns the evening's message. Its bodies rotate by the day.
func CheckIn(c Context) Text {
	t, bodies := c.message("checkin"), c.messages().CheckIn
	if n := len(bodies); n > 0 {
		i := (c.Wait.Day(c.Today) + int(seed(c.Wait.Start, "checkin")%uint64(n))) % n
		t.Key, t.Body = "checkin/"+strconv.Itoa(i), bodies[i]
	}
	return t
}

// Plan returns the message of a hard date: on the eve of it, or on the day.
// The name and the plan are the user's own and are never altered; an empty plan
// leaves a question instead.
func Plan(c Context, name, plan string, eve bool) Text {
	when := "today"
	if eve {
		when = "tomorrow"
	}
	t := c.neutral("plan")
	if c.Discreet {
		t.Title = c.say("plan-note-" + when)
		return t
	}
	if name == "" {
		name = c.say("plan-unnamed")
	}
	t.Title, t.Body = c.say("plan-"+when, "name", name), plan
	if plan == "" {
		t.Body = c.message("plan-empty").Body
	}
	return t
}

// Habit returns the message of a habit: its name, and the n-th of what the
// user wants to hear, in turn. Both appear as written.
func Habit(name string, say []string, n int) Text {
	t := Text{Key: "habit", Title: name}
	if len(say) > 0 {
		t.Body = say[((n%len(say))+len(say))%len(say)]
	}
	return t
}

// Digest returns one message for several: items are the titles that it stands
// for, in order. Those that do not fit are counted.
func Digest(c Context, items []string) Text {
	t := Text{Key: "digest", Title: c.count("digest", len(items), "n", strconv.Itoa(len(items)))}
	t.Body = strings.Join(items, " · ")
	for n := len(items) - 1; n > 0 && utf8.RuneCountInString(t.Body) > MaxBody; n-- {
		more := len(items) - n
		t.Body = strings.Join(items[:n], " · ") + " · " + c.count("digest-more", more, "n", strconv.Itoa(more))
	}
	t.Body = clip(t.Body, MaxBody)
	return t
}

// Goal returns the message for the date of a goal. The name is the user's own:
// use Neutral where others may see it. Nothing is said of progress that has
// not begun; target is 0 when there is none.
func Goal(c Context, name string, progress, target float64, unit string) Text {
	t := c.message("goal")
	t.Title = name
	if progress <= 0 {
		return t
	}
	t.Body = clip(SoFar(c, progress, target, unit)+" "+c.message("goal-begun").Body, MaxBody)
	return t
}

// SoFar says how far a goal has come, in a sentence; target is 0 when there is
// none, and unit the user's own word.
func SoFar(c Context, progress, target float64, unit string) string {
	done := c.number(progress)
	if target > 0 {
		done = c.say("goal-of", "done", done, "target", c.number(target))
	}
	if unit != "" {
		done += " " + unit
	}
	return c.say("goal-so-far", "done", done)
}

// Reached returns the message of a goal that has come to its target. The name is
// the user's own, as for Goal.
func Reached(c Context, name string, target float64, unit string) Text {
	t := c.message("goal/reached")
	t.Title, t.Body = name, clip(strings.TrimSpace(c.number(target)+" "+unit)+". "+t.Body, MaxBody)
	return t
}

// Fault returns the notice that the config was not loaded: the line of the first
// mistake, 0 where there is none to name, and why. While discreet, why is to be
// "": it may quote the file, and is left to the command that the text names.
func Fault(c Context, line int, why string) Text {
	t := c.message("fault")
	if line > 0 {
		t.Title = c.say("fault-line", "title", t.Title, "n", strconv.Itoa(line))
	}
	if why != "" {
		t.Body = clip(why, MaxBody-utf8.RuneCountInString(t.Body)-2) + ". " + t.Body
	}
	return t
}

// AfterUrge returns the one line that comes back after an urge, where it was asked
// for.
func AfterUrge(c Context) Text { return c.message("urge") }

// CheckedIn returns what is said after a check-in, in the terminal, in several
// voices by the day (content rule 13): for a hard one it names where help is
// (content rule 10).
func CheckedIn(c Context, difficulty int) string {
	switch {
	case difficulty >= journey.Hard:
		return c.voiced("checkin/hard")
	case difficulty == journey.Hard-1:
		return c.voiced("checkin/middle")
	}
	return c.voiced("checkin/easy")
}

// voiced returns one of the bodies under key, key/2, key/3 …, in turn by the day.
func (c Context) voiced(key string) string {
	all := []string{c.message(key).Body}
	for n := 2; ; n++ {
		body := c.message(key + "/" + strconv.Itoa(n)).Body
		if body == "" {
			return all[int(c.Today)%len(all)]
		}
		all = append(all, body)
	}
}

// Choices says what can be made of a wait that is over or may be: no permission,
// and no push either way. Whoever hopes for another beginning hears the cautions
// first.
func Choices(c Context) []string {
	var all []string
	m := c.messages().Messages
	if c.Intention == "reconnect" && !c.Order {
		for i := 1; m[caution(i)].Body != ""; i++ {
			all = append(all, m[caution(i)].Body)
		}
	}
	t := m["end/choices"]
	return append(all, t.Title+". "+t.Body)
}

func caution(i int) string { return "end/caution/" + strconv.Itoa(i) }

// Turned returns what is said after a turn of the wait: renew, open or end.
func Turned(c Context, kind journey.TurnKind) Text {
	return c.message(map[journey.TurnKind]string{
		journey.Renew: "end/renewed", journey.Open: "end/opened", journey.End: "end/ended"}[kind])
}

// Unwritten returns the notice that the record cannot be written.
func Unwritten(c Context) Text { return c.message("unwritten") }

// clip shortens s to n runes, the last one an ellipsis.
func clip(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	return strings.TrimSpace(string([]rune(s)[:n-1])) + "…"
}
