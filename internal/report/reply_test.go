package report

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"daybreak/internal/journey"
	"daybreak/internal/prompts"
	"daybreak/internal/support"
	"daybreak/scheduler"
)

// What takes the place of a message once a button was pressed.
func TestReply(t *testing.T) {
	for _, c := range []struct {
		name, press    string
		undo, open     bool
		title, body    string
		buttons, stays string
	}{
		{"done", "done habit/walk@2026-11-23T07:30", true, false, "Walk", "Noted: done.", "Undo", ""},
		{"done, not to be taken back", "done habit/walk@2026-11-23T07:30", false, false, "Walk", "Noted: done.", "", ""},
		{"done, for a goal", "done habit/read@2026-11-23T07:30", false, false, "Read", "Noted: done.", "", ""},
		{"done, for a goal, open", "done habit/read@2026-11-23T07:30", false, true, "Read",
			"Noted: done. zanzibar: 1 of 3 books so far.", "", ""},
		{"skip", "skip habit/walk@2026-11-23T07:30", true, false, "Walk", "Left out this time. That is fine.", "Undo", ""},
		{"snooze", "snooze habit/walk@2026-11-23T07:30", false, false, "Walk", "Comes again at 12:30.", "", ""},
		{"undo", "undo habit/walk@2026-11-23T07:30", false, false, "Walk", "Taken back.",
			"*Done Snooze Skip, or daybreak habit done walk", ""},
		{"good", "good checkin/evening@2026-11-23T21:00", true, false, "Good", prompts.CheckedIn(prompts.Context{}, 2), "Undo", ""},
		{"so-so", "so-so checkin/evening@2026-11-23T21:00", true, false, "So-so", prompts.CheckedIn(prompts.Context{}, 3), "Undo", ""},
		{"hard", "hard checkin/evening@2026-11-23T21:00", true, false, "Hard", prompts.CheckedIn(prompts.Context{}, 4), "Support Undo", "stays"},
		{"good, yesterday", "good checkin/evening@2026-11-22T21:00", true, false, "Good (Sun 22 Nov)", prompts.CheckedIn(prompts.Context{}, 2), "Undo", ""},
		{"good, on a milestone", "good milestone/20@2026-11-21T08:30", true, false, "Good", prompts.CheckedIn(prompts.Context{}, 2), "Undo", ""},
		{"open a check-in", "checkin checkin/evening@2026-11-23T21:00", false, false, "How was today?", "In one word, here.",
			"Good So-so Hard", "stays"},
		{"open a milestone", "checkin milestone/20@2026-11-21T08:30", false, false, "How are you today?", "In one word, here.",
			"Good So-so Hard", "stays"},
		{"support", "support checkin/evening@2026-11-23T21:00", false, false, "Help, at any hour", "In danger:", "", "stays"},
		{"show a plan", "show plan/2026-11-24@2026-11-23T21:00", false, false, "Tomorrow: zanzibar", "zanzibar", "", "stays"},
		{"show a prompt", "show prompt/morning@2026-11-23T08:30", false, false, "A note from you", "zanzibar", "", "stays"},
		{"show a milestone", "show milestone/22@2026-11-23T08:30", false, false, "A note from you", "zanzibar",
			"*Check in Later, or daybreak checkin --milestone", "stays"},
		{"show a goal", "show goal/g@2026-11-23T08:30", false, false, "zanzibar", "1 of 3 books so far.", "", "stays"},
	} {
		for _, order := range []bool{false, true} { // under an order a show button opens, too
			t.Run(c.name, func(t *testing.T) {
				f := parse(t, answerable)
				f.Config.Wait.Order, f.Config.Notify.Discreet = order, !c.open
				f.Story = journey.NewStory(map[string]float64{"g": 1})
				walk := occ(t, "habit/walk@2026-11-23T07:30")
				f.State.Apply(scheduler.Record{OneOff: &scheduler.OneOff{ID: "snooze/a", Civil: walk.Civil,
					At: f.Now.Add(30 * time.Minute), Asked: f.Now, Of: &walk}})
				p, ok := ParsePress(c.press)
				if !ok {
					t.Fatal(c.press)
				}
				r := f.Reply(p, "", c.undo)
				if r.Title != c.title || !strings.HasPrefix(r.Body, c.body) || described(r.Offer) != c.buttons || r.Brief == (c.stays != "") {
					t.Errorf("order %v: %q / %q, %q, brief %v", order, r.Title, r.Body, described(r.Offer), r.Brief)
				}
				if p.Verb != PressShow && !c.open && strings.Contains(r.Title+r.Body, "zanzibar") {
					t.Errorf("shows the user's own words: %q / %q", r.Title, r.Body)
				}
			})
		}
	}
}

// What fits a notification is a number of the whole country, short and without
// the name of a trouble.
func TestHelp(t *testing.T) {
	f := facts(t, "UTC", "2026-11-23T12:00:00Z")
	for _, c := range support.Countries() {
		for _, safe := range []bool{false, true} {
			text := f.Help(NewSupport(c.Code, Config, safe))
			if n := utf8.RuneCountInString(text.Body); n > prompts.MaxBody || !strings.HasSuffix(text.Body, "daybreak support") {
				t.Errorf("%s: %d runes: %q", c.Code, n, text.Body)
			}
			for _, l := range c.Lines {
				if strings.Contains(text.Body, l.Name) {
					t.Errorf("%s names %q: %q", c.Code, l.Name, text.Body)
				}
			}
		}
	}
	if got, none := f.Help(NewSupport("GB", Config, false)).Body, f.Help(NewSupport("", Locale, false)).Body; !strings.HasPrefix(got, "To talk to somebody: 116 123 (United Kingdom). ") || strings.Contains(none, "(") {
		t.Errorf("%q, and where no country is known %q", got, none)
	}
}
