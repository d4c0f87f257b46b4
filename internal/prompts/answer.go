package prompts

import (
	"strings"
	"unicode/utf8"
)

// Button returns the label of the button with the name: "done", "snooze",
// "skip", "good", "so-so", "hard", "checkin", "later", "show", "support" or
// "undo". It tells nothing to who looks over a shoulder.
func Button(name string) string { return messages().text("button/" + name).Title }

// ButtonOf returns the label of the button that says that one habit of several
// is done.
func ButtonOf(habit string) string {
	return strings.ReplaceAll(messages().text("button/done-of").Title, "{name}", habit)
}

// AnswerWith returns the body of the message where there are no buttons: its
// words, shortened unless they are the user's own, and a line with the command
// that answers it.
func (t Text) AnswerWith(command string) string {
	line := strings.ReplaceAll(messages().text("answer-with").Body, "{command}", command)
	if t.Body == "" {
		return line
	}
	if own := t.Key == "habit" || t.Title == noteTitle; own {
		return t.Body + "\n" + line
	}
	return clip(t.Body, MaxBody-1-utf8.RuneCountInString(line)) + "\n" + line
}

// AskCheckIn returns what stands above the three words of a check-in that
// somebody has opened, and names the command for more than a word.
func AskCheckIn(milestone bool) Text {
	if milestone {
		return messages().text("checkin/milestone")
	}
	return messages().text("checkin/ask")
}

// Noted returns the confirmation of what was answered: "done", "skip", "snooze"
// with the time at which it comes again, "undo". The title is that of the message
// that was answered.
func Noted(what, title, time string) Text {
	t := messages().text("noted/" + what)
	t.Title = title
	t.Body = strings.ReplaceAll(t.Body, "{time}", time)
	return t
}

// Help returns what the button for support shows: a number to call and whose it
// is, "" for none, and the command that has all of them. It names no trouble,
// for it is on a screen.
func Help(number, country string) Text {
	t := messages().text("noted/support")
	if number != "" {
		line := strings.NewReplacer("{number}", number, "{country}", country).Replace(messages().text("noted/line").Body)
		t.Body = line + " " + t.Body
	}
	return t
}

// Hides reports whether the message leaves out the user's own words and says
// where to read them.
func (t Text) Hides() bool { return t.Body == openWith }
