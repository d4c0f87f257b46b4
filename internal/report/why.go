package report

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"daybreak/internal/journey"
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

// reasons says each reason in words, to stand after the outcome.
var reasons = map[scheduler.Reason]string{
	scheduler.OnTime:      "on time",
	scheduler.TooLate:     "too late to be of use",
	scheduler.Quiet:       "quiet hours",
	scheduler.Locked:      "the screen was locked",
	scheduler.NoServer:    "no notification server was there",
	scheduler.Refused:     "the notification server refused it",
	scheduler.Paused:      "reminders were paused",
	scheduler.BeforeStart: "it was due before Daybreak was first started",
	scheduler.Removed:     "the config no longer asks for it",
	scheduler.SameDay:     "one of its kind had come that day",
	scheduler.Newer:       "a later one stands for it",
	scheduler.InDigest:    "one message told several",
	scheduler.NoAnswer:    "the notification server did not answer",
	scheduler.NotRunning:  "Daybreak has not run since",
	scheduler.Snoozed:     "you asked for it later",
	scheduler.Crash:       "Daybreak ended while it was being sent",
}

// Sentence says what became of it.
func (b Became) Sentence() string {
	why := reasons[b.Reason]
	if b.To != nil {
		return fmt.Sprintf("left out up to %s: %s", stamp(*b.To), why)
	}
	switch b.Outcome {
	case scheduler.Delivered:
		if b.Reason == scheduler.TooLate {
			why = fmt.Sprintf("%v late", time.Duration(*b.LateS*float64(time.Second)).Round(time.Second))
		}
		return fmt.Sprintf("shown at %s, %s", b.At.Format("15:04"), why)
	case scheduler.Folded:
		if b.Reason == scheduler.InDigest {
			return fmt.Sprintf("shown at %s, with others in %s", b.At.Format("15:04"), b.Into)
		}
		return fmt.Sprintf("not shown: %s (%s)", why, b.Into)
	case scheduler.Held:
		return "waits: " + why
	case scheduler.Uncertain:
		return "perhaps shown: " + why
	case scheduler.Settled:
		return "not needed: " + why
	}
	return "left out: " + why
}

func stamp(c scheduler.Civil) string {
	return fmt.Sprintf("%s %s", journey.Date(c.Day()).Time().Format("Mon 2 Jan"), journey.TimeOfDay(c.Minute()))
}
