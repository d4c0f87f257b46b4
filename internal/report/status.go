package report

import (
	"time"

	"daybreak/internal/journey"
	"daybreak/scheduler"
)

// Schema is the version of the JSON that the commands print.
const Schema = 1

// Status is the answer of `daybreak status`; its JSON is a fixed contract.
// Pointers are null where a field has no meaning.
type Status struct {
	Schema      int          `json:"schema"`
	Today       journey.Date `json:"today"`
	Wait        Wait         `json:"wait"`
	Kept        Kept         `json:"kept"`
	Stage       *string      `json:"stage"` // null under a court order
	Milestone   *Milestone   `json:"milestone"`
	Next        *Next        `json:"next"`
	Habits      []Habit      `json:"habits"`
	Goals       []Goal       `json:"goals"`
	PausedUntil *time.Time   `json:"paused_until"`
	Daemon      Daemon       `json:"daemon"`
	Notices     []string     `json:"notices"`
}

// Wait is the wait of a Status.
type Wait struct {
	Start     journey.Date  `json:"start"`
	Days      *int          `json:"days"`
	Day       int           `json:"day"`
	Remaining *int          `json:"remaining"`
	Ends      *journey.Date `json:"ends"`
	Percent   *int          `json:"percent"`
	Open      bool          `json:"open"`
	Complete  bool          `json:"complete"`
	Ended     bool          `json:"ended"` // the user has stopped the counting
}

// Kept is what was kept, in days.
type Kept struct {
	Days    int `json:"days"`
	Of      int `json:"of"`
	Longest int `json:"longest"`
	// Attempts is how many waits there were: the first, and each that began anew.
	Attempts int `json:"attempts"`
}

// Milestone is the next milestone, today's included.
type Milestone struct {
	Day    int          `json:"day"`
	Date   journey.Date `json:"date"`
	InDays int          `json:"in_days"`
}

// Next is the next message.
type Next struct {
	ID    string         `json:"id"`
	Kind  scheduler.Kind `json:"kind"`
	Title string         `json:"title"`
	At    time.Time      `json:"at"`
}

// Habit is a habit as it stands today.
type Habit struct {
	ID    string      `json:"id"`
	Name  string      `json:"name"`
	At    *string     `json:"at"` // the next open time today, or the last; null when off
	State string      `json:"state"`
	Times []HabitTime `json:"times"`
}

// HabitTime is one time of a habit today.
type HabitTime struct {
	At    string `json:"at"`
	State string `json:"state"`
}

// Goal is a goal and how far it has come.
type Goal struct {
	ID       string        `json:"id"`
	Name     string        `json:"name"`
	Progress float64       `json:"progress"`
	Target   *float64      `json:"target"`
	Unit     string        `json:"unit"`
	Percent  *int          `json:"percent"`
	By       *journey.Date `json:"by"`
}

// Daemon says whether the daemon runs; Running is null when that cannot be
// told.
type Daemon struct {
	Running *bool      `json:"running"`
	PID     *int       `json:"pid"`
	Since   *time.Time `json:"since"`
}

// The states of a habit.
const (
	Off     = "off"
	Waiting = "waiting"
	Due     = "due"
	Snoozed = "snoozed"
	Done    = "done"
	Skipped = "skipped"
	Missed  = "missed"
)

// Status returns the status without what only the caller knows: the daemon's
// lock and the notices.
func (f Facts) Status() Status {
	s := Status{
		Schema: Schema, Today: f.Today(), Wait: f.waitNow(), Kept: f.kept(),
		Milestone: f.milestone(), Habits: f.habits(), Goals: f.goals(), Notices: []string{},
	}
	if !f.Config.Wait.Order && !s.Wait.Ended {
		stage := string(f.Wait().Stage(f.Today()))
		s.Stage = &stage
	}
	if n, ok := f.Next(); ok {
		s.Next = &Next{ID: n.ID, Kind: n.Kind, Title: n.Title, At: n.At}
	}
	if p, ok := f.State.Pause(f.Now); ok {
		until := p.Until.In(f.Zone)
		s.PausedUntil = &until
	}
	return s
}

func (f Facts) kept() Kept {
	k := f.Kept()
	return Kept{Days: k.Days, Of: k.Of, Longest: k.Longest, Attempts: f.Story.Attempts(f.Config.Start().Start)}
}

func (f Facts) waitNow() Wait {
	w, today := f.Wait(), f.Today()
	out := Wait{Start: w.Start, Day: w.Day(today), Open: w.Open(), Complete: w.Complete(today), Ended: f.Ended()}
	if !w.Open() && !out.Ended {
		remaining, ends, percent := w.Remaining(today), w.Ends(), w.Percent(today)
		out.Days, out.Remaining, out.Ends, out.Percent = &w.Days, &remaining, &ends, &percent
	}
	return out
}

func (f Facts) milestone() *Milestone {
	w, today := f.Wait(), f.Today()
	if f.Ended() {
		return nil
	}
	for _, day := range w.Milestones(f.Config.MilestoneDays()) {
		if date := w.Start + journey.Date(day); date >= today {
			return &Milestone{Day: day, Date: date, InDays: int(date - today)}
		}
	}
	return nil
}

func (f Facts) goals() []Goal {
	goals := []Goal{}
	for _, g := range f.Config.Goals {
		out := Goal{ID: g.ID, Name: g.Name, Unit: g.Unit, Progress: f.Story.Progress(g.ID)}
		if g.Target > 0 {
			percent := journey.Percent(out.Progress, g.Target)
			out.Target, out.Percent = &g.Target, &percent
		}
		if g.By != 0 {
			out.By = &g.By
		}
		goals = append(goals, out)
	}
	return goals
}
