package scheduler

import (
	"slices"
	"testing"
	"time"
)

// foretold returns "time id" of what is simulated before until.
func foretold(in Input, until time.Time) []string {
	var all []string
	for s := range Simulate(in) {
		if !s.At.Before(until) {
			break
		}
		all = append(all, s.At.Format("02T15:04 ")+s.ID)
	}
	return all
}

func TestSimulate(t *testing.T) {
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	at := func(expr string) Schedule {
		s, err := ParseCron(expr)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	early := Reminder{ID: "habit/early", Kind: Habit, Schedule: at("30 6 * * *")}
	late := Reminder{ID: "habit/late", Kind: Habit, Schedule: at("0 23 * * *")}
	noon := Reminder{ID: "habit/noon", Kind: Habit, Schedule: at("30 12 * * *")}
	day := Reminder{ID: "milestone/7", Kind: Milestone, Schedule: OnDay(NewCivil(CivilOf(now).Day()+1, 8*60))}
	night := QuietHours{From: 22 * 60, To: 7 * 60}
	for _, c := range []struct {
		name      string
		reminders []Reminder
		quiet     QuietHours
		pause     Pause
		want      []string
	}{
		{"as they come", []Reminder{noon, day}, QuietHours{}, Pause{},
			[]string{"23T12:30 habit/noon", "24T08:00 milestone/7", "24T12:30 habit/noon"}},
		{"quiet hours shift what is still worth it", []Reminder{early, late}, night, Pause{},
			[]string{"24T07:00 habit/early", "25T07:00 habit/early"}},
		{"three at once are a digest", []Reminder{noon, {ID: "habit/b", Kind: Habit, Schedule: noon.Schedule},
			{ID: "habit/c", Kind: Habit, Schedule: noon.Schedule}}, QuietHours{}, Pause{},
			[]string{"23T12:30 digest/2026-11-23T12:30", "24T12:30 digest/2026-11-24T12:30"}},
		{"a pause drops habits and holds milestones", []Reminder{noon, day}, QuietHours{},
			Pause{now, now.Add(22 * time.Hour)}, []string{"24T10:00 milestone/7", "24T12:30 habit/noon"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			state := NewState()
			state.Apply(Record{Pause: &c.pause})
			in := Input{Now: now, Zone: time.UTC, Reminders: c.reminders, State: state, Quiet: c.quiet}
			if got := foretold(in, now.Add(45*time.Hour)); !slices.Equal(got, c.want) {
				t.Errorf("foretold\n%q, want\n%q", got, c.want)
			}
			if len(state.seen.own)+len(state.of.own)+len(state.marks.own) > 0 {
				t.Error("the simulation changed the state")
			}
		})
	}
}

// A simulation ends when nothing is to come.
func TestSimulateEnds(t *testing.T) {
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	in := Input{Now: now, Zone: time.UTC, State: NewState(),
		Reminders: []Reminder{{ID: "welcome", Kind: Welcome, Schedule: Once(CivilOf(now))}}}
	if got := foretold(in, now.AddDate(10, 0, 0)); !slices.Equal(got, []string{"23T12:00 welcome"}) {
		t.Errorf("foretold %q", got)
	}
}
