package scheduler

import (
	"slices"
	"sort"
	"testing"
	"time"
)

// table is a schedule whose times have been worked out. The planner asks a
// schedule a great many times in five years, and cron answers slowly; a table of
// cron's own answers is the same schedule.
type table struct {
	spec  string
	times []Civil
}

func (s table) Spec() string { return s.spec }

func (s table) Next(c Civil) (Civil, bool) {
	i := sort.Search(len(s.times), func(i int) bool { return s.times[i] > c })
	if i == len(s.times) {
		return 0, false
	}
	return s.times[i], true
}

// sevenHabits returns a habit for each of sevenTimes, with all that cron says
// of the years under test.
func sevenHabits(t *testing.T) []Reminder {
	t.Helper()
	var all []Reminder
	for _, seven := range sevenTimes {
		r := habit(t, seven.expr, seven.expr)
		s := table{spec: seven.expr}
		for c, _ := r.Schedule.Next(newYear(firstYear) - 1); c < newYear(lastYear+1)+7*MinutesPerDay; c, _ = r.Schedule.Next(c) {
			s.times = append(s.times, c)
		}
		r.Schedule = s
		all = append(all, r)
	}
	return all
}

// The planner, from wake to wake through five years: in every zone, every
// occurrence comes once, when the clock first shows its time or jumps over it,
// and there is no wake that brings nothing.
func TestPlannerEveryZone(t *testing.T) {
	habits := sevenHabits(t)
	for _, name := range zonesThatDiffer(t, byClock) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			plannerYears(t, name, habits)
		})
	}
}

func plannerYears(t *testing.T, zone string, habits []Reminder) {
	from, to := newYear(firstYear), newYear(lastYear+1)
	s := newSim(t, zone, from.String(), habits...)
	due := map[Occurrence]bool{}
	for i, r := range habits {
		for _, c := range matching(i, from, to) {
			due[Occurrence{r.ID, c}] = true
		}
	}
	for end := to.In(s.in.Zone); s.in.Now.Before(end); s.in.Now = s.wake {
		came := len(s.shots)
		s.step()
		if !s.wake.After(s.in.Now) {
			t.Fatalf("at %s it sleeps until %s", s.in.Now, s.wake)
		}
		if len(s.shots) == came {
			t.Errorf("at %s it wakes for nothing", s.in.Now)
		}
		for _, sh := range s.shots[came:] {
			for _, o := range sh.send.Of {
				if !due[o] {
					t.Fatalf("%s comes at %s: a second time, or on a day that is not its own", o, sh.at)
				}
				delete(due, o)
				checkShows(t, o.Civil, sh.at.In(s.in.Zone))
			}
		}
		if len(s.shots)%50 == 0 {
			s.forget(s.in.Now.AddDate(0, 0, -10))
		}
	}
	for o := range due {
		t.Errorf("%s never came", o)
	}
}

// forget restarts from a ledger in which nothing is left of what came before.
func (s *sim) forget(before time.Time) {
	limit := CivilOf(before.In(s.in.Zone))
	s.log = slices.DeleteFunc(s.log, func(r Record) bool {
		return r.Claim != nil && r.Claim.Of[0].Civil < limit || r.Outcome != nil && r.Outcome.At.Before(before)
	})
	s.restart()
}

// At every change of the clocks, in every zone: nothing is shown inside quiet
// hours, also when the change cuts them short or repeats their end, and what
// they hold comes when they end, or is dropped when it is too late by then.
func TestPlannerEveryChangeQuiet(t *testing.T) {
	habits := append(sevenHabits(t), habit(t, "last", "45 1 * * *"), habit(t, "early", "15 6 * * *"))
	night := []QuietHours{
		{22*60 + 30, 7 * 60}, {22*60 + 30, 2*60 + 30}, {22*60 + 30, 3*60 + 30},
		{2 * 60, 2*60 + 45}, {2*60 + 15, 2*60 + 20}, {0, 60}, {23*60 + 45, 30},
	}
	for _, name := range zonesThatDiffer(t, byInstant) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for i, c := range changes(load(t, name)) {
				for j, quiet := range night {
					if i < 4 || j == 0 { // the years are alike
						plannerChange(t, name, c, quiet, habits)
					}
				}
			}
		})
	}
}

func plannerChange(t *testing.T, zone string, c change, quiet QuietHours, habits []Reminder) {
	t.Helper()
	first := NewCivil(c.clock.Day()-1, 12*60)
	s := newSim(t, zone, first.String(), habits...)
	s.in.Quiet = quiet
	end := first + 3*MinutesPerDay
	s.to(end.String())
	came := map[Occurrence]time.Time{}
	for _, sh := range s.shots {
		if inQuiet(sh.clock.Minute(), quiet.From, quiet.To) {
			t.Errorf("quiet %v: %s comes at %s", quiet, sh.send.ID, sh.clock)
		}
		for _, o := range sh.send.Of {
			if _, twice := came[o]; twice {
				t.Errorf("quiet %v: %s comes twice", quiet, o)
			}
			came[o] = sh.at
		}
	}
	for _, r := range habits {
		for at, ok := r.Schedule.Next(first - 1); ok && at < end-8*60; at, ok = r.Schedule.Next(at) {
			s.checkSettled(Occurrence{r.ID, at}, r.late(), came)
		}
	}
}

// checkSettled compares what became of o with what quiet hours leave of it,
// found by looking at the clock minute by minute.
func (s *sim) checkSettled(o Occurrence, late time.Duration, came map[Occurrence]time.Time) {
	s.t.Helper()
	due := o.Civil.In(s.in.Zone)
	end := due
	for inQuiet(CivilOf(end).Minute(), s.in.Quiet.From, s.in.Quiet.To) {
		end = end.Add(time.Minute)
	}
	at, shown := came[o]
	switch st, _ := s.in.State.Of(o); {
	case end.Sub(due) > late && (shown || st.Result != Dropped || st.Reason != Quiet):
		s.t.Errorf("quiet %v: %s, held until %s, was shown %v and is %s %s", s.in.Quiet, o, end, shown, st.Result, st.Reason)
	case end.Sub(due) <= late && (!shown || at.Before(end) || at.After(end.Add(time.Minute))):
		s.t.Errorf("quiet %v: %s, free at %s, was shown %v at %s", s.in.Quiet, o, end, shown, at)
	}
}
