package ledger

import (
	"slices"
	"time"

	"daybreak/scheduler"
)

// prune returns those of events, which are in order, that something still hangs
// on if nobody asks about the civil days before since: what is known of the
// days from since on, what is still open, and the latest of every reminder.
// Folding them gives the same answers about these as folding all.
func prune(events []Event, since int) []Event {
	p := pruner{
		since: since, state: scheduler.NewState(), schedule: map[string]int{}, latest: map[string]scheduler.Civil{},
		claims: map[string]bool{}, told: map[scheduler.Occurrence]bool{},
	}
	for i, e := range events {
		p.state.Apply(e.Record)
		p.note(i, e)
	}
	var kept []Event
	for i, e := range events {
		if p.keeps(i, e) {
			kept = append(kept, e)
		}
	}
	return kept
}

type pruner struct {
	since    int
	state    *scheduler.State           // after all events
	schedule map[string]int             // by reminder: the place of its last schedule
	pause    int                        // the place of the last pause
	latest   map[string]scheduler.Civil // by reminder: all up to here is accounted for

	claims map[string]bool               // the sends whose claim is kept
	told   map[scheduler.Occurrence]bool // what such a claim tells of
}

func (p *pruner) note(i int, e Event) {
	reach := func(id string, c scheduler.Civil) {
		if m, ok := p.latest[id]; !ok || c > m {
			p.latest[id] = c
		}
	}
	switch {
	case e.Schedule != nil:
		p.schedule[e.Schedule.ID] = i
	case e.Claim != nil:
		for _, o := range e.Claim.Of {
			reach(o.ID, o.Civil)
		}
	case e.Mark != nil:
		reach(e.Mark.ID, e.Mark.Civil)
	case e.Missed != nil:
		reach(e.Missed.ID, e.Missed.To)
	case e.Pause != nil:
		p.pause = i
	}
}

// keeps reports whether something hangs on an event. A digest is kept whole for
// one of its occurrences; then what came of the others later is kept too, or
// they would seem to wait again.
func (p *pruner) keeps(i int, e Event) bool {
	switch {
	case e.Schedule != nil:
		return p.schedule[e.Schedule.ID] == i
	case e.Claim != nil:
		if !slices.ContainsFunc(e.Claim.Of, p.hangs) {
			return false
		}
		p.claims[e.Claim.Send] = true
		for _, o := range e.Claim.Of {
			p.told[o] = true
		}
		return true
	case e.Outcome != nil:
		return p.claims[e.Outcome.Send]
	case e.Mark != nil:
		return p.hangs(e.Mark.Occurrence)
	case e.Missed != nil:
		return e.Missed.To.Day() >= p.since || p.latest[e.Missed.ID] == e.Missed.To
	case e.Pause != nil:
		return i == p.pause || p.recent(e.Pause.Until)
	case e.OneOff != nil:
		o := e.OneOff
		return p.recent(o.At) || p.hangs(scheduler.Occurrence{ID: o.ID, Civil: o.Civil}) || o.Of != nil && p.hangs(*o.Of)
	}
	return true // what is not of the planner is not judged here
}

func (p *pruner) hangs(o scheduler.Occurrence) bool { return p.told[o] || p.matters(o) }

// matters reports whether somebody may still ask about an occurrence.
func (p *pruner) matters(o scheduler.Occurrence) bool {
	st, known := p.state.Of(o)
	// All of the latest day: a milestone whose time of day was moved and moved
	// back must still be known to have come.
	if !known || o.Civil.Day() >= p.since || p.latest[o.ID].Day() == o.Civil.Day() {
		return true
	}
	return st.Result == scheduler.Held || st.Result == scheduler.Uncertain || st.Result == ""
}

// recent reports whether t is not surely before since, whatever the zone.
func (p *pruner) recent(t time.Time) bool {
	return t.Unix() >= int64(p.since-8)*24*60*60
}
