package prompts

import (
	"strings"
	"unicode/utf8"
)

// Button returns the label of the button with the name: "done", "snooze",
// "skip", "good", "so-so", "hard", "checkin", "later", "show", "support" or
// "undo". It tells nothing to who looks over a shoulder.
func Button(c Context, name string) string { return c.say("button/" + name) }

// ButtonOf returns the label of the button that says that one habit of several
// is done.
func ButtonOf(c Context, habit string) string { return c.say("button/done-of", "name", habit) }

// AnswerWith returns the body of t where there are no buttons: its words, shortened
// unless the user's own may be among them, and a line with the command that
// answers it.
func AnswerWith(c Context, t Text, command string) string {
	line := c.say("answer-with", "command", command)
	switch {
	case t.Body == "":
		return line
	case t.Key == "habit" || !c.Discreet:
		return t.Body + "\n" + line
	}
	return clip(t.Body, MaxBody-1-utf8.RuneCountInString(line)) + "\n" + line
}

// AskCheckIn returns what stands above the three words of a check-in that
// somebody has opened, and names the command for more than a word.
func AskCheckIn(c Context, milestone bool) Text {
	if milestone {
		return c.message("checkin/milestone")
	}
	return c.message("checkin/ask")
}

// Noted returns the confirmation of what was answered: "done", "skip" or "undo".
// The title is that of the message that was answered.
func Noted(c Context, what, title string) Text {
	t := c.message("noted/" + what)
	t.Title = title
	return t
}

// Again returns the confirmation that a message comes again, at a time of day.
func Again(c Context, title, time string) Text {
	return Text{Key: "noted/snooze", Title: title, Body: c.say("again-at", "time", time)}
}

// NotedDay returns the confirmation of a check-in under its word, with the day
// that it is of, "" for today.
func NotedDay(c Context, word string, difficulty int, day string) Text {
	t := Text{Key: "noted/" + word, Title: Button(c, word), Body: CheckedIn(c, difficulty)}
	if day != "" {
		t.Title = c.say("of-day", "what", t.Title, "day", day)
	}
	return t
}

// Help returns what the button for support shows: a number to call and whose it
// is, "" for none, and the command that has all of them. It names no trouble,
// for it is on a screen.
func Help(c Context, number, country string) Text {
	t := c.message("noted/support")
	if number != "" {
		t.Body = c.say("call", "number", number, "country", country) + " " + t.Body
	}
	return t
}

// Hides reports whether t leaves out the user's own words and says where to read
// them.
func Hides(c Context, t Text) bool {
	return t.Body == c.say("note-open") || strings.HasSuffix(t.Body, " "+c.say("note-too"))
}
