package scheduler

import (
	"context"
	"errors"
	"log/slog"
	"strconv"
	"testing"
	"time"
)

// Cases that take several rare things at once; the simulator met them first.
func TestDecideRare(t *testing.T) {
	const berlin = "Europe/Berlin"
	walk := habit(t, "walk", "30 7 * * *")
	for name, run := range map[string]func(*testing.T){
		"a goal's date does not come again when the morning is moved": func(t *testing.T) {
			goal := func(at string) Reminder {
				return Reminder{ID: "goal/book", Kind: Goal, Schedule: OnDay(civil(t, at))}
			}
			s := newSim(t, berlin, "2026-11-20T07:00", goal("2026-11-21T08:30"))
			s.to("2026-11-25T12:00")
			s.in.Reminders = []Reminder{goal("2026-11-21T09:30")}
			s.to("2026-11-26T12:00")
			s.want("goal/book@2026-11-21T08:30")
			s.became("goal/book@2026-11-21T09:30", "settled same-day")
		},
		"a one-off whose claim a crash left open is uncertain, however late": func(t *testing.T) {
			s := newSim(t, berlin, "2026-11-23T07:00", walk)
			s.to("2026-11-23T07:40")
			s.later("snooze/a", "habit/walk@2026-11-23T07:30", Habit, 20*time.Minute)
			s.apply(Record{Claim: &Claim{
				Send: "x", Epoch: s.in.Run + "/:1.1", ID: "snooze/a", Kind: Habit,
				Of: []Occurrence{occurrence(t, "snooze/a@2026-11-23T08:00")},
			}})
			s.restart()
			s.jump("2026-11-23T18:00")
			s.became("snooze/a@2026-11-23T08:00", "uncertain crash")
		},
		"an old one-off that nobody looked at is not forgotten": func(t *testing.T) {
			s := newSim(t, berlin, "2026-11-01T07:00", walk)
			s.step()
			ask := func(id string) {
				s.apply(Record{OneOff: &OneOff{ID: id, Kind: Prompt, Civil: CivilOf(s.in.Now), At: s.in.Now, Asked: s.in.Now}})
			}
			ask("urge/a") // with no daemon running, as the next
			s.in.Now = s.at("2026-11-15T07:00")
			ask("urge/b")
			s.step()
			s.became("urge/a@2026-11-01T07:00", "dropped late")
		},
	} {
		t.Run(name, run)
	}
}

// slow is a courier whose server never answers, and a clock that it moves.
type slow struct {
	now  time.Time
	sent []string
}

func (s *slow) Ready() bool                       { return true }
func (s *slow) Owner() string                     { return ":1.1" }
func (s *slow) Record(time.Time, ...Record) error { return nil }
func (s *slow) Now() time.Time                    { return s.now }

func (s *slow) Deliver(_ context.Context, m Send) (string, error) {
	s.sent = append(s.sent, m.ID)
	s.now = s.now.Add(sendTimeout)
	return "slow", errors.New("no answer")
}

// A silence takes long enough for quiet hours to begin.
func TestLoopDecidesAnewAfterASilence(t *testing.T) {
	s := &slow{}
	world := World{
		Zone: time.UTC, Quiet: night,
		Reminders: []Reminder{habit(t, "a", "29 22 * * *"), habit(t, "b", "29 22 * * *")},
	}
	n := 0
	l := Loop{
		Now: s.Now, Ask: func(time.Time, *State) World { return world }, State: NewState(), Run: "dev.1",
		NewID: func() string { n++; return strconv.Itoa(n) }, Courier: s, Recorder: s, Log: slog.New(slog.DiscardHandler),
	}
	s.now = time.Date(2026, 11, 23, 22, 0, 0, 0, time.UTC)
	l.Step(t.Context())
	s.now = time.Date(2026, 11, 23, 22, 29, 55, 0, time.UTC)
	l.Step(t.Context())
	if len(s.sent) != 1 {
		t.Errorf("sent %v, and quiet hours began during the first", s.sent)
	}
}

// What a range has accounted for in the hour that autumn repeats is not told a
// second time when the window has moved into the second pass.
func TestMissedBeforeTheSecondPass(t *testing.T) {
	s := newSim(t, "Europe/Berlin", "2026-10-24T12:00", habit(t, "night", "30 2 * * *"))
	s.to("2026-10-24T13:00")
	s.jump("2026-10-25T03:38") // the window begins at 02:38, at the first pass
	s.jump("2026-10-25T04:10") // and here at 02:10, at the second
	s.to("2026-10-25T12:00")
	s.want()
	if m := s.missed(); len(m) != 1 {
		t.Errorf("missed: %v", m)
	}
	if st, known := s.in.State.Of(occurrence(t, "habit/night@2026-10-25T02:30")); known {
		t.Errorf("and it is %v", st)
	}
}
