package ledger

import (
	"bytes"
	"cmp"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"daybreak/internal/journey"
	"daybreak/scheduler"
)

// Version is the version of the lines that this program writes and reads.
const Version = 1

// Limits of a line; they bound what a file from elsewhere can cost.
const (
	maxLine  = 64 << 10 // bytes, without the newline
	maxID    = 200      // bytes of an id or a code
	maxOf    = 1000     // occurrences of a claim
	maxCount = 1<<53 - 1
)

// Event is one line of the record: who wrote it and when, and a body. That is
// Start, Undo or one field of the Record, or one field of the Entry; or one of
// the former and one of the Entry, which are one thing that was said: a habit
// that is done, and what it adds to a goal. Append fills everything but the
// body, and ID and At where they are empty.
type Event struct {
	V   int       `json:"v"`
	ID  string    `json:"id"`  // unique, at most 200 bytes
	N   int64     `json:"n"`   // Lamport counter: higher than all that its writer knew of
	Dev string    `json:"dev"` // the device that wrote it
	Seq int64     `json:"seq"` // counts the device's events
	At  time.Time `json:"at"`

	Start *Start `json:"start,omitempty"`
	Undo  string `json:"undo,omitempty"` // the id of the event of the user's that is taken back
	scheduler.Record
	journey.Entry
}

// Said reports whether the event is something that the user said, which can be
// taken back.
func (e Event) Said() bool {
	return e.Answer != nil || e.Pause != nil || e.asks() == e.ID && e.ID != "" || e.Entry != (journey.Entry{})
}

// asks returns the id of the event that asked for the one-off of this one: that
// of an earlier event where the planner has moved it.
func (e Event) asks() string {
	if e.OneOff == nil {
		return ""
	}
	return e.OneOff.ID[strings.LastIndexByte(e.OneOff.ID, '/')+1:]
}

// Start is the start of a wait, recorded where no config says it.
type Start struct {
	Date   journey.Date `json:"date"`
	Origin string       `json:"origin,omitempty"` // what recorded it: "first-run"
}

// NewID returns a random id, unique for all practical purposes.
func NewID() string { return rand.Text() }

// errUnknown is a line of this version with a body that is not known here.
var errUnknown = errors.New("an event of a kind that this version does not know")

// errNewer is a line of a later version.
var errNewer = errors.New("written by a newer version of the program")

// decode reads a line and checks it. With errUnknown the event is valid but
// for its body.
func decode(line []byte, known *names) (Event, error) {
	if !utf8.Valid(line) {
		return Event{}, errors.New("not valid UTF-8")
	}
	q := quick{rest: line, names: known}
	if e, ok := q.event(); ok && e.V == Version {
		return e, cmp.Or(e.check(), e.checkBody())
	}
	return decodeJSON(line)
}

// decodeJSON is decode for every line that is valid UTF-8.
func decodeJSON(line []byte) (Event, error) {
	var e Event
	if err := json.Unmarshal(line, &e); err != nil || e.V != Version {
		var h struct {
			V int `json:"v"`
		}
		switch {
		case json.Unmarshal(line, &h) == nil && h.V > Version:
			return e, errNewer
		case err != nil:
			return e, fmt.Errorf("not an event: %w", err)
		}
		return e, fmt.Errorf("v is %d", e.V)
	}
	if err := e.check(); err != nil {
		return e, err
	}
	if records, entries := e.bodies(); records+entries == 0 {
		return e, nobody(line)
	}
	return e, e.checkBody()
}

// bodyNames are the keys of the bodies that are known.
const bodyNames = "start undo schedule claim outcome mark missed pause one_off answer " +
	"checkin contact urge progress wait"

// nobody tells a line with a body of an unknown kind from one without any.
func nobody(line []byte) error {
	var all map[string]json.RawMessage
	if err := json.Unmarshal(line, &all); err != nil {
		return err
	}
	for key, raw := range all {
		known := strings.Fields("v id n dev seq at " + bodyNames)
		if !slices.Contains(known, strings.ToLower(key)) && !bytes.Equal(raw, []byte("null")) {
			return errUnknown
		}
	}
	return errors.New("no body")
}

// encode returns the line of a valid event, with its newline.
func encode(e Event) ([]byte, error) {
	line, err := json.Marshal(e)
	if err != nil {
		return nil, err
	}
	if len(line) > maxLine {
		return nil, fmt.Errorf("%d bytes are too many for a line", len(line))
	}
	return append(line, '\n'), nil
}

