package report

import (
	"strings"
	"testing"
	"time"

	"daybreak/internal/config"
	"daybreak/scheduler"
)

// find returns the message of today that is the occurrence.
func (d Today) find(id, civil string) (Told, bool) {
	for _, m := range d.Messages {
		if m.ID == id && m.Civil.String() == civil {
			return m, true
		}
	}
	return Told{}, false
}

// What of the record and the calendar belongs to today, and how it is told.
func TestMessagesOfToday(t *testing.T) {
	today := recorded(t).Messages()
	for _, c := range []struct{ name, id, civil, outcome, said string }{
		{"in a digest", "habit/morning-walk", "2026-11-23T07:30", "folded", "shown at 07:30, with others in digest/2026-11-23T07:30"},
		{"no longer in the config", "habit/gone-from-config", "2026-11-23T07:30", "folded", "shown at 07:30, with others in digest/2026-11-23T07:30"},
		{"of an earlier day, shown today", "milestone/20", "2026-11-21T08:30", "delivered", "shown on Mon 23 Nov at 09:00, 2 days late"},
		{"of an earlier day, perhaps shown", "checkin/evening", "2026-11-22T21:00", "uncertain", "perhaps shown: Daybreak ended while it was being sent"},
		{"of an earlier day, folded today", "milestone/14", "2026-11-22T08:30", "folded", "not shown: a later one stands for it, milestone/20@2026-11-21T08:30"},
		{"held since an earlier day", "goal/gone", "2026-11-20T08:30", "held", "waits: the screen was locked"},
		{"held", "milestone/22", "2026-11-23T08:30", "held", "waits: no notification server was there"},
		{"in a range that was missed", "habit/stretch-for-ten-whole-minutes-before-anything-else-happens", "2026-11-23T07:30", "dropped", "left out: too late to be of use"},
		{"nobody looked", "habit/朝の散歩と夜の読書", "2026-11-23T07:30", "held", "not shown: Daybreak has not run since"},
		{"to come", "habit/morning-walk", "2026-11-23T18:00", "waiting", "to come"},
		{"in quiet hours", "habit/tea-at-eleven", "2026-11-23T23:00", "waiting", "will not come: quiet hours"},
		{"from a later version", "habit/\x1b[31mred\u202eevil\u009b2J", "2026-11-23T08:30", "odd", "left out: strange"},
	} {
		m, ok := today.find(c.id, c.civil)
		if !ok || string(m.Outcome) != c.outcome || m.said != c.said {
			t.Errorf("%s: %v, %s, %q; want %s, %q", c.name, ok, m.Outcome, m.said, c.outcome, c.said)
		}
	}
	for _, c := range []struct{ name, id, civil string }{
		{"settled, of an earlier day", "milestone/7", "2026-11-21T08:30"},
		{"a welcome that no daemon brought", WelcomeID, "2026-11-23T12:00"},
		{"tomorrow's", "habit/morning-walk", "2026-11-24T07:30"},
	} {
		if _, ok := today.find(c.id, c.civil); ok {
			t.Errorf("%s is among today's", c.name)
		}
	}
}

// The welcome and a notice are told once they came, the notice also when the
// config has been mended since.
func TestTodayHasWelcomeAndNotice(t *testing.T) {
	f := parse(t, "breakup_date: 2026-11-01\n")
	for _, id := range []string{WelcomeID, FaultID} {
		f.sent(id, scheduler.Delivered, scheduler.OnTime, f.Now.Add(-time.Hour),
			scheduler.Occurrence{ID: id, Civil: civil(t, "2026-11-23T11:00")})
	}
	for _, id := range []string{WelcomeID, FaultID} {
		if m, ok := f.Messages().find(id, "2026-11-23T11:00"); !ok || m.Body == "" || m.said != "shown at 11:00, on time" {
			t.Errorf("%s: %v, %+v", id, ok, m)
		}
	}
}

