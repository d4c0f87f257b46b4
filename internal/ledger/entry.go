package ledger

import (
	"cmp"
	"fmt"
	"math"

	"daybreak/internal/journey"
)

// MaxNote is the longest note that is taken, in bytes.
const MaxNote = 16 << 10

// The limits of what an entry may say.
const (
	maxReplies = 10
	maxAmount  = 1e9
)

func checkEntry(e journey.Entry) error {
	switch {
	case e.CheckIn != nil:
		return checkCheckIn(*e.CheckIn)
	case e.Contact != nil:
		c := e.Contact
		return cmp.Or(checkTexts(string(c.Kind), string(c.Then)), checkNotes(c.Note), checkDay(c.Day),
			checkTimes(c.At), within("days", c.Days, journey.MaxDays))
	case e.Urge != nil:
		return cmp.Or(checkNotes(e.Urge.Note), checkDay(e.Urge.Day))
	case e.Progress != nil:
		p := e.Progress
		if !(math.Abs(p.Amount) <= maxAmount) {
			return fmt.Errorf("an amount of %g", p.Amount)
		}
		return cmp.Or(checkTexts(p.Goal), checkNotes(p.Of), checkDay(p.Day))
	case e.Turn != nil:
		t := e.Turn
		return cmp.Or(checkTexts(string(t.Kind)), checkDay(t.Day), within("days", t.Days, journey.MaxDays))
	}
	return nil
}

func checkCheckIn(c journey.CheckIn) error {
	if len(c.Replies) > maxReplies {
		return fmt.Errorf("%d replies", len(c.Replies))
	}
	for _, r := range c.Replies {
		if err := checkNotes(r.Question, r.Text); err != nil {
			return err
		}
	}
	return cmp.Or(checkNotes(c.Note), checkDay(c.Day), within("difficulty", c.Difficulty, journey.Hardest),
		within("milestone", c.Milestone, 1<<20))
}

func checkNotes(notes ...string) error {
	for _, s := range notes {
		if len(s) > MaxNote {
			return fmt.Errorf("a note of %d bytes", len(s))
		}
	}
	return nil
}

func checkDay(d journey.Date) error {
	if d <= 0 || d > 1<<22 {
		return fmt.Errorf("%d is not a sane day", int(d))
	}
	return nil
}

func within(what string, n, most int) error {
	if n < 0 || n > most {
		return fmt.Errorf("%s is %d", what, n)
	}
	return nil
}
