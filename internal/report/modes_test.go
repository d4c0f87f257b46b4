package report

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"daybreak/internal/config"
	"daybreak/internal/journey"
	"daybreak/internal/prompts"
	"daybreak/scheduler"
)

// secret is a word of the user's own that must not show on a screen.
const secret = "zanzibar"

// everything asks for a message of every kind, with own words where there can
// be any.
const everything = `breakup_date: 2026-11-01
wait: {days: %s, order: %v}
intention: %s
habits:
  - {name: Walk, at: "07:30", say: [Ten minutes outside count.]}
  - {name: Water, at: "08:30"}
  - {name: Read, at: "08:30"}
goals:
  - {id: g, name: zanzibar g, by: 2026-11-20, target: 3, unit: zanzibars}
prompts: {own: [zanzibar o]}
milestones: [1, 3, 7, 14, 21, 30, 45, 60, 90, {day: 10, say: zanzibar m}, {day: 24, say: zanzibar n}, 53]
hard_dates:
  - {date: 2026-11-08, name: zanzibar a, plan: zanzibar p}
  - {date: 2026-11-11, name: zanzibar b}
  - {date: 12-24, name: zanzibar c, plan: zanzibar q}
`

// modes calls do with the facts of every mode, at noon of the first day.
func modes(t *testing.T, do func(t *testing.T, f Facts, days int)) {
	for _, length := range []string{"90", "365", "open"} {
		for _, order := range []bool{false, true} {
			for _, intention := range []config.Intention{config.Reconnect, config.Heal, config.Safe, config.Undecided} {
				t.Run(fmt.Sprintf("%s, %s, order %v", length, intention, order), func(t *testing.T) {
					t.Parallel()
					cfg, _, err := config.Parse(fmt.Appendf(nil, everything, length, order, intention), config.Options{})
					if err != nil {
						t.Fatal(err)
					}
					cfg.Prompts.Added = []config.Prompt{{ID: "mine", Title: "zanzibar t", Body: "zanzibar body"}}
					f := facts(t, "UTC", "2026-11-01T05:00:00Z")
					f.Config = cfg
					days := 400
					if length == "90" {
						days = 130
					}
					do(t, f, days)
				})
			}
		}
	}
}

// everyText calls see with every text that a desktop is shown in so many days,
// and with those that come late or at special times.
func everyText(f Facts, days int, discreet bool, see func(at time.Time, kind scheduler.Kind, t prompts.Text)) {
	f.Config.Notify.Discreet = discreet
	in := f.Input()
	for day := range days {
		f.Now = in.Now.AddDate(0, 0, day)
		for _, r := range f.Reminders() {
			c, ok := r.Schedule.Next(scheduler.CivilOf(f.Now) - 1)
			for ; ok && c < scheduler.CivilOf(f.Now)+scheduler.MinutesPerDay; c, ok = r.Schedule.Next(c) {
				o := []scheduler.Occurrence{{ID: r.ID, Civil: c}}
				at := f
				at.Now = c.In(f.Zone)
				see(at.Now, r.Kind, at.Message(r.Kind, o, discreet))
				if r.Kind == scheduler.Milestone || r.Kind == scheduler.Goal {
					for _, late := range []int{1, 2, 40} {
						at.Now = c.In(f.Zone).AddDate(0, 0, late)
						see(at.Now, r.Kind, at.Message(r.Kind, o, discreet))
					}
				}
			}
		}
	}
	f.Now = in.Now
	f.State.Apply(scheduler.Record{OneOff: &scheduler.OneOff{ID: "urge/1", Kind: scheduler.Notice, At: f.Now, Asked: f.Now, Civil: scheduler.CivilOf(f.Now)}})
	morning := scheduler.NewCivil(int(f.Today()), 510)
	f.Story = journey.NewStory(map[string]float64{"g": 3})
	f.Unwritten, f.Fault, f.FaultAt = "full", "x", config.Fault{Line: 3, Path: "habits[0].say", Msg: `"` + secret + `" is too long`}
	for _, m := range []struct {
		kind scheduler.Kind
		of   []scheduler.Occurrence
	}{
		{scheduler.Notice, []scheduler.Occurrence{{ID: FaultID, Civil: morning}}},
		{scheduler.Notice, []scheduler.Occurrence{{ID: UnwrittenID, Civil: morning}}},
		{scheduler.Notice, []scheduler.Occurrence{{ID: "urge/1", Civil: morning}}},
		{scheduler.Goal, []scheduler.Occurrence{{ID: "goal/g/reached", Civil: morning}}},
		{scheduler.Goal, []scheduler.Occurrence{{ID: "goal/g", Civil: morning}}},
		{scheduler.Welcome, []scheduler.Occurrence{{ID: WelcomeID, Civil: morning}}},
		{scheduler.Digest, []scheduler.Occurrence{{ID: "habit/walk", Civil: morning}, {ID: "prompt/morning", Civil: morning + 2*scheduler.MinutesPerDay}, {ID: "prompt/afternoon", Civil: morning}}},
	} {
		see(f.Now, m.kind, f.Message(m.kind, m.of, discreet))
	}
}

// forbidden finds words, each the beginning of one unless it ends in $.
func forbidden(words ...string) *regexp.Regexp {
	return regexp.MustCompile(`(?i)\b(` + strings.ReplaceAll(strings.Join(words, "|"), "$", `\b`) + ")")
}

