package config

import (
	"fmt"

	"daybreak/internal/journey"
	"daybreak/scheduler"
)

// Afternoons reports whether there are second prompts: they are on, and
// max_per_day leaves one for the afternoon.
func (c Config) Afternoons() bool {
	most := c.Prompts.MaxPerDay
	return !c.Prompts.Afternoon.Off && (most > 1 || most == 1 && c.Prompts.Morning.Off)
}

// afternoons is the schedule of the second prompts of a wait: at
// prompts.afternoon, on the days of journey.Wait.Afternoon.
type afternoons struct {
	c    Config
	wait journey.Wait
}

// Spec names what Next depends on.
func (s afternoons) Spec() string {
	at := s.c.Prompts.Afternoon
	return fmt.Sprintf("%s weekdays, %s weekends, the second prompts of %d days from %s, each from %s",
		at.Weekdays, at.Weekend, s.wait.Days, s.wait.Start, s.c.DayStarts)
}

// Next looks at the logical days from the one before c on.
func (s afternoons) Next(c scheduler.Civil) (scheduler.Civil, bool) {
	for d := journey.Date(c.Day()) - 1; ; d++ {
		switch at := s.c.civil(d, s.c.Prompts.Afternoon.On(d, DefaultAfternoon)); {
		case s.wait.Afternoon(d) && at > c:
			return at, true
		case s.over(d):
			return 0, false
		}
	}
}

// over reports whether no day from d on has a second prompt.
func (s afternoons) over(d journey.Date) bool {
	stage := s.wait.Stage(d)
	return stage != journey.Steady && stage != journey.Reflect
}
