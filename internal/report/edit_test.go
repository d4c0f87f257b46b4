package report

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"daybreak/internal/config"
	"daybreak/scheduler"
)

// edited is a daemon in memory whose config is edited while it runs.
type edited struct {
	t     *testing.T
	f     Facts
	memo  scheduler.Planner
	shown []string // "habit/walk 23 07:30": the message, and the civil time at which it was shown
	sends int
}

// edit saves another config.
func (e *edited) edit(text string) {
	e.t.Helper()
	c, _, err := config.Parse([]byte("quiet_hours: off\n"+text), config.Options{Now: e.f.Now, Name: "config.yaml"})
	if err != nil {
		e.t.Fatal(err)
	}
	e.f.Config = c
	e.step()
}

// to lets time pass, from wake to wake, up to a time of November.
func (e *edited) to(at string) {
	e.t.Helper()
	end := november(e.t, at)
	for {
		wake := e.step()
		if wake.IsZero() || wake.After(end) {
			e.f.Now = end
			e.step()
			return
		}
		e.f.Now = wake
	}
}

// step decides until nothing is left to do now, delivers, and returns the wake.
func (e *edited) step() time.Time {
	e.t.Helper()
	reminders := e.f.Reminders()
	for range 8 {
		in := e.f.Input()
		in.Reminders, in.Run, in.Owner = reminders, "dev.1", ":1.1"
		d := e.memo.Decide(in)
		for _, r := range d.Records {
			e.f.State.Apply(r)
		}
		for _, s := range d.Sends {
			e.sends++
			s.Send = fmt.Sprint(e.sends)
			e.f.State.Apply(scheduler.Record{Claim: &s.Claim})
			e.f.State.Apply(scheduler.Record{Outcome: &scheduler.Outcome{Send: s.Send, Result: scheduler.Delivered, At: e.f.Now}})
			if s.ID != WelcomeID {
				e.shown = append(e.shown, s.ID+e.f.Now.In(e.f.Zone).Format(" 2 15:04"))
			}
		}
		if len(d.Records)+len(d.Sends) == 0 {
			return d.Wake
		}
	}
	e.t.Fatalf("at %s it does not come to rest", e.f.Now)
	return time.Time{}
}

// became returns what is known of an occurrence of November.
func (e *edited) became(id, at string) string {
	e.t.Helper()
	st, _ := e.f.State.Of(scheduler.Occurrence{ID: id, Civil: scheduler.CivilOf(november(e.t, at))})
	return strings.TrimSpace(string(st.Result) + " " + string(st.Reason))
}

func november(t *testing.T, at string) time.Time {
	t.Helper()
	when, err := time.Parse("2006-01-2 15:04", "2026-11-"+at)
	if err != nil {
		t.Fatal(err)
	}
	return when
}

