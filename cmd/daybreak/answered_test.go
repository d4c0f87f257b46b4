package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"daybreak/internal/ledger"
	"daybreak/internal/report"
	"daybreak/internal/wallclock"
	"daybreak/notify"
	"daybreak/scheduler"
)

// desktop is a channel that keeps what it is to show.
type desktop struct {
	notify.Channel
	shown []notify.Message
	err   error
}

func (c *desktop) Send(_ context.Context, m notify.Message) (notify.Receipt, error) {
	c.shown = append(c.shown, m)
	return notify.Receipt{}, c.err
}

const answerConfig = `breakup_date: 2026-11-01
goals: [{id: g, name: zanzibar, target: 3}]
habits:
  - {name: Walk, at: ["07:30", "18:00"], goal: g}
  - {name: Read, at: "18:00"}
milestones: [21, {day: 22, say: zanzibar}]
quiet_hours: off
`

// A desk at which buttons are pressed: a daemon without its loop, and a record
// on the disk.
type pressing struct {
	*daemon
	t       *testing.T
	now     time.Time
	desktop *desktop
}

func newPressing(t *testing.T, config string) *pressing {
	t.Helper()
	home := t.TempDir()
	writeConfig(t, home, config)
	a := &app{getenv: lookup(environment(home)), stdout: io.Discard, stderr: io.Discard}
	now := time.Date(2026, 11, 25, 18, 5, 20, 0, time.FixedZone("", 3600))
	h, err := a.openState(ledger.Everything)
	if err != nil {
		t.Fatal(err)
	}
	if err := h.load(now); err != nil {
		t.Fatal(err)
	}
	p := &pressing{t: t, now: now, desktop: &desktop{}}
	book, err := ledger.Open(h.dir, ledger.Options{Now: func() time.Time { return p.now }})
	if err != nil {
		t.Fatal(err)
	}
	lock, err := ledger.LockDaemon(h.dir, os.Getpid(), now)
	if err != nil {
		t.Fatal(err)
	}
	zone, err := wallclock.WatchZone(wallclock.Options{Name: "Europe/Berlin"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { zone.Close(); lock.Release() })
	p.daemon = &daemon{a: a, h: h, book: book, lock: lock, zone: zone, channel: p.desktop,
		log: slog.New(slog.DiscardHandler), presses: make(chan press, maxPresses)}
	for _, o := range []string{"habit/walk@2026-11-24T18:00", "checkin/evening@2026-11-24T21:00", "habit/walk@2026-11-25T07:30",
		"habit/walk@2026-11-25T18:00", "habit/gone@2026-11-25T07:30", "checkin/evening@2026-11-25T21:00",
		"checkin/evening@2026-11-23T20:00", "milestone/21@2026-11-22T08:30", "milestone/22@2026-11-23T08:30"} {
		id, at, _ := strings.Cut(o, "@")
		c, err := scheduler.ParseCivil(at)
		if err != nil {
			t.Fatal(err)
		}
		p.know(scheduler.Record{Claim: &scheduler.Claim{Send: o, Epoch: "d.r/o", ID: id, Of: []scheduler.Occurrence{{ID: id, Civil: c}}}})
		p.know(scheduler.Record{Outcome: &scheduler.Outcome{Send: o, Result: scheduler.Delivered, Reason: scheduler.OnTime, At: c.In(zone.Location())}})
	}
	return p
}

func (p *pressing) know(r scheduler.Record) {
	p.t.Helper()
	p.h.state.Apply(r)
	if err := p.book.Record(p.now, r); err != nil {
		p.t.Fatal(err)
	}
}

// press presses a button of a message with the tag, and has the loop look.
func (p *pressing) press(tag, key string) (unsaved bool) {
	p.pressed(notify.Answer{Tag: tag, Key: key})
	return p.answers(p.now)
}

// said returns what stands in the record on the disk of the user's.
func (p *pressing) said() []string {
	p.t.Helper()
	v, err := ledger.Read(p.h.dir, ledger.Everything)
	if err != nil {
		p.t.Fatal(err)
	}
	var all []string
	for e := range v.Standing() {
		var s string
		switch {
		case e.Answer != nil:
			s = fmt.Sprintf("%s %s", e.Answer.Said, e.Answer.Occurrence)
		case e.OneOff != nil:
			s = fmt.Sprintf("%s %s at %s", e.OneOff.Kind, e.OneOff.Of, e.OneOff.Civil)
		default:
			continue
		}
		if e.Progress != nil {
			s += fmt.Sprintf(", %s %+g", e.Progress.Goal, e.Progress.Amount)
		}
		if c := e.CheckIn; c != nil {
			s += fmt.Sprintf(", %d on %s", c.Difficulty, c.Day)
			if c.Milestone > 0 {
				s += fmt.Sprintf(" at day %d", c.Milestone)
			}
		}
		all = append(all, s)
	}
	return all
}

// replies returns the titles and bodies that were shown.
func (p *pressing) replies() []string {
	var all []string
	for _, m := range p.desktop.shown {
		all = append(all, m.Title+": "+m.Body)
	}
	return all
}

// What a button records and what is shown for it, whatever happened before.
func TestAnswered(t *testing.T) {
	const walk, evening = "habit/walk@2026-11-25T18:00", "checkin/evening@2026-11-25T21:00"
	const done = "done " + walk + ", g +1"
	for _, c := range []struct {
		name    string
		before  func(p *pressing)
		keys    []string
		want    []string // in the record
		replies int
	}{
		{"done", nil, []string{"done " + walk}, []string{done}, 1},
		{"skip", nil, []string{"skip " + walk}, []string{"skipped " + walk}, 1},
		{"snooze", nil, []string{"snooze " + walk}, []string{"habit " + walk + " at 2026-11-25T18:35"}, 1},
		{"done twice", nil, []string{"done " + walk, "done " + walk}, []string{done}, 1},
		{"snoozed twice", nil, []string{"snooze " + walk, "snooze " + walk}, []string{"habit " + walk + " at 2026-11-25T18:35"}, 1},
		{"skip, then done after all", nil, []string{"skip " + walk, "done " + walk}, []string{"skipped " + walk, done}, 2},
		{"done, then skip", nil, []string{"done " + walk, "skip " + walk}, []string{done, "skipped " + walk + ", g +0"}, 2},
		{"snooze of what is done", nil, []string{"done " + walk, "snooze " + walk}, []string{done}, 1},
		{"snooze, then done", nil, []string{"snooze " + walk, "done " + walk}, []string{"habit " + walk + " at 2026-11-25T18:35", done}, 2},
		{"yesterday's", nil, []string{"done habit/walk@2026-11-24T18:00"}, []string{"done habit/walk@2026-11-24T18:00, g +1"}, 1},
		{"a time that never was", nil, []string{"done habit/walk@2026-11-25T09:00"}, nil, 0},
		{"a habit that is gone", nil, []string{"done habit/gone@2026-11-25T07:30"}, nil, 0},
		{"a habit that is due later", nil, []string{"done habit/read@2026-11-25T18:00"}, nil, 0},
		{"answered by a command since", func(p *pressing) {
			p.know(scheduler.Record{Answer: &scheduler.Answer{Occurrence: occurrence(p.t, walk), Said: scheduler.Done, At: p.now}})
		}, []string{"done " + walk}, []string{"done " + walk}, 0},

		{"good", nil, []string{"good " + evening}, []string{"done " + evening + ", 2 on 2026-11-25"}, 1},
		{"so-so", nil, []string{"so-so " + evening}, []string{"done " + evening + ", 3 on 2026-11-25"}, 1},
		{"hard", nil, []string{"hard " + evening}, []string{"done " + evening + ", 4 on 2026-11-25"}, 1},
		{"hard twice", nil, []string{"hard " + evening, "hard " + evening}, []string{"done " + evening + ", 4 on 2026-11-25"}, 1},
		{"good, then hard", nil, []string{"good " + evening, "hard " + evening},
			[]string{"done " + evening + ", 2 on 2026-11-25", "done " + evening + ", 4 on 2026-11-25"}, 2},
		{"yesterday was good", nil, []string{"good checkin/evening@2026-11-24T21:00"},
			[]string{"done checkin/evening@2026-11-24T21:00, 2 on 2026-11-24"}, 1},
		{"a check-in that has another time since", nil, []string{"good checkin/evening@2026-11-23T20:00"},
			[]string{"done checkin/evening@2026-11-23T20:00, 2 on 2026-11-23"}, 1},
		{"open the check-in", nil, []string{"checkin " + evening}, nil, 1},
		{"support", nil, []string{"support " + evening}, nil, 1},
		{"a check-in is not done", nil, []string{"done " + evening, "later " + evening}, nil, 0},

		{"a milestone was good", nil, []string{"good milestone/21@2026-11-22T08:30"},
			[]string{"done milestone/21@2026-11-22T08:30, 2 on 2026-11-25 at day 21"}, 1},
		{"a milestone later", nil, []string{"later milestone/21@2026-11-22T08:30", "later milestone/21@2026-11-22T08:30"},
			[]string{"milestone milestone/21@2026-11-22T08:30 at 2026-11-25T21:05"}, 1},
		{"show a milestone", nil, []string{"show milestone/22@2026-11-23T08:30"}, nil, 1},
		{"a milestone is not skipped", nil, []string{"skip milestone/21@2026-11-22T08:30"}, nil, 0},

		{"undo", nil, []string{"done " + walk, "undo " + walk}, nil, 2},
		{"undo twice", nil, []string{"skip " + walk, "done " + walk, "undo " + walk, "undo " + walk}, []string{"skipped " + walk}, 3},
		{"undo a check-in", nil, []string{"good " + evening, "undo " + evening}, nil, 2},
		{"undo of what was not answered here", func(p *pressing) {
			p.know(scheduler.Record{Answer: &scheduler.Answer{Occurrence: occurrence(p.t, walk), Said: scheduler.Done, At: p.now}})
		}, []string{"undo " + walk}, []string{"done " + walk}, 0},
		{"nonsense", nil, []string{"", "default", "done", "purge " + walk, "done habit/@2026-11-25T18:00"}, nil, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := newPressing(t, answerConfig)
			if c.before != nil {
				c.before(p)
			}
			for _, key := range c.keys {
				if p.press("x", key) {
					t.Errorf("%s is not written", key)
				}
			}
			if got := p.said(); !slices.Equal(got, c.want) {
				t.Errorf("recorded %q, want %q", got, c.want)
			}
			if got := p.replies(); len(got) != c.replies {
				t.Errorf("%d replies, want %d: %q", len(got), c.replies, got)
			}
			if out := strings.Join(p.replies(), " "); strings.Contains(out, "zanzibar") != strings.HasPrefix(c.keys[0], "show ") {
				t.Errorf("the user's own words: %s", out)
			}
		})
	}
}

