// Package report turns what is known (the config, the folded ledger, the
// moment) into what is told: the words of a message, and the status.
//
// It reads and computes; it writes nothing and asks no clock. The daemon and
// the commands use the same Facts, so that what `daybreak status` says and
// what the daemon does cannot differ.
package report

import (
	"slices"
	"strings"
	"time"

	"daybreak/internal/config"
	"daybreak/internal/journey"
	"daybreak/internal/prompts"
	"daybreak/scheduler"
)

// WelcomeID is the id of the first message.
const WelcomeID = "welcome"

// FaultID is the id of the message about a config that does not load.
const FaultID = "notice/config"

// Mended is the schedule that is recorded for FaultID once the config loads
// again, so that the same mistake, made another day, is told anew.
const Mended = "mended"

// UnwrittenID is the id of the message about a record that cannot be written.
const UnwrittenID = "notice/record"

// Facts is everything that a report is made from.
type Facts struct {
	Config config.Config
	State  *scheduler.State
	Story  *journey.Story
	Zone   *time.Location
	Now    time.Time
	// Language is what messages are said in; nil is English.
	Language *prompts.Language
	Fault    string // what is wrong with the config file, "" for nothing
	// FaultAt is the first mistake of Fault; the zero one where the file cannot
	// be read at all.
	FaultAt config.Fault
	// Unwritten names the trouble that keeps the record from being written, ""
	// while there is none: a notice tells of it, once for each name.
	Unwritten string
}

// Today returns the logical day of the moment: before day_starts it is still
// the day before.
func (f Facts) Today() journey.Date {
	return journey.LogicalDate(f.Now.In(f.Zone), f.Config.DayStarts)
}

// Wait returns the wait as it is now: the config's, as the user has changed it
// since.
func (f Facts) Wait() journey.Wait {
	w, _ := f.wait()
	return w
}

// Ended reports whether the user has stopped the counting.
func (f Facts) Ended() bool {
	_, ended := f.wait()
	return ended
}

func (f Facts) wait() (w journey.Wait, ended bool) {
	return f.Story.Wait(f.Config.Start().Start, f.Config.WaitFrom)
}

// Kept returns what was kept up to today, from the earliest start: no restart
// takes a day away (content rule 3).
func (f Facts) Kept() journey.Kept {
	return journey.KeptDays(f.Config.Start().Start, f.Today(), f.Story.ReachedOut())
}

// Quiet returns the quiet hours as the planner takes them.
func (f Facts) Quiet() scheduler.QuietHours {
	if f.Config.Quiet.Off {
		return scheduler.QuietHours{}
	}
	return scheduler.QuietHours{From: int(f.Config.Quiet.From), To: int(f.Config.Quiet.To)}
}

// Reminders returns all that the calendar brings: what the config asks for,
// the welcome at the first start, a word on each goal that is reached, once for
// good, and a notice of a config that does not load or a record that cannot be
// written, once a fault.
func (f Facts) Reminders() []scheduler.Reminder {
	all := append(f.asked(),
		f.once(WelcomeID, scheduler.Welcome, "first start"))
	for _, g := range f.reached() {
		all = append(all, f.once(config.GoalPrefix+g+reachedSuffix, scheduler.Goal, "reached"))
	}
	if f.Fault != "" {
		all = append(all, f.once(FaultID, scheduler.Notice, f.faultKey()))
	}
	if f.Unwritten != "" {
		all = append(all, f.once(UnwrittenID, scheduler.Notice, f.Unwritten))
	}
	return all
}

// asked returns what the config asks for. Once the user has stopped the counting,
// what belongs to the wait is left out; habits, goals and plans go on.
func (f Facts) asked() []scheduler.Reminder {
	all := f.Config.Reminders(f.Wait(), f.Today())
	if !f.Ended() {
		return all
	}
	return slices.DeleteFunc(all, func(r scheduler.Reminder) bool {
		return r.Kind == scheduler.Prompt || r.Kind == scheduler.CheckIn || r.Kind == scheduler.Milestone
	})
}

// reachedSuffix is what the id of the word on a goal that is reached ends with.
const reachedSuffix = "/reached"

// reached returns the ids of the goals that have come to their target.
func (f Facts) reached() []string {
	var ids []string
	for _, g := range f.Config.Goals {
		if f.Reached(g) {
			ids = append(ids, g.ID)
		}
	}
	return ids
}

// Calendar is what Reminders depends on besides the config, which is replaced
// and never changed: with the same Calendar the reminders are the same.
type Calendar struct {
	wait                       journey.Wait
	ended                      bool
	today                      journey.Date
	fault, unwritten, reached  string
	welcomed, faulted, refused string // the schedules with which the single ones were seen
}

// Calendar returns what Reminders depends on.
func (f Facts) Calendar() Calendar {
	spec := func(id string) string {
		seen, _ := f.State.Seen(id)
		return seen.Spec
	}
	w, ended := f.wait()
	return Calendar{
		wait: w, ended: ended, today: f.Today(), fault: f.Fault, unwritten: f.Unwritten,
		reached:  strings.Join(f.reached(), " "),
		welcomed: spec(WelcomeID), faulted: spec(FaultID), refused: spec(UnwrittenID),
	}
}

// faultKey is what makes a fault another one: its first mistake, wherever that
// stands by now. Who corrects the third of three, or adds a line above them, is
// not told again.
func (f Facts) faultKey() string {
	if what := f.FaultAt.What(); what != "" {
		return what
	}
	return f.Fault
}

// once returns a reminder that is due at the minute in which it is first seen,
// for as long as key is the same. The minute is kept in the schedule's text, in
// the ledger, so that a restart or a journey does not make it another.
func (f Facts) once(id string, kind scheduler.Kind, key string) scheduler.Reminder {
	key = strings.Join(strings.Fields(key), " ") + " @"
	c := scheduler.CivilOf(f.Now.In(f.Zone))
	if seen, ok := f.State.Seen(id); ok {
		if text, found := strings.CutPrefix(seen.Spec, key); found {
			if first, err := scheduler.ParseCivil(text); err == nil {
				c = first
			}
		}
	}
	return scheduler.Reminder{ID: id, Kind: kind, Schedule: scheduler.OnceAs(c, key+c.String())}
}

// Input returns what the planner is asked with by a command: as if the machine
// were on and unlocked.
func (f Facts) Input() scheduler.Input {
	return scheduler.Input{
		Now: f.Now, Zone: f.Zone, Reminders: f.Reminders(), State: f.State, Quiet: f.Quiet(), Ready: true,
		Ended: f.Ended(),
	}
}

// day returns the logical day that c belongs to.
func (f Facts) day(c scheduler.Civil) journey.Date {
	d := journey.Date(c.Day())
	if journey.TimeOfDay(c.Minute()) < f.Config.DayStarts {
		return d - 1
	}
	return d
}
