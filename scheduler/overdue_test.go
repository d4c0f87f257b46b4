package scheduler

import (
	"testing"
	"time"
)

func TestOverdue(t *testing.T) {
	for name, run := range map[string]struct {
		stuck func(s *sim) // from 2026-11-23T12:00 on the daemon does nothing
		at    string
		want  string // "" for nothing
	}{
		"nothing was due":         {at: "2026-11-24T07:29"},
		"a habit":                 {at: "2026-11-24T07:30", want: "2026-11-24T07:30"},
		"long ago":                {at: "2026-11-26T12:00", want: "2026-11-24T07:30"},
		"in quiet hours":          {func(s *sim) { s.in.Quiet = QuietHours{0, 12 * 60} }, "2026-11-24T08:00", "2026-11-24T07:30"},
		"while paused":            {func(s *sim) { s.apply(Record{Pause: &Pause{s.at("2026-11-23T12:00"), s.at("2026-11-25T00:00")}}) }, "2026-11-24T08:00", "2026-11-24T07:30"},
		"a snooze":                {(*sim).snoozed, "2026-11-23T12:11", "2026-11-23T12:10"},
		"held is taken up":        {(*sim).held, "2026-11-24T07:29", ""},
		"claimed is taken up":     {(*sim).claimed, "2026-11-24T07:29", ""},
		"a habit not yet seen":    {func(s *sim) { s.in.Reminders = append(s.in.Reminders, habit(s.t, "new", "0 13 * * *")) }, "2026-11-23T13:00", ""},
		"a schedule not yet seen": {func(s *sim) { s.in.Reminders = []Reminder{habit(s.t, "walk", "0 13 * * *")} }, "2026-11-23T13:00", ""},
		"a clock that went back":  {at: "2026-11-20T12:00"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSim(t, "Europe/Berlin", "2026-11-23T07:00", habit(t, "walk", "30 7 * * *"))
			s.to("2026-11-23T12:00")
			if run.stuck != nil {
				run.stuck(s)
			}
			s.in.Now = s.at(run.at)
			due, overdue := Overdue(s.in)
			if overdue != (run.want != "") || overdue && !due.Equal(s.at(run.want)) {
				t.Errorf("Overdue = %s, %v, want %q", due, overdue, run.want)
			}
		})
	}
}

func (s *sim) snoozed() { s.snooze(10 * time.Minute) }

// held and claimed end what is due at noon in the middle.
func (s *sim) held() {
	s.apply(Record{Mark: &Mark{Occurrence: s.noon(), Result: Held, Reason: NoServer, At: s.in.Now}})
}

func (s *sim) claimed() {
	s.apply(Record{Claim: &Claim{Send: "x", Epoch: s.in.Run + "/:1.1", ID: "habit/noon", Kind: Habit, Of: []Occurrence{s.noon()}}})
}

// noon adds a habit that was seen in time and is due now.
func (s *sim) noon() Occurrence {
	h := habit(s.t, "noon", "0 12 * * *")
	s.in.Reminders = append(s.in.Reminders, h)
	s.apply(Record{Schedule: &ScheduleSeen{ID: h.ID, Spec: h.Schedule.Spec(), At: s.in.Now.Add(-time.Hour)}})
	return Occurrence{h.ID, CivilOf(s.in.Now.In(s.in.Zone))}
}
