package scheduler

import "time"

// Kind says what a message is for; the rules of lateness, quiet and folding
// hang on it.
type Kind string

// The kinds of messages.
const (
	Welcome   Kind = "welcome"
	Prompt    Kind = "prompt"
	CheckIn   Kind = "checkin"
	Habit     Kind = "habit"
	Milestone Kind = "milestone"
	Plan      Kind = "plan"
	Goal      Kind = "goal"
	Notice    Kind = "notice"
	Digest    Kind = "digest"
)

// DefaultLate is how long after its time a prompt, check-in or habit is still
// worth delivering, unless the reminder says otherwise.
const DefaultLate = 2 * time.Hour

// rule is what a kind asks for.
type rule struct {
	kept        bool // until it is delivered; Late does not apply
	loud        bool // quiet hours and a pause do not touch it
	survives    bool // a pause holds it instead of dropping it
	digests     bool // three or more of them become one message
	foldsByKind bool // the newest of all reminders of the kind stands for all
	again       bool // an uncertain one is sent a second time, once
	oncePerDay  bool // an edit of the time of day does not bring it twice
}

var rules = map[Kind]rule{
	Welcome:   {kept: true, loud: true},
	Prompt:    {digests: true, oncePerDay: true},
	CheckIn:   {oncePerDay: true},
	Habit:     {digests: true},
	Milestone: {kept: true, survives: true, foldsByKind: true, again: true, oncePerDay: true},
	Plan:      {},
	Goal:      {kept: true, survives: true, oncePerDay: true},
	Notice:    {kept: true, survives: true},
}

// Reminder is anything the calendar brings.
type Reminder struct {
	ID       string // "habit/morning-walk", "milestone/7": stable, unique in a config
	Kind     Kind
	Schedule Schedule
	// Late is how long after its due time an occurrence is still worth
	// delivering; it does not apply to the kinds that are kept until they are
	// delivered. Zero means DefaultLate.
	Late time.Duration
}

func (r Reminder) late() time.Duration {
	if r.Late == 0 {
		return DefaultLate
	}
	return r.Late
}

// Occurrence is one due time of one reminder. The pair is its identity,
// through travel and clock changes; never an instant.
type Occurrence struct {
	ID    string `json:"id"`
	Civil Civil  `json:"civil"`
}

// String returns "id@civil", the form of an occurrence in the ledger and logs.
func (o Occurrence) String() string { return o.ID + "@" + o.Civil.String() }
