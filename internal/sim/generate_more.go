package sim

import (
	"fmt"
	"strconv"
	"time"
)

// server makes the server answer in another way, for some messages or a time.
func (g *generator) server(at time.Duration) {
	how := g.pick("slow", "refuse", "errs", "hangs", "mute", "stalls", "breaks")
	if g.r.IntN(3) > 0 {
		g.add(at, "server", how, fmt.Sprint(1+g.r.IntN(4)))
	} else {
		later, _ := g.span(time.Hour, 12*time.Hour)
		g.add(at, "server", how, "0")
		g.add(at+later, "server", "good", "0")
	}
	if g.r.IntN(3) == 0 {
		later, _ := g.span(time.Minute, 3*time.Hour)
		g.add(at+later, "owner")
	}
}

func (g *generator) gone(at time.Duration) {
	g.add(at, "gone")
	later, _ := g.span(10*time.Second, 10*time.Minute, 2*time.Hour, 6*time.Hour)
	g.add(at+later, "back")
}

func (g *generator) disk(at time.Duration) {
	how := g.pick("full", "readonly", "fsync", "fsync", "busy", "lies")
	if g.r.IntN(2) == 0 {
		g.add(at, "disk", how, fmt.Sprint(1+g.r.IntN(4)))
		return
	}
	later, _ := g.span(10*time.Minute, 3*time.Hour, 24*time.Hour)
	g.add(at, "disk", how, "0")
	g.add(at+later, "disk", "good", "0")
}

// backup copies the state folder, and mostly puts the copy back later.
func (g *generator) backup(at time.Duration) {
	g.add(at, "backup")
	if g.r.IntN(3) > 0 {
		later, _ := g.span(time.Hour, 48*time.Hour)
		_, down := g.span(time.Minute, 3*time.Hour)
		g.add(at+later, "restore", down)
	}
}

func (g *generator) pause(at time.Duration) {
	_, d := g.span(time.Hour, 12*time.Hour, 5*24*time.Hour)
	g.add(at, "pause", d)
	if later, _ := g.span(time.Hour, 48*time.Hour); g.r.IntN(3) == 0 {
		g.add(at+later, "resume")
	}
}

// snooze puts off what came last, and sometimes puts it off again.
func (g *generator) snooze(at time.Duration) {
	verb := g.pick("snooze", "snooze", "urge")
	for range 1 + g.r.IntN(2) {
		_, d := g.span(10*time.Minute, 2*time.Hour, 30*time.Hour)
		g.add(at, verb, d)
		later, _ := g.span(time.Minute, 2*time.Hour)
		at += later
	}
}

// answer says something of a message, or ahead of one, and sometimes takes it back.
func (g *generator) answer(at time.Duration) {
	n := strconv.Itoa(g.r.IntN(4) * g.r.IntN(6))
	for range 1 + g.r.IntN(2) {
		g.add(at, g.pick("done", "done", "skip"), n)
		later, _ := g.span(time.Minute, 3*time.Hour)
		at += later
	}
	if g.r.IntN(3) == 0 {
		later, _ := g.span(time.Minute, 3*time.Hour, 72*time.Hour) // also long after its time
		g.add(at+later, "undo")
	}
}

// edit changes a little of the config.
func (g *generator) edit(at time.Duration) {
	s, _ := parseSetup(g.made.String())
	i := g.r.IntN(len(s.reminders))
	switch r := &s.reminders[i]; g.r.IntN(4) {
	case 0:
		if len(s.reminders) > 1 {
			s.reminders = append(s.reminders[:i], s.reminders[i+1:]...)
		}
	case 1:
		s.reminders = append(s.reminders, g.habit(10+len(g.h.Actions)))
	case 2:
		s.quiet[0] = 30 * g.r.IntN(48)
	default:
		for n := range r.times {
			r.times[n] = g.minute()
		}
		for n, c := range r.dates {
			r.dates[n] = c - civil(c.minute()) + civil(g.minute())
		}
	}
	g.add(at, "config", s.String())
}

// minute returns a time of day: any, or one at which many things are due.
func (g *generator) minute() int {
	// Two at 05:00 are worth showing just until the quiet hours end.
	common := []int{8*60 + 30, 8*60 + 30, 21 * 60, 2*60 + 30, 7 * 60, 22*60 + 30, 0, minutesPerDay - 1, 5 * 60, 5 * 60}
	if g.r.IntN(2) == 0 {
		return common[g.r.IntN(len(common))]
	}
	return g.r.IntN(minutesPerDay)
}

func (g *generator) habit(n int) reminder {
	r := reminder{id: fmt.Sprintf("habit/%d", n), days: everyDay, times: []int{g.minute()}}
	if g.r.IntN(3) == 0 {
		r.days = 1 + g.r.IntN(everyDay)
	}
	if g.r.IntN(4) == 0 {
		r.times = append(r.times, (r.times[0]+1+g.r.IntN(600))%minutesPerDay)
		if r.times[0] > r.times[1] {
			r.times[0], r.times[1] = r.times[1], r.times[0]
		}
	}
	if g.r.IntN(3) == 0 {
		r.late, _ = g.span(10*time.Minute, time.Hour, 8*time.Hour)
	}
	return r
}

// config makes up reminders of every kind.
func (g *generator) config() *setup {
	s := &setup{quiet: [2]int{22*60 + 30, 7 * 60}}
	if g.r.IntN(4) == 0 {
		s.quiet = [2]int{g.minute(), g.minute()}
	}
	loc, err := time.LoadLocation(g.h.Zone)
	if err != nil {
		loc = time.UTC
	}
	here := civilAt(g.h.Start, loc)
	morning := here - civil(here.minute()) + civil(g.minute())
	s.reminders = append(s.reminders,
		reminder{id: "welcome/start", dates: []civil{here}},
		reminder{id: "prompt/morning", days: everyDay, times: []int{g.minute()}},
		reminder{id: "checkin/evening", days: everyDay, times: []int{g.minute()}})
	for n := range 1 + g.r.IntN(3) {
		s.reminders = append(s.reminders, g.habit(n))
	}
	for _, day := range []int{-1, 1, 3, 7, 14, 21, 30} {
		if g.r.IntN(3) > 0 {
			s.reminders = append(s.reminders, reminder{
				id: fmt.Sprintf("milestone/%d", day), dates: []civil{morning + civil(day*minutesPerDay)},
			})
		}
	}
	if g.r.IntN(2) == 0 {
		day := here - civil(here.minute()) + civil((2+g.r.IntN(40))*minutesPerDay)
		s.reminders = append(s.reminders,
			reminder{id: "goal/book", dates: []civil{day + 8*60}},
			reminder{id: "plan/date", dates: []civil{day - 3*60, day + 8*60 + 30}, late: 6 * time.Hour},
			reminder{id: "plan/marked", dates: []civil{morning + 14*minutesPerDay - 11*60, morning + 14*minutesPerDay}, late: 6 * time.Hour})
	}
	return s
}
