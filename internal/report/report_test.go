package report

import (
	"strings"
	"testing"
	"time"

	"daybreak/internal/config"
	"daybreak/internal/journey"
	"daybreak/scheduler"
)

func facts(t *testing.T, zone, now string) Facts {
	t.Helper()
	loc, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	at, err := time.Parse(time.RFC3339, now)
	if err != nil {
		t.Fatal(err)
	}
	return Facts{
		Config: config.Default(journey.NewDate(2026, 11, 1)), State: scheduler.NewState(), Zone: loc, Now: at,
	}
}

func find(t *testing.T, f Facts, id string) scheduler.Reminder {
	t.Helper()
	for _, r := range f.Reminders() {
		if r.ID == id {
			return r
		}
	}
	t.Fatalf("no reminder %s", id)
	return scheduler.Reminder{}
}

// The welcome is one occurrence for good: not another after a restart, nor in
// another zone.
func TestWelcomeKeepsItsIdentity(t *testing.T) {
	f := facts(t, "Europe/Berlin", "2026-11-23T12:00:30+01:00")
	first := find(t, f, WelcomeID)
	f.State.Apply(scheduler.Record{Schedule: &scheduler.ScheduleSeen{ID: WelcomeID, Spec: first.Schedule.Spec(), At: f.Now}})

	later := facts(t, "Asia/Tokyo", "2026-11-24T09:00:00+09:00")
	later.State = f.State
	again := find(t, later, WelcomeID)
	if again.Schedule.Spec() != first.Schedule.Spec() {
		t.Errorf("the welcome became another: %q, then %q", first.Schedule.Spec(), again.Schedule.Spec())
	}
	if c, ok := again.Schedule.Next(0); !ok || c.String() != "2026-11-23T12:00" {
		t.Errorf("due at %v, %v", c, ok)
	}
}

// fail makes the config one that does not load.
func (f *Facts) fail(faults ...config.Fault) {
	f.Fault, f.FaultAt = config.Faults(faults).Error(), faults[0]
}

// The line of a mistake is Daybreak's own word; the mistake may be the user's.
func TestFaultIsDiscreet(t *testing.T) {
	f := facts(t, "UTC", "2026-11-23T12:00:00Z")
	f.fail(config.Fault{Line: 12, Path: "habits[0].at", Msg: `"zanzibar" is not a time of day`})
	of := []scheduler.Occurrence{{ID: FaultID}}
	const stays = "What was set before stays in force. To see what to change: daybreak config check"
	if m := f.Message(scheduler.Notice, of, true); m.Title != "Config not loaded, line 12" || m.Body != stays {
		t.Errorf("discreet: %q / %q", m.Title, m.Body)
	}
	if m := f.Message(scheduler.Notice, of, false); m.Body != `habits[0].at: "zanzibar" is not a time of day. `+stays {
		t.Errorf("open: %q", m.Body)
	}
	f.fail(config.Fault{File: "/conf/prompts.d/a.yaml", Line: 12, Path: "[0].title", Msg: "is missing"})
	if m := f.Message(scheduler.Notice, of, true); m.Title != "Config not loaded" {
		t.Errorf("of a prompt: %q", m.Title)
	}
	f.Fault, f.FaultAt = "read config: it is gone", config.Fault{}
	if m := f.Message(scheduler.Notice, of, false); m.Title != "Config not loaded" || m.Body != stays {
		t.Errorf("gone: %q / %q", m.Title, m.Body)
	}
}

// A fault is told once; another fault is another message.
func TestFaultIsToldOnceAFault(t *testing.T) {
	f := facts(t, "UTC", "2026-11-23T12:00:00Z")
	f.fail(config.Fault{Line: 2, Col: 8, Path: "wait.dais", Msg: "is not a key"})
	spec := find(t, f, FaultID).Schedule.Spec()
	f.State.Apply(scheduler.Record{Schedule: &scheduler.ScheduleSeen{ID: FaultID, Spec: spec, At: f.Now}})
	f.Now = f.Now.Add(time.Hour)
	if again := find(t, f, FaultID).Schedule.Spec(); again != spec {
		t.Errorf("the same fault: %q, then %q", spec, again)
	}
	f.fail(config.Fault{Line: 5, Col: 8, Path: "wait.dais", Msg: "is not a key"}, config.Fault{Line: 9, Msg: "another"})
	if again := find(t, f, FaultID).Schedule.Spec(); again != spec {
		t.Errorf("the same mistake further down: %q, then %q", spec, again)
	}
	f.fail(config.Fault{Line: 3, Col: 1, Msg: "something else"})
	if other := find(t, f, FaultID).Schedule.Spec(); other == spec {
		t.Error("another fault is not told")
	}
}

// The user's own words stay off the screen while discreet, and are all there
// when asked for.
func TestOwnWordsAreHiddenWhileDiscreet(t *testing.T) {
	f := facts(t, "UTC", "2026-11-23T12:00:00Z")
	const secret = "zanzibar"
	f.Config.Milestones = []config.Milestone{{Day: 10, Say: secret}}
	f.Config.HardDates = []config.HardDate{{Month: time.December, Day: 24, Name: secret, Plan: secret}}
	f.Config.Goals = []config.Goal{{ID: "g", Name: secret, By: journey.NewDate(2026, 12, 1)}}
	f.Config.Prompts.Own, f.Config.Prompts.MaxPerDay = []string{secret}, 0
	told := 0
	for _, r := range f.Reminders() {
		c, ok := r.Schedule.Next(0)
		if !ok {
			t.Fatalf("%s never comes", r.ID)
		}
		of := []scheduler.Occurrence{{ID: r.ID, Civil: c}}
		if m := f.Message(r.Kind, of, true); strings.Contains(m.Title+m.Body, secret) || m.Title == "" {
			t.Errorf("%s shows %q / %q", r.ID, m.Title, m.Body)
		}
		if m := f.Message(r.Kind, of, false); strings.Contains(m.Title+m.Body, secret) {
			told++
		}
	}
	if told < 4 {
		t.Errorf("%d of the reminders tell the user's words when asked, want 4 or more", told)
	}
}

// A habit's states through its day, with the logical day's bounds.
func TestHabitStates(t *testing.T) {
	s, err := scheduler.Weekly([]time.Weekday{time.Monday}, []int{7*60 + 30, 18 * 60})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ now, at, state string }{
		{"2026-11-23T05:00:00Z", "07:30", Waiting},
		{"2026-11-23T08:00:00Z", "07:30", Due},
		{"2026-11-23T12:00:00Z", "18:00", Waiting},
		{"2026-11-23T18:30:00Z", "18:00", Due},
		{"2026-11-24T03:00:00Z", "18:00", Missed},
		{"2026-11-24T05:00:00Z", "", Off},
	} {
		f := facts(t, "UTC", c.now)
		f.Config.Habits = []config.Habit{{ID: "walk", Name: "Walk", Schedule: s, Late: 2 * time.Hour}}
		h := f.Status().Habits[0]
		at := ""
		if h.At != nil {
			at = *h.At
		}
		if at != c.at || h.State != c.state {
			t.Errorf("at %s: %q %s, want %q %s", c.now, at, h.State, c.at, c.state)
		}
	}
}
