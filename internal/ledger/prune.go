package ledger

import (
	"slices"
	"time"

	"daybreak/internal/journey"
	"daybreak/scheduler"
)

// prune returns those of events, which are in order, that something still hangs
// on, and how far the goals have come by the others and earlier, if nobody asks about the civil days before since: what is known of the
// days from since on, what is still open, and the latest of every reminder.
// Folding them gives the same answers about these as folding all.
func prune(events []Event, since int, earlier map[string]float64) (kept []Event, goals map[string]float64) {
	p := pruner{
		since: since, ends: map[time.Time]time.Time{}, state: scheduler.NewState(), schedule: map[string]int{}, latest: map[string]scheduler.Civil{},
		claims: map[string]bool{}, told: map[scheduler.Occurrence]bool{},
		undone: undone(events), here: map[string]bool{}, counted: map[string]string{}, moved: map[string]Event{},
		snoozed: map[scheduler.Occurrence]bool{},
	}
	for i, e := range events {
		p.here[e.ID] = true
		if p.takenBack(e) {
			continue
		}
		p.state.Apply(e.Record)
		p.note(i, e)
	}
	p.noteMoves(events)
	keep := make([]bool, len(events))
	for i, e := range events {
		keep[i] = p.keeps(i, e)
		if keep[i] && e.OneOff != nil && e.OneOff.Of != nil {
			p.snoozed[*e.OneOff.Of] = true
		}
	}
	gone := journey.NewStory(earlier)
	for i, e := range events {
		switch {
		// An answer may come before a digest, and settles a snooze, that is kept; a
		// later snooze takes the place of one that is.
		case keep[i], (e.Answer != nil || e.OneOff != nil) && p.keeps(i, e):
			kept = append(kept, e)
		case e.Progress != nil && !p.takenBack(e) && p.counts(e):
			gone.Apply(journey.Entry{Progress: e.Progress})
		}
	}
	return kept, gone.AllProgress()
}

type pruner struct {
	since    int
	state    *scheduler.State           // after all events
	schedule map[string]int             // by reminder: the place of its last schedule
	pause    time.Time                  // when the last pause begins
	ends     map[time.Time]time.Time    // by when a pause begins: its end, as it was said last
	latest   map[string]scheduler.Civil // by reminder: all up to here is accounted for

	undone  map[string]bool   // what was taken back
	here    map[string]bool   // all ids
	counted map[string]string // by Progress.Of: the event that counts
	moved   map[string]Event  // by goal: what moved it last

	snoozed map[scheduler.Occurrence]bool // what a one-off that is kept stands for

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
		p.pause = begin(e)
		p.ends[p.pause] = e.Pause.Until
	}
	if e.Progress != nil && e.Progress.Of != "" {
		p.counted[e.Progress.Of] = e.ID
	}
}

// begin returns when the pause of an event begins, by which it is known.
func begin(e Event) time.Time { return e.Pause.From.UTC() }

// noteMoves finds what moved each goal last.
func (p *pruner) noteMoves(events []Event) {
	for _, e := range events {
		if e.Progress == nil || e.Progress.Amount <= 0 || p.takenBack(e) || !p.counts(e) {
			continue
		}
		if last, ok := p.moved[e.Progress.Goal]; !ok || last.Progress.Day <= e.Progress.Day {
			p.moved[e.Progress.Goal] = e
		}
	}
}

// takenBack reports whether the user has taken an event back.
func (p *pruner) takenBack(e Event) bool { return takenBack(e, p.undone) }

// counts reports whether the progress of an event is the one that counts.
func (p *pruner) counts(e Event) bool {
	return e.Progress.Of == "" || p.counted[e.Progress.Of] == e.ID
}

// keeps reports whether something hangs on an event. A digest is kept whole for
// one of its occurrences; then what came of the others later is kept too, or
// they would seem to wait again.
func (p *pruner) keeps(i int, e Event) bool {
	switch {
	case p.takenBack(e), e.Undo != "" && p.here[e.Undo]:
		return false
	case e.Progress != nil && p.moved[e.Progress.Goal].ID == e.ID:
		return true
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
	case e.Pause != nil: // all of one that was given another end, or none
		return begin(e) == p.pause || p.recent(p.ends[begin(e)])
	case e.Answer != nil:
		return p.hangs(e.Answer.Occurrence) || p.snoozed[e.Answer.Occurrence] || p.ahead(e.Answer.Occurrence)
	case e.CheckIn != nil:
		return int(e.CheckIn.Day) >= p.since-1
	case e.Urge != nil && e.OneOff == nil:
		return int(e.Urge.Day) >= p.since
	case e.Progress != nil:
		return int(e.Progress.Day) >= p.since && p.counts(e)
	case e.OneOff != nil:
		o := e.OneOff
		return p.recent(o.At) || p.hangs(scheduler.Occurrence{ID: o.ID, Civil: o.Civil}) || o.Of != nil && (p.hangs(*o.Of) || p.snoozed[*o.Of])
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

// ahead reports whether o is still to be accounted for: only its answer tells
// that it was not missed.
func (p *pruner) ahead(o scheduler.Occurrence) bool {
	m, ok := p.latest[o.ID]
	return !ok || o.Civil > m
}

// recent reports whether t is not surely before since, whatever the zone.
func (p *pruner) recent(t time.Time) bool {
	return t.Unix() >= int64(p.since-8)*24*60*60
}
