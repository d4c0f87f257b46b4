package report

import (
	"strconv"
	"strings"

	"daybreak/internal/config"
	"daybreak/internal/journey"
	"daybreak/internal/prompts"
	"daybreak/scheduler"
)

// Message returns the words for a message of the kind that tells the
// occurrences. With discreet false the user's own words stand in it as they
// wrote them, whatever the config says.
func (f Facts) Message(kind scheduler.Kind, of []scheduler.Occurrence, discreet bool) prompts.Text {
	if kind == scheduler.Digest {
		var names []string
		for _, o := range of {
			names = append(names, f.text(kindOf(o.ID), o, discreet).Title)
		}
		return prompts.Digest(f.words(discreet), names)
	}
	return f.text(kind, of[len(of)-1], discreet)
}

// kindOf returns the kind that an id's prefix names, "" where it names none.
func kindOf(id string) scheduler.Kind {
	prefix, _, _ := strings.Cut(id, "/")
	switch k := scheduler.Kind(prefix); k {
	case scheduler.Welcome, scheduler.Prompt, scheduler.CheckIn, scheduler.Habit,
		scheduler.Milestone, scheduler.Plan, scheduler.Goal, scheduler.Notice:
		return k
	}
	return ""
}

func (f Facts) text(kind scheduler.Kind, o scheduler.Occurrence, discreet bool) prompts.Text {
	switch one, ok := f.State.OneOff(o.ID); {
	case ok && one.Of != nil:
		o = *one.Of // a snooze says what it stands for
	case ok:
		return prompts.AfterUrge(f.words(discreet))
	}
	c := f.context(o, discreet)
	_, name, _ := strings.Cut(o.ID, "/")
	switch kind {
	case scheduler.Welcome:
		return prompts.Welcome(c)
	case scheduler.Prompt:
		c.Afternoon = o.ID == config.AfternoonID
		text, _ := prompts.Prompt(c)
		return text
	case scheduler.CheckIn:
		return prompts.CheckIn(c)
	case scheduler.Habit:
		h, ok := f.Config.Habit(name)
		if !ok {
			h.Name = name
		}
		return prompts.Habit(h.Name, h.Say, o.Civil.Day())
	case scheduler.Milestone:
		if day, err := strconv.Atoi(name); err == nil {
			c.Today = f.Today() // the true day, however late it comes
			return f.milestoneText(c, day)
		}
	case scheduler.Plan:
		if date, err := journey.ParseDate(name); err == nil {
			h, _ := f.Config.HardDateOn(date)
			return prompts.Plan(c, h.Name, h.Plan, c.Today < date)
		}
	case scheduler.Goal:
		if discreet { // a goal's name is the user's own words
			return prompts.Neutral(c, "goal")
		}
		id, reached := strings.CutSuffix(name, reachedSuffix)
		g, ok := f.Config.Goal(id)
		if !ok {
			g.Name = id
		}
		if reached {
			return prompts.Reached(c, g.Name, g.Target, g.Unit)
		}
		return prompts.Goal(c, g.Name, f.Story.Progress(g.ID), g.Target, g.Unit)
	case scheduler.Notice:
		if o.ID == UnwrittenID {
			return prompts.Unwritten(c)
		}
		line := f.FaultAt.Line
		if f.FaultAt.OfPrompts() {
			line = 0 // of which file, the title does not say
		}
		if discreet { // a mistake may quote the user's own words
			return prompts.Fault(c, line, "")
		}
		return prompts.Fault(c, line, f.FaultAt.What())
	}
	return prompts.Text{Key: "unknown", Title: o.ID}
}

// milestoneText returns the words of a milestone, on its own day with the plan of a
// hard date that falls on it.
func (f Facts) milestoneText(c prompts.Context, day int) prompts.Text {
	say := f.Config.MilestoneSay(day)
	c.Moved = f.Moved(day)
	t := prompts.Milestone(c, day, say, !c.Wait.Open() && day == c.Wait.Days)
	if h, ok := f.Config.HardDateOn(c.Today); ok && c.Wait.Day(c.Today) == day {
		return prompts.WithPlan(c, t, say != "", h.Name, h.Plan)
	}
	return t
}

// words is a context for words that hang on no day.
func (f Facts) words(discreet bool) prompts.Context {
	return prompts.Context{Language: f.Language, Discreet: discreet}
}

func (f Facts) context(o scheduler.Occurrence, discreet bool) prompts.Context {
	p := f.Config.Prompts
	return prompts.Context{
		Today: f.day(o.Civil), Wait: f.Wait(), Kept: f.Kept(), Language: f.Language,
		Order: f.Config.Wait.Order, Intention: string(f.Config.Intention), Discreet: discreet,
		Own: p.Own, Added: added(p.Added), MaxBuiltIn: p.MaxPerDay, NoMorning: p.Morning.Off, Afternoons: f.Config.Afternoons(),
		HardDay: f.hardYesterday(f.day(o.Civil)),
	}
}

// hardYesterday reports whether the check-in of the day before today, a logical
// day, was a hard one.
func (f Facts) hardYesterday(today journey.Date) bool {
	return f.Story.Difficulty(today-1) >= journey.Hard
}

func added(all []config.Prompt) []prompts.Added {
	var out []prompts.Added
	for _, p := range all {
		out = append(out, prompts.Added(p))
	}
	return out
}
