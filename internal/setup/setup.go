// Package setup is the conversation of the first run: what is asked, how the
// answers are read, and the config that comes of them.
//
// Questions are data, answers a value, and the config's text a function of the
// answers; only Talk touches a terminal, and only Write the disk. Every config
// that Text makes of answers that the questions took is one that config.Parse
// takes, and it means those answers.
package setup

import (
	"fmt"

	"daybreak/internal/config"
	"daybreak/internal/journey"
)

// Privacy comes before anything is kept, and Names before a habit is: habits
// are shown word for word.
const (
	Privacy = "On a device that someone else can look into, nothing on it is private, this included."
	Names   = "Names of habits show on the screen as you write them."
)

// Answers is what the conversation is about.
type Answers struct {
	Ended       journey.Date
	LastContact journey.Date // 0: none that is later than Ended
	Days        int          // 1 to 365, 0 for an open wait; nothing where Until is set
	Until       journey.Date // the last day, 0 where Days says it
	Order       bool
	Intention   config.Intention
	Habits      []Habit
}

// Default returns the answers of somebody who takes what is offered: it ended
// today, 30 days, and nothing else.
func Default(today journey.Date) Answers {
	return Answers{Ended: today, Days: journey.DefaultDays, Intention: config.Undecided}
}

// Start returns the day from which the wait counts.
func (a Answers) Start() journey.Date { return max(a.Ended, a.LastContact) }

// wait returns the wait; a last day is one of so many days.
func (a Answers) wait() journey.Wait {
	if a.Until != 0 {
		return journey.Wait{Start: a.Start(), Days: int(a.Until - a.Start())}
	}
	return journey.Wait{Start: a.Start(), Days: a.Days}
}

// settled returns the answers without what a later one has made senseless: a
// last contact that is not later than the end, a last day that is no longer
// within reach of the start, a hope that an order leaves no room for.
func (a Answers) settled() Answers {
	if a.LastContact <= a.Ended {
		a.LastContact = 0
	}
	if n := int(a.Until - a.Start()); a.Until != 0 && (n < journey.MinDays || n > journey.MaxDays) {
		a.Until, a.Days = 0, journey.DefaultDays
	}
	if a.Order && a.Intention == config.Reconnect {
		a.Intention = config.Undecided
	}
	return a
}

// long writes a date in full, "Sunday 1 November 2026".
func long(d journey.Date) string { return d.Time().Format("Monday 2 January 2006") }

// away says how far d is from today.
func away(d, today journey.Date) string {
	switch n := int(d - today); {
	case n == 0:
		return "today"
	case n == -1:
		return "yesterday"
	case n == 1:
		return "tomorrow"
	case n < 0:
		return fmt.Sprintf("%d days ago", -n)
	default:
		return fmt.Sprintf("in %d days", n)
	}
}
