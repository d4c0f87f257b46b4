package scheduler

import (
	"slices"
	"time"
)

// Input is everything that a decision depends on.
type Input struct {
	Now       time.Time
	Zone      *time.Location
	Reminders []Reminder // not changed once given: the same list is the same reminders
	State     *State
	Quiet     QuietHours
	Ended     bool      // the user has stopped the counting: what is held of it is settled
	Ready     bool      // somebody is there to show a message
	Locked    bool      // the screen is locked, and locked screens hold
	RetryAt   time.Time // after a refusal: not before
	Run       string    // "<device>.<random>": this run of the daemon
	Owner     string    // the present server; another value, another server
}

// QuietHours are minutes of the civil day, from From up to, not including, To;
// over midnight when From is later. Equal ones are no quiet hours.
type QuietHours struct{ From, To int }

// Send is one message to be sent: a claim, and when its newest occurrence was
// due.
type Send struct {
	Claim
	Due time.Time
}

// Decision is what is to be done now, and when to decide again.
type Decision struct {
	Records []Record // to be remembered before anything is sent
	Sends   []Send   // to be claimed and sent, in this order
	Wake    time.Time
	Next    time.Time // the next due time of anything, zero when there is none
}

// retryPoll is how often a server is wished for while something is held for
// want of one.
const retryPoll = time.Minute

// candidate is an occurrence that is due and not yet dealt with.
type candidate struct {
	Occurrence
	kind   Kind
	due    time.Time
	asked  time.Time // of a one-off: when; zero for what the calendar brings
	status Status
	known  bool // status says something
}

func (c candidate) oneOff() bool { return !c.asked.IsZero() }

// planner is one decision in the making.
type planner struct {
	Input
	memo    *Planner
	out     Decision
	live    map[Occurrence]bool // what is in the window of what was looked at
	inQuiet bool
}

// Decide decides. It is a pure function of its input, called at every wake:
// start, tick, resume, clock step, zone change, config change, a server that
// appears, an answer. Its candidates are all occurrences, resolved in the
// present zone, since the reminder was first seen and within its late horizon
// (design: Time), and the one-offs. The caller records Records, applies them,
// carries out Sends and calls Decide again before it sleeps until Wake.
func Decide(in Input) Decision { return new(Planner).Decide(in) }

// Decide decides as the function Decide does, to the letter, and looks only at
// what may have changed since its last decision.
func (m *Planner) Decide(in Input) Decision {
	in.Now = in.Now.In(in.Zone)
	p := planner{Input: in, memo: m, live: map[Occurrence]bool{}}
	p.inQuiet = inQuiet(CivilOf(in.Now).Minute(), in.Quiet.From, in.Quiet.To)
	for _, send := range in.State.broken(in.Run) {
		p.record(Record{Outcome: &Outcome{Send: send, Result: Uncertain, At: in.Now, Reason: Crash}})
	}
	var due []candidate
	for _, i := range m.look(in) {
		found, next := p.due(in.Reminders[i])
		m.note(i, next, p.settled(found))
		due = append(due, found...)
	}
	p.next(m.first())
	due = append(due, p.oneOffs()...)
	p.clearHeld()
	p.send(p.hold(p.fold(p.sift(due))))
	return p.out
}

// settled reports whether nothing can become of what was found, until more of
// its reminder is due or is recorded.
func (p *planner) settled(found []candidate) bool {
	return !slices.ContainsFunc(found, func(c candidate) bool {
		return !c.known || p.open(c.ID, c.status) || c.status.Result == Uncertain && rules[c.kind].again
	})
}

func (p *planner) record(r Record) { p.out.Records = append(p.out.Records, r) }

func (p *planner) mark(o Occurrence, res Result, why Reason, into string) {
	if st, ok := p.State.Of(o); ok && st.Result == res && st.Reason == why && st.Into == into {
		return
	}
	p.record(Record{Mark: &Mark{Occurrence: o, Result: res, At: p.Now, Reason: why, Into: into}})
}

func (p *planner) wakeAt(t time.Time) {
	if !t.After(p.Now) {
		t = p.Now.Add(time.Minute) // never a busy loop, whatever the zone says
	}
	if p.out.Wake.IsZero() || t.Before(p.out.Wake) {
		p.out.Wake = t
	}
}

// next takes into account that something is due at t, zero for never.
func (p *planner) next(t time.Time) {
	if t.IsZero() {
		return
	}
	p.wakeAt(t)
	if p.out.Next.IsZero() || t.Before(p.out.Next) {
		p.out.Next = t
	}
}

