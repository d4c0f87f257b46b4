package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"daybreak/internal/config"
	"daybreak/internal/journey"
	"daybreak/scheduler"
)

// Plans is the answer of `daybreak plan list`: the hard dates, with the user's
// own words in full.
type Plans struct {
	Schema int           `json:"schema"`
	Plans  []PlannedDate `json:"plans"` // by date

	today journey.Date
}

// PlannedDate is a hard date: of one that comes every year the next.
type PlannedDate struct {
	ID        string            `json:"id"`
	Date      journey.Date      `json:"date"`
	Yearly    bool              `json:"yearly"`
	Name      string            `json:"name"`
	Plan      string            `json:"plan"`
	Times     []scheduler.Civil `json:"times"` // when it comes: the evening before and that morning; empty where it does not
	Milestone *int              `json:"milestone"`

	taken bool // another stands on its date
}

// Plans returns the hard dates of the config.
func (f Facts) Plans() Plans {
	out := Plans{Schema: Schema, Plans: []PlannedDate{}, today: f.Today()}
	taken := map[journey.Date]bool{}
	for _, h := range f.Config.HardDates {
		d := h.Next(f.Today())
		p := PlannedDate{ID: config.PlanPrefix + d.String(), Date: d, Yearly: h.Year == 0, Name: h.Name, Plan: h.Plan,
			Times: []scheduler.Civil{}, taken: taken[d]}
		taken[d] = true
		if !p.taken && d >= f.Today() {
			p.Times = f.Config.PlanTimes(d)
			p.Milestone = f.milestoneOn(d)
		}
		out.Plans = append(out.Plans, p)
	}
	slices.SortStableFunc(out.Plans, func(a, b PlannedDate) int { return cmp.Compare(a.Date, b.Date) })
	return out
}

// milestoneOn returns the milestone that falls on d, nil for none.
func (f Facts) milestoneOn(d journey.Date) *int {
	wait := f.Wait()
	day := int(d - wait.Start)
	if f.Ended() || !slices.Contains(wait.Milestones(f.Config.MilestoneDays()), day) {
		return nil
	}
	return &day
}

// Text returns the plans to be read, a date a block.
func (l Plans) Text(st Style) string {
	p := &page{st: st}
	for i, d := range l.Plans {
		if i == 0 || l.Plans[i-1].Date != d.Date {
			p.day(d.Date)
		}
		p.entry(span{text: margin}, span{bold, d.Name}, span{dim, " (" + d.said(l.today) + ")"})
		if d.Plan != "" {
			p.entry(span{text: margin}, span{text: d.Plan})
		}
	}
	if len(l.Plans) == 0 {
		p.entry(span{}, span{text: "No plans yet. hard_dates: in the config takes a date, a name and a plan."})
	}
	return p.b.String()
}

// said says when the plan comes.
func (d PlannedDate) said(today journey.Date) string {
	var said []string
	if d.Yearly {
		said = append(said, "every year")
	}
	switch {
	case d.taken:
		return strings.Join(append(said, "not shown: the first of a date stands"), "; ")
	case len(d.Times) == 0:
		return "gone by"
	}
	var times []string
	for _, c := range d.Times {
		times = append(times, Soon(today, c))
	}
	said = append(said, "comes "+strings.Join(times, " and "))
	if d.Milestone != nil {
		said = append(said, fmt.Sprintf("with milestone %d", *d.Milestone))
	}
	return strings.Join(said, "; ")
}
