package ledger

import (
	"time"

	"daybreak/scheduler"
)

// quick reads a line that is written exactly as encode writes it, without the
// reflection that makes most of the time of a `daybreak status`. It takes
// nothing else: other spaces, another order of the keys, an escape in a text or
// a body that is rare are left to encoding/json, which decides what a line
// means. So a line that quick takes means what it means there; a fuzz test
// holds the two together.
type quick struct {
	rest  []byte
	fail  bool
	names *names
}

// names holds texts that come again and again (devices, reminders, reasons), so
// that each is in memory once: nearly, for a text takes the place of another
// with the same hash, which bounds what is kept.
type names [256]string

func (n *names) of(b []byte) string {
	hash := uint8(0)
	for _, c := range b {
		hash = hash*31 + c
	}
	if n[hash] != string(b) {
		n[hash] = string(b)
	}
	return n[hash]
}

// event reads the line, which is valid UTF-8, and reports whether it could.
func (q *quick) event() (e Event, ok bool) {
	q.head(&e)
	switch {
	case q.has(`,"schedule":`):
		e.Schedule = q.schedule()
	case q.has(`,"claim":`):
		e.Claim = q.claim()
	case q.has(`,"outcome":`):
		e.Outcome = q.outcome()
	case q.has(`,"mark":`):
		e.Mark = q.mark()
	case q.has(`,"missed":`):
		e.Missed = q.missed()
	default:
		return e, false
	}
	q.key("}")
	return e, !q.fail && len(q.rest) == 0
}

// head reads what every event has, up to its body.
func (q *quick) head(e *Event) {
	q.key(`{"v":`)
	e.V = int(q.count())
	q.key(`,"id":`)
	e.ID = string(q.text())
	q.key(`,"n":`)
	e.N = q.count()
	q.key(`,"dev":`)
	e.Dev = q.name()
	q.key(`,"seq":`)
	e.Seq = q.count()
	q.key(`,"at":`)
	e.At = q.time()
}

func (q *quick) schedule() *scheduler.ScheduleSeen {
	var s scheduler.ScheduleSeen
	q.key(`{"id":`)
	s.ID = q.name()
	q.key(`,"spec":`)
	s.Spec = q.name()
	q.key(`,"at":`)
	s.At = q.time()
	q.key("}")
	return &s
}

func (q *quick) claim() *scheduler.Claim {
	var c scheduler.Claim
	q.key(`{"send":`)
	c.Send = string(q.text())
	q.key(`,"epoch":`)
	c.Epoch = q.name()
	q.key(`,"id":`)
	c.ID = q.name()
	q.key(`,"kind":`)
	c.Kind = scheduler.Kind(q.name())
	q.key(`,"of":[{`)
	for more := true; more && !q.fail; more = q.has(",{") {
		c.Of = append(c.Of, q.occurrence())
		q.key("}")
	}
	q.key("]}")
	return &c
}

func (q *quick) outcome() *scheduler.Outcome {
	var o scheduler.Outcome
	q.key(`{"send":`)
	o.Send = string(q.text())
	q.key(`,"result":`)
	o.Result = scheduler.Result(q.name())
	q.key(`,"at":`)
	o.At = q.time()
	if q.has(`,"channel":`) {
		o.Channel = q.name()
	}
	q.key(`,"reason":`)
	o.Reason = scheduler.Reason(q.name())
	q.key("}")
	return &o
}

func (q *quick) mark() *scheduler.Mark {
	var m scheduler.Mark
	q.key("{")
	m.Occurrence = q.occurrence()
	q.key(`,"result":`)
	m.Result = scheduler.Result(q.name())
	q.key(`,"at":`)
	m.At = q.time()
	q.key(`,"reason":`)
	m.Reason = scheduler.Reason(q.name())
	if q.has(`,"into":`) {
		m.Into = string(q.text())
	}
	q.key("}")
	return &m
}

func (q *quick) missed() *scheduler.Missed {
	var m scheduler.Missed
	q.key(`{"id":`)
	m.ID = q.name()
	q.key(`,"from":`)
	m.From = q.civil()
	q.key(`,"to":`)
	m.To = q.civil()
	q.key(`,"at":`)
	m.At = q.time()
	q.key(`,"reason":`)
	m.Reason = scheduler.Reason(q.name())
	q.key("}")
	return &m
}

func (q *quick) occurrence() scheduler.Occurrence {
	q.key(`"id":`)
	id := q.name()
	q.key(`,"civil":`)
	return scheduler.Occurrence{ID: id, Civil: q.civil()}
}

// has moves over s if it comes next, and reports whether it did.
func (q *quick) has(s string) bool {
	if len(q.rest) < len(s) || string(q.rest[:len(s)]) != s {
		return false
	}
	q.rest = q.rest[len(s):]
	return true
}

// key moves over s, which has to come next.
func (q *quick) key(s string) { q.fail = !q.has(s) || q.fail }

// text returns the string that has to come next, one without escapes.
func (q *quick) text() []byte {
	q.key(`"`)
	for i, b := range q.rest {
		if b == '"' {
			text := q.rest[:i]
			q.rest = q.rest[i+1:]
			return text
		}
		if b < ' ' || b == '\\' {
			break
		}
	}
	q.fail = true
	return nil
}

func (q *quick) name() string { return q.names.of(q.text()) }

// count returns the whole number that has to come next, from 0 to one that is
// sure to fit.
func (q *quick) count() (n int64) {
	digits := 0
	for digits < len(q.rest) && q.rest[digits]-'0' <= 9 {
		n = n*10 + int64(q.rest[digits]-'0')
		digits++
		if digits > len("9007199254740991") {
			break
		}
	}
	q.fail = q.fail || digits == 0 || digits > len("9007199254740991") || q.rest[0] == '0' && digits > 1
	q.rest = q.rest[digits:]
	return n
}

func (q *quick) time() (t time.Time) {
	q.fail = t.UnmarshalText(q.text()) != nil || q.fail
	return t
}

func (q *quick) civil() (c scheduler.Civil) {
	q.fail = c.UnmarshalText(q.text()) != nil || q.fail
	return c
}
