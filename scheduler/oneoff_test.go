package scheduler

import (
	"testing"
	"time"
)

// later asks for an occurrence again, after a while.
func (s *sim) later(id, occ string, kind Kind, after time.Duration) {
	s.t.Helper()
	at := s.in.Now.Add(after)
	o := occurrence(s.t, occ)
	s.apply(Record{OneOff: &OneOff{
		ID: id, Kind: kind, Civil: CivilOf(at.In(s.in.Zone)), At: at, Asked: s.in.Now, Of: &o,
	}})
	s.step()
}

// alone asks for one that stands for nothing else.
func (s *sim) alone(id string, after time.Duration) {
	at := s.in.Now.Add(after)
	s.apply(Record{OneOff: &OneOff{ID: id, Kind: Notice, Civil: CivilOf(at.In(s.in.Zone)), At: at, Asked: s.in.Now}})
	s.step()
}

func (s *sim) pause(from, until string) {
	s.t.Helper()
	s.apply(Record{Pause: &Pause{s.at(from), s.at(until)}})
	s.step()
}

func TestOneOff(t *testing.T) {
	const berlin = "Europe/Berlin"
	walk := habit(t, "walk", "30 7 * * *")
	const came = "habit/walk@2026-11-23T07:30"
	for name, run := range map[string]func(*testing.T){
		"comes when it was asked for, once": func(t *testing.T) {
			s := newSim(t, berlin, "2026-11-23T07:00", walk)
			s.to("2026-11-23T07:40")
			s.later("snooze/a", came, Habit, 20*time.Minute)
			s.restart()
			s.to("2026-11-23T12:00")
			s.want(came, "snooze/a@2026-11-23T08:00")
			s.became(came, "delivered")
		},
		"one of its own is left out when it is late, whatever its kind": func(t *testing.T) {
			s := newSim(t, berlin, "2026-11-23T07:00", walk)
			s.alone("urge/a", 20*time.Minute)
			s.jump("2026-11-23T18:00")
			s.became("urge/a@2026-11-23T07:20", "dropped late")
		},
		"one of its own is left out in a pause that began later": func(t *testing.T) {
			s := newSim(t, berlin, "2026-11-23T06:00")
			s.alone("urge/a", 20*time.Minute)
			s.pause("2026-11-23T06:10", "2026-11-23T07:00")
			s.to("2026-11-23T12:00")
			s.want()
			s.became("urge/a@2026-11-23T06:20", "dropped paused")
		},
		"one of its own comes in a pause that was there before": func(t *testing.T) {
			s := newSim(t, berlin, "2026-11-23T06:00")
			s.pause("2026-11-23T05:00", "2026-11-23T09:00")
			s.alone("urge/a", 20*time.Minute)
			s.to("2026-11-23T12:00")
			s.want("urge/a@2026-11-23T06:20")
		},
		"of something held, in its place": func(t *testing.T) {
			s := newSim(t, berlin, "2026-11-23T07:00", walk)
			s.in.Ready = false
			s.to("2026-11-23T07:40")
			s.later("snooze/a", came, Habit, 20*time.Minute)
			s.in.Ready = true
			s.to("2026-11-23T12:00")
			s.want("snooze/a@2026-11-23T08:00")
			s.became(came, "settled snoozed")
		},
		"a second snooze takes the place of the first": func(t *testing.T) {
			s := newSim(t, berlin, "2026-11-23T07:00", walk)
			s.to("2026-11-23T07:40")
			s.later("snooze/a", came, Habit, 20*time.Minute)
			s.later("snooze/b", came, Habit, 40*time.Minute)
			s.to("2026-11-23T12:00")
			s.want(came, "snooze/b@2026-11-23T08:20")
			s.became("snooze/a@2026-11-23T08:00", "settled snoozed")
		},
		"quiet hours do not hold it": func(t *testing.T) {
			s := newSim(t, berlin, "2026-11-23T22:00", habit(t, "tea", "10 22 * * *"))
			s.in.Quiet = night
			s.to("2026-11-23T22:20")
			s.later("snooze/a", "habit/tea@2026-11-23T22:10", Habit, 30*time.Minute)
			s.to("2026-11-24T12:00")
			s.want("habit/tea@2026-11-23T22:10", "snooze/a@2026-11-23T22:50")
		},
		"too late to be of use": func(t *testing.T) {
			s := newSim(t, berlin, "2026-11-23T07:00", walk)
			s.to("2026-11-23T07:40")
			s.later("snooze/a", came, Habit, 20*time.Minute)
			s.jump("2026-11-23T10:01")
			s.want(came)
			s.became("snooze/a@2026-11-23T08:00", "dropped late")
			s.jump("2026-11-23T09:50") // the clock was wrong
			s.want(came, "snooze/a@2026-11-23T09:50")
		},
		"a milestone that is asked for later is kept": func(t *testing.T) {
			s := newSim(t, berlin, "2026-11-23T07:00", milestone(t, "7", "2026-11-23T08:30"))
			s.to("2026-11-23T09:00")
			s.later("snooze/a", "milestone/7@2026-11-23T08:30", Milestone, time.Hour)
			s.jump("2026-11-25T10:00")
			s.want("milestone/7@2026-11-23T08:30", "snooze/a@2026-11-25T10:00")
		},
		"a pause that began later drops it": func(t *testing.T) {
			s := newSim(t, berlin, "2026-11-23T07:00", walk)
			s.to("2026-11-23T07:40")
			s.later("snooze/a", came, Habit, 20*time.Minute)
			s.to("2026-11-23T07:50")
			s.pause("2026-11-23T07:50", "2026-11-23T12:00")
			s.to("2026-11-23T13:00")
			s.want(came)
			s.became("snooze/a@2026-11-23T08:00", "dropped paused")
		},
		"one asked for in a pause comes": func(t *testing.T) {
			s := newSim(t, berlin, "2026-11-23T07:00", walk)
			s.to("2026-11-23T07:40")
			s.pause("2026-11-23T07:40", "2026-11-23T12:00")
			s.to("2026-11-23T07:50")
			s.later("snooze/a", came, Habit, 20*time.Minute)
			s.to("2026-11-23T13:00")
			s.want(came, "snooze/a@2026-11-23T08:10")
		},
		"asked for under a clock that was ahead": func(t *testing.T) {
			s := newSim(t, berlin, "2026-11-23T07:00", walk)
			s.to("2026-11-23T07:40")
			s.in.Now = s.at("2026-11-27T12:00")
			s.later("snooze/a", came, Habit, 20*time.Minute)
			s.jump("2026-11-23T07:41")
			s.to("2026-11-23T12:00")
			s.want(came, "snooze/a@2026-11-23T08:01")
		},
		"its instant stands when the zone changes": func(t *testing.T) {
			s := newSim(t, berlin, "2026-11-23T07:00", walk)
			s.to("2026-11-23T07:40")
			s.later("snooze/a", came, Habit, 20*time.Minute)
			s.fly("America/New_York")
			s.to("2026-11-23T07:00")
			s.want(came, "snooze/a@2026-11-23T02:00")
		},
	} {
		t.Run(name, run)
	}
}

