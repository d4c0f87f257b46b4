package scheduler

import (
	"math/rand/v2"
	"testing"
	"time"
)

// leg is a flight: the zone is another, hours after the one before.
type leg struct {
	after time.Duration
	to    string
}

// Somebody flies, and a 07:30 that came does not come again, nor is one lost
// that the clocks of the journey show, or would have shown but for two hours.
func TestJourneys(t *testing.T) {
	const (
		la, tokyo, apia, pago = "America/Los_Angeles", "Asia/Tokyo", "Pacific/Apia", "Pacific/Pago_Pago"
		howe, kathmandu       = "Australia/Lord_Howe", "Asia/Kathmandu"
	)
	for _, tt := range []struct {
		name, zone, start string
		legs              []leg
		end               string
		want              []string // "civil", or "civil@clock" when late
		dropped           []string
	}{
		{"there and back before it comes", la, "2026-11-23T05:00",
			[]leg{{time.Hour, tokyo}, {16 * time.Hour, la}}, "2026-11-26T00:00",
			// 06:00 is 23:00 in Tokyo; 15:00 there, on the 24th, is 22:00 on the 23rd
			[]string{"2026-11-24T07:30", "2026-11-25T07:30"}, []string{"2026-11-23T07:30"}},
		{"there and back after it came", la, "2026-11-23T07:00",
			[]leg{{time.Hour, tokyo}, {7 * time.Hour, la}}, "2026-11-25T12:00",
			[]string{"2026-11-23T07:30", "2026-11-24T07:30", "2026-11-25T07:30"}, nil},
		{"there, into a 07:30 that went by an hour ago", la, "2026-11-23T07:00",
			[]leg{{8*time.Hour + 30*time.Minute, tokyo}}, "2026-11-25T12:00",
			[]string{"2026-11-23T07:30", "2026-11-24T07:30@2026-11-24T08:30", "2026-11-25T07:30"}, nil},
		{"there, into one that went by long ago", la, "2026-11-23T07:00",
			[]leg{{12 * time.Hour, tokyo}}, "2026-11-25T12:00",
			[]string{"2026-11-23T07:30", "2026-11-25T07:30"}, []string{"2026-11-24T07:30"}},
		{"too late there, in time again back home", la, "2026-11-23T07:00",
			[]leg{{12 * time.Hour, tokyo}, {10 * time.Hour, la}}, "2026-11-25T12:00",
			[]string{"2026-11-23T07:30", "2026-11-24T07:30", "2026-11-25T07:30"}, nil},
		{"from Tokyo, back into the same morning", tokyo, "2026-11-23T07:00",
			[]leg{{time.Hour, la}}, "2026-11-24T12:00",
			[]string{"2026-11-23T07:30", "2026-11-24T07:30"}, nil},
		{"from Tokyo and back in a day", tokyo, "2026-11-23T07:00",
			[]leg{{time.Hour, la}, {17 * time.Hour, tokyo}}, "2026-11-25T12:00",
			// 08:00 is 15:00 of the day before; 08:00 there, on the 23rd, is 01:00 on the 24th
			[]string{"2026-11-23T07:30", "2026-11-24T07:30", "2026-11-25T07:30"}, nil},
		{"over the date line, eastwards, into the day before", apia, "2026-11-22T07:00",
			[]leg{{25 * time.Hour, pago}}, "2026-11-24T12:00",
			[]string{"2026-11-22T07:30", "2026-11-23T07:30", "2026-11-24T07:30"}, nil},
		{"over the date line, westwards, into the next day", pago, "2026-11-23T07:00",
			[]leg{{12 * time.Hour, apia}}, "2026-11-25T12:00",
			[]string{"2026-11-23T07:30", "2026-11-25T07:30"}, []string{"2026-11-24T07:30"}},
		{"the day that Apia skipped, come from Pago Pago", pago, "2011-12-29T07:00",
			[]leg{{16 * time.Hour, apia}}, "2011-12-31T12:00",
			// 23:00 on the 29th there is midnight on the 31st, the moment of the jump
			[]string{"2011-12-29T07:30", "2011-12-30T07:30@2011-12-31T00:00", "2011-12-31T07:30"}, nil},
		{"half an hour back, just after", howe, "2026-04-04T07:00",
			[]leg{{time.Hour, "Australia/Sydney"}}, "2026-04-06T12:00",
			[]string{"2026-04-04T07:30", "2026-04-05T07:30", "2026-04-06T07:30"}, nil},
		{"half an hour forward, just before", "Australia/Brisbane", "2026-07-01T07:00",
			[]leg{{20 * time.Minute, howe}}, "2026-07-02T12:00",
			[]string{"2026-07-01T07:30@2026-07-01T07:50", "2026-07-02T07:30"}, nil},
		{"a quarter of an hour, Kathmandu and Delhi", kathmandu, "2026-11-23T07:00",
			[]leg{{25 * time.Minute, "Asia/Kolkata"}, {10 * time.Minute, kathmandu}, {15 * time.Minute, "Asia/Kolkata"}}, "2026-11-24T12:00",
			[]string{"2026-11-23T07:30@2026-11-23T07:35", "2026-11-24T07:30"}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := newSim(t, tt.zone, tt.start, habit(t, "x", "30 7 * * *"))
			for _, l := range tt.legs {
				s.toInstant(s.in.Now.Add(l.after))
				s.fly(l.to)
			}
			s.to(tt.end)
			var got []string
			for _, sh := range s.shots {
				text := sh.send.Of[0].Civil.String()
				if sh.clock.String() != text {
					text += "@" + sh.clock.String()
				}
				got = append(got, text)
			}
			wantStrings(t, got, tt.want)
			for _, c := range tt.dropped {
				if !s.leftOut(Occurrence{"habit/x", civil(t, c)}) {
					t.Errorf("nothing says that %s was left out", c)
				}
			}
		})
	}
}

