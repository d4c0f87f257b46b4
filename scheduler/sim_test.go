package scheduler

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
)

// sim is a machine in memory: it applies what Decide says, answers the sends,
// and steps from wake to wake.
type sim struct {
	t       testing.TB
	in      Input
	log     []Record
	memo    Planner
	answer  func(Send) Result // nil: Delivered
	crash   bool              // the next send ends the run after its claim
	shots   []shot
	runs, n int
	rests   int // how often it came to rest
	wake    time.Time
	// answered says how many shots there were when an occurrence was answered.
	answered map[Occurrence]int
}

// shot is a send, when, in the zone of the moment, and what its clock showed.
type shot struct {
	at    time.Time
	clock Civil
	send  Send
	res   Result
}

func newSim(t testing.TB, zone, now string, all ...Reminder) *sim {
	s := &sim{t: t, in: Input{Zone: load(t, zone), Reminders: all, State: NewState(), Ready: true, Owner: ":1.1"}, answered: map[Occurrence]int{}}
	s.in.Now = s.at(now)
	s.restart()
	return s
}

// at returns the instant at which the present zone first shows a civil time.
func (s *sim) at(c string) time.Time { s.t.Helper(); return civil(s.t, c).In(s.in.Zone) }

// restart begins another run: all that is left is the ledger.
func (s *sim) restart() {
	s.runs++
	s.in.Run = fmt.Sprintf("dev.%d", s.runs)
	s.in.State = NewState()
	for _, r := range s.log {
		s.in.State.Apply(r)
	}
	s.in.RetryAt = time.Time{}
}

func (s *sim) apply(r Record) {
	s.log = append(s.log, r)
	s.in.State.Apply(r)
}

// step decides until nothing is left to do now. A decision whose records and
// outcomes are applied leaves nothing to the next but what was refused.
func (s *sim) step() {
	s.t.Helper()
	for range 8 {
		d := Decide(s.in)
		if m := s.memo.Decide(s.in); !reflect.DeepEqual(m, d) {
			s.t.Fatalf("at %s with a memory: %s\nwithout: %s", s.in.Now, told(m), told(d))
		}
		if !d.Wake.IsZero() && !d.Wake.After(s.in.Now) {
			s.t.Fatalf("at %s the wake is %s", s.in.Now, d.Wake)
		}
		s.wake = d.Wake
		for _, r := range d.Records {
			s.apply(r)
		}
		for _, send := range d.Sends {
			if s.deliver(send) == Released {
				break
			}
		}
		if len(d.Records)+len(d.Sends) == 0 {
			s.nothingOverdue()
			return
		}
	}
	for _, r := range Decide(s.in).Records {
		s.t.Logf("still: %+v %+v %+v", r.Mark, r.Missed, r.Outcome)
	}
	s.t.Fatalf("at %s it does not come to rest: %+v", s.in.Now, Decide(s.in).Sends)
}

// nothingOverdue checks that a daemon which rests is not taken for a stuck one,
// up to its next wake. In long histories it looks now and then.
func (s *sim) nothingOverdue() {
	s.t.Helper()
	if s.rests++; s.rests > 20 && s.rests%5 != 0 {
		return
	}
	in, at := s.in, s.in.Now
	if s.wake.After(at) {
		at = s.wake.Add(-1)
	}
	in.Now = at
	if due, bad := Overdue(in); bad {
		s.t.Fatalf("at rest at %s, overdue at %s since %s", s.in.Now, at, due)
	}
}

func told(d Decision) string {
	text, err := json.Marshal(d)
	return fmt.Sprint(string(text), err)
}

func (s *sim) deliver(send Send) Result {
	s.n++
	send.Send = fmt.Sprint(s.n)
	s.apply(Record{Claim: &send.Claim})
	res := Delivered
	if s.answer != nil {
		res = s.answer(send)
	}
	now := s.in.Now.In(s.in.Zone)
	s.shots = append(s.shots, shot{now, CivilOf(now), send, res})
	if s.crash {
		s.crash = false
		s.restart()
		return Released
	}
	if res == Released {
		s.in.RetryAt = s.in.Now.Add(time.Minute)
	}
	s.apply(Record{Outcome: &Outcome{Send: send.Send, Result: res, At: s.in.Now}})
	return res
}

// snooze asks for the last message again, after a while.
func (s *sim) snooze(after time.Duration) {
	if len(s.shots) == 0 {
		return
	}
	last := s.shots[len(s.shots)-1].send
	s.n++
	at := s.in.Now.Add(after)
	s.apply(Record{OneOff: &OneOff{
		ID: fmt.Sprintf("snooze/%d", s.n), Kind: last.Kind, Civil: CivilOf(at.In(s.in.Zone)), At: at,
		Asked: s.in.Now, Of: &last.Of[len(last.Of)-1],
	}})
}

// to lets the time pass until the present zone shows c, wake by wake.
func (s *sim) to(c string) { s.t.Helper(); s.toInstant(s.at(c)) }

func (s *sim) toInstant(end time.Time) {
	s.t.Helper()
	for s.step(); !s.wake.IsZero() && s.wake.Before(end); s.step() {
		s.in.Now = s.wake
	}
	s.in.Now = end
	s.step()
}

// jump sets the clock, or ends a suspend: nothing happens in between.
func (s *sim) jump(c string) { s.t.Helper(); s.in.Now = s.at(c); s.step() }

func (s *sim) fly(zone string) { s.t.Helper(); s.in.Zone = load(s.t, zone); s.step() }

// want compares the shots with "id@clock" and the results that are not
// delivered: "milestone/7@2026-11-23T08:30 uncertain".
func (s *sim) want(want ...string) {
	s.t.Helper()
	var got []string
	for _, sh := range s.shots {
		text := sh.send.ID + "@" + sh.clock.String()
		if sh.res != Delivered {
			text += " " + string(sh.res)
		}
		got = append(got, text)
	}
	wantStrings(s.t, got, want)
}

func wantStrings(t testing.TB, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("sent:\n  %s\nwant:\n  %s", strings.Join(got, "\n  "), strings.Join(want, "\n  "))
	}
}

// became compares an occurrence ("id@civil") with "result reason".
func (s *sim) became(occ, want string) {
	s.t.Helper()
	st, _ := s.in.State.Of(occurrence(s.t, occ))
	if got := strings.TrimSpace(string(st.Result) + " " + string(st.Reason)); got != want {
		s.t.Errorf("%s is %q, want %q", occ, got, want)
	}
}

func (s *sim) missed() (all []Missed) {
	for _, r := range s.log {
		if r.Missed != nil {
			all = append(all, *r.Missed)
		}
	}
	return all
}

func habit(t testing.TB, id, expr string) Reminder {
	return Reminder{ID: "habit/" + id, Kind: Habit, Schedule: cronOf(t, expr)}
}

func milestone(t testing.TB, day, at string) Reminder {
	return Reminder{ID: "milestone/" + day, Kind: Milestone, Schedule: OnDay(civil(t, at))}
}

// occurrence reads "id@civil".
func occurrence(t testing.TB, s string) Occurrence {
	t.Helper()
	id, c, _ := strings.Cut(s, "@")
	return Occurrence{id, civil(t, c)}
}