// A pause of one device ends also where another device has paused since.
func TestPauseEndsWhereAnotherBegan(t *testing.T) {
	s := NewState()
	at := func(hour int) time.Time { return time.Date(2026, 11, 23, hour, 0, 0, 0, time.UTC) }
	for _, p := range []Pause{{at(1), at(20)}, {at(2), at(3)}, {at(1), at(4)}} {
		s.Apply(Record{Pause: &p})
	}
	if p, ok := s.Pause(at(5)); ok {
		t.Errorf("paused until %v", p.Until)
	}
}

func TestPause(t *testing.T) {
	walk := habit(t, "walk", "30 7 * * *")
	seven := milestone(t, "7", "2026-11-23T08:30")
	s := newSim(t, "Europe/Berlin", "2026-11-23T07:00", walk, seven)
	s.pause("2026-11-23T07:00", "2026-11-25T09:00")
	s.restart()
	s.to("2026-11-24T12:00")
	s.became("milestone/7@2026-11-23T08:30", "held paused")
	s.pause("2026-11-23T07:00", "2026-11-24T12:00") // it ends early
	s.to("2026-11-25T08:00")
	s.want("milestone/7@2026-11-24T12:00", "habit/walk@2026-11-25T07:30")
	s.became("habit/walk@2026-11-24T07:30", "dropped paused")

	// Over before anybody looked, and with another after it: still a pause.
	s = newSim(t, "Europe/Berlin", "2026-11-23T07:00", walk)
	s.step()
	s.apply(Record{Pause: &Pause{s.at("2026-11-23T07:10"), s.at("2026-11-23T07:50")}})
	s.apply(Record{Pause: &Pause{s.at("2026-11-23T20:00"), s.at("2026-11-23T21:00")}})
	s.jump("2026-11-23T08:00")
	s.want()
	s.became("habit/walk@2026-11-23T07:30", "dropped paused")
}