// What is to come is foretold by the planner itself: when quiet hours end, in
// which company, or that it will not come.
func TestTodayForetells(t *testing.T) {
	f := parse(t, `breakup_date: 2026-11-01
day_starts: "00:00"
habits:
  - {name: One, at: "06:30"}
  - {name: Two, at: "06:30"}
  - {name: Three, at: "06:45"}
  - {name: Early, at: ["04:00"]}
prompts: {morning: "06:00", evening: off}
milestones: []
`)
	f.Now = at(t, "2026-11-23T02:00:00+01:00")
	for id, want := range map[string]string{
		"habit/one@2026-11-23T06:30":      "to come at 07:00, with others in one message",
		"habit/three@2026-11-23T06:45":    "to come at 07:00, with others in one message",
		"habit/early@2026-11-23T04:00":    "will not come: quiet hours",
		"prompt/morning@2026-11-23T06:00": "to come at 07:00, with others in one message",
	} {
		id, c, _ := strings.Cut(id, "@")
		if m, ok := f.Messages().find(id, c); !ok || m.said != want {
			t.Errorf("%s: %v, %q, want %q", id, ok, m.said, want)
		}
	}
	f.Config.Habits = f.Config.Habits[:1]
	f.Config.Prompts.Morning = config.DayTimes{Off: true}
	if m, _ := f.Messages().find("habit/one", "2026-11-23T06:30"); m.said != "to come at 07:00" {
		t.Errorf("alone: %q", m.said)
	}
}

// A time before a habit was added is not owed, and is not "not shown".
func TestTodayBeforeItWasKnown(t *testing.T) {
	f := parse(t, "breakup_date: 2026-11-01\nhabits:\n  - {name: Walk, at: \"07:30\"}\n")
	r := find(t, f, "habit/walk")
	f.State.Apply(scheduler.Record{Schedule: &scheduler.ScheduleSeen{ID: r.ID, Spec: r.Schedule.Spec(), At: f.Now.Add(-time.Hour)}})
	if m, _ := f.Messages().find("habit/walk", "2026-11-23T07:30"); m.said != "not needed: it was due before Daybreak knew of it" {
		t.Errorf("%q", m.said)
	}
}

func TestSentences(t *testing.T) {
	when, late := at(t, "2026-11-23T09:00:00+01:00"), func(s float64) *float64 { return &s }
	for _, c := range []struct {
		want string
		b    Became
	}{
		{"shown at 09:00, on time", Became{Outcome: scheduler.Delivered, Reason: scheduler.OnTime, At: &when}},
		{"shown at 09:00, 5 min late", Became{Outcome: scheduler.Delivered, Reason: scheduler.TooLate, At: &when, LateS: late(359)}},
		{"shown at 09:00, a moment late", Became{Outcome: scheduler.Delivered, Reason: scheduler.TooLate, At: &when, LateS: late(-1)}},
		{"shown at 09:00, 2 h late", Became{Outcome: scheduler.Delivered, Reason: scheduler.TooLate, At: &when, LateS: late(7200)}},
		{"shown at 09:00, 47 h 59 min late", Became{Outcome: scheduler.Delivered, Reason: scheduler.TooLate, At: &when, LateS: late(48*3600 - 1)}},
		{"shown at 09:00, 2 days late", Became{Outcome: scheduler.Delivered, Reason: scheduler.TooLate, At: &when, LateS: late(48 * 3600)}},
		{"shown, too late to be of use", Became{Outcome: scheduler.Delivered, Reason: scheduler.TooLate}},
		{"shown, with others in digest/x", Became{Outcome: scheduler.Folded, Reason: scheduler.InDigest, Into: "digest/x"}},
		{"waits: quiet hours", Became{Outcome: scheduler.Held, Reason: scheduler.Quiet}},
		{"left out: of-tomorrow", Became{Outcome: scheduler.Dropped, Reason: "of-tomorrow"}},
	} {
		c.b.Civil = scheduler.CivilOf(when)
		if got := c.b.Sentence(); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
	for reason := range reasons {
		if strings.TrimSpace(reasons[reason]) == "" {
			t.Errorf("no words for %q", reason)
		}
	}
}

// BenchmarkMessages has a habit of every minute, the most that a config can
// ask for.
func BenchmarkMessages(b *testing.B) {
	s, err := scheduler.ParseCron("* * * * *")
	if err != nil {
		b.Fatal(err)
	}
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		b.Fatal(err)
	}
	f := Facts{Config: config.Default(20758), State: scheduler.NewState(), Zone: zone,
		Now: time.Date(2026, 11, 23, 5, 0, 0, 0, zone)}
	f.Config.Habits = []config.Habit{{ID: "h", Name: "h", Schedule: s, Late: 2 * time.Hour}}
	for b.Loop() {
		f.Messages()
	}
}
