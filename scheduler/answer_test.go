package scheduler

import (
	"slices"
	"testing"
	"time"
)

func (s *sim) say(occ string, said Reason) {
	s.t.Helper()
	s.apply(Record{Answer: &Answer{Occurrence: occurrence(s.t, occ), Said: said, At: s.in.Now}})
	s.step()
}

func TestAnswer(t *testing.T) {
	const berlin = "Europe/Berlin"
	walk := habit(t, "walk", "30 7,18 * * *")
	const morning, evening = "habit/walk@2026-11-23T07:30", "habit/walk@2026-11-23T18:30"
	for name, run := range map[string]func(*testing.T){
		"done before it is due": func(t *testing.T) {
			s := newSim(t, berlin, "2026-11-23T07:00", walk)
			s.say(morning, Done)
			s.to("2026-11-23T12:00")
			s.want()
			s.became(morning, "settled done")
		},
		"what has come stays so": func(t *testing.T) {
			s := newSim(t, berlin, "2026-11-23T07:00", walk)
			s.to("2026-11-23T08:00")
			s.say(morning, Skipped)
			s.restart()
			s.to("2026-11-23T12:00")
			s.want(morning)
			s.became(morning, "delivered")
			if a, ok := s.in.State.Answer(occurrence(t, morning)); !ok || a.Said != Skipped {
				t.Errorf("the answer is %v, %v", a, ok)
			}
		},
		"held, and then it is done": func(t *testing.T) {
			s := newSim(t, berlin, "2026-11-23T07:00", walk)
			s.in.Ready = false
			s.to("2026-11-23T07:40")
			s.say(morning, Done)
			s.in.Ready = true
			s.to("2026-11-23T12:00")
			s.want()
			s.became(morning, "settled done")
		},
		"the last answer counts": func(t *testing.T) {
			s := newSim(t, berlin, "2026-11-23T07:00", walk)
			s.say(morning, Done)
			s.say(morning, Skipped)
			s.to("2026-11-23T12:00")
			s.want()
			s.became(morning, "settled skipped")
		},
		"a snooze of what is done does not come": func(t *testing.T) {
			s := newSim(t, berlin, "2026-11-23T07:00", walk)
			s.to("2026-11-23T07:40")
			s.later("snooze/a", morning, Habit, 20*time.Minute)
			s.to("2026-11-23T07:50")
			s.say(morning, Done)
			s.to("2026-11-23T12:00")
			s.want(morning)
			s.became("snooze/a@2026-11-23T08:00", "settled done")
		},
		"another device holds it, not knowing": func(t *testing.T) {
			s := newSim(t, berlin, "2026-11-23T07:00", walk)
			s.say(morning, Done)
			s.apply(Record{Mark: &Mark{Occurrence: occurrence(t, morning), Result: Held, At: s.in.Now, Reason: NoServer}})
			s.to("2026-11-23T12:00")
			s.want()
			s.became(morning, "settled done")
		},
		"an evening that is done early hides no morning": func(t *testing.T) {
			s := newSim(t, berlin, "2026-11-23T07:00", walk)
			s.say(evening, Done)
			s.jump("2026-11-23T20:00")
			s.want()
			if m := s.missed(); len(m) != 1 || m[0].From != occurrence(t, morning).Civil {
				t.Errorf("missed: %v", m)
			}
		},
		"what is done ahead is accounted for at its time": func(t *testing.T) {
			s := newSim(t, berlin, "2026-11-23T07:00", walk)
			s.say(morning, Done)
			if n := s.accounted(morning); n != 0 {
				t.Errorf("%d records of it before its time", n)
			}
			s.to("2026-11-23T12:00")
			s.restart()
			s.to("2026-11-24T06:00")
			if n := s.accounted(morning); n != 1 {
				t.Errorf("%d records of it, want 1", n)
			}
		},
		"and where nobody ran at its time, at the next start": func(t *testing.T) {
			s := newSim(t, berlin, "2026-11-23T07:00", walk)
			s.say(morning, Done)
			s.jump("2026-11-25T07:00")
			if n := s.accounted(morning); n != 1 {
				t.Errorf("%d records of it, want 1", n)
			}
			if m := s.missed(); len(m) != 1 || m[0].From != occurrence(t, evening).Civil {
				t.Errorf("missed: %v", m)
			}
		},
		"not before what is due before it": func(t *testing.T) {
			s := newSim(t, berlin, "2026-11-23T07:00", habit(t, "walk", "30,40 7 * * *"))
			s.say("habit/walk@2026-11-23T07:40", Done)
			s.in.Now = s.at("2026-11-23T07:45")
			if d := Decide(s.in); len(d.Records) != 0 || len(d.Sends) != 1 {
				t.Errorf("%+v", d)
			}
		},
		"taken back before its time, it comes": func(t *testing.T) {
			s := newSim(t, berlin, "2026-11-23T07:00", walk)
			s.say(morning, Done)
			s.undo()
			s.to("2026-11-23T12:00")
			s.want(morning)
		},
		"taken back while it is worth showing, it comes": func(t *testing.T) {
			s := newSim(t, berlin, "2026-11-23T07:00", walk)
			s.say(morning, Done)
			s.to("2026-11-23T08:00")
			s.undo()
			s.want("habit/walk@2026-11-23T08:00")
			s.became(morning, "delivered")
		},
		"taken back later, it is too late for it": func(t *testing.T) {
			s := newSim(t, berlin, "2026-11-23T07:00", walk)
			s.say(morning, Skipped)
			s.to("2026-11-24T06:00")
			s.undo()
			s.to("2026-11-24T07:00")
			s.want(evening)
			s.became(morning, "dropped late")
		},
	} {
		t.Run(name, run)
	}
}

// undo takes the last answer out of the record, as the ledger does.
func (s *sim) undo() {
	s.t.Helper()
	for i, r := range slices.Backward(s.log) {
		if r.Answer != nil {
			s.log = slices.Delete(s.log, i, i+1)
			break
		}
	}
	s.restart()
	s.step()
}

// accounted counts what the planner has recorded of an occurrence.
func (s *sim) accounted(occ string) (n int) {
	for _, r := range s.log {
		if r.Mark != nil && r.Mark.Occurrence == occurrence(s.t, occ) {
			n++
		}
	}
	return n
}

// A wait that the user ends settles what it held; if that is taken back, it comes.
func TestEnded(t *testing.T) {
	m := milestone(t, "7", "2026-11-23T08:30")
	s := newSim(t, "Europe/Berlin", "2026-11-23T07:00", m)
	s.in.Ready = false
	s.to("2026-11-23T12:00")
	s.in.Reminders, s.in.Ended = nil, true
	s.step()
	s.became("milestone/7@2026-11-23T08:30", "settled ended")
	s.in.Ready = true
	s.to("2026-11-24T12:00")
	s.want()
	s.in.Reminders, s.in.Ended = []Reminder{m}, false
	s.step()
	s.want("milestone/7@2026-11-24T12:00")
}
