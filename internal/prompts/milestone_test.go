package prompts

import (
	"strings"
	"testing"

	"daybreak/internal/journey"
)

// A milestone on a hard date says both, and stays readable at a glance where
// the user's words do not show.
func TestWithPlan(t *testing.T) {
	for _, c := range modes(365) {
		for _, day := range []int{1, 3, 7, 14, 21, 30, 45, 60, 90, 100, 101, 102, 103, 104, 365} {
			c.Today, c.Kept, c.Moved = start+journey.Date(day), journey.Kept{Days: day, Of: day}, 3
			alone := Milestone(c, day, "", day == 365)
			both := WithPlan(c, alone, false, "Anniversary", "If the phone rings, then I let it ring!")
			switch {
			case both.Key != alone.Key:
				t.Errorf("%q became %q", alone.Key, both.Key)
			case c.Discreet:
				check(t, c, both)
				if both.Title != alone.Title || !strings.Contains(both.Body, "And a note from you") {
					t.Errorf("discreet: %+v", both)
				}
			case both.Title != alone.Title+" · Today: Anniversary" || both.Body != "If the phone rings, then I let it ring! · "+alone.Body:
				t.Errorf("open: %+v", both)
			}
		}
	}
	c := Context{Discreet: true, Wait: journey.Wait{Start: start, Days: 30}, Today: start + 10}
	if own := Milestone(c, 10, "Call Sam!", false); WithPlan(c, own, true, "Anniversary", "x") != own {
		t.Error("a neutral message says twice that there is a note")
	}
}

func TestMilestone(t *testing.T) {
	wait := journey.Wait{Start: start, Days: 30}
	for _, tt := range []struct {
		name        string
		c           Context
		at, day     int
		say         string
		last        bool
		title       string
		begins      string
		endsExactly string
	}{
		{name: "on the day", at: 14, day: 14, c: Context{Kept: journey.Kept{Days: 12, Of: 14}}, title: "Day 14: two weeks", begins: "You kept 12 of 14 days. "},
		{name: "late by one", at: 15, day: 14, title: "Day 15", begins: "Day 14 was yesterday. "},
		{name: "late by more", at: 19, day: 14, c: Context{Kept: journey.Kept{Days: 19, Of: 19}}, title: "Day 19", begins: "Day 14 was 5 days ago. You kept 19 of 19 days. "},
		{name: "first day", at: 1, day: 1, c: Context{Kept: journey.Kept{Days: 1, Of: 1}}, title: "Day 1", begins: "You kept the first day. "},
		{name: "goals moved", at: 14, day: 14, c: Context{Kept: journey.Kept{Days: 12, Of: 14}, Moved: 2}, title: "Day 14: two weeks", begins: "You kept 12 of 14 days; 2 goals moved. Two"},
		{name: "a goal moved, nothing kept", at: 3, day: 3, c: Context{Kept: journey.Kept{Of: 3}, Moved: 1}, title: "Day 3", begins: "1 goal moved. The"},
		{name: "nothing to tell", at: 3, day: 3, c: Context{Kept: journey.Kept{Days: 0, Of: 3}}, title: "Day 3", begins: "The third day"},
		{name: "few kept", at: 14, day: 14, c: Context{Kept: journey.Kept{Days: 5, Of: 14}}, title: "Day 14: two weeks", begins: "5 days are kept so far. "},
		{name: "half", at: 15, day: 15, title: "Day 15: halfway", begins: "The midpoint of"},
		{name: "any", at: 10, day: 10, title: "Day 10", begins: "A day you marked."},
		{name: "last", at: 30, day: 30, last: true, title: "Day 30: the last you set", begins: "The end of these days decides nothing"},
		{name: "last, safe", at: 30, day: 30, last: true, c: Context{Intention: "safe"}, title: "Day 30", begins: "The date you set, and nothing has to change"},
		{name: "last, order, discreet", at: 30, day: 30, last: true, c: Context{Order: true, Discreet: true}, title: "Day 30", begins: "The date you set, and nothing"},
		{name: "last, order, open", at: 30, day: 30, last: true, c: Context{Order: true}, title: "Day 30", begins: "The date you set. The wording of an order"},
		{name: "own, discreet", at: 10, day: 10, say: "Call Sam!", c: Context{Discreet: true}, title: "A note from you", endsExactly: "Open it with: daybreak today"},
		{name: "own, open", at: 10, day: 10, say: "Call Sam!", title: "A note from you", endsExactly: "Call Sam!"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tt.c.Wait, tt.c.Today = wait, start+journey.Date(tt.at)
			got := Milestone(tt.c, tt.day, tt.say, tt.last)
			if got.Title != tt.title || !strings.HasPrefix(got.Body, tt.begins) || tt.endsExactly != "" && got.Body != tt.endsExactly {
				t.Errorf("got %q: %q", got.Title, got.Body)
			}
			if tt.say == "" && strings.Count(got.Body, "?") != 1 {
				t.Errorf("asks %d questions: %q", strings.Count(got.Body, "?"), got.Body)
			}
		})
	}
}

// Half of a long wait is told as such, although its day may have words of its own.
func TestHalfOfALongWait(t *testing.T) {
	for _, c := range []struct {
		days, day int // of the wait, 0 for an open one; of the milestone
		half      bool
	}{{14, 7, false}, {42, 21, true}, {60, 30, true}, {90, 45, true}, {90, 30, false}, {0, 30, false}} {
		wait := journey.Wait{Start: 20000, Days: c.days}
		text := Milestone(Context{Today: wait.Start + journey.Date(c.day), Wait: wait}, c.day, "", false)
		if strings.Contains(text.Title, "halfway") != c.half {
			t.Errorf("day %d of %d: %q", c.day, c.days, text.Title)
		}
	}
}
