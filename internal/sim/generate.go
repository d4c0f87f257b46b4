package sim

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"time"
)

// days is how long a generated history lasts.
const days = 45

// generator makes up a history.
type generator struct {
	r    *rand.Rand
	h    History
	made *setup
}

// Generate returns the history of a seed, always the same.
//
// Each has only some of the kinds of actions, and few or many of them: what one
// kind would hide of another comes out where they do not meet.
func Generate(seed uint64) History {
	g := &generator{r: rand.New(rand.NewPCG(seed, 20_240))}
	zones := zoneList()
	g.h.Days = days
	g.h.Zone = zones[g.r.IntN(len(zones))]
	// Two of three begin shortly before Europe's or America's clocks change.
	starts := []string{"2026-10-10T10:00:00Z", "2026-03-01T07:00:00Z", "2025-12-15T18:00:00Z"}
	g.h.Start, _ = time.Parse(time.RFC3339, starts[g.r.IntN(len(starts))])
	g.h.Start = g.h.Start.Add(time.Duration(g.r.IntN(48*3600)) * time.Second)
	g.made = g.config()
	g.h.Config = g.made.String()
	kinds := g.kinds()
	for range 5 + g.r.IntN(40) {
		g.act(kinds[g.r.IntN(len(kinds))])
	}
	slices.SortStableFunc(g.h.Actions, func(a, b Action) int { return cmp.Compare(a.At, b.At) })
	return g.h
}

// maker adds actions of a kind at a time.
type maker func(g *generator, at time.Duration)

// makers are the kinds of actions, in a fixed order for the sake of the seeds.
var makers = []maker{
	(*generator).kill, (*generator).power, (*generator).stop, (*generator).suspend, (*generator).step,
	(*generator).journey, (*generator).lock, (*generator).server, (*generator).gone, (*generator).disk,
	(*generator).edit, (*generator).backup, (*generator).pause, (*generator).snooze, (*generator).answer,
}

// kinds returns some of the makers.
func (g *generator) kinds() []maker {
	var some []maker
	for len(some) == 0 {
		for _, m := range makers {
			if g.r.IntN(2) == 0 {
				some = append(some, m)
			}
		}
	}
	return some
}

func (g *generator) act(m maker) { m(g, g.moment()) }

// moment returns a time: any, or one shortly before something is due or quiet
// hours begin or end.
func (g *generator) moment() time.Duration {
	at := time.Duration(g.r.Int64N(int64(days * 24 * time.Hour))).Truncate(time.Millisecond)
	if g.r.IntN(3) == 0 {
		return at
	}
	loc, err := time.LoadLocation(g.h.Zone)
	if err != nil {
		return at
	}
	times := g.made.quiet[:]
	for _, r := range g.made.reminders {
		times = append(times, r.times...)
	}
	m := times[g.r.IntN(len(times))]
	y, mo, d := g.h.Start.Add(at).In(loc).Date()
	near := time.Date(y, mo, d, 0, m, 0, 0, loc).Sub(g.h.Start) - time.Duration(g.r.IntN(1200)-100)*time.Second
	return max(near, 0)
}

func (g *generator) add(at time.Duration, verb string, args ...string) {
	g.h.Actions = append(g.h.Actions, Action{at, verb, args})
}

// pick returns one of all.
func (g *generator) pick(all ...string) string { return all[g.r.IntN(len(all))] }

// span returns a random time of about the size of one of some, and its text.
func (g *generator) span(sizes ...time.Duration) (time.Duration, string) {
	d := sizes[g.r.IntN(len(sizes))]
	d = (d/4 + time.Duration(g.r.Int64N(int64(d)))).Truncate(time.Second)
	return d, d.String()
}

func (g *generator) number(n int) string { return strconv.Itoa(g.r.IntN(n)) }

func (g *generator) kill(at time.Duration) {
	_, down := g.span(5*time.Second, time.Minute, 3*time.Hour, 40*time.Hour)
	g.add(at, g.pick("kill", "kill", "kill", "term"), fmt.Sprint(1+g.r.IntN(60)), down)
}

func (g *generator) power(at time.Duration) {
	_, down := g.span(time.Minute, 3*time.Hour, 72*time.Hour)
	g.add(at, "power", fmt.Sprint(g.r.IntN(60)), down, g.number(1000))
}

func (g *generator) stop(at time.Duration) {
	_, down := g.span(5*time.Second, 3*time.Hour, 9*24*time.Hour)
	g.add(at, "stop", down)
}

func (g *generator) suspend(at time.Duration) {
	_, d := g.span(time.Minute, 3*time.Hour, 12*time.Hour, 9*24*time.Hour)
	g.add(at, "suspend", d)
}

// step makes the clock jump, and often sets it right again later.
func (g *generator) step(at time.Duration) {
	d, _ := g.span(2*time.Second, 10*time.Minute, 5*time.Hour, 3*24*time.Hour, 20*24*time.Hour)
	if g.r.IntN(2) == 0 {
		d = -d
	}
	g.add(at, "step", d.String())
	if g.r.IntN(4) > 0 {
		later, _ := g.span(time.Minute, 3*time.Hour, 48*time.Hour)
		g.add(at+later, "step", (-d).String())
	}
}

func (g *generator) journey(at time.Duration) {
	zones := zoneList()
	g.add(at, "zone", zones[g.r.IntN(len(zones))])
	if g.r.IntN(2) == 0 {
		later, _ := g.span(3*time.Hour, 40*time.Hour)
		g.add(at+later, "zone", g.h.Zone)
	}
}

func (g *generator) lock(at time.Duration) {
	g.add(at, "lock")
	later, _ := g.span(time.Minute, 3*time.Hour, 30*time.Hour)
	g.add(at+later, "unlock")
}
