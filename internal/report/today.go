package report

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"daybreak/internal/journey"
	"daybreak/scheduler"
)

// Today is the answer of `daybreak today`: the messages of the logical day,
// with the user's own words in full.
type Today struct {
	Schema   int          `json:"schema"`
	Today    journey.Date `json:"today"`
	Messages []Told       `json:"messages"` // oldest first
}

// Told is one message of today: due today, or from an earlier day and come, or
// still waiting, today.
type Told struct {
	ID      string            `json:"id"`
	Kind    scheduler.Kind    `json:"kind"`
	Title   string            `json:"title"`
	Body    string            `json:"body"`
	Civil   scheduler.Civil   `json:"civil"`
	Outcome scheduler.Result  `json:"outcome"`        // or "waiting", of what is still to come
	At      *time.Time        `json:"at"`             // when it was recorded; null when nothing was
	Channel *string           `json:"channel"`        // of a message that went out
	Reason  *scheduler.Reason `json:"reason"`         // null while it is to come
	Into    string            `json:"into,omitempty"` // what stands for a folded one
	Answer  *scheduler.Reason `json:"answer"`         // done or skipped; null when nothing was said
	// Difficulty is how hard the user said that the day was, of a check-in.
	Difficulty *int `json:"difficulty"`

	said string       // the outcome in words
	day  journey.Date // the logical day that it was due on
}

// Messages returns everything of the logical day: what was or is due today;
// what came today from earlier days, or still waits; the welcome and notices.
func (f Facts) Messages() Today {
	out := Today{Schema: Schema, Today: f.Today(), Messages: []Told{}}
	kinds := map[string]scheduler.Kind{}
	all := map[scheduler.Occurrence]bool{}
	for _, r := range f.Reminders() {
		kinds[r.ID] = r.Kind
		for _, c := range f.Times(r.Schedule) {
			o := scheduler.Occurrence{ID: r.ID, Civil: c}
			if _, known := f.State.Of(o); known || r.Kind != scheduler.Welcome && r.Kind != scheduler.Notice {
				all[o] = true // the daemon alone brings those two
			}
		}
	}
	for _, o := range f.fromRecord() {
		all[o] = true
	}
	expected := f.expected()
	for o := range all {
		out.Messages = append(out.Messages, f.told(o, cmp.Or(kinds[o.ID], kindOf(o.ID)), expected))
	}
	slices.SortFunc(out.Messages, func(a, b Told) int {
		return cmp.Or(cmp.Compare(a.Civil, b.Civil), strings.Compare(a.ID, b.ID))
	})
	return out
}

// fromRecord returns what the record knows of today, also of what the config
// no longer asks for.
func (f Facts) fromRecord() []scheduler.Occurrence {
	from, to := f.dayBounds()
	all := f.State.Held()
	for _, o := range f.State.RecordedIn(from, to) {
		st, _ := f.State.Of(o)
		if st.Result != scheduler.Dropped && st.Result != scheduler.Settled {
			all = append(all, o)
		}
	}
	for day := int(f.Today()); day <= int(f.Today())+1; day++ {
		for _, o := range f.State.On(day) {
			if f.day(o.Civil) == f.Today() {
				all = append(all, o)
			}
		}
	}
	return slices.DeleteFunc(all, func(o scheduler.Occurrence) bool { return f.day(o.Civil) > f.Today() })
}

// dayBounds returns the instants at which the logical day begins and ends.
func (f Facts) dayBounds() (from, to time.Time) {
	c := scheduler.NewCivil(int(f.Today()), int(f.Config.DayStarts))
	return c.In(f.Zone), (c + scheduler.MinutesPerDay).In(f.Zone)
}

// expected returns the state as it will be half a day after today's end, when
// its quiet hours are over.
func (f Facts) expected() *scheduler.State {
	_, end := f.dayBounds()
	return scheduler.Foresee(f.Input(), end.Add(12*time.Hour))
}

func (f Facts) told(o scheduler.Occurrence, kind scheduler.Kind, expected *scheduler.State) Told {
	text := f.Message(kind, []scheduler.Occurrence{o}, false)
	t := Told{ID: o.ID, Kind: kind, Title: text.Title, Body: text.Body, Civil: o.Civil, day: f.day(o.Civil)}
	if said, ok := f.Answered(o); ok {
		t.Answer = &said
		if d := f.Story.Difficulty(t.day); d > 0 && kind == scheduler.CheckIn {
			t.Difficulty = &d
		}
	}
	b, future := f.outcome(o)
	if future {
		t.Outcome = Waiting
		f.State = expected
		t.said = f.became(o).expectation()
		return t
	}
	t.Outcome, t.At, t.Channel, t.Reason, t.Into, t.said = b.Outcome, b.At, b.Channel, &b.Reason, b.Into, b.Sentence()
	return t
}

// outcome returns what became of an occurrence, and true when it is still to
// come and nothing has.
func (f Facts) outcome(o scheduler.Occurrence) (Became, bool) {
	if _, known := f.State.Of(o); known {
		return f.became(o), false
	}
	if o.Civil.In(f.Zone).After(f.Now) {
		return Became{}, true
	}
	b := Became{ID: o.ID, Civil: o.Civil, Outcome: scheduler.Held, Reason: scheduler.NotRunning}
	for _, m := range f.State.MissedIn(o.Civil, o.Civil) {
		if m.ID == o.ID {
			at := m.At.In(f.Zone)
			b.Outcome, b.Reason, b.At = scheduler.Dropped, m.Reason, &at
			return b, false
		}
	}
	if seen, ok := f.State.Seen(o.ID); ok && o.Civil.In(f.Zone).Before(seen.At.Truncate(time.Minute)) {
		b.Outcome, b.Reason = scheduler.Settled, scheduler.BeforeStart
	}
	return b, false
}

// Text returns the messages to be read: a day a block, today last, with their
// times aligned. No word of the user's is left out or shortened.
func (t Today) Text(st Style) string {
	p := &page{st: st}
	var day journey.Date
	for _, m := range t.Messages {
		if m.day != day {
			day = m.day
			p.day(day)
		}
		at := journey.TimeOfDay(m.Civil.Minute()).String()
		said := m.said
		if m.Answer != nil && m.Outcome != scheduler.Settled {
			said += "; you said: " + string(*m.Answer)
		}
		if m.Difficulty != nil {
			said += ", " + Hardness(*m.Difficulty)
		}
		p.message(at, span{bold, m.Title}, span{dim, "(" + said + ")"}, span{text: m.Body})
	}
	if len(t.Messages) == 0 {
		p.entry(span{}, span{text: "Nothing today."})
	}
	return p.b.String()
}
