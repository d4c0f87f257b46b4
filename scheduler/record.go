package scheduler

import "time"

// Result says what became of an occurrence, in the design's words.
type Result string

// The results. Held is not final: a later record says what came of it.
const (
	Delivered Result = "delivered" // the server accepted it; nobody can know it was seen
	Folded    Result = "folded"    // into a digest or a later occurrence
	Held      Result = "held"      // not yet
	Dropped   Result = "dropped"   // never, for the reason given
	Uncertain Result = "uncertain" // sent, and no answer came
	Settled   Result = "settled"   // by an action of the user, or before the start
	Released  Result = "released"  // a claim whose message was surely not shown
)

// Reason is a code for why something became what it did. The list is closed
// and is part of what `daybreak why` promises.
type Reason string

// The reasons.
const (
	OnTime      Reason = "on-time"      // delivered within a minute of its time
	TooLate     Reason = "late"         // delivered late, or dropped since it was worth nothing any more
	Quiet       Reason = "quiet"        // quiet hours
	Locked      Reason = "locked"       // the screen was locked
	NoServer    Reason = "no-server"    // nobody to show it
	Refused     Reason = "refused"      // the server said no
	Paused      Reason = "paused"       // reminders were paused
	BeforeStart Reason = "before-start" // due before Daybreak was first started
	Removed     Reason = "removed"      // the config no longer asks for it
	SameDay     Reason = "same-day"     // another message of its kind already came that day
	Newer       Reason = "newer"        // a later occurrence stands for it
	InDigest    Reason = "digest"       // one message stands for several
	NoAnswer    Reason = "no-answer"    // the server did not answer in time
	NotRunning  Reason = "not-running"  // no daemon has looked at it yet
	Crash       Reason = "crash"        // the daemon ended between the claim and the outcome
	Snoozed     Reason = "snoozed"      // the user asked for it later
	Done        Reason = "done"         // the user said that it is done
	Skipped     Reason = "skipped"      // the user let it be this time
	Ended       Reason = "ended"        // the user has stopped the counting
)

// Record is one thing that the planner or the loop wants remembered. Exactly
// one field is set. Records are what State is folded from, in the order in
// which they were recorded.
type Record struct {
	Schedule *ScheduleSeen `json:"schedule,omitempty"`
	Claim    *Claim        `json:"claim,omitempty"`
	Outcome  *Outcome      `json:"outcome,omitempty"`
	Mark     *Mark         `json:"mark,omitempty"`
	Missed   *Missed       `json:"missed,omitempty"`
	Pause    *Pause        `json:"pause,omitempty"`
	OneOff   *OneOff       `json:"one_off,omitempty"`
	Answer   *Answer       `json:"answer,omitempty"`
}

// ScheduleSeen says that a reminder with this schedule was first seen at an
// instant: nothing due before it is owed.
type ScheduleSeen struct {
	ID   string    `json:"id"`
	Spec string    `json:"spec"`
	At   time.Time `json:"at"`
}

// Claim is written before a message is sent: from then on its occurrences are
// taken, whatever happens to the process.
type Claim struct {
	Send  string       `json:"send"`  // unique id of the send
	Epoch string       `json:"epoch"` // the daemon's run and the server's owner
	ID    string       `json:"id"`    // of the message: a reminder's, or digest/<civil>
	Kind  Kind         `json:"kind"`
	Of    []Occurrence `json:"of"` // what the message tells
}

// Outcome is what came of a claim, for all of its occurrences.
type Outcome struct {
	Send    string    `json:"send"`
	Result  Result    `json:"result"` // Delivered, Released or Uncertain
	At      time.Time `json:"at"`
	Channel string    `json:"channel,omitempty"`
	Reason  Reason    `json:"reason"`
}

// Mark is what became of one occurrence that no message was sent for.
type Mark struct {
	Occurrence
	Result Result    `json:"result"` // Held, Dropped, Folded or Settled
	At     time.Time `json:"at"`
	Reason Reason    `json:"reason"`
	Into   string    `json:"into,omitempty"` // what stands for a folded one
}

// Missed is a range of occurrences of one reminder that went by unnoticed,
// first and last included: one record for a long absence.
type Missed struct {
	ID     string    `json:"id"`
	From   Civil     `json:"from"`
	To     Civil     `json:"to"`
	At     time.Time `json:"at"`
	Reason Reason    `json:"reason"`
}

// Pause is a time in which the user asked to be left alone. A record with the
// From of the last one replaces it: that is how a pause is made longer, and how
// it ends early.
type Pause struct {
	From  time.Time `json:"from"`
	Until time.Time `json:"until"`
}

func (p Pause) covers(t time.Time) bool { return !t.Before(p.From) && t.Before(p.Until) }

// OneOff is a message at an instant that the user asked for: an occurrence that
// was snoozed, or the one line after an urge. It is known by the event that
// asked for it, and a record with the same ID moves it. Quiet hours do not hold
// it, and a pause touches it only if it begins after Asked.
type OneOff struct {
	ID    string      `json:"id"`    // "snooze/<event>", "urge/<event>"
	Kind  Kind        `json:"kind"`  // of the message: a snoozed habit is a habit
	Civil Civil       `json:"civil"` // what a clock was to show at At where it was asked for; it never changes
	At    time.Time   `json:"at"`
	Asked time.Time   `json:"asked"`
	Of    *Occurrence `json:"of,omitempty"` // what was snoozed
}

func (o OneOff) occurrence() Occurrence { return Occurrence{o.ID, o.Civil} }

// Answer is what the user said of an occurrence, by a button or a command: Done
// or Skipped. The last one counts. It settles an occurrence that has not come,
// also one that is not due yet, and a snooze of it; what has come stays so.
type Answer struct {
	Occurrence
	Said Reason    `json:"said"`
	At   time.Time `json:"at"`
}