func occurrence(t *testing.T, s string) scheduler.Occurrence {
	t.Helper()
	p, ok := report.ParsePress("done " + s)
	if !ok {
		t.Fatal(s)
	}
	return p.Of
}

// An answer takes the place of its message; a confirmation is quiet and short,
// and a server that says nothing is not asked again in the same breath.
func TestReplies(t *testing.T) {
	const walk, evening = "habit/walk@2026-11-25T18:00", "checkin/evening@2026-11-25T21:00"
	p := newPressing(t, answerConfig+"support: {country: GB}\n")
	p.press("habit/walk", "done "+walk)
	p.press("", "hard "+evening)
	p.press("digest/x", "show milestone/22@2026-11-23T08:30")
	got := p.desktop.shown
	if m := got[0]; m.Tag != "habit/walk" || !m.Brief || m.Urgency != notify.Low || m.Default != "" {
		t.Errorf("done: %+v", m)
	}
	if m := got[1]; m.Tag != "checkin/evening" || m.Brief || m.Urgency != notify.Normal || m.Actions[0].Label != "Support" {
		t.Errorf("hard: %+v", m)
	}
	if m := got[2]; m.Tag != "milestone/22" {
		t.Errorf("show: %+v", m)
	}
	p.press("", "support "+evening)
	if got := p.desktop.shown[len(got)]; !strings.Contains(got.Body, "116 123") || !strings.HasSuffix(got.Body, "daybreak support") || got.Brief {
		t.Errorf("support: %+v", got)
	}
	got = p.desktop.shown
	p.desktop.err = context.DeadlineExceeded
	p.pressed(notify.Answer{Key: "skip " + walk})
	p.pressed(notify.Answer{Key: "good " + evening})
	p.answers(p.now)
	if n := len(p.desktop.shown) - len(got); n != 1 || len(p.said()) != 4 {
		t.Errorf("a silent server was asked %d times, recorded %q", n, p.said())
	}
}

