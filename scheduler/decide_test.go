package scheduler

import (
	"testing"
	"time"
)

var night = QuietHours{22*60 + 30, 7 * 60}

func always(r Result) func(Send) Result { return func(Send) Result { return r } }

func TestDecide(t *testing.T) {
	const berlin = "Europe/Berlin"
	walk := habit(t, "walk", "30 7 * * *")
	seven := milestone(t, "7", "2026-11-23T08:30")
	eight := milestone(t, "8", "2026-11-24T08:30")
	for name, run := range map[string]func(*testing.T){
		"on time, once": func(t *testing.T) {
			s := newSim(t, berlin, "2026-11-23T07:00", walk)
			s.to("2026-11-25T07:00")
			s.want("habit/walk@2026-11-23T07:30", "habit/walk@2026-11-24T07:30")
		},
		"late within its window": func(t *testing.T) {
			s := newSim(t, berlin, "2026-11-23T07:00", walk)
			s.step()
			s.jump("2026-11-23T09:30")
			s.want("habit/walk@2026-11-23T09:30")
		},
		"dropped after it": func(t *testing.T) {
			s := newSim(t, berlin, "2026-11-23T07:00", walk)
			s.step()
			s.jump("2026-11-23T09:31")
			s.want()
			if m := s.missed(); len(m) != 1 {
				t.Errorf("missed: %v", m)
			}
		},
		"a long absence is one record": func(t *testing.T) {
			s := newSim(t, berlin, "2026-11-01T08:00", walk)
			s.to("2026-11-02T08:00")
			s.jump("2026-11-23T12:00")
			s.to("2026-11-24T06:00")
			s.want("habit/walk@2026-11-02T07:30")
			m := s.missed()
			if len(m) != 1 || m[0].From != civil(t, "2026-11-03T07:30") || m[0].To < civil(t, "2026-11-23T07:30") {
				t.Errorf("missed: %v", m)
			}
		},
		"several missed fold into the newest": func(t *testing.T) {
			s := newSim(t, berlin, "2026-11-23T06:00", habit(t, "x", "0,30 7 * * *"))
			s.step()
			s.jump("2026-11-23T08:00")
			s.want("habit/x@2026-11-23T08:00")
			s.became("habit/x@2026-11-23T07:00", "folded newer")
			s.became("habit/x@2026-11-23T07:30", "delivered")
		},
		"a digest without check-ins and milestones": func(t *testing.T) {
			s := newSim(t, berlin, "2026-11-23T07:00", habit(t, "a", "30 8 * * *"), habit(t, "b", "30 8 * * *"),
				Reminder{ID: "prompt/morning", Kind: Prompt, Schedule: cronOf(t, "30 8 * * *")},
				Reminder{ID: "checkin/evening", Kind: CheckIn, Schedule: cronOf(t, "30 8 * * *")}, seven)
			s.to("2026-11-23T12:00")
			s.want("checkin/evening@2026-11-23T08:30", "milestone/7@2026-11-23T08:30", "digest/2026-11-23T08:30@2026-11-23T08:30")
			if of := s.shots[2].send.Of; len(of) != 3 {
				t.Errorf("the digest tells %v", of)
			}
		},
		"a milestone tells the plan of its date": func(t *testing.T) {
			plan := Reminder{ID: "plan/2026-11-23", Kind: Plan, Late: 6 * time.Hour,
				Schedule: Union(Once(civil(t, "2026-11-22T21:00")), Once(civil(t, "2026-11-23T08:30")))}
			s := newSim(t, berlin, "2026-11-22T20:00", seven, plan)
			s.to("2026-11-23T08:00")
			s.in.Locked = true
			s.to("2026-11-23T09:00")
			s.became("plan/2026-11-23@2026-11-23T08:30", "held locked")
			s.in.Locked = false
			s.step()
			s.want("plan/2026-11-23@2026-11-22T21:00", "milestone/7@2026-11-23T09:00")
			if of := s.shots[1].send.Of; len(of) != 2 || of[0].ID != "plan/2026-11-23" || of[1].ID != "milestone/7" {
				t.Errorf("the milestone tells %v", of)
			}
			s.became("plan/2026-11-23@2026-11-23T08:30", "delivered")
			if st, _ := s.in.State.Of(occurrence(t, "plan/2026-11-23@2026-11-23T08:30")); st.Into != "milestone/7" {
				t.Errorf("the plan is in %q", st.Into)
			}
		},
		"a milestone that is too late for the plan comes alone": func(t *testing.T) {
			plan := Reminder{ID: "plan/2026-11-23", Kind: Plan, Late: 6 * time.Hour, Schedule: Once(civil(t, "2026-11-23T08:30"))}
			s := newSim(t, berlin, "2026-11-22T20:00", seven, plan)
			s.step()
			s.jump("2026-11-23T15:00")
			s.want("milestone/7@2026-11-23T15:00")
			if of := s.shots[0].send.Of; len(of) != 1 {
				t.Errorf("the milestone tells %v", of)
			}
		},
		"a plan of another hour comes alone": func(t *testing.T) {
			plan := Reminder{ID: "plan/2026-11-23", Kind: Plan, Schedule: Once(civil(t, "2026-11-23T08:15"))}
			s := newSim(t, berlin, "2026-11-22T20:00", seven, plan)
			s.step()
			s.jump("2026-11-23T08:40")
			s.want("plan/2026-11-23@2026-11-23T08:40", "milestone/7@2026-11-23T08:40")
		},
		"two are no digest": func(t *testing.T) {
			s := newSim(t, berlin, "2026-11-23T07:00", habit(t, "a", "30 8 * * *"), habit(t, "b", "30 8 * * *"))
			s.to("2026-11-23T12:00")
			s.want("habit/a@2026-11-23T08:30", "habit/b@2026-11-23T08:30")
		},
		"quiet hours hold, lateness decides": func(t *testing.T) {
			s := newSim(t, berlin, "2026-11-23T20:00", habit(t, "late", "0 23 * * *"), habit(t, "early", "30 5 * * *"),
				milestone(t, "8", "2026-11-24T00:30"))
			s.in.Quiet = night
			s.to("2026-11-23T23:30")
			s.became("habit/late@2026-11-23T23:00", "held quiet")
			s.to("2026-11-24T12:00")
			s.want("milestone/8@2026-11-24T07:00", "habit/early@2026-11-24T07:00")
			s.became("habit/late@2026-11-23T23:00", "dropped quiet")
		},
		"the welcome is not held by quiet hours": func(t *testing.T) {
			s := newSim(t, berlin, "2026-11-23T23:00", Reminder{ID: "welcome", Kind: Welcome, Schedule: Once(civil(t, "2026-11-23T23:00"))})
			s.in.Quiet = night
			s.to("2026-11-24T12:00")
			s.want("welcome@2026-11-23T23:00")
		},
		"a pause drops habits and holds milestones": func(t *testing.T) {
			s := newSim(t, berlin, "2026-11-23T07:00", walk, seven)
			s.apply(Record{Pause: &Pause{s.at("2026-11-23T07:10"), s.at("2026-11-23T09:00")}})
			s.to("2026-11-23T08:45")
			s.restart()
			s.became("milestone/7@2026-11-23T08:30", "held paused")
			s.to("2026-11-23T12:00")
			s.want("milestone/7@2026-11-23T09:00")
			s.became("habit/walk@2026-11-23T07:30", "dropped paused")
		},
		"a locked screen holds": func(t *testing.T) {
			s := newSim(t, berlin, "2026-11-23T07:00", walk)
			s.in.Locked = true
			s.to("2026-11-23T08:00")
			s.became("habit/walk@2026-11-23T07:30", "held locked")
			s.in.Locked = false
			s.step()
			s.want("habit/walk@2026-11-23T08:00")
		},
		"an unlock in time delivers, once": func(t *testing.T) {
			s := newSim(t, berlin, "2026-11-23T07:00", walk)
			s.in.Locked = true
			s.to("2026-11-23T09:30")
			s.restart()
			s.step()
			s.want()
			s.in.Locked = false
			s.step()
			s.step()
			s.want("habit/walk@2026-11-23T09:30")
		},
		"an unlock too late drops, and says for what": func(t *testing.T) {
			s := newSim(t, berlin, "2026-11-23T07:00", walk)
			s.in.Locked = true
			s.to("2026-11-23T08:00")
			s.jump("2026-11-23T09:31")
			s.in.Locked = false
			s.step()
			s.want()
			s.became("habit/walk@2026-11-23T07:30", "dropped locked")
		},
		"a milestone outlasts a lock; of two the newest": func(t *testing.T) {
			s := newSim(t, berlin, "2026-11-23T07:00", seven, eight)
			s.in.Locked = true
			s.to("2026-11-24T20:00")
			s.in.Locked = false
			s.step()
			s.want("milestone/8@2026-11-24T20:00")
			s.became("milestone/7@2026-11-23T08:30", "folded newer")
		},
		"the welcome waits for the unlock": func(t *testing.T) {
			s := newSim(t, berlin, "2026-11-23T07:00", Reminder{ID: "welcome", Kind: Welcome, Schedule: Once(civil(t, "2026-11-23T07:00"))})
			s.in.Locked = true
			s.to("2026-11-23T12:00")
			s.became("welcome@2026-11-23T07:00", "held locked")
			s.in.Locked = false
			s.step()
			s.want("welcome@2026-11-23T12:00")
		},
		"an unlock in quiet hours does not end them": func(t *testing.T) {
			s := newSim(t, berlin, "2026-11-23T21:00", habit(t, "read", "0 22 * * *"))
			s.in.Quiet, s.in.Locked = night, true
			s.to("2026-11-23T22:40")
			s.in.Locked = false
			s.step()
			s.want()
			s.became("habit/read@2026-11-23T22:00", "held quiet")
		},
		"a welcome that waits outlives a flight east": func(t *testing.T) {
			s := newSim(t, berlin, "2026-11-23T12:00", Reminder{ID: "welcome", Kind: Welcome, Schedule: Once(civil(t, "2026-11-23T12:00"))})
			s.in.Ready = false
			s.step()
			s.in.Zone = load(t, "Asia/Tokyo")
			s.step()
			s.became("welcome@2026-11-23T12:00", "held no-server")
			s.in.Ready = true
			s.step()
			s.want("welcome@2026-11-23T20:00")
		},
		"no server holds": func(t *testing.T) {
			s := newSim(t, berlin, "2026-11-23T07:00", walk)
			s.in.Ready = false
			s.to("2026-11-23T08:00")
			s.became("habit/walk@2026-11-23T07:30", "held no-server")
			s.in.Ready = true
			s.to("2026-11-23T09:00")
			s.want("habit/walk@2026-11-23T08:00")
		},
		"a refused one is tried again": func(t *testing.T) {
			s := newSim(t, berlin, "2026-11-23T07:00", walk)
			s.answer = always(Released)
			s.to("2026-11-23T07:30")
			s.answer = nil
			s.to("2026-11-23T09:00")
			s.want("habit/walk@2026-11-23T07:30 released", "habit/walk@2026-11-23T07:31")
		},
		"a refused prompt too, and then no more that day": func(t *testing.T) {
			s := newSim(t, berlin, "2026-11-23T07:00",
				Reminder{ID: "prompt/morning", Kind: Prompt, Schedule: cronOf(t, "30 7,8 * * *")})
			s.answer = always(Released)
			s.to("2026-11-23T07:30")
			s.answer = nil
			s.to("2026-11-23T12:00")
			s.want("prompt/morning@2026-11-23T07:30 released", "prompt/morning@2026-11-23T07:31")
			s.became("prompt/morning@2026-11-23T08:30", "settled same-day")
		},
		"an uncertain habit never again": func(t *testing.T) {
			s := newSim(t, berlin, "2026-11-23T07:00", walk)
			s.answer = always(Uncertain)
			s.to("2026-11-23T07:30")
			s.restart()
			s.to("2026-11-23T12:00")
			s.want("habit/walk@2026-11-23T07:30 uncertain")
		},
		"an uncertain milestone once again, elsewhere": func(t *testing.T) {
			s := newSim(t, berlin, "2026-11-23T07:00", seven)
			s.answer = always(Uncertain)
			s.to("2026-11-23T10:00")
			s.want("milestone/7@2026-11-23T08:30 uncertain")
			s.in.Owner = ":1.2"
			s.to("2026-11-23T11:00")
			s.restart()
			s.to("2026-11-25T11:00")
			s.want("milestone/7@2026-11-23T08:30 uncertain", "milestone/7@2026-11-23T10:00 uncertain")
		},
		"a crash after the claim": func(t *testing.T) {
			s := newSim(t, berlin, "2026-11-23T07:00", walk, seven)
			s.crash = true
			s.to("2026-11-23T08:00")
			s.became("habit/walk@2026-11-23T07:30", "uncertain crash")
			s.crash = true
			s.to("2026-11-23T12:00")
			if len(s.shots) != 3 || s.shots[1].send.ID != "milestone/7" || s.shots[2].send.ID != "milestone/7" {
				t.Errorf("sent %v", s.shots)
			}
			s.became("milestone/7@2026-11-23T08:30", "delivered")
		},
		"another device's claim is its own": func(t *testing.T) {
			s := newSim(t, berlin, "2026-11-23T07:00", walk)
			o := Occurrence{walk.ID, civil(t, "2026-11-23T07:30")}
			s.apply(Record{Claim: &Claim{Send: "there", Epoch: "dev2.1/:1.1", ID: o.ID, Kind: Habit, Of: []Occurrence{o}}})
			s.to("2026-11-23T12:00")
			s.want()
			s.became(o.String(), "")
		},
		"what was delivered stays so": func(t *testing.T) {
			s := newSim(t, berlin, "2026-11-23T07:00", seven)
			s.to("2026-11-23T09:00")
			o := Occurrence{seven.ID, civil(t, "2026-11-23T08:30")}
			s.apply(Record{Mark: &Mark{Occurrence: o, Result: Settled, Reason: BeforeStart, At: s.in.Now}})
			s.to("2026-11-23T12:00")
			s.want("milestone/7@2026-11-23T08:30")
			s.became(o.String(), "delivered")
		},
		"milestones before the first start": func(t *testing.T) {
			s := newSim(t, berlin, "2026-11-23T09:00", seven, eight)
			s.to("2026-11-25T00:00")
			s.want("milestone/8@2026-11-24T08:30")
			s.became("milestone/7@2026-11-23T08:30", "settled before-start")
		},
		"the newest milestone folds the older": func(t *testing.T) {
			s := newSim(t, berlin, "2026-11-22T09:00", seven, eight)
			s.step()
			s.jump("2026-11-29T12:00")
			s.want("milestone/8@2026-11-29T12:00")
			s.became("milestone/7@2026-11-23T08:30", "folded newer")
		},
		"an edited schedule is not back-filled": func(t *testing.T) {
			s := newSim(t, berlin, "2026-11-23T07:00", walk)
			s.to("2026-11-23T12:00")
			s.in.Reminders = []Reminder{habit(t, "walk", "30 11 * * *")}
			s.to("2026-11-24T12:00")
			s.want("habit/walk@2026-11-23T07:30", "habit/walk@2026-11-24T11:30")
		},
		"an edited prompt comes once a day": func(t *testing.T) {
			p := Reminder{ID: "prompt/morning", Kind: Prompt, Schedule: cronOf(t, "30 8 * * *")}
			s := newSim(t, berlin, "2026-11-23T07:00", p)
			s.to("2026-11-23T09:00")
			p.Schedule = cronOf(t, "0 10 * * *")
			s.in.Reminders = []Reminder{p}
			s.to("2026-11-24T12:00")
			s.want("prompt/morning@2026-11-23T08:30", "prompt/morning@2026-11-24T10:00")
			s.became("prompt/morning@2026-11-23T10:00", "settled same-day")
		},
		"a backward step doubles nothing": func(t *testing.T) {
			s := newSim(t, berlin, "2026-11-23T07:00", walk, seven)
			s.to("2026-11-23T09:00")
			s.jump("2026-11-23T07:15")
			s.to("2026-11-23T12:00")
			s.want("habit/walk@2026-11-23T07:30", "milestone/7@2026-11-23T08:30")
		},
		"a first start under a wrong clock, corrected": func(t *testing.T) {
			s := newSim(t, berlin, "2030-01-01T00:00", walk, seven, eight)
			s.step()
			s.jump("2026-11-23T09:00")
			s.to("2026-11-24T12:00")
			s.want("habit/walk@2026-11-24T07:30", "milestone/8@2026-11-24T08:30")
		},
		"Los Angeles, Tokyo and back in a day": func(t *testing.T) {
			s := newSim(t, "America/Los_Angeles", "2026-11-23T07:00", walk)
			s.to("2026-11-23T08:00") // 07:30 on the 23rd came
			s.fly("Asia/Tokyo")      // 01:00 on the 24th
			s.to("2026-11-24T08:00") // 07:30 on the 24th came
			s.fly("America/Los_Angeles")
			s.to("2026-11-25T12:00")
			s.want("habit/walk@2026-11-23T07:30", "habit/walk@2026-11-24T07:30", "habit/walk@2026-11-25T07:30")
		},
		"the clock is set in the air, twice": func(t *testing.T) {
			s := newSim(t, "America/Los_Angeles", "2026-11-23T07:00", walk)
			s.to("2026-11-23T08:00")
			s.in.Zone, s.in.Now = load(t, "Asia/Tokyo"), s.in.Now.Add(-90*time.Minute)
			s.to("2026-11-24T08:00")
			s.in.Zone, s.in.Now = load(t, "America/Los_Angeles"), s.in.Now.Add(90*time.Minute)
			s.to("2026-11-25T12:00")
			s.want("habit/walk@2026-11-23T07:30", "habit/walk@2026-11-24T07:30", "habit/walk@2026-11-25T07:30")
		},
		"the clock springs forward": func(t *testing.T) {
			s := newSim(t, berlin, "2026-03-28T12:00", habit(t, "x", "30 2 * * *"))
			s.to("2026-03-30T12:00")
			s.want("habit/x@2026-03-29T03:00", "habit/x@2026-03-30T02:30")
		},
		"the clock falls back": func(t *testing.T) {
			s := newSim(t, berlin, "2026-10-24T12:00", habit(t, "x", "30 2 * * *"))
			s.to("2026-10-26T12:00")
			s.want("habit/x@2026-10-25T02:30", "habit/x@2026-10-26T02:30")
			if got := s.shots[0].at.UTC(); !got.Equal(time.Date(2026, 10, 25, 0, 30, 0, 0, time.UTC)) {
				t.Errorf("at the second pass: %s", got)
			}
		},
		"first seen as the clock shows it again": func(t *testing.T) {
			s := newSim(t, berlin, "2026-10-25T02:15", habit(t, "x", "30 2 * * *"), milestone(t, "1", "2026-10-25T02:30"))
			s.in.Now = s.in.Now.Add(time.Hour) // 02:15 again, 45 minutes after the first 02:30
			s.to("2026-10-26T12:00")
			s.want("habit/x@2026-10-26T02:30")
			s.became("milestone/1@2026-10-25T02:30", "settled before-start")
		},
		"two hours late, with the hour that comes twice": func(t *testing.T) {
			s := newSim(t, berlin, "2026-10-24T12:00", habit(t, "x", "30 2 * * *"), habit(t, "y", "0 3 * * *"))
			s.to("2026-10-24T23:00")
			s.jump("2026-10-25T04:15") // x was due 2 h 45 min ago, y 1 h 15 min
			s.want("habit/y@2026-10-25T04:15")
			s.became("habit/x@2026-10-25T02:30", "dropped late")
		},
		"a day that the date line takes away": func(t *testing.T) {
			s := newSim(t, "Pacific/Apia", "2011-12-01T00:00", habit(t, "x", "0 9 30 12 *"), habit(t, "y", "0 9 * * *"))
			s.to("2011-12-28T12:00")
			s.shots = nil
			s.to("2012-01-01T08:00")
			s.want("habit/y@2011-12-29T09:00", "habit/x@2011-12-31T00:00", "habit/y@2011-12-31T00:00", "habit/y@2011-12-31T09:00")
			s.jump("2012-12-30T08:00")
			s.shots = nil
			s.to("2012-12-30T12:00")
			s.want("habit/x@2012-12-30T09:00", "habit/y@2012-12-30T09:00")
		},
		"quiet hours that end in the hour that is jumped over": func(t *testing.T) {
			s := newSim(t, berlin, "2026-03-28T12:00", habit(t, "x", "30 1 * * *"), habit(t, "y", "15 2 * * *"))
			s.in.Quiet = QuietHours{22*60 + 30, 2*60 + 30}
			s.to("2026-03-29T01:59")
			if want := s.at("2026-03-29T03:00"); !s.wake.Equal(want) {
				t.Errorf("it sleeps until %s, want %s", s.wake, want)
			}
			s.to("2026-03-29T12:00")
			s.want("habit/x@2026-03-29T03:00", "habit/y@2026-03-29T03:00")
		},
	} {
		t.Run(name, run)
	}
}
