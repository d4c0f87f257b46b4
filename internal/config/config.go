// Package config turns the user's YAML file into a validated Config.
//
// Parse reports every fault of a file at once, each with line, column, key
// path, the value and what to do. A Config that Parse returns is complete:
// every default is filled in and every value is in range, so nothing after it
// needs to check again.
//
// Add, Remove and Change make an edit on the text of a file and leave every
// other byte alone. The package itself writes to no file.
package config

import (
	"time"

	"daybreak/internal/journey"
	"daybreak/scheduler"
)

// Config is a whole, validated configuration. Field by field it follows the
// YAML keys; see config.example.yaml for what each one does.
type Config struct {
	BreakupDate journey.Date
	Wait        Wait
	Intention   Intention
	DayStarts   journey.TimeOfDay // 00:00 to 12:00
	Timezone    string            // "local" or an IANA name
	Language    string            // "auto" or a BCP 47 tag
	Goals       []Goal
	Habits      []Habit
	Prompts     Prompts
	Milestones  []Milestone // nil: the default days; otherwise what the user listed, in day order
	HardDates   []HardDate
	Quiet       Quiet
	Notify      Notify
	Support     Support
}

// Wait is the wait: section.
type Wait struct {
	Days         int          // 1 to 365; 0 when open. A until: date is resolved into days by Start
	Until        journey.Date // 0 when not given
	LastContact  journey.Date // 0 when not given
	AfterContact AfterContact
	Order        bool
}

// AfterContact is what `contact reached-out` does to the wait.
type AfterContact = journey.AfterContact

// The values of wait.after_contact.
const (
	Keep    = journey.Keep
	Extend  = journey.Extend
	Restart = journey.Restart
)

// Intention is what the user hopes to do with the time.
type Intention string

// The values of intention.
const (
	Reconnect Intention = "reconnect"
	Heal      Intention = "heal"
	Safe      Intention = "safe"
	Undecided Intention = "undecided"
)

// Goal is an item of goals:.
type Goal struct {
	ID, Name string
	Target   float64 // 0: none
	Unit     string
	By       journey.Date // 0: none; "day 30" is resolved against the wait's start into a date
	ByDay    int          // the n of "day n", 0 when a date or nothing was given
}

// Habit is an item of habits:.
type Habit struct {
	ID, Name string
	Schedule scheduler.Schedule
	At       []journey.TimeOfDay // the at: times in order; nil when cron: is used
	Cron     string              // the cron: expression, "" when at: is used
	Say      []string
	Late     time.Duration
	Goal     string // a goal's id, or ""
	Amount   float64
}

// DayTimes is when a daily message comes: one time of day for weekdays (Monday
// to Friday) and one for weekends, or not at all.
type DayTimes struct {
	Off               bool
	Weekdays, Weekend journey.TimeOfDay
}

// On returns the time of day for d, or fallback when t is off.
func (t DayTimes) On(d journey.Date, fallback journey.TimeOfDay) journey.TimeOfDay {
	switch wd := d.Weekday(); {
	case t.Off:
		return fallback
	case wd == time.Saturday || wd == time.Sunday:
		return t.Weekend
	}
	return t.Weekdays
}

// Prompts is the prompts: section.
type Prompts struct {
	Morning, Evening DayTimes
	Afternoon        DayTimes // of the second prompt; off where Morning is and the file says nothing
	Own              []string
	MaxPerDay        int
	Added            []Prompt // of the folder prompts.d
}

// Milestone is an item of milestones:.
type Milestone struct {
	Day int
	Say string // "" for the built-in words
}

// HardDate is an item of hard_dates:.
type HardDate struct {
	Year       int // 0: every year
	Month      time.Month
	Day        int
	Name, Plan string
}

// Quiet is quiet_hours: from From up to, not including, To; over midnight when
// From is later than To.
type Quiet struct {
	Off      bool
	From, To journey.TimeOfDay
}

// Notify is the notify: section.
type Notify struct {
	Discreet   bool
	WhenLocked WhenLocked
	Channel    Channel
}

// Support is the support: section.
type Support struct {
	Country string // an ISO 3166-1 code in capitals, not checked to exist; "" for that of the locale
}

// WhenLocked is what happens to messages while the screen is locked.
type WhenLocked string

// The values of notify.when_locked.
const (
	Hold WhenLocked = "hold"
	Send WhenLocked = "send"
)

// Channel is the way to the desktop.
type Channel string

// The values of notify.channel.
const (
	Auto        Channel = "auto"
	Freedesktop Channel = "freedesktop"
	Beeep       Channel = "beeep"
	Console     Channel = "console"
)

// The times that stand in for a daily message that is off, and the defaults.
const (
	DefaultMorning   = journey.TimeOfDay(8*60 + 30)
	DefaultAfternoon = journey.TimeOfDay(15*60 + 30)
	DefaultEvening   = journey.TimeOfDay(21 * 60)
)

// Default returns the configuration of a file that holds nothing but the
// breakup date.
func Default(breakup journey.Date) Config {
	return Config{
		BreakupDate: breakup,
		Wait:        Wait{Days: journey.DefaultDays, AfterContact: Keep},
		Intention:   Undecided,
		DayStarts:   4 * 60,
		Timezone:    "local",
		Language:    "auto",
		Prompts: Prompts{
			Morning:   DayTimes{Weekdays: DefaultMorning, Weekend: DefaultMorning},
			Afternoon: DayTimes{Weekdays: DefaultAfternoon, Weekend: DefaultAfternoon},
			Evening:   DayTimes{Weekdays: DefaultEvening, Weekend: DefaultEvening},
			MaxPerDay: 6,
		},
		Quiet:  Quiet{From: 22*60 + 30, To: 7 * 60},
		Notify: Notify{Discreet: true, WhenLocked: Hold, Channel: Auto},
	}
}

// Start returns the wait that the file alone describes: it counts from the
// breakup, or from the last contact when that is later.
func (c Config) Start() journey.Wait {
	return c.WaitFrom(max(c.BreakupDate, c.Wait.LastContact))
}

// WaitFrom returns the wait of the file counted from start, as after a restart
// that the ledger records. A wait that has an until date keeps that date, and
// at least one day.
func (c Config) WaitFrom(start journey.Date) journey.Wait {
	if c.Wait.Until != 0 {
		return journey.Wait{Start: start, Days: max(journey.MinDays, int(c.Wait.Until-start))}
	}
	return journey.Wait{Start: start, Days: c.Wait.Days}
}
