package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"daybreak/internal/config"
	"daybreak/internal/journey"
	"daybreak/scheduler"
)

// Said is one thing that the user said, as the record has it.
type Said struct {
	ID     string
	At     time.Time // when it was recorded
	Answer *scheduler.Answer
	journey.Entry
}

// Journal is the answer of `daybreak journal`.
type Journal struct {
	Schema  int            `json:"schema"`
	From    journey.Date   `json:"from"`
	To      journey.Date   `json:"to"`
	Entries []JournalEntry `json:"entries"` // oldest first
}

// JournalEntry is one entry of the diary. What does not belong to its kind is
// left out.
type JournalEntry struct {
	ID         string               `json:"id"` // of its event
	Kind       string               `json:"kind"`
	Day        journey.Date         `json:"day"` // the logical day that it is about
	At         time.Time            `json:"at"`
	Difficulty int                  `json:"difficulty,omitempty"`
	Milestone  int                  `json:"milestone,omitempty"`
	Contact    journey.ContactKind  `json:"contact,omitempty"`
	Then       journey.AfterContact `json:"then,omitempty"`
	Turn       journey.TurnKind     `json:"turn,omitempty"`
	Days       int                  `json:"days,omitempty"`
	Goal       string               `json:"goal,omitempty"`
	Amount     float64              `json:"amount,omitempty"`
	Habit      string               `json:"habit,omitempty"`
	Note       string               `json:"note,omitempty"`
	Replies    []journey.Reply      `json:"replies,omitempty"`

	name string // of a goal or a habit
}

// The kinds of entries.
const (
	EntryCheckIn = "checkin"
	EntryUrge    = "urge"
	EntryContact = "contact"
	EntryGoal    = "goal"
	EntryHabit   = "habit"
	EntryWait    = "wait"
)

// Journal returns what the user said about the last days logical days. all is in
// the order of the ledger, without what was taken back.
func (f Facts) Journal(all []Said, days int) Journal {
	j := Journal{Schema: Schema, From: f.Today() - journey.Date(days-1), To: f.Today(), Entries: []JournalEntry{}}
	for _, s := range all {
		if e, ok := f.journalEntry(s); ok && e.Day >= j.From && e.Day <= j.To {
			j.Entries = append(j.Entries, e)
		}
	}
	slices.SortStableFunc(j.Entries, func(a, b JournalEntry) int {
		return cmp.Or(cmp.Compare(a.Day, b.Day), a.At.Compare(b.At))
	})
	return j
}

func (f Facts) journalEntry(s Said) (e JournalEntry, ok bool) {
	e = JournalEntry{ID: s.ID, At: s.At.In(f.Zone)}
	switch {
	case s.CheckIn != nil:
		c := s.CheckIn
		e.Kind, e.Day, e.Difficulty, e.Milestone = EntryCheckIn, c.Day, c.Difficulty, c.Milestone
		e.Note, e.Replies = c.Note, c.Replies
	case s.Contact != nil:
		c := s.Contact
		e.Kind, e.Day, e.At, e.Note = EntryContact, c.Day, c.At.In(f.Zone), c.Note
		e.Contact, e.Then, e.Days = c.Kind, c.Then, c.Days
	case s.Urge != nil:
		e.Kind, e.Day, e.Note = EntryUrge, s.Urge.Day, s.Urge.Note
	case s.Turn != nil:
		e.Kind, e.Day, e.Turn, e.Days = EntryWait, s.Turn.Day, s.Turn.Kind, s.Turn.Days
	case s.Answer != nil:
		id, habit := strings.CutPrefix(s.Answer.ID, config.HabitPrefix)
		if !habit || s.Answer.Said != scheduler.Done {
			return e, false
		}
		e.Kind, e.Day, e.Habit = EntryHabit, f.day(s.Answer.Civil), id
		h, _ := f.Config.Habit(id)
		e.name = cmp.Or(h.Name, id)
	case s.Progress != nil:
		p := s.Progress
		e.Kind, e.Day, e.Goal, e.Amount = EntryGoal, p.Day, p.Goal, p.Amount
		g, _ := f.Config.Goal(p.Goal)
		e.name = cmp.Or(g.Name, p.Goal)
	default:
		return e, false
	}
	return e, true
}