// bodies counts what is set: of the planner's side, and of the user's.
func (e Event) bodies() (records, entries int) {
	r, n := e.Record, e.Entry
	return count(e.Start != nil, e.Undo != "", r.Schedule != nil, r.Claim != nil, r.Outcome != nil, r.Mark != nil,
			r.Missed != nil, r.Pause != nil, r.OneOff != nil, r.Answer != nil),
		count(n.CheckIn != nil, n.Contact != nil, n.Urge != nil, n.Progress != nil, n.Turn != nil)
}

func count(set ...bool) (n int) {
	for _, is := range set {
		if is {
			n++
		}
	}
	return n
}

func (e Event) check() error {
	switch {
	case e.N < 0 || e.N > maxCount:
		return fmt.Errorf("n is %d", e.N)
	case e.Seq < 0 || e.Seq > maxCount:
		return fmt.Errorf("seq is %d", e.Seq)
	case e.ID == "" || e.Dev == "":
		return errors.New("id or dev is empty")
	}
	return cmp.Or(checkTexts(e.ID, e.Dev), checkTimes(e.At))
}

func (e Event) checkBody() error {
	switch records, entries := e.bodies(); {
	case records > 1 || entries > 1:
		return errors.New("more than one body")
	case records+entries == 0:
		return errors.New("no body")
	}
	return cmp.Or(e.checkRecord(), checkEntry(e.Entry))
}

func (e Event) checkRecord() error {
	switch {
	case e.Start != nil:
		if e.Start.Date <= 0 {
			return fmt.Errorf("the start %s is not a sane date", e.Start.Date)
		}
		return checkTexts(e.Start.Origin)
	case e.Schedule != nil:
		return cmp.Or(checkTexts(e.Schedule.ID), checkTimes(e.Schedule.At))
	case e.Claim != nil:
		return checkClaim(*e.Claim)
	case e.Outcome != nil:
		o := e.Outcome
		return cmp.Or(checkTexts(o.Send, string(o.Result), o.Channel, string(o.Reason)), checkTimes(o.At))
	case e.Mark != nil:
		m := e.Mark
		return cmp.Or(checkTexts(m.ID, string(m.Result), string(m.Reason), m.Into), checkTimes(m.At))
	case e.Pause != nil:
		return cmp.Or(checkTimes(e.Pause.From), checkTimes(e.Pause.Until))
	case e.OneOff != nil:
		return checkOneOff(*e.OneOff)
	case e.Answer != nil:
		return cmp.Or(checkTexts(e.Answer.ID, string(e.Answer.Said)), checkTimes(e.Answer.At))
	case e.Undo != "":
		return checkTexts(e.Undo)
	case e.Missed == nil:
		return nil
	}
	m := e.Missed
	if m.To < m.From {
		return fmt.Errorf("missed from %s to %s", m.From, m.To)
	}
	return cmp.Or(checkTexts(m.ID, string(m.Reason)), checkTimes(m.At))
}

// maxAhead is how far ahead a one-off may be.
const maxAhead = 366 * 24 * time.Hour

func checkOneOff(o scheduler.OneOff) error {
	if ahead := o.At.Sub(o.Asked); ahead < 0 || ahead > maxAhead {
		return fmt.Errorf("asked for %s ahead", ahead)
	}
	if o.Of != nil {
		if err := checkTexts(o.Of.ID); err != nil {
			return err
		}
	}
	return cmp.Or(checkTexts(o.ID, string(o.Kind)), checkTimes(o.At), checkTimes(o.Asked))
}

func checkClaim(c scheduler.Claim) error {
	if len(c.Of) > maxOf {
		return fmt.Errorf("a claim of %d occurrences", len(c.Of))
	}
	for _, o := range c.Of {
		if err := checkTexts(o.ID); err != nil {
			return err
		}
	}
	return checkTexts(c.Send, c.Epoch, c.ID, string(c.Kind))
}

func checkTexts(texts ...string) error {
	for _, s := range texts {
		if len(s) > maxID {
			return fmt.Errorf("an id of %d bytes", len(s))
		}
	}
	return nil
}

func checkTimes(t time.Time) error {
	if y := t.Year(); y < 1970 || y > 9998 { // 9999 may not be written in every zone
		return fmt.Errorf("%s is not a sane time", t.Format(time.RFC3339))
	}
	return nil
}
