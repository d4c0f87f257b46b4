package scheduler

import "time"

// Coming is a message that is to come.
type Coming struct {
	Occurrence
	Kind Kind
	At   time.Time // when it will be shown: later than due where quiet hours hold it
}

// lookAhead is how many occurrences of a reminder are looked at for one that
// will be shown; a habit that always falls into quiet hours has none.
const lookAhead = 60

// Next returns what will be shown next on a machine that is always on and
// unlocked: past what a pause drops, and after the quiet hours that hold it.
// False means nothing.
func Next(in Input) (Coming, bool) {
	in.Now = in.Now.In(in.Zone)
	p := planner{Input: in}
	var next Coming
	found := false
	for _, r := range in.Reminders {
		c, ok := p.coming(r)
		if ok && (!found || c.At.Before(next.At) || c.At.Equal(next.At) && c.ID < next.ID) {
			next, found = c, true
		}
	}
	return next, found
}

func (p *planner) coming(r Reminder) (Coming, bool) {
	from := p.Now
	if st := p.heldNow(r.ID); st != nil {
		from = st.In(p.Zone) // it may still come, when the quiet hours end
	}
	c, ok := r.Schedule.Next(before(from, p.Zone))
	for range lookAhead {
		if !ok {
			break
		}
		if at, comes := p.shown(r, c); comes && at.After(p.Now) {
			return Coming{Occurrence{r.ID, c}, r.Kind, at}, true
		}
		c, ok = r.Schedule.Next(c)
	}
	return Coming{}, false
}

func (p *planner) heldNow(id string) *Civil {
	for _, o := range p.State.Held() {
		if o.ID == id {
			return &o.Civil
		}
	}
	return nil
}

// shown returns when c of r will be shown, if it will.
func (p *planner) shown(r Reminder, c Civil) (time.Time, bool) {
	rule, due := rules[r.Kind], c.In(p.Zone)
	st, known := p.State.Of(Occurrence{r.ID, c})
	switch {
	case known && !p.open(r.ID, st):
		return due, false
	case rule.oncePerDay && p.State.shownDay[dayKey{r.ID, c.Day()}]:
		return due, false
	}
	at := due
	if !rule.loud && p.Pause.covers(at) {
		if !rule.survives {
			return due, false
		}
		at = p.Pause.Until
	}
	at = at.In(p.Zone)
	if !rule.loud && inQuiet(CivilOf(at).Minute(), p.Quiet.From, p.Quiet.To) {
		q := planner{Input: p.Input}
		q.Now = at
		at = q.quietEnd()
	}
	return at, rule.kept || at.Sub(due) <= r.late()
}
