package journey

import "time"

// Entry is one thing that the user said of the wait, by a button or a command.
// Exactly one field is set. Entries are what Story is folded from, in the order
// of the ledger. Their notes are private: they are read by the user's own
// commands and by nothing else.
type Entry struct {
	CheckIn  *CheckIn  `json:"checkin,omitempty"`
	Contact  *Contact  `json:"contact,omitempty"`
	Urge     *Urge     `json:"urge,omitempty"`
	Progress *Progress `json:"progress,omitempty"`
	Turn     *Turn     `json:"wait,omitempty"`
}

// The range of a check-in's difficulty. Hard and above is a hard day.
const (
	Easiest = 1
	Hard    = 4
	Hardest = 5
)

// CheckIn is the answer to "how was today?", or to the questions of a
// milestone. Of several that tell a difficulty for one day the last one counts.
type CheckIn struct {
	Day        Date    `json:"day"`                  // the logical day that it is about
	Difficulty int     `json:"difficulty,omitempty"` // Easiest to Hardest; 0 where none was told
	Note       string  `json:"note,omitempty"`
	Milestone  int     `json:"milestone,omitempty"` // the day of the wait, 0 for the evening's
	Replies    []Reply `json:"replies,omitempty"`
}

// Reply is a question as it was asked, and what the user wrote.
type Reply struct {
	Question string `json:"question"`
	Text     string `json:"text"`
}

// ContactKind says what kind of contact there was.
type ContactKind string

// The kinds of contact. Only ReachedOut counts against a day, and only it can
// touch the wait (content rules 2, 6 and 8).
const (
	ReachedOut ContactKind = "reached-out"
	Received   ContactKind = "received"
	Logistics  ContactKind = "logistics" // what has to be arranged: children, work, a flat
	Looked     ContactKind = "looked"    // at their profile
)

// ContactKinds returns all kinds, in the order in which they are told.
func ContactKinds() []ContactKind { return []ContactKind{ReachedOut, Received, Logistics, Looked} }

// AfterContact is what the user chose to do with the wait after reaching out.
type AfterContact string

// The choices, which are the values of wait.after_contact too.
const (
	Keep    AfterContact = "keep"    // the last day stays
	Extend  AfterContact = "extend"  // by some days
	Restart AfterContact = "restart" // the wait counts from the day of the contact
)

// Contact is a contact that the user logged.
type Contact struct {
	Kind ContactKind  `json:"kind"`
	Day  Date         `json:"day"` // the logical day of it
	At   time.Time    `json:"at"`  // when it was, as told
	Note string       `json:"note,omitempty"`
	Then AfterContact `json:"then,omitempty"` // of ReachedOut; "" under an order
	Days int          `json:"days,omitempty"` // of Extend
}

// Urge is a moment in which the user wanted to reach out.
type Urge struct {
	Day  Date   `json:"day"`
	Note string `json:"note,omitempty"`
}

// Progress moves a goal by an amount, which can be negative. With Of, the last
// of all that name the same one counts, and only it: what a habit's occurrence
// adds to a goal is added once, on however many devices it was answered.
type Progress struct {
	Goal   string  `json:"goal"`
	Day    Date    `json:"day"`
	Amount float64 `json:"amount"`
	Of     string  `json:"of,omitempty"` // "habit/walk 2026-11-23T07:30"
}

// TurnKind is what the user made of the wait.
type TurnKind string

// The turns.
const (
	Renew TurnKind = "renew" // another wait begins on the day
	Open  TurnKind = "open"  // the wait goes on and has no last day
	End   TurnKind = "end"   // the counting stops
)

// Turn is a change of the wait that the user asked for.
type Turn struct {
	Kind TurnKind `json:"kind"`
	Day  Date     `json:"day"`
	Days int      `json:"days,omitempty"` // of Renew: its length, 0 for one without a last day
}
