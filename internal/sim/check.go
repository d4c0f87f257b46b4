package sim

import (
	"fmt"
	"time"

	"daybreak/scheduler"
)

// Violation is a promise that was not kept.
type Violation struct {
	Rule string    // which one, in a word
	At   time.Time // wall-clock time
	What string
}

// Error implements error.
func (v *Violation) Error() string {
	return fmt.Sprintf("%s: at %s: %s", v.Rule, v.At.UTC().Format("2006-01-02T15:04:05.000Z"), v.What)
}

// occ is an occurrence: what is due when.
type occ struct {
	id string
	at civil
}

func (o occ) String() string { return o.id + "@" + o.at.String() }

func occOf(o scheduler.Occurrence) occ { return occ{o.ID, civil(o.Civil)} }

// fate is what became of an occurrence, as the record has it.
type fate struct {
	res   scheduler.Result // "" while a claim waits for its outcome
	why   scheduler.Reason
	into  string
	epoch string
	tries int
}

// open reports whether the occurrence is still to be dealt with.
func (f *fate) open() bool { return f == nil || f.res == scheduler.Held }

// mayReturn reports whether it is open, or would be after a backward step.
func (f *fate) mayReturn() bool {
	return f.open() || f.res == scheduler.Dropped && f.why == scheduler.TooLate
}

// answered reports whether it was settled by an answer.
func (f *fate) answered() bool {
	return f != nil && f.res == scheduler.Settled && (f.why == scheduler.Done || f.why == scheduler.Skipped)
}

// came reports whether it was shown, or may have been.
func (f *fate) came() bool {
	return f != nil && (f.res == "" || f.res == scheduler.Delivered || f.res == scheduler.Uncertain)
}

// entry is a record that the daemon gave to the ledger.
type entry struct {
	rec     scheduler.Record
	undo    string // the event that it takes back
	safe    bool   // the ledger said that it survives
	failed  bool   // it said that it may not
	command bool   // a command's, not the daemon's
	gone    bool   // it did not survive, for a reason that is known
}

// seenKey is a schedule that was first seen at a time.
type seenKey struct {
	id string
	at int64
}

// checker is the oracle. What the record says it folds by itself; what was
// shown it is told by the desktop.
type checker struct {
	m        *machine
	bad      *Violation
	entries  map[string]*entry // by event id
	newest   []string          // events whose safety is not known yet
	since    map[string]scheduler.ScheduleSeen
	first    map[string]time.Time // when a reminder was first of all seen, wall-clock time
	seenAs   map[seenKey]civil    // what the clock showed at that time
	blind    map[string]civil     // up to where a clock that was ahead has hidden what went by unnoticed
	fates    map[occ]*fate
	missed   map[string][]scheduler.Missed
	claims   map[string]scheduler.Claim // without an outcome
	shows    map[occ][]*show
	messages map[string]*message
	pauses   []scheduler.Pause
	oneOffs  map[string]scheduler.OneOff
	answers  map[occ]scheduler.Reason
	ripe     map[occ]bool    // more is recorded of it than an answer
	ahead    map[string]bool // one-offs that nothing became of yet
	held     map[occ]bool
	waited   map[occ]bool    // held at some time: further east it may be due before it was first seen
	unheard  map[string]bool // what a command recorded, and the daemon does not know of
	latest   occ             // what was shown last of what the calendar brings
	came     map[occ]int     // per reminder and midnight of a day: how many came
	loss     cause           // why records may be missing at the next start
	losses   map[cause]bool
	windows  Windows
	touched  []occ // since the last rest
	busy     int   // wakes in one minute
	busyAt   civil
}

func newChecker(m *machine) *checker {
	return &checker{
		m: m, entries: map[string]*entry{}, first: map[string]time.Time{}, shows: map[occ][]*show{},
		messages: map[string]*message{}, losses: map[cause]bool{}, windows: Windows{}, unheard: map[string]bool{}, seenAs: map[seenKey]civil{}, blind: map[string]civil{},
	}
}

// fail ends the history with a violation.
func (c *checker) fail(rule, format string, args ...any) {
	v := &Violation{Rule: rule, At: c.m.wall(), What: fmt.Sprintf(format, args...)}
	c.bad, c.m.disk.dead = v, true
	panic(v)
}

// record checks and folds a record that the daemon wants remembered.
func (c *checker) record(n int, r scheduler.Record) {
	id := fmt.Sprint("e", n)
	c.entries[id] = &entry{rec: r}
	c.newest = append(c.newest, id)
	c.judge(r)
	c.fold(r)
}

// recorded tells what the ledger said to everything up to now.
func (c *checker) recorded(err error) {
	for _, id := range c.newest {
		c.entries[id].safe, c.entries[id].failed = err == nil, err != nil
	}
	if err != nil {
		return
	}
	c.newest = c.newest[:0]
}

// fold takes in a record.
func (c *checker) fold(r scheduler.Record) {
	switch {
	case r.Schedule != nil:
		c.since[r.Schedule.ID] = *r.Schedule
	case r.Claim != nil:
		c.claims[r.Claim.Send] = *r.Claim
		for _, o := range r.Claim.Of {
			f := c.fate(occOf(o))
			c.ripe[occOf(o)] = true
			c.set(occOf(o), fate{epoch: r.Claim.Epoch, tries: f.tries + 1, into: r.Claim.ID})
		}
	case r.Outcome != nil:
		c.outcome(*r.Outcome)
	case r.Mark != nil:
		o := occOf(r.Mark.Occurrence)
		f := c.fate(o)
		f.res, f.why, f.into = r.Mark.Result, r.Mark.Reason, r.Mark.Into
		c.ripe[o] = true
		if f.answered() && c.answers[o] == "" { // taken back after its time had come
			f.res, f.why = scheduler.Dropped, scheduler.TooLate
		}
		c.set(o, f)
	case r.Missed != nil:
		c.missed[r.Missed.ID] = append(c.missed[r.Missed.ID], *r.Missed)
	case r.Pause != nil:
		c.pause(*r.Pause)
	case r.OneOff != nil:
		c.oneOff(*r.OneOff)
	case r.Answer != nil:
		c.answer(*r.Answer)
	}
}

func (c *checker) outcome(out scheduler.Outcome) {
	for _, o := range c.claims[out.Send].Of {
		f := c.fate(occOf(o))
		f.res, f.why = out.Result, out.Reason
		if out.Result == scheduler.Released {
			f.res = scheduler.Held
			f.tries--
		}
		c.set(occOf(o), f)
	}
	delete(c.claims, out.Send)
}

// fate returns a copy of what is known of o.
func (c *checker) fate(o occ) fate {
	if f := c.fates[o]; f != nil {
		return *f
	}
	return fate{}
}

func (c *checker) set(o occ, f fate) {
	// What is answered needs nothing more, and the last answer that stands counts.
	if said, ok := c.answers[o]; ok && (f.mayReturn() || f.answered()) {
		f.res, f.why = scheduler.Settled, said
	}
	day := occ{o.id, o.at - civil(o.at.minute())}
	before, after := c.fates[o].came(), f.came()
	switch {
	case after && !before:
		c.came[day]++
	case before && !after:
		c.came[day]--
	}
	c.fates[o] = &f
	delete(c.held, o)
	if f.res == scheduler.Held {
		c.held[o], c.waited[o] = true, true
	}
	if one, ok := c.oneOffs[o.id]; ok && f.res != "" && !f.mayReturn() && civil(one.Civil) == o.at {
		delete(c.ahead, o.id)
	}
	c.touched = append(c.touched, o)
}
