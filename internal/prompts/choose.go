package prompts

import (
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"strconv"

	"daybreak/internal/journey"
)

// Every ownEvery days, from day ownFirst on, the morning is the user's own text.
const (
	ownEvery = 4
	ownFirst = 2
)

// Prompt returns the morning's message, and false when there is none: the
// built-in texts are off and the user wrote none.
//
// No built-in text comes twice before all those of the stage that suit the
// wait have come; then they come again in the same order, as far apart as they
// can be. The order is the wait's own.
func Prompt(c Context) (Text, bool) {
	day := c.Wait.Day(c.Today)
	if c.MaxBuiltIn <= 0 {
		return own(c, day)
	}
	if day%ownEvery == ownFirst && len(c.Own) > 0 {
		return own(c, day/ownEvery)
	}
	pool := pool(c, c.Wait.Stage(c.Today))
	if len(pool) == 0 {
		return Text{}, false
	}
	n := c.Wait.StageDay(c.Today)
	if len(c.Own) > 0 { // days that were the user's own took no text of the pool
		n -= ownBefore(day) - ownBefore(day-n)
	}
	return pool[n%len(pool)].text(c.Discreet), true
}

// ownBefore counts the user's own days before day.
func ownBefore(day int) int { return (day + ownEvery - 1 - ownFirst) / ownEvery }

func own(c Context, n int) (Text, bool) {
	if len(c.Own) == 0 {
		return Text{}, false
	}
	i := n % len(c.Own)
	t := Neutral("own/" + strconv.Itoa(i))
	if !c.Discreet {
		t.Body = c.Own[i]
	}
	return t, true
}

func (e entry) text(discreet bool) Text {
	if e.Open != nil && !discreet {
		return Text{Key: e.ID, Title: e.Open.Title, Body: e.Open.Body}
	}
	return Text{Key: e.ID, Title: e.Title, Body: e.Body}
}

// pool returns the texts of a stage that suit the wait, in the wait's order.
// All of the stage's texts are shuffled before some are left out, so that a
// changed intention moves the others as little as possible.
func pool(c Context, stage journey.Stage) []entry {
	in := entries(stage)
	shuffle(in, seed(c.Wait.Start, string(stage)))
	return slices.DeleteFunc(in, func(e entry) bool { return !e.suits(c) })
}

func (e entry) suits(c Context) bool {
	intention := c.Intention
	if c.Order && intention == "reconnect" {
		intention = "undecided"
	}
	if len(e.Intentions) > 0 && !slices.Contains(e.Intentions, intention) {
		return false
	}
	return e.Topic.suits(c.Order, intention)
}

func seed(start journey.Date, what string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(start.String() + " " + what))
	return h.Sum64()
}

// shuffle is written out because its result must stay the same with every
// version of Go: the generator's is specified, rand.Shuffle's is not.
func shuffle(in []entry, seed uint64) {
	r := rand.NewPCG(seed, 0)
	for i := len(in) - 1; i > 0; i-- {
		j := int(r.Uint64() % uint64(i+1))
		in[i], in[j] = in[j], in[i]
	}
}