// A change of the config means what it says.
func TestEdits(t *testing.T) {
	const none = "prompts: {morning: off, evening: off}\nmilestones: []\n"
	base := "breakup_date: 2026-11-01\nwait: {days: 200}\n" + none
	walk := func(at string) string { return base + "habits: [{name: Walk, at: " + at + "}]\n" }
	days := func(breakup string) string {
		return "breakup_date: " + breakup + "\nwait: {days: 200}\nprompts: {morning: off, evening: off}\nmilestones: [21, 22]\n"
	}
	for name, c := range map[string]struct {
		before string // from 20 November, 12:00, up to the edit
		at     string // the edit
		after  string
		want   []string // up to 23 November, 18:00
		became string   // "id|time|what is known of it"
	}{
		"a new habit starts from now": {
			base, "22 12:00", walk(`["11:30", "12:00", "18:00"]`),
			[]string{"habit/walk 22 12:00", "habit/walk 22 18:00", "habit/walk 23 11:30", "habit/walk 23 12:00", "habit/walk 23 18:00"}, "habit/walk|22 11:30|",
		},
		"a habit whose time moved does not come for the time it left": {
			walk(`"18:00"`), "22 12:00", walk(`"19:00"`),
			[]string{"habit/walk 20 18:00", "habit/walk 21 18:00", "habit/walk 22 19:00"}, "habit/walk|22 18:00|",
		},
		"nor for a new one that has gone by": {
			walk(`"18:00"`), "22 12:00", walk(`"11:59"`),
			[]string{"habit/walk 20 18:00", "habit/walk 21 18:00", "habit/walk 23 11:59"}, "habit/walk|22 11:59|",
		},
		"a habit that has come does not come again for another time beside it": {
			walk(`"18:00"`), "22 18:00", walk(`["18:00", "19:00"]`),
			[]string{"habit/walk 20 18:00", "habit/walk 21 18:00", "habit/walk 22 18:00", "habit/walk 22 19:00", "habit/walk 23 18:00"},
			"habit/walk|22 18:00|delivered",
		},
		"a renamed habit keeps its history through its id": {
			walk(`"18:00"`), "22 18:00", base + `habits: [{id: walk, name: Stroll, at: "18:00"}]`,
			[]string{"habit/walk 20 18:00", "habit/walk 21 18:00", "habit/walk 22 18:00", "habit/walk 23 18:00"},
			"habit/walk|21 18:00|delivered",
		},
		"a removed one stops, its history stays": {
			walk(`"18:00"`), "22 12:00", base,
			[]string{"habit/walk 20 18:00", "habit/walk 21 18:00"}, "habit/walk|21 18:00|delivered",
		},
		"milestones that have come do not come again": {
			days("2026-11-01"), "22 12:00", days("2026-11-01") + "intention: heal\n",
			[]string{"milestone/21 22 08:30", "milestone/22 23 08:30"}, "milestone/21|22 08:30|delivered",
		},
		"unless their day changed": {
			days("2026-11-01"), "22 12:00", days("2026-11-02"),
			[]string{"milestone/21 22 08:30", "milestone/21 23 08:30"}, "milestone/21|22 08:30|delivered",
		},
		"a breakup that moved back brings none that have gone by": {
			days("2026-11-01"), "22 12:00", days("2026-10-25"),
			[]string{"milestone/21 22 08:30"}, "milestone/22|16 08:30|settled before-start",
		},
		"a wait of another length moves no milestone": {
			days("2026-11-01"), "22 12:00", strings.Replace(days("2026-11-01"), "200", "100", 1),
			[]string{"milestone/21 22 08:30", "milestone/22 23 08:30"}, "milestone/22|23 08:30|delivered",
		},
		"a prompt whose time moved comes once a day": {
			"breakup_date: 2026-11-01\nmilestones: []\nprompts: {morning: off, evening: '18:00'}\n", "22 18:30",
			"breakup_date: 2026-11-01\nmilestones: []\nprompts: {morning: off, evening: '19:00'}\n",
			[]string{"checkin/evening 20 18:00", "checkin/evening 21 18:00", "checkin/evening 22 18:00"},
			"checkin/evening|22 19:00|settled same-day",
		},
	} {
		t.Run(name, func(t *testing.T) {
			e := &edited{t: t, f: facts(t, "UTC", "2026-11-20T12:00:00Z")}
			e.edit(c.before)
			e.to(c.at)
			e.edit(c.after)
			e.to("23 18:00")
			if !slices.Equal(e.shown, c.want) {
				t.Errorf("shown\n%q, want\n%q", e.shown, c.want)
			}
			of := strings.Split(c.became, "|")
			if got := e.became(of[0], of[1]); strings.TrimSuffix(got, " ") != of[2] {
				t.Errorf("%s at %s became %q, want %q", of[0], of[1], got, of[2])
			}
		})
	}
}

// There and back in a minute is no change.
func TestEditTakenBack(t *testing.T) {
	walk := func(at string) string {
		return "breakup_date: 2026-11-01\nprompts: {morning: off, evening: off}\nmilestones: []\nhabits: [{name: Walk, at: '" + at + "'}]\n"
	}
	e := &edited{t: t, f: facts(t, "UTC", "2026-11-20T12:00:00Z")}
	e.edit(walk("18:00"))
	e.to("20 17:59")
	e.edit(walk("18:30"))
	e.edit(walk("18:00"))
	e.to("20 19:00")
	if want := []string{"habit/walk 20 18:00"}; !slices.Equal(e.shown, want) {
		t.Errorf("shown %q, want %q", e.shown, want)
	}
}

// A mistake that was mended is told anew when it is made again.
func TestFaultIsToldAgainAfterItWasMended(t *testing.T) {
	f := facts(t, "UTC", "2026-11-23T12:00:00Z")
	f.fail(config.Fault{Line: 2, Msg: "is wrong"})
	see := func(spec string) {
		f.State.Apply(scheduler.Record{Schedule: &scheduler.ScheduleSeen{ID: FaultID, Spec: spec, At: f.Now}})
	}
	first := find(t, f, FaultID).Schedule.Spec()
	see(first)
	see(Mended)
	f.Now = f.Now.Add(time.Hour)
	again := find(t, f, FaultID).Schedule
	if c, _ := again.Next(0); c.String() != "2026-11-23T13:00" {
		t.Errorf("made again an hour later, it is due at %s", c)
	}
}
