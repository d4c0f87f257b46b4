// Package journey is the wait as pure calendar arithmetic: days, stages,
// milestones and what was kept. It has no clock and does no I/O; every answer
// is a function of its arguments, in civil dates, so no zone, daylight saving
// or leap second can move it.
//
// The words are fixed: day n is the number of whole civil days since the
// start, the start date itself is day 0, and a wait of 30 days that starts on
// 1 November is complete on 1 December, when 0 days remain.
package journey

import "slices"

// Limits of a wait, in days.
const (
	MinDays     = 1
	MaxDays     = 365
	DefaultDays = 30
)

// Wait is a no-contact period. The zero Days means an open wait: no last day.
type Wait struct {
	Start Date
	Days  int // 1 to 365, or 0 for an open wait
}

// Open reports whether the wait has no last day.
func (w Wait) Open() bool { return w.Days == 0 }

// Day returns the day of the wait that today is. It goes on counting after
// the end and is never negative: a wait that starts today is on day 0 even in
// the small hours that still count as yesterday.
func (w Wait) Day(today Date) int { return max(0, int(today-w.Start)) }

// Ends returns the date on which the wait is complete. It means nothing for an
// open wait.
func (w Wait) Ends() Date { return w.Start + Date(w.Days) }

// Remaining returns the days left, 0 once the wait is complete. It means
// nothing for an open wait.
func (w Wait) Remaining(today Date) int { return max(0, w.Days-w.Day(today)) }

// Percent returns how much of the wait has passed, rounded down and never
// above 100. It is 0 for an open wait.
func (w Wait) Percent(today Date) int {
	if w.Open() {
		return 0
	}
	return min(100, 100*w.Day(today)/w.Days)
}

// Complete reports whether the wait's last day has come. An open wait never is.
func (w Wait) Complete(today Date) bool { return !w.Open() && w.Day(today) >= w.Days }

// Stage is a quarter of the wait, or the time after it.
type Stage string

// The stages, in the order in which a wait goes through them.
const (
	Steady  Stage = "steady"
	Reflect Stage = "reflect"
	Grow    Stage = "grow"
	Connect Stage = "connect"
	After   Stage = "after"
)

// Stages returns all stages in order.
func Stages() []Stage { return []Stage{Steady, Reflect, Grow, Connect, After} }

// Stage returns the stage that today falls into: floor(4·day/days) of the
// stages in order, After from the last day on. An open wait goes through
// quarters of 30 days and stays in Grow for good.
func (w Wait) Stage(today Date) Stage {
	if w.Open() {
		return Stages()[min(4*w.Day(today)/DefaultDays, 2)]
	}
	return Stages()[min(4*w.Day(today)/w.Days, 4)]
}

// StageDay returns how many days of its stage have passed before today: 0 on
// the stage's first day. It is what a rotation through a stage's texts counts.
func (w Wait) StageDay(today Date) int {
	day, n := w.Day(today), w.Days
	if w.Open() {
		n = DefaultDays
	}
	i := slices.Index(Stages(), w.Stage(today))
	return day - (i*n+3)/4 // the smallest day with 4·day/n ≥ i
}

// Afternoon reports whether today has a second prompt: every day of the first
// stage has, every other one of the second, beginning with its first day, and
// none after it or before the start. Doses taper: the effect of a prompt fades within weeks
// (HeartSteps, doi 10.1093/abm/kay067).
func (w Wait) Afternoon(today Date) bool {
	switch stage := w.Stage(today); {
	case today < w.Start:
		return false
	case stage == Steady:
		return true
	case stage == Reflect:
		return w.StageDay(today)%2 == 0
	}
	return false
}

// defaultMilestones are the days of a check-in when the user names none. Those
// beyond the wait's last day do not apply.
var defaultMilestones = []int{1, 3, 7, 14, 21, 30, 45, 60, 90}

// UsualMilestones returns the days that count when the user names none, whatever
// the length of the wait.
func UsualMilestones() []int { return slices.Clone(defaultMilestones) }

// Milestones returns the milestone days of w in order, without repeats: the
// default ones, or custom where it is not nil, as far as they fit; the last
// day of the wait is always one.
func (w Wait) Milestones(custom []int) []int {
	if custom == nil {
		custom = defaultMilestones
	}
	var days []int
	for _, d := range custom {
		if d > 0 && (w.Open() || d <= w.Days) {
			days = append(days, d)
		}
	}
	if !w.Open() {
		days = append(days, w.Days)
	}
	slices.Sort(days)
	return slices.Compact(days)
}

// Kept is the record of a wait, told by what was kept.
type Kept struct {
	Days    int // days from 1 to today without reaching out
	Of      int // days from 1 to today
	Longest int // the longest run of kept days
}

// KeptDays counts the days from the one after start up to and including today,
// against the dates on which the user reached out (in any order; repeats and
// dates outside count once or not at all).
func KeptDays(start, today Date, reachedOut []Date) Kept {
	slips := slices.Clone(reachedOut)
	slices.Sort(slips)
	k := Kept{Of: max(0, int(today-start))}
	k.Days = k.Of
	last := start // the last day that ended a run
	for _, d := range slices.Compact(slips) {
		if d <= start || d > today {
			continue
		}
		k.Days--
		k.Longest = max(k.Longest, int(d-last)-1)
		last = d
	}
	k.Longest = max(k.Longest, int(today-last), 0)
	return k
}

// Percent returns progress towards target in whole percent, rounded down,
// from 0 to 100. A goal without a target (0) has no percentage: 0.
func Percent(progress, target float64) int {
	if target <= 0 || progress <= 0 {
		return 0
	}
	// Ten steps of 0.1 are a little less than 1 in binary, and are all of it.
	const rounding = 1e-9
	return int(min(100, 100*progress/target+rounding))
}
