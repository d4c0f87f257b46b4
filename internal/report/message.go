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
		return prompts.Digest(names)
	}
	return f.text(kind, of[len(of)-1], discreet)
}

// kindOf returns the kind that an id's prefix names: digests hold prompts and
// habits only.
func kindOf(id string) scheduler.Kind {
	if strings.HasPrefix(id, config.HabitPrefix) {
		return scheduler.Habit
	}
	return scheduler.Prompt
}

func (f Facts) text(kind scheduler.Kind, o scheduler.Occurrence, discreet bool) prompts.Text {
	switch one, ok := f.State.OneOff(o.ID); {
	case ok && one.Of != nil:
		o = *one.Of // a snooze says what it stands for
	case ok:
		return prompts.AfterUrge()
	}
	c := f.context(o, discreet)
	_, name, _ := strings.Cut(o.ID, "/")
	switch kind {
	case scheduler.Prompt:
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
		day, _ := strconv.Atoi(name)
		c.Today = f.Today() // the true day, however late it comes
		return prompts.Milestone(c, day, f.Config.MilestoneSay(day), !c.Wait.Open() && day == c.Wait.Days)
	case scheduler.Plan:
		date, _ := journey.ParseDate(name)
		h, _ := f.Config.HardDateOn(date)
		return prompts.Plan(c, h.Name, h.Plan, c.Today < date)
	case scheduler.Goal:
		if discreet { // a goal's name is the user's own words
			return prompts.Neutral("goal")
		}
		g, _ := f.Config.Goal(name)
		return prompts.Goal(g.Name, 0, g.Target, g.Unit)
	case scheduler.Notice:
		if o.ID == UnwrittenID {
			return prompts.Unwritten()
		}
		return prompts.Fault(f.Fault)
	default:
		return prompts.Welcome(c)
	}
}

func (f Facts) context(o scheduler.Occurrence, discreet bool) prompts.Context {
	return prompts.Context{
		Today: f.day(o.Civil), Wait: f.Wait(), Kept: f.Kept(),
		Order: f.Config.Wait.Order, Intention: string(f.Config.Intention), Discreet: discreet,
		Own: f.Config.Prompts.Own, MaxBuiltIn: f.Config.Prompts.MaxPerDay,
	}
}
