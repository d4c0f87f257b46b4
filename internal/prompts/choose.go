package prompts

import (
	"slices"
	"strconv"

	"daybreak/internal/journey"
)

// Every ownEvery days, from day ownFirst on, the morning is the user's own text.
const (
	ownEvery = 4
	ownFirst = 2
)

// Prompt returns the prompt of c.Today: the morning's, or with c.Afternoon the
// second one. It is false when there is none: the built-in texts are off and
// the user wrote none, or the only text there is was the morning's.
//
// No text comes twice before all those of the stage have come that suit the
// wait and the time of day; then they come again in nearly the same order. Two
// prompts running are of different topics wherever a text of another is left,
// and each topic is spread over the whole order. The day after a hard check-in
// has texts of its own, which come on no other day, and takes none of the
// others (see lightOf). Where the user's own texts are all that there is, what is
// said of the stage holds for the whole wait.
//
// The choice is the same after a restart and on every device, in every
// language. It hangs on the start and the length of the wait, the intention and
// the order, on which prompts are on and which are the user's own, and on the
// library. What changes one of these changes the choice from then on, also for
// days gone by: another start is another order; a longer wait keeps the order
// within a stage, and moves the days at which stages begin; after another
// intention or another version of the library most texts keep their order, and
// some that came lately may come again before all have.
func Prompt(c Context) (Text, bool) {
	day := c.Wait.Day(c.Today)
	switch {
	case !c.Afternoon && c.MaxBuiltIn <= 0 && len(c.Added) == 0:
		return own(c, day)
	case !c.Afternoon && c.ownDay(day):
		return own(c, day/ownEvery)
	}
	d := newDeck(c, c.Wait.Stage(c.Today))
	if c.HardDay {
		if e, ok := lighter(c, d.light, day); ok {
			return e.text(c.Discreet), true
		}
	}
	e, ok := d.deal(c)
	if !ok && !c.Afternoon { // none is for this stage and the morning, which has a prompt all the same
		if t, mine := own(c, day); mine {
			return t, true
		}
		e, ok = at(d.cards, day)
	}
	return e.text(c.Discreet), ok
}

// ownDay reports whether the morning of a day is one of c.Own.
func (c Context) ownDay(day int) bool { return len(c.Own) > 0 && day%ownEvery == ownFirst }

func own(c Context, n int) (Text, bool) {
	if len(c.Own) == 0 {
		return Text{}, false
	}
	i := n % len(c.Own)
	t := c.neutral("own/" + strconv.Itoa(i))
	if !c.Discreet {
		t.Body = c.Own[i]
	}
	return t, true
}

// lighter returns the text of a day after a hard check-in. They follow each
// other by the day and the time of day, so that two such days in a row have
// different ones.
func lighter(c Context, light []entry, day int) (entry, bool) {
	switch {
	case !c.Afternoon:
		return at(light, 2*day)
	case len(light) > 1:
		return at(light, 2*day+1)
	}
	return entry{}, false // it was the morning's
}

func at(all []entry, i int) (entry, bool) {
	if len(all) == 0 {
		return entry{}, false
	}
	return all[i%len(all)], true
}

// pool returns the texts of a stage that suit the wait: the library's, where
// they are on, and the user's own of the library's form.
func pool(c Context, stage journey.Stage) []entry {
	var all []entry
	if c.MaxBuiltIn > 0 {
		all = slices.DeleteFunc(c.Language.entries(stage), func(e entry) bool { return !e.suits(c) })
	}
	for _, a := range c.Added {
		if e := a.entry(c); e.asked(c) && e.isFor(stage) {
			all = append(all, e)
		}
	}
	return all
}

// mine returns the user's own texts alone, of every stage: those that are meant
// for the intention, or where none is, all.
func mine(c Context) []entry {
	var all []entry
	for _, a := range c.Added {
		all = append(all, a.entry(c))
	}
	if asked := slices.DeleteFunc(slices.Clone(all), func(e entry) bool { return !e.asked(c) }); len(asked) > 0 {
		return asked
	}
	return all
}

// isFor reports whether a text is meant for a stage.
func (e entry) isFor(stage journey.Stage) bool {
	return len(e.Stages) == 0 || slices.Contains(e.Stages, stage)
}

// suits reports whether a text of the library may come at all.
func (e entry) suits(c Context) bool { return e.asked(c) && e.Topic.suits(c.Order, c.intention()) }

// asked reports whether a text is meant for the user's intention.
func (e entry) asked(c Context) bool {
	return len(e.Intentions) == 0 || slices.Contains(e.Intentions, c.intention())
}

// intention is the user's: under an order there is nothing to reconnect to.
func (c Context) intention() string {
	if c.Order && c.Intention == "reconnect" {
		return "undecided"
	}
	return c.Intention
}

// fits reports whether a text suits the time of day.
func (e entry) fits(afternoon bool) bool {
	part := "morning"
	if afternoon {
		part = "afternoon"
	}
	return len(e.Times) == 0 || slices.Contains(e.Times, part)
}

// text returns the words. The user's own do not show where others may see them.
func (e entry) text(discreet bool) Text {
	switch {
	case e.neutral != nil && discreet:
		return *e.neutral
	case e.Open != nil && !discreet:
		return Text{Key: e.ID, Title: e.Open.Title, Body: e.Open.Body}
	}
	return Text{Key: e.ID, Title: e.Title, Body: e.Body}
}
