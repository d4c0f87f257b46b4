package report

import (
	"fmt"

	"daybreak/internal/config"
	"daybreak/internal/journey"
	"daybreak/internal/prompts"
	"daybreak/scheduler"
)

// Contact returns the answer to a contact of a kind.
func (f Facts) Contact(kind journey.ContactKind) string {
	now := scheduler.Occurrence{Civil: scheduler.CivilOf(f.Now.In(f.Zone))}
	return prompts.Contact(f.context(now, false), kind).Body
}

// KeptSoFar says what was kept, from the earliest start up to today: "27 of 29
// days kept, longest run 16." It is empty on the first day. Attempts are counted
// from the second one on.
func (f Facts) KeptSoFar() string {
	k := f.Kept()
	if k.Of == 0 {
		return ""
	}
	s := fmt.Sprintf("%d of %s kept, longest run %d.", k.Days, days(k.Of), k.Longest)
	if n := f.Story.Attempts(f.Config.Start().Start); n > 1 {
		s += fmt.Sprintf(" %d attempts so far, and all of it stays.", n)
	}
	return s
}

// Plan returns the plan that the user wrote for the next hard date from today on
// that has one, within a year, else their first, of a date that is over; and what
// introduces it. Both are empty where they wrote none.
func (f Facts) Plan() (intro, plan string) {
	today := f.Today()
	for d := today; d <= today+366; d++ {
		h, ok := f.Config.HardDateOn(d)
		switch {
		case !ok || h.Plan == "":
		case d == today:
			return prompts.UrgeText(f.words(false), prompts.UrgePlan).Body, h.Plan
		default:
			return planFor(h), h.Plan
		}
	}
	for _, h := range f.Config.HardDates {
		if h.Plan != "" {
			return planFor(h), h.Plan
		}
	}
	return "", ""
}

func planFor(h config.HardDate) string { return "You wrote this for " + h.Name + ":" }
