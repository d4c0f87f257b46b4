package config

import (
	"fmt"
	"time"

	"daybreak/internal/journey"
	"daybreak/scheduler"
)

// The ids of the reminders that every config has, and the prefixes of the
// others.
const (
	MorningID   = "prompt/morning"
	AfternoonID = "prompt/afternoon"
	EveningID   = "checkin/evening"

	HabitPrefix     = "habit/"
	MilestonePrefix = "milestone/"
	PlanPrefix      = "plan/"
	GoalPrefix      = "goal/"
)

// planLate is how long a hard date's plan is worth showing: it is about the
// evening or the day, not the hour.
const planLate = 6 * time.Hour

var (
	weekdays = []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday}
	weekend  = []time.Weekday{time.Saturday, time.Sunday}
)

// Reminders returns what the config asks the calendar to bring during wait, as
// seen on today. Hard dates that come every year are laid out from a few days
// ago to a year ahead, so the list is to be made anew as the days pass.
func (c Config) Reminders(wait journey.Wait, today journey.Date) []scheduler.Reminder {
	var all []scheduler.Reminder
	if c.Prompts.MaxPerDay > 0 || len(c.Prompts.Own)+len(c.Prompts.Added) > 0 {
		all = append(all, c.Prompts.Morning.reminders(MorningID, scheduler.Prompt)...)
	}
	if c.Afternoons() {
		all = append(all, scheduler.Reminder{ID: AfternoonID, Kind: scheduler.Prompt, Schedule: afternoons{c, wait}})
	}
	all = append(all, c.Prompts.Evening.reminders(EveningID, scheduler.CheckIn)...)
	for _, h := range c.Habits {
		all = append(all, scheduler.Reminder{
			ID: HabitPrefix + h.ID, Kind: scheduler.Habit, Schedule: h.Schedule, Late: h.Late,
		})
	}
	for _, day := range wait.Milestones(c.MilestoneDays()) {
		all = append(all, scheduler.Reminder{
			ID:       fmt.Sprintf("%s%d", MilestonePrefix, day),
			Kind:     scheduler.Milestone,
			Schedule: scheduler.OnDay(c.MorningOf(wait.Start + journey.Date(day))),
		})
	}
	for _, g := range c.Goals {
		if g.By != 0 {
			all = append(all, scheduler.Reminder{
				ID: GoalPrefix + g.ID, Kind: scheduler.Goal, Schedule: scheduler.OnDay(c.MorningOf(g.By)),
			})
		}
	}
	return append(all, c.plans(today)...)
}

// reminders returns the reminder of a daily message, or none when it is off.
// Its schedule cannot be refused: both times are in range.
func (t DayTimes) reminders(id string, kind scheduler.Kind) []scheduler.Reminder {
	if t.Off {
		return nil
	}
	week, err1 := scheduler.Weekly(weekdays, []int{int(t.Weekdays)})
	end, err2 := scheduler.Weekly(weekend, []int{int(t.Weekend)})
	if err1 != nil || err2 != nil {
		return nil
	}
	return []scheduler.Reminder{{ID: id, Kind: kind, Schedule: scheduler.Union(week, end)}}
}

// MilestoneDays returns the days that the user listed, nil for the default
// ones.
func (c Config) MilestoneDays() []int {
	if c.Milestones == nil {
		return nil
	}
	days := []int{}
	for _, m := range c.Milestones {
		days = append(days, m.Day)
	}
	return days
}

// MorningOf and EveningOf return when the daily messages of the logical day d
// come, whether they are on or off.
func (c Config) MorningOf(d journey.Date) scheduler.Civil {
	return c.civil(d, c.Prompts.Morning.On(d, DefaultMorning))
}

func (c Config) EveningOf(d journey.Date) scheduler.Civil {
	return c.civil(d, c.Prompts.Evening.On(d, DefaultEvening))
}

func (c Config) civil(d journey.Date, at journey.TimeOfDay) scheduler.Civil {
	return scheduler.NewCivil(int(journey.CivilDate(d, at, c.DayStarts)), int(at))
}

// plans returns a reminder for every hard date near today: the evening before
// and the morning of the day.
func (c Config) plans(today journey.Date) []scheduler.Reminder {
	var all []scheduler.Reminder
	taken := map[journey.Date]bool{} // the first of two on one date stands
	for _, h := range c.HardDates {
		for _, d := range h.dates(today) {
			if taken[d] {
				continue
			}
			taken[d] = true
			times := c.PlanTimes(d)
			all = append(all, scheduler.Reminder{
				ID:       PlanPrefix + d.String(),
				Kind:     scheduler.Plan,
				Schedule: scheduler.Union(scheduler.Once(times[0]), scheduler.Once(times[1])),
				Late:     planLate,
			})
		}
	}
	return all
}

// PlanTimes returns when the plan of a hard date comes: the evening before, and
// the morning of the day. Where a milestone falls on the date, its message of
// that morning tells the plan too.
func (c Config) PlanTimes(d journey.Date) []scheduler.Civil {
	return []scheduler.Civil{c.EveningOf(d - 1), c.MorningOf(d)}
}

// Next returns the date of h, of one that comes every year the first from today
// on.
func (h HardDate) Next(today journey.Date) journey.Date {
	if h.Year != 0 {
		return journey.NewDate(h.Year, h.Month, h.Day)
	}
	for y := today.Time().Year(); ; y++ {
		if d := journey.NewDate(y, h.Month, h.Day); d >= today && d.Time().Day() == h.Day {
			return d
		}
	}
}

// dates returns the dates of h from a week before today to a year after it. A
// 29 February that comes every year comes in leap years only.
func (h HardDate) dates(today journey.Date) []journey.Date {
	if h.Year != 0 {
		return []journey.Date{journey.NewDate(h.Year, h.Month, h.Day)}
	}
	var dates []journey.Date
	year := today.Time().Year()
	for y := year - 1; y <= year+1; y++ {
		d := journey.NewDate(y, h.Month, h.Day)
		if d.Time().Day() == h.Day && d >= today-7 && d <= today+366 {
			dates = append(dates, d)
		}
	}
	return dates
}

// Habit returns the habit with the id.
func (c Config) Habit(id string) (Habit, bool) {
	for _, h := range c.Habits {
		if h.ID == id {
			return h, true
		}
	}
	return Habit{}, false
}

// Goal returns the goal with the id.
func (c Config) Goal(id string) (Goal, bool) {
	for _, g := range c.Goals {
		if g.ID == id {
			return g, true
		}
	}
	return Goal{}, false
}

// HardDateOn returns the hard date that falls on d.
func (c Config) HardDateOn(d journey.Date) (HardDate, bool) {
	t := d.Time()
	for _, h := range c.HardDates {
		if h.Month == t.Month() && h.Day == t.Day() && (h.Year == 0 || h.Year == t.Year()) {
			return h, true
		}
	}
	return HardDate{}, false
}

// MilestoneSay returns the user's own words for a milestone, "" for none.
func (c Config) MilestoneSay(day int) string {
	for _, m := range c.Milestones {
		if m.Day == day {
			return m.Say
		}
	}
	return ""
}
