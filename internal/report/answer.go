package report

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"daybreak/internal/config"
	"daybreak/internal/journey"
	"daybreak/internal/prompts"
	"daybreak/scheduler"
)

// DueHabits returns the habits that have a time that is due now, or snoozed, in
// the config's order.
func (f Facts) DueHabits() []config.Habit {
	return slices.DeleteFunc(slices.Clone(f.Config.Habits), func(h config.Habit) bool {
		return !slices.ContainsFunc(f.Times(h.Schedule), func(c scheduler.Civil) bool {
			state := f.habitState(h, c)
			return state == Due || state == Snoozed
		})
	})
}

// Meant returns the occurrence of a habit that somebody means who says now that
// it is done, and its state: of today's times the first that is due, the one
// that was snoozed, the last that was missed, the next to come, or the last. On a day
// without the habit it is this minute, Off.
func (f Facts) Meant(h config.Habit) (scheduler.Occurrence, string) {
	times := f.Times(h.Schedule)
	states := make([]string, len(times))
	for i, c := range times {
		states[i] = f.habitState(h, c)
	}
	at := func(i int) (scheduler.Occurrence, string) {
		return scheduler.Occurrence{ID: config.HabitPrefix + h.ID, Civil: times[i]}, states[i]
	}
	for _, open := range []string{Due, Snoozed} {
		if i := slices.Index(states, open); i >= 0 {
			return at(i)
		}
	}
	slices.Reverse(times)
	slices.Reverse(states)
	if i := slices.Index(states, Missed); i >= 0 {
		return at(i)
	}
	for i := len(states) - 1; i >= 0; i-- {
		if states[i] == Waiting {
			return at(i)
		}
	}
	if len(times) > 0 {
		return at(0)
	}
	now := scheduler.CivilOf(f.Now.In(f.Zone))
	return scheduler.Occurrence{ID: config.HabitPrefix + h.ID, Civil: now}, Off
}

// MeantAt is Meant for a moment of the past. Of a day without a time it means as
// Meant does at the day's end; of a time, what was due last by then.
func (f Facts) MeantAt(h config.Habit, at time.Time, timed bool) (scheduler.Occurrence, string) {
	then := f
	then.Now = at
	if !timed {
		_, then.Now = then.dayBounds()
		then.Now = then.Now.Add(-time.Minute)
		return then.Meant(h)
	}
	times := then.Times(h.Schedule)
	for _, c := range slices.Backward(times) {
		if !c.In(f.Zone).After(at) {
			return scheduler.Occurrence{ID: config.HabitPrefix + h.ID, Civil: c}, then.habitState(h, c)
		}
	}
	return then.Meant(h)
}

// Answered returns what the user said of an occurrence, and false for nothing.
func (f Facts) Answered(o scheduler.Occurrence) (scheduler.Reason, bool) {
	a, ok := f.State.Answer(o)
	return a.Said, ok
}

// CheckInOf returns the occurrence of the evening's check-in of a logical day.
func (f Facts) CheckInOf(day journey.Date) scheduler.Occurrence {
	return scheduler.Occurrence{ID: config.EveningID, Civil: f.Config.EveningOf(day)}
}

// MilestoneOf returns the occurrence of a day's milestone: the one that came,
// at whatever time, or the one to come.
func (f Facts) MilestoneOf(day int) scheduler.Occurrence {
	date := f.Wait().Start + journey.Date(day)
	o := scheduler.Occurrence{ID: fmt.Sprintf("%s%d", config.MilestonePrefix, day), Civil: f.Config.MorningOf(date)}
	for _, known := range f.State.On(o.Civil.Day()) {
		if known.ID == o.ID {
			return known
		}
	}
	return o
}

// LastMilestone returns the latest milestone up to today, and false before the
// first one.
func (f Facts) LastMilestone() (day int, ok bool) {
	w := f.Wait()
	for _, d := range w.Milestones(f.Config.MilestoneDays()) {
		if d <= w.Day(f.Today()) {
			day, ok = d, true
		}
	}
	return day, ok
}

// Questions returns the questions of a milestone's check-in.
func (f Facts) Questions() []string {
	return prompts.Questions(f.context(scheduler.Occurrence{Civil: scheduler.CivilOf(f.Now.In(f.Zone))}, false))
}

// Day returns the logical day that c belongs to.
func (f Facts) Day(c scheduler.Civil) journey.Date { return f.day(c) }

// Progressed says how far a goal has come, in one line: "Read three books: 1 of
// 3 books, 33 %, by 1 December".
func (f Facts) Progressed(g config.Goal) string {
	done := f.Story.Progress(g.ID)
	s := g.Name + ": " + number(done)
	if g.Target > 0 {
		s += " of " + number(g.Target)
	}
	if g.Unit != "" {
		s += " " + g.Unit
	}
	if g.Target > 0 {
		s += fmt.Sprintf(", %d %%", journey.Percent(done, g.Target))
	}
	if g.By != 0 {
		s += ", by " + g.By.Time().Format("2 January")
	}
	return s
}

// Reached reports whether a goal with a target has come to it.
func (f Facts) Reached(g config.Goal) bool {
	return g.Target > 0 && journey.Percent(f.Story.Progress(g.ID), g.Target) >= 100
}

// LastShown returns what was shown last, today or in the last hours, and can
// still be answered: what a snooze is about.
func (f Facts) LastShown() (last scheduler.Occurrence, kind scheduler.Kind, ok bool) {
	var when time.Time
	for _, o := range f.State.RecordedIn(f.Now.Add(-12*time.Hour), f.Now.Add(time.Minute)) {
		st, _ := f.State.Of(o)
		of := o
		if one, isOneOff := f.State.OneOff(o.ID); isOneOff && one.Of != nil {
			of = *one.Of
		}
		if strings.HasPrefix(st.Into, config.MilestonePrefix) {
			continue // a plan that a milestone told: that one is asked for again, with it
		}
		k := kindOf(of.ID)
		if _, said := f.State.Answer(of); said || k == "" || k == scheduler.Welcome || k == scheduler.Notice {
			continue
		}
		if shown := st.Result == scheduler.Delivered || st.Result == scheduler.Uncertain; shown && !st.At.Before(when) {
			last, kind, ok, when = of, k, true, st.At
		}
	}
	return last, kind, ok
}

// Title returns the title of an occurrence's message as the desktop shows it.
func (f Facts) Title(kind scheduler.Kind, o scheduler.Occurrence) string {
	return f.text(kind, o, f.Config.Notify.Discreet).Title
}

// Moved counts the goals that have moved since the milestone before day, or since
// the start.
func (f Facts) Moved(day int) int {
	w := f.Wait()
	since := w.Start
	for _, d := range w.Milestones(f.Config.MilestoneDays()) {
		if d < day {
			since = w.Start + journey.Date(d)
		}
	}
	n := 0
	for _, g := range f.Config.Goals {
		if f.Story.Moved(g.ID, since) {
			n++
		}
	}
	return n
}

// Lasts says when a wait with a last day is complete.
func Lasts(w journey.Wait) string {
	return fmt.Sprintf("%s, until %s.", strings.ToUpper(days(w.Days)[:1])+days(w.Days)[1:], w.Ends().Time().Format(dateForm))
}

// Choices returns what is said of the end of the wait.
func (f Facts) Choices() []string {
	return prompts.Choices(f.context(scheduler.Occurrence{Civil: scheduler.CivilOf(f.Now.In(f.Zone))}, false))
}
