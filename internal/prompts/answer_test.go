package prompts

import (
	"strings"
	"testing"
	"unicode/utf8"

	"daybreak/internal/journey"
)

var buttons = []string{"done", "snooze", "skip", "good", "so-so", "hard", "checkin", "later", "show", "support", "undo"}

// A button is a word or two that say nothing to who looks over a shoulder.
func TestButtons(t *testing.T) {
	for _, name := range buttons {
		label := Button(Context{}, name)
		if n := utf8.RuneCountInString(label); n == 0 || n > 12 {
			t.Errorf("%s: %q", name, label)
		}
		if found := lint(label, append(append(append([]string{}, neverWords...), discreetWords...), safeWords...)); found != nil {
			t.Errorf("%s says %q", name, found)
		}
	}
	if got := ButtonOf(Context{}, "Walk"); got != "Walk: done" {
		t.Errorf("a habit of several: %q", got)
	}
}

// What is said after an answer keeps the rules, whatever the wait.
func TestRepliesKeepTheRules(t *testing.T) {
	for _, c := range modes(30) {
		for _, what := range []string{"done", "skip", "undo"} {
			x := Noted(c, what, "Walk")
			check(t, c, x)
			if x.Title != "Walk" {
				t.Errorf("%s: %+v", what, x)
			}
		}
		again := Again(c, "Walk", "18:30")
		check(t, c, again)
		if again.Body != "Comes again at 18:30." {
			t.Errorf("%+v", again)
		}
		check(t, c, Help(c, "", ""))
		check(t, c, Help(c, "0800 111 0 111", "United Kingdom"))
		check(t, c, AskCheckIn(c, true))
		check(t, c, AskCheckIn(c, false))
		for d := journey.Easiest; d <= journey.Hardest; d++ {
			check(t, c, NotedDay(c, "hard", d, "Sun 22 Nov"))
		}
	}
}

// Where there are no buttons a message names the command, within its length; what
// the user wrote is never cut.
func TestAnswerWith(t *testing.T) {
	const command = "daybreak checkin --milestone"
	for _, c := range modes(30) {
		for day := range 32 {
			c.Today = start + journey.Date(day+300)
			c.Kept = journey.Kept{Days: day, Of: day + 300}
			for _, x := range []Text{CheckIn(c), Milestone(c, day, "", day == 30)} {
				got := AnswerWith(c, x, command)
				if n := utf8.RuneCountInString(got); c.Discreet && n > MaxBody || !strings.HasSuffix(got, "\nTo answer: "+command) {
					t.Errorf("%s: %d runes: %q", x.Key, n, got)
				}
			}
		}
	}
	own := strings.Repeat("é", MaxBody)
	open := Context{}
	for _, x := range []Text{Habit("Walk", []string{own}, 0), Milestone(open, 7, own, false)} {
		if got := AnswerWith(open, x, command); !strings.HasPrefix(got, own+"\n") {
			t.Errorf("%s is cut: %q", x.Key, got)
		}
	}
	discreet := Context{Discreet: true}
	if got := AnswerWith(discreet, Habit("Walk", nil, 0), command); got != "To answer: "+command {
		t.Errorf("without words: %q", got)
	}
	planned := WithPlan(discreet, Milestone(discreet, 7, "", false), false, "x", "x")
	if !Hides(discreet, Neutral(discreet, "x")) || !Hides(discreet, planned) || Hides(discreet, Habit("Walk", nil, 0)) ||
		Hides(open, Milestone(open, 7, own, false)) {
		t.Error("what leaves the user's words out is not known")
	}
}
