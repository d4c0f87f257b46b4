package scheduler

import (
	"cmp"
	"slices"
	"time"
)

// clearHeld ends the waiting of what no longer has a place in any window: too
// late by now, or no longer asked for.
func (p *planner) clearHeld() {
	for _, o := range p.State.Held() {
		if one, ok := p.State.ahead[o.ID]; ok && one.Civil == o.Civil {
			continue // oneOffs has its own word on it
		}
		r, asked := p.memo.reminder(o.ID)
		switch at := o.Civil.In(p.Zone); {
		case p.live[o] || asked && at.After(p.Now):
		case asked && !rules[r.Kind].kept && at.Before(p.Now.Add(-r.late())):
			p.mark(o, Dropped, p.State.held[o], "")
		case p.Ended:
			p.mark(o, Settled, Ended, "")
		default:
			p.mark(o, Dropped, Removed, "")
		}
	}
}

// sift drops what must not be delivered: what was dealt with, what a pause
// covers, and a second message of the day where one is enough.
func (p *planner) sift(all []candidate) []candidate {
	return slices.DeleteFunc(all, func(c candidate) bool {
		rule := rules[c.kind]
		if one, ok := p.State.OneOff(c.ID); ok {
			rule = one.rule()
		}
		again := rule.again && c.known && c.status.Result == Uncertain &&
			c.status.Tries < 2 && c.status.Epoch != p.epoch() && !p.answered(c.Occurrence)
		switch {
		case c.known && !p.open(c.ID, c.status) && !again:
			return true
		case !again && rule.oncePerDay && p.State.cameOn(c.ID, c.Civil.Day()):
			p.mark(c.Occurrence, Settled, SameDay, "")
			return true
		case !rule.loud && !rule.survives && (p.paused(c, c.due) || p.paused(c, p.Now)):
			p.mark(c.Occurrence, Dropped, Paused, "")
			return true
		}
		return false
	})
}

// answered reports whether the user has said something of an occurrence: then
// it was seen, whatever the server said.
func (p *planner) answered(o Occurrence) bool {
	_, ok := p.State.Answer(o)
	return ok
}

// paused reports whether a pause touches c at t.
func (p *planner) paused(c candidate, t time.Time) bool {
	_, paused := p.State.pauseSince(t, c.asked)
	return paused
}

// open is Status.open, and takes back what was settled as before a start that
// a wrong clock had put too late, and what was settled with the wait, where it is
// asked for again: the start, or the end, has been corrected since.
func (p *planner) open(id string, st Status) bool {
	return st.open() || st.Result == Settled && st.Reason == Ended || st.Reason == BeforeStart && st.At.After(p.start(id))
}

// start returns since when the reminder counts: seen before, or from now.
func (p *planner) start(id string) time.Time {
	if seen, ok := p.State.Seen(id); ok && seen.At.Before(p.Now) {
		return seen.At
	}
	return p.Now
}

func (p *planner) epoch() string { return p.Run + "/" + p.Owner }

// fold keeps the newest of each reminder, and of all milestones; the others
// fold into it.
func (p *planner) fold(all []candidate) []candidate {
	slices.SortStableFunc(all, func(a, b candidate) int {
		return cmp.Or(a.due.Compare(b.due), byTime(a.Occurrence, b.Occurrence))
	})
	newest := map[string]candidate{}
	key := func(c candidate) string {
		if rules[c.kind].foldsByKind && !c.oneOff() {
			return string(c.kind)
		}
		return c.ID
	}
	for _, c := range all {
		newest[key(c)] = c
	}
	return slices.DeleteFunc(all, func(c candidate) bool {
		n := newest[key(c)]
		if n.Occurrence == c.Occurrence {
			return false
		}
		p.mark(c.Occurrence, Folded, Newer, n.String())
		return true
	})
}

// hold returns what may be sent now; the others are held, with the reason.
func (p *planner) hold(all []candidate) []candidate {
	return slices.DeleteFunc(all, func(c candidate) bool {
		why, until := p.holdsFor(c)
		if why == "" {
			return false
		}
		// An uncertain one stays so in the record until it is sent again.
		if c.status.Result != Uncertain {
			p.mark(c.Occurrence, Held, why, "")
		}
		if !until.IsZero() {
			p.wakeAt(until)
		}
		return true
	})
}

func (p *planner) holdsFor(c candidate) (Reason, time.Time) {
	loud := rules[c.kind].loud
	pause, paused := p.State.pauseSince(p.Now, c.asked)
	switch {
	case !loud && paused:
		return Paused, pause.Until
	case !loud && !c.oneOff() && p.inQuiet:
		return Quiet, p.quietEnd()
	case p.Locked:
		return Locked, time.Time{} // the unlock wakes
	case !p.Ready:
		return NoServer, p.Now.Add(retryPoll)
	case p.Now.Before(p.RetryAt):
		return Refused, p.RetryAt
	}
	return "", time.Time{}
}

// quietEnd returns when the present quiet hours end, if the zone's offset does
// not change before; the wake at it decides anew.
func (p *planner) quietEnd() time.Time {
	now := CivilOf(p.Now)
	days := 0
	if p.Quiet.To <= now.Minute() {
		days = 1
	}
	return NewCivil(now.Day()+days, p.Quiet.To).In(p.Zone)
}

// digestFrom is how many prompts and habits at once become one message: some
// desktops silently discard bursts.
const digestFrom = 3

func (p *planner) send(all []candidate) {
	var many, single []candidate
	for _, c := range all {
		if rules[c.kind].digests && !c.oneOff() {
			many = append(many, c)
		} else {
			single = append(single, c)
		}
	}
	if len(many) < digestFrom {
		single, many = all, nil
	}
	for _, c := range single {
		if withMilestone(c, single) {
			continue
		}
		p.out.Sends = append(p.out.Sends, Send{
			Claim: Claim{Epoch: p.epoch(), ID: c.ID, Kind: c.kind, Of: append(plansOf(c, single), c.Occurrence)},
			Due:   c.due,
		})
	}
	if len(many) > 0 {
		s := Send{
			Claim: Claim{Epoch: p.epoch(), ID: "digest/" + CivilOf(p.Now).String(), Kind: Digest},
			Due:   many[len(many)-1].due,
		}
		for _, c := range many {
			s.Of = append(s.Of, c.Occurrence)
		}
		p.out.Sends = append(p.out.Sends, s)
	}
}

// together reports whether a milestone's message tells a plan too: the plan of a
// date on which the milestone falls is due at the same time.
func together(milestone, plan candidate) bool {
	return milestone.kind == Milestone && plan.kind == Plan && milestone.Civil == plan.Civil &&
		!milestone.oneOff() && !plan.oneOff()
}

// withMilestone reports whether c is told by a milestone among all.
func withMilestone(c candidate, all []candidate) bool {
	return slices.ContainsFunc(all, func(m candidate) bool { return together(m, c) })
}

// plansOf returns the plans that the message of c tells too.
func plansOf(c candidate, all []candidate) (of []Occurrence) {
	for _, p := range all {
		if together(c, p) {
			of = append(of, p.Occurrence)
		}
	}
	return of
}
