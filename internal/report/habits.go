package report

import (
	"daybreak/internal/config"
	"daybreak/internal/journey"
	"daybreak/scheduler"
)

// maxTimes bounds the times of one habit in a day: a cron expression can ask
// for every minute.
const maxTimes = 1440

func (f Facts) habits() []Habit {
	habits := []Habit{}
	for _, h := range f.Config.Habits {
		out := Habit{ID: h.ID, Name: h.Name, State: Off, Times: []HabitTime{}}
		for _, c := range f.Times(h.Schedule) {
			state := f.habitState(h, c)
			out.Times = append(out.Times, HabitTime{At: journey.TimeOfDay(c.Minute()).String(), State: state})
		}
		out.At, out.State = current(out.Times)
		habits = append(habits, out)
	}
	return habits
}

// Times returns when s is due in the logical day of today.
func (f Facts) Times(s scheduler.Schedule) []scheduler.Civil {
	from := scheduler.NewCivil(int(f.Today()), int(f.Config.DayStarts))
	var times []scheduler.Civil
	c, ok := s.Next(from - 1)
	for ok && c < from+scheduler.MinutesPerDay && len(times) < maxTimes {
		times = append(times, c)
		c, ok = s.Next(c)
	}
	return times
}

func (f Facts) habitState(h config.Habit, c scheduler.Civil) string {
	at, o := c.In(f.Zone), scheduler.Occurrence{ID: config.HabitPrefix + h.ID, Civil: c}
	said, answered := f.State.Answer(o)
	switch {
	case answered && said.Said == scheduler.Skipped:
		return Skipped
	case answered:
		return Done
	case f.State.SnoozedUntil(o).After(f.Now):
		return Snoozed
	case at.After(f.Now):
		return Waiting
	case !at.Add(h.Late).Before(f.Now):
		return Due
	}
	return Missed
}

// current returns the time and state that stand for the whole day: the first
// that is still open, or the last.
func current(times []HabitTime) (*string, string) {
	if len(times) == 0 {
		return nil, Off
	}
	for _, t := range times {
		if t.State == Waiting || t.State == Due || t.State == Snoozed {
			return &t.At, t.State
		}
	}
	last := times[len(times)-1]
	return &last.At, last.State
}
