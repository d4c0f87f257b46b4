package scheduler

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"
)

// Whatever happens to the machine, an occurrence comes at most once (an
// uncertain milestone at most twice), and nothing inside quiet hours.
func TestDecideRandom(t *testing.T) {
	for seed := range uint64(60) {
		randomLife(t, seed)
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
}

func FuzzDecide(f *testing.F) {
	f.Add(uint64(1))
	f.Fuzz(func(t *testing.T, seed uint64) { randomLife(t, seed) })
}

func randomLife(t *testing.T, seed uint64) {
	rnd := rand.New(rand.NewPCG(seed, 1))
	zones := []string{"Europe/Berlin", "America/New_York", "Asia/Tokyo", "Australia/Lord_Howe", "Pacific/Apia", "Africa/Cairo"}
	s := newSim(t, zones[rnd.IntN(len(zones))], "2026-10-22T12:00",
		habit(t, "a", "30 7 * * *"), habit(t, "b", "30 1,7,22 * * *"), habit(t, "c", "15 2 * * *"),
		Reminder{ID: "prompt/morning", Kind: Prompt, Schedule: cronOf(t, "30 7 * * *")},
		Reminder{ID: "checkin/evening", Kind: CheckIn, Schedule: cronOf(t, "0 21 * * *")},
		milestone(t, "1", "2026-10-24T08:30"), milestone(t, "3", "2026-10-26T02:30"), milestone(t, "7", "2026-10-30T08:30"))
	s.in.Quiet = night
	s.answer = func(Send) Result {
		return []Result{Delivered, Delivered, Delivered, Uncertain, Released}[rnd.IntN(5)]
	}
	for range 60 {
		switch rnd.IntN(13) {
		case 0:
			s.in.Now = s.in.Now.Add(-time.Duration(rnd.IntN(30*60)) * time.Minute)
		case 1:
			s.in.Now = s.in.Now.Add(time.Duration(rnd.IntN(60*60)) * time.Minute)
		case 2:
			s.fly(zones[rnd.IntN(len(zones))])
		case 3:
			s.in.Ready = rnd.IntN(3) > 0
		case 4:
			s.in.Locked = rnd.IntN(3) == 0
		case 5:
			s.restart()
		case 6:
			s.crash = true
		case 7:
			s.snooze(time.Duration(rnd.IntN(180)) * time.Minute)
		case 8:
			s.apply(Record{Pause: &Pause{s.in.Now, s.in.Now.Add(time.Duration(rnd.IntN(600)) * time.Minute)}})
		case 9:
			s.answerSome(rnd)
		default:
			s.toInstant(s.in.Now.Add(time.Duration(rnd.IntN(12*3600)) * time.Second))
		}
		s.step()
	}
	s.checkLife()
}

// answerSome answers something that was shown, or that is to come.
func (s *sim) answerSome(rnd *rand.Rand) {
	r := s.in.Reminders[rnd.IntN(3)]
	c, _ := r.Schedule.Next(CivilOf(s.in.Now.In(s.in.Zone)))
	o := Occurrence{r.ID, c}
	if len(s.shots) > 0 && rnd.IntN(2) == 0 {
		o = s.shots[rnd.IntN(len(s.shots))].send.Of[0]
	}
	s.apply(Record{Answer: &Answer{Occurrence: o, Said: []Reason{Done, Skipped}[rnd.IntN(2)], At: s.in.Now}})
	s.answered[o] = len(s.shots)
}

func (s *sim) checkLife() {
	s.t.Helper()
	shown := map[Occurrence]int{}
	for i, sh := range s.shots {
		if !strings.HasPrefix(sh.send.ID, "snooze/") && inQuiet(sh.clock.Minute(), s.in.Quiet.From, s.in.Quiet.To) {
			s.t.Errorf("%s inside quiet hours, at %s", sh.send.ID, sh.clock)
		}
		limit := 1
		if sh.send.Kind == Milestone {
			limit = 2
		}
		for _, o := range sh.send.Of {
			if after, ok := s.answered[o]; ok && i >= after {
				s.t.Errorf("%s came after it was answered", o)
			}
			if sh.res != Released {
				shown[o]++
			}
			if shown[o] > limit {
				s.t.Errorf("%s was shown %d times", o, shown[o])
			}
		}
	}
}