// hardness is how the difficulties are called.
var hardness = []string{"", "easy", "all right", "so-so", "hard", "very hard"}

// Hardness names a difficulty, "" where it is none.
func Hardness(difficulty int) string {
	if difficulty < 0 || difficulty >= len(hardness) {
		return ""
	}
	return hardness[difficulty]
}

// contactWords are what the kinds of contact are called in the text.
var contactWords = map[journey.ContactKind]string{
	journey.ReachedOut: "Reached out", journey.Received: "Something came from them",
	journey.Logistics: "Something to arrange", journey.Looked: "Looked",
}

var thenWords = map[journey.AfterContact]string{
	journey.Keep: "the date stays", journey.Restart: "the wait begins anew",
}

var turnWords = map[journey.TurnKind]string{
	journey.Renew: "Another wait", journey.Open: "The wait goes on without a last day", journey.End: "The counting stops",
}

// title names an entry, and says in a few words what it was.
func (e JournalEntry) title() (title, said string) {
	switch e.Kind {
	case EntryCheckIn:
		title = "The day"
		if e.Milestone > 0 {
			title = fmt.Sprintf("Check-in of day %d", e.Milestone)
		}
		if e.Difficulty > 0 {
			said = fmt.Sprintf("%s, %d of %d", Hardness(e.Difficulty), e.Difficulty, journey.Hardest)
		}
	case EntryContact:
		title, said = cmp.Or(contactWords[e.Contact], string(e.Contact)), thenWords[e.Then]
		if e.Then == journey.Extend {
			said = "the date moves by " + days(e.Days)
		}
	case EntryUrge:
		title = "An urge"
	case EntryWait:
		title = cmp.Or(turnWords[e.Turn], string(e.Turn))
		if e.Turn == journey.Renew && e.Days > 0 {
			said = days(e.Days)
		}
	case EntryGoal:
		title, said = e.name, fmt.Sprintf("%+g", e.Amount)
	}
	return title, said
}

// Text returns the journal to be read: a day a block, today last.
func (j Journal) Text(st Style) string {
	p := &page{st: st}
	var day journey.Date
	for _, e := range j.Entries {
		if e.Day != day {
			if day != 0 {
				j.doneOn(p, day)
			}
			day = e.Day
			p.day(day)
		}
		if e.Kind != EntryHabit {
			j.entry(p, e)
		}
	}
	if day != 0 {
		j.doneOn(p, day)
	} else {
		p.entry(span{}, span{text: "Nothing written yet. daybreak checkin is a way to begin."})
	}
	return p.b.String()
}

func (j Journal) entry(p *page, e JournalEntry) {
	title, said := e.title()
	lead := span{dim, margin + e.At.Format("15:04") + "  "}
	if journey.DateOf(e.At) != e.Day {
		lead.text = margin + "       " // told of another day
	}
	words := []span{{bold, title}}
	if said != "" {
		words = append(words, span{dim, " (" + said + ")"})
	}
	p.entry(lead, words...)
	indent := strings.Repeat(" ", width(lead.text))
	for line := range strings.SplitSeq(e.Note, "\n") {
		if line != "" {
			p.prose(indent, span{text: line})
		}
	}
	for _, r := range e.Replies {
		p.prose(indent, span{dim, r.Question})
		for line := range strings.SplitSeq(r.Text, "\n") {
			p.prose(indent+margin, span{text: line})
		}
	}
}

// doneOn tells the habits of a day in one line.
func (j Journal) doneOn(p *page, day journey.Date) {
	var names []string
	for _, e := range j.Entries {
		if e.Day == day && e.Kind == EntryHabit && !slices.Contains(names, e.name) {
			names = append(names, e.name)
		}
	}
	if len(names) > 0 {
		p.entry(span{dim, margin + "Done:  "}, span{text: strings.Join(names, ", ")})
	}
}
