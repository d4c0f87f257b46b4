package report

import (
	"cmp"
	"slices"
	"time"

	"daybreak/scheduler"
)

// Why is the answer of `daybreak why`; its JSON is a fixed contract.
type Why struct {
	Schema      int      `json:"schema"`
	Occurrences []Became `json:"occurrences"`
}

// Became is what became of one occurrence, or, with To, of all that one
// reminder had from Civil to To.
type Became struct {
	ID      string           `json:"id"`
	Civil   scheduler.Civil  `json:"civil"`
	To      *scheduler.Civil `json:"to,omitempty"`
	Outcome scheduler.Result `json:"outcome"`
	At      *time.Time       `json:"at"`      // when it was recorded; null when nothing was
	Channel *string          `json:"channel"` // of a message that went out
	LateS   *float64         `json:"late_s"`  // seconds after its time, for a delivered one
	Reason  scheduler.Reason `json:"reason"`
	Into    string           `json:"into,omitempty"` // what stands for a folded one
}

// Why returns what became of everything due in the last days logical days up
// to now, oldest first; of one reminder where id is not "".
func (f Facts) Why(id string, days int) Why {
	from := scheduler.NewCivil(int(f.Today())-days+1, int(f.Config.DayStarts))
	now := scheduler.CivilOf(f.Now.In(f.Zone))
	out := Why{Schema: Schema, Occurrences: []Became{}}
	add := func(b Became) {
		if id == "" || b.ID == id {
			out.Occurrences = append(out.Occurrences, b)
		}
	}
	ranges := f.State.MissedIn(from, now)
	for _, m := range ranges {
		at, to := m.At.In(f.Zone), m.To
		add(Became{ID: m.ID, Civil: m.From, To: &to, Outcome: scheduler.Dropped, At: &at, Reason: m.Reason})
	}
	told := map[scheduler.Occurrence]bool{}
	for day := from.Day(); day <= now.Day()+1; day++ {
		for _, o := range f.State.On(day) {
			if o.Civil >= from {
				told[o] = true
				add(f.became(o))
			}
		}
	}
	for _, o := range f.unseen(from, ranges) {
		if !told[o] {
			add(Became{ID: o.ID, Civil: o.Civil, Outcome: scheduler.Held, Reason: scheduler.NotRunning})
		}
	}
	slices.SortStableFunc(out.Occurrences, func(a, b Became) int {
		return cmp.Or(cmp.Compare(a.Civil, b.Civil), cmp.Compare(a.ID, b.ID))
	})
	return out
}

func (f Facts) became(o scheduler.Occurrence) Became {
	st, _ := f.State.Of(o)
	b := Became{ID: o.ID, Civil: o.Civil, Outcome: st.Result, Reason: st.Reason, Into: st.Into}
	if !st.At.IsZero() {
		at := st.At.In(f.Zone)
		b.At = &at
	}
	if st.Channel != "" {
		b.Channel = &st.Channel
	}
	switch {
	case st.Result == "": // claimed, and no outcome yet
		b.Outcome, b.Reason = scheduler.Uncertain, scheduler.NoAnswer
	case st.Result == scheduler.Delivered:
		late := st.At.Sub(f.due(o)).Seconds()
		b.LateS = &late
		if st.Into != "" {
			b.Outcome, b.Reason = scheduler.Folded, scheduler.InDigest
		}
	}
	return b
}

// due returns the instant at which o was due.
func (f Facts) due(o scheduler.Occurrence) time.Time {
	if one, ok := f.State.OneOff(o.ID); ok {
		return one.At
	}
	return o.Civil.In(f.Zone)
}

// maxUnseen bounds what is listed of one reminder that no daemon looked at.
const maxUnseen = 1000

// unseen returns what was due since from and since the reminder was first
// seen, and that no daemon has looked at.
func (f Facts) unseen(from scheduler.Civil, ranges []scheduler.Missed) []scheduler.Occurrence {
	var all []scheduler.Occurrence
	for _, r := range f.Reminders() {
		seen, ok := f.State.Seen(r.ID)
		if !ok {
			continue
		}
		c, ok := r.Schedule.Next(from - 1)
		for n := 0; ok && n < maxUnseen && !c.In(f.Zone).After(f.Now); n++ {
			covered := slices.ContainsFunc(ranges, func(m scheduler.Missed) bool {
				return m.ID == r.ID && m.From <= c && c <= m.To
			})
			if !covered && !c.In(f.Zone).Before(seen.At.Truncate(time.Minute)) {
				all = append(all, scheduler.Occurrence{ID: r.ID, Civil: c})
			}
			c, ok = r.Schedule.Next(c)
		}
	}
	return all
}