var (
	// towards leads to the other person: under an order, to somebody who left
	// harm behind, and in a wait without an end nothing does (content rule 7).
	towards = forbidden("contact", "reconnect", "getting back", "get back together", "back together", "win them", "reach(ing)? out",
		"write to them", "text them", "call them", "counting down", "count down", "countdown", "until you (can|may)", "before you (can|may)")
	// ownPart is what nobody says to who left harm behind.
	ownPart = forbidden("apolog", "sorry$", "forgiv", "your (own )?(fault|part|share)$", "miss$", "missing$", "missed$", "you miss")
	// exposes names what it is about, on a screen that others may see.
	exposes = forbidden("break-?ups?$", "broke up", "ex$", "exes$", "wait$", "waiting$", "no-contact", "your person", "partner", "relationship")
)

// What reaches a desktop in a mode holds none of the words that have no place
// there, and each kind of message came to be looked at.
func TestEveryTextOfEveryMode(t *testing.T) {
	modes(t, func(t *testing.T, f Facts, days int) {
		order, safe, open := f.Config.Wait.Order, f.Config.Intention == config.Safe, f.Wait().Open()
		for _, discreet := range []bool{true, false} {
			seen := map[string]bool{}
			kinds := map[scheduler.Kind]int{}
			everyText(f, days, discreet, func(at time.Time, kind scheduler.Kind, x prompts.Text) {
				kinds[kind]++
				text := x.Title + ". " + x.Body
				if seen[text] {
					return
				}
				seen[text] = true
				for _, rule := range []struct {
					applies bool
					words   *regexp.Regexp
				}{{order || safe || open, towards}, {safe, ownPart}, {discreet, exposes}, {discreet && kind != scheduler.Habit, forbidden(secret)}} {
					if found := rule.words.FindString(text); rule.applies && found != "" {
						t.Errorf("%s, discreet %v: %s %s says %q: %s", at.Format(time.DateOnly), discreet, kind, x.Key, found, text)
					}
				}
				if x.Title == "" || strings.ContainsAny(text, "{}") {
					t.Errorf("%s: %+v", kind, x)
				}
			})
			for _, kind := range []scheduler.Kind{scheduler.Welcome, scheduler.Prompt, scheduler.CheckIn, scheduler.Habit, scheduler.Milestone,
				scheduler.Plan, scheduler.Goal, scheduler.Notice, scheduler.Digest} {
				if kinds[kind] == 0 {
					t.Errorf("no message of the kind %s", kind)
				}
			}
		}
	})
}

// With discreet off each of the user's own words is there as written.
func TestOwnWordsInFull(t *testing.T) {
	modes(t, func(t *testing.T, f Facts, days int) {
		var all strings.Builder
		everyText(f, days, false, func(_ time.Time, _ scheduler.Kind, x prompts.Text) { all.WriteString(x.Title + "\n" + x.Body + "\n") })
		for _, own := range []string{"g", "o", "m", "n", "a", "p", "b", "c", "q", "t", "body"} {
			if !strings.Contains(all.String(), secret+" "+own+"\n") && !strings.Contains(all.String(), secret+" "+own+" · ") {
				t.Errorf("%s %s is told nowhere", secret, own)
			}
		}
	})
}

// What commands print in these modes keeps to the same words.
func TestEveryPageOfEveryMode(t *testing.T) {
	modes(t, func(t *testing.T, f Facts, days int) {
		order, safe, open := f.Config.Wait.Order, f.Config.Intention == config.Safe, f.Wait().Open()
		if !order && !safe && !open {
			return
		}
		f.Config.Goals, f.Config.Milestones = nil, nil
		first := f.Now
		for _, day := range []int{0, 1, 7, 30, 89, 90, 91, 200, 365, 370} {
			f.Now = first.AddDate(0, 0, min(day, days))
			text := f.Status().Text(Style{}, f.Zone) + f.Messages().Text(Style{}) + f.Coming(5).Text(Style{}) + f.Why("", 3).Text(Style{})
			if found := towards.FindString(text); found != "" {
				t.Errorf("day %d says %q:\n%s", day, found, text)
			}
			if found := ownPart.FindString(text); safe && found != "" {
				t.Errorf("day %d says %q:\n%s", day, found, text)
			}
		}
	})
}

// In every wait each day has its morning, the second prompts thin out, and
// nothing is told twice in a row, as the planner would send it.
func TestSimulatedWait(t *testing.T) {
	modes(t, func(t *testing.T, f Facts, days int) {
		f.Config.Habits = nil
		first := journey.DateOf(f.Now)
		var last string
		perDay := map[journey.Date][]string{}
		for _, n := range f.Simulate(&first, min(days, 100)).Notifications {
			if n.Kind == scheduler.Prompt {
				perDay[journey.DateOf(n.At)] = append(perDay[journey.DateOf(n.At)], n.ID)
				if text := n.Title + n.Body; text == last && !strings.HasPrefix(n.Title, "A note") {
					t.Errorf("%s: %q again", n.At, n.Title)
				} else {
					last = text
				}
			}
		}
		for day := range journey.Date(min(days, 100)) {
			want := []string{config.MorningID}
			if f.Wait().Afternoon(first + day) {
				want = append(want, config.AfternoonID)
			}
			if got := perDay[first+day]; !slices.Equal(got, want) {
				t.Errorf("day %d: %q, want %q", day, got, want)
			}
		}
	})
}