// leftOut reports whether the record says that o is not to come, for a reason
// that a journey gives.
func (s *sim) leftOut(o Occurrence) bool {
	switch st, _ := s.in.State.Of(o); st.Result {
	case Dropped, Folded, Settled:
		return st.Reason != "" && st.Reason != Removed
	}
	for _, m := range s.in.State.MissedIn(o.Civil, o.Civil) {
		if m.ID == o.ID {
			return true
		}
	}
	return false
}

// A week of flights and of clocks that somebody sets, at random: an occurrence
// never comes twice, never before its time or too late, never inside quiet
// hours; and in the end there is none of which the record does not tell.
func TestJourneysRandom(t *testing.T) {
	for seed := range uint64(150) {
		randomJourney(t, seed)
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
}

func FuzzJourney(f *testing.F) {
	f.Add(uint64(1))
	f.Fuzz(func(t *testing.T, seed uint64) { randomJourney(t, seed) })
}

var farZones = []string{
	"America/Los_Angeles", "Asia/Tokyo", "Pacific/Apia", "Pacific/Pago_Pago", "Pacific/Kiritimati",
	"Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Chatham", "Europe/Berlin", "America/St_Johns", "UTC",
}

func randomJourney(t *testing.T, seed uint64) {
	rnd := rand.New(rand.NewPCG(seed, 2))
	starts := []string{"2026-03-05T12:00", "2026-03-26T12:00", "2026-04-02T12:00", "2026-10-01T12:00", "2026-10-23T12:00", "2011-12-27T12:00"}
	s := newSim(t, farZones[rnd.IntN(len(farZones))], starts[rnd.IntN(len(starts))],
		habit(t, "a", "30 7 * * *"), habit(t, "b", "30 1,7,22 * * *"), habit(t, "c", "15 2 * * *"), habit(t, "d", "0 */5 * * *"))
	if rnd.IntN(2) == 0 {
		s.in.Quiet = night
	}
	for range 14 {
		s.toInstant(s.in.Now.Add(time.Duration(rnd.IntN(20*60)) * time.Minute))
		if rnd.IntN(4) == 0 { // set by hand, or by a suspend; in the air or not
			s.in.Now = s.in.Now.Add(time.Duration(rnd.IntN(8*60)-3*60) * time.Minute)
		}
		if rnd.IntN(3) > 0 {
			s.in.Zone = load(t, farZones[rnd.IntN(len(farZones))])
		}
		s.step()
	}
	s.toInstant(s.in.Now.Add(72 * time.Hour))
	came := s.checkJourney()
	last := CivilOf(s.in.Now.In(s.in.Zone)) - 12*60
	for _, r := range s.in.Reminders {
		seen, _ := s.in.State.Seen(r.ID) // later than the start, where the clock was ahead by then
		for c, _ := r.Schedule.Next(CivilOf(seen.At)); c < last; c, _ = r.Schedule.Next(c) {
			if o := (Occurrence{r.ID, c}); came[o] == 0 && !s.leftOut(o) {
				t.Errorf("nothing tells what became of %s", o)
			}
		}
	}
}

// checkJourney looks at every shot in the zone in which it was fired.
func (s *sim) checkJourney() map[Occurrence]int {
	s.t.Helper()
	came := map[Occurrence]int{}
	for _, sh := range s.shots {
		if inQuiet(sh.clock.Minute(), s.in.Quiet.From, s.in.Quiet.To) {
			s.t.Errorf("%s inside quiet hours, at %s", sh.send.ID, sh.clock)
		}
		for _, o := range sh.send.Of {
			if came[o]++; came[o] > 1 {
				s.t.Errorf("%s comes again, at %s", o, sh.at)
			}
			due := o.Civil.In(sh.at.Location())
			if late := sh.at.Sub(due); late < 0 || late > DefaultLate {
				s.t.Errorf("%s comes %s after its time, at %s", o, late, sh.at)
			}
		}
	}
	return came
}