// While nothing can be written memory is the record: the answer counts at once,
// the loop is told to try again, and then it is on the disk, once.
func TestAnswerOutlivesABadDisk(t *testing.T) {
	const walk = "habit/walk@2026-11-25T18:00"
	p := newPressing(t, answerConfig)
	folder, away := filepath.Join(p.h.dir, "ledger"), filepath.Join(p.h.dir, "away")
	move := func(from, to string) {
		if err := os.Rename(from, to); err != nil {
			t.Fatal(err)
		}
	}
	move(folder, away)
	if err := os.WriteFile(folder, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if !p.press("x", "done "+walk) {
		t.Error("said to be written")
	}
	if _, ok := p.h.state.Answer(occurrence(t, walk)); !ok || p.h.story.Progress("g") != 1 || len(p.replies()) != 1 {
		t.Errorf("it does not count: %v, %v", p.h.story.Progress("g"), p.replies())
	}
	if err := os.Remove(folder); err != nil {
		t.Fatal(err)
	}
	move(away, folder)
	if err := (recorder{p.daemon}).Record(p.now); err != nil { // as the loop does
		t.Fatal(err)
	}
	if got := p.said(); !slices.Equal(got, []string{"done " + walk + ", g +1"}) {
		t.Errorf("recorded %q", got)
	}
}

// Only so many presses wait for the loop, and what is none of ours never wakes it.
func TestPressesAreBounded(t *testing.T) {
	p := newPressing(t, answerConfig)
	taken := 0
	for range 10 * maxPresses {
		if p.pressed(notify.Answer{Key: "done habit/walk@2026-11-25T18:00"}) {
			taken++
		}
		if p.pressed(notify.Answer{Key: "open mail"}) {
			t.Fatal("another program's button wakes")
		}
	}
	p.answers(p.now)
	if taken != maxPresses || len(p.said()) != 1 || len(p.replies()) != 1 {
		t.Errorf("%d taken, %q, %q", taken, p.said(), p.replies())
	}
}