// due returns the occurrences of r in its window, oldest first, and when the
// next one is due, zero for never. It accounts for those that went by before
// the window.
func (p *planner) due(r Reminder) (found []candidate, next time.Time) {
	seen, ok := p.State.Seen(r.ID)
	first := !ok || seen.Spec != r.Schedule.Spec()
	if first || seen.At.After(p.Now) { // in the future: recorded under a wrong clock
		seen = ScheduleSeen{ID: r.ID, Spec: r.Schedule.Spec(), At: p.Now}
		p.record(Record{Schedule: &seen})
	}
	since := seen.At.Truncate(time.Minute)
	from := since
	if !rules[r.Kind].kept {
		from = latest(since, p.Now.Add(-r.late()))
		p.missed(r, since, from)
	} else if first {
		p.beforeStart(r, since)
	} else {
		from = p.oldestHeld(r.ID, since)
	}
	c, ok := r.Schedule.Next(before(from, p.Zone))
	for ; ok; c, ok = r.Schedule.Next(c) {
		at := c.In(p.Zone)
		if at.After(p.Now) {
			next = at
			break
		}
		if at.Before(from) { // the clock shows c a second time, in the window
			p.secondPass(Occurrence{r.ID, c}, at, since)
			continue
		}
		found = append(found, p.candidate(Occurrence{r.ID, c}, r.Kind, at))
	}
	for _, c := range found {
		if !p.answeredAhead(c.Occurrence) {
			break
		}
	}
	return found, next
}

// oldestHeld returns when the first occurrence of a reminder that waits to be
// delivered was due, or from, whichever is sooner: in a zone further east it can
// have been due before the reminder was first seen.
func (p *planner) oldestHeld(id string, from time.Time) time.Time {
	for o := range p.State.held {
		if at := o.Civil.In(p.Zone); o.ID == id && at.Before(from) {
			from = at
		}
	}
	return from
}

// secondPass accounts for what was due at the first pass of an hour that comes
// twice, since the reminder was seen and before its window.
func (p *planner) secondPass(o Occurrence, at, since time.Time) {
	if !p.known(o.ID, o.Civil) && !at.Before(since) && !p.State.isMissed(o) {
		p.mark(o, Dropped, TooLate, "")
	}
}

func (p *planner) candidate(o Occurrence, kind Kind, due time.Time) candidate {
	p.live[o] = true
	st, known := p.State.Of(o)
	return candidate{Occurrence: o, kind: kind, due: due, status: st, known: known}
}

// oneOffs returns the one-offs that are due, oldest first.
func (p *planner) oneOffs() []candidate {
	var found []candidate
	for _, o := range p.State.Ahead() {
		if o.Asked.After(p.Now) { // under a clock that was ahead: as long from now
			o.At, o.Asked = p.Now.Add(o.At.Sub(o.Asked)), p.Now
			p.record(Record{OneOff: &o})
		}
		st, _ := p.State.Of(o.occurrence())
		switch late := p.Now.Sub(o.At); {
		case late < 0:
			p.next(o.At)
		case st.Tries > 0 && st.Result == "": // a crash; the next decision knows of it
		case late > DefaultLate && !o.rule().kept:
			p.mark(o.occurrence(), Dropped, TooLate, "")
		default:
			c := p.candidate(o.occurrence(), o.Kind, o.At)
			c.asked = o.Asked
			found = append(found, c)
		}
	}
	return found
}

// before returns the last civil time that a clock in loc has shown before t.
// Whatever resolves to t or later comes after it, since In never decreases.
func before(t time.Time, loc *time.Location) Civil { return CivilOf(t.Add(-1).In(loc)) }

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// missed records, as one range, what was due after everything that is
// accounted for and before the window, which begins at from.
func (p *planner) missed(r Reminder, since, from time.Time) {
	// What the clock had yet to show when the reminder was first seen is owed at
	// least a record, also where a flight east has put it before that moment.
	start, end := min(before(since, p.Zone), CivilOf(since)-1), before(from, p.Zone)
	if m, ok := p.State.marks.get(r.ID); ok {
		start = max(start, m)
	}
	c, ok := r.Schedule.Next(start)
	for ok && c <= end && p.answeredAhead(Occurrence{r.ID, c}) {
		c, ok = r.Schedule.Next(c)
	}
	if ok && c <= end {
		p.record(Record{Missed: &Missed{ID: r.ID, From: c, To: end, At: p.Now, Reason: TooLate}})
	}
}

// answeredAhead accounts for what was answered before its time, now that this
// has come and all before it is accounted for. It reports whether anything is
// known of o: what is not known keeps those after it waiting for their turn.
func (p *planner) answeredAhead(o Occurrence) bool {
	st, known := p.State.Of(o)
	if m, ok := p.State.marks.get(o.ID); known && (!ok || m < o.Civil) {
		p.record(Record{Mark: &Mark{Occurrence: o, Result: Settled, At: p.Now, Reason: st.Reason}})
	}
	return known
}

func (p *planner) known(id string, c Civil) bool {
	_, known := p.State.Of(Occurrence{id, c})
	return known
}

// beforeStart settles what a reminder that is kept until delivered would have
// brought before it was first seen.
func (p *planner) beforeStart(r Reminder, since time.Time) {
	c, ok := r.Schedule.Next(0)
	if !ok || !c.In(p.Zone).Before(since) {
		return
	}
	if !p.known(r.ID, c) {
		p.mark(Occurrence{r.ID, c}, Settled, BeforeStart, "")
	}
}
