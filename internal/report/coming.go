package report

import (
	"iter"
	"time"

	"daybreak/internal/journey"
	"daybreak/scheduler"
)

// Simulation is the answer of `daybreak simulate` and `daybreak next`; its JSON
// is a fixed contract.
type Simulation struct {
	Schema        int            `json:"schema"`
	From          journey.Date   `json:"from"`
	Days          *int           `json:"days"` // null for next
	Notifications []Notification `json:"notifications"`
}

// Notification is one message that is to come.
type Notification struct {
	At    time.Time      `json:"at"`
	ID    string         `json:"id"`
	Kind  scheduler.Kind `json:"kind"`
	Title string         `json:"title"`
	Body  string         `json:"body"`
	Items []string       `json:"items,omitempty"` // the ids of all that it tells, where that is more than one
}

// Next returns the message that will be shown next, after now; false means
// none.
func (f Facts) Next() (Notification, bool) { return f.First(scheduler.Simulate(f.Input())) }

// First returns the first message of coming that is shown after now.
func (f Facts) First(coming iter.Seq[scheduler.Shown]) (Notification, bool) {
	for s := range coming {
		if s.At.After(f.Now) {
			return f.notification(s), true
		}
	}
	return Notification{}, false
}

// Coming returns the next n messages.
func (f Facts) Coming(n int) Simulation {
	out := f.simulation()
	for s := range scheduler.Simulate(f.Input()) {
		if len(out.Notifications) >= n {
			break
		}
		out.Notifications = append(out.Notifications, f.notification(s))
	}
	return out
}

// Simulate returns every message of days civil days. With from nil they begin
// with today, at the present moment; otherwise with the first minute of from.
// A day that has begun already is told as if Daybreak were first started then,
// but for the welcome.
func (f Facts) Simulate(from *journey.Date, days int) Simulation {
	first := journey.DateOf(f.Now.In(f.Zone))
	begin, past := f.Now, false
	if from != nil {
		first = *from
		begin = scheduler.NewCivil(int(first), 0).In(f.Zone)
		if past = begin.Before(f.Now); past {
			f.Now, f.State = begin, scheduler.NewState()
		}
	}
	end := scheduler.NewCivil(int(first)+days, 0).In(f.Zone)
	out := f.simulation()
	out.From, out.Days = first, &days
	for s := range scheduler.Simulate(f.Input()) {
		if !s.At.Before(end) {
			break
		}
		if !s.At.Before(begin) && (s.Kind != scheduler.Welcome || !past) {
			out.Notifications = append(out.Notifications, f.notification(s))
		}
	}
	return out
}

func (f Facts) simulation() Simulation {
	return Simulation{Schema: Schema, From: journey.DateOf(f.Now.In(f.Zone)), Notifications: []Notification{}}
}

// notification puts the words to a message as they will be at its time.
func (f Facts) notification(s scheduler.Shown) Notification {
	f.Now = s.At
	text := f.Message(s.Kind, s.Of, f.Config.Notify.Discreet)
	n := Notification{At: s.At.In(f.Zone), ID: s.ID, Kind: s.Kind, Title: text.Title, Body: text.Body}
	if len(s.Of) > 1 {
		for _, o := range s.Of {
			n.Items = append(n.Items, o.ID)
		}
	}
	return n
}
