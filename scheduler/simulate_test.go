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

// Foresee tells what each occurrence becomes, as the simulation decides it,
// and leaves what comes after until alone.
func TestForesee(t *testing.T) {
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	day := CivilOf(now).Day()
	state := NewState()
	in := Input{Now: now, Zone: time.UTC, State: state, Quiet: QuietHours{From: 22 * 60, To: 7 * 60}, Reminders: []Reminder{
		{ID: "habit/noon", Kind: Habit, Schedule: Once(NewCivil(day, 13*60))},
		{ID: "habit/late", Kind: Habit, Schedule: Once(NewCivil(day, 23*60))},
		{ID: "habit/early", Kind: Habit, Schedule: Once(NewCivil(day+1, 6*60))},
		{ID: "habit/after", Kind: Habit, Schedule: Once(NewCivil(day+1, 9*60))},
	}}
	got := Foresee(in, time.Date(2026, 11, 24, 8, 0, 0, 0, time.UTC))
	for _, c := range []struct {
		o    Occurrence
		want Result
		at   string
	}{
		{Occurrence{"habit/noon", NewCivil(day, 13*60)}, Delivered, "23T13:00"},
		{Occurrence{"habit/late", NewCivil(day, 23*60)}, Dropped, ""},
		{Occurrence{"habit/early", NewCivil(day+1, 6*60)}, Delivered, "24T07:00"},
		{Occurrence{"habit/after", NewCivil(day+1, 9*60)}, "", ""},
	} {
		st, known := got.Of(c.o)
		if st.Result != c.want || known != (c.want != "") || c.at != "" && st.At.Format("02T15:04") != c.at {
			t.Errorf("%s: %v %+v, want %s at %s", c.o, known, st, c.want, c.at)
		}
	}
	if len(state.seen.own)+len(state.of.own)+len(state.marks.own) > 0 {
		t.Error("looking ahead changed the state")
	}
}

func TestRecordedIn(t *testing.T) {
	from := time.Date(2026, 11, 23, 4, 0, 0, 0, time.UTC)
	to := from.Add(24 * time.Hour)
	s := NewState()
	mark := func(id string, at time.Time) {
		s.Apply(Record{Mark: &Mark{Occurrence: Occurrence{ID: id, Civil: 1}, Result: Held, At: at}})
	}
	mark("before", from.Add(-1))
	mark("first", from)
	mark("last", to.Add(-1))
	mark("after", to)
	mark("again", from.Add(-time.Hour))
	mark("again", from.Add(time.Hour))
	s.Apply(Record{Claim: &Claim{Send: "s", ID: "open", Of: []Occurrence{{ID: "open", Civil: 1}}}})
	var ids []string
	for _, o := range s.RecordedIn(from, to) {
		ids = append(ids, o.ID)
	}
	if want := []string{"again", "first", "last", "open"}; !slices.Equal(ids, want) {
		t.Errorf("%q, want %q", ids, want)
	}
}
