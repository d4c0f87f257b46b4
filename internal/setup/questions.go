package setup

import (
	"fmt"
	"strings"

	"daybreak/internal/config"
	"daybreak/internal/journey"
	"daybreak/internal/nearest"
)

// Question is one thing that is asked. Its functions are pure.
type Question struct {
	Key string // the flag of init that answers it
	Ask string
	// Lines is what is offered, a line each; nil for nothing.
	Lines   func(Answers) []string
	Example string               // shown where an answer is not understood
	Default func(Answers) string // what Enter stands for: the answer so far
	// Take reads an answer. The error says what is wrong with it; it begins in
	// lower case.
	Take func(Answers, string) (Answers, error)
	Told func(Answers) []string // the answer, repeated back in lines
}

// Keys of the questions.
const (
	KeyEnded       = "breakup-date"
	KeyLastContact = "last-contact"
	KeyDays        = "days"
	KeyOrder       = "order"
	KeyIntention   = "intention"
	KeyHabit       = "habit"
)

// Questions returns what init asks. Dates are those of today's calendar.
func Questions(today journey.Date) []Question {
	return []Question{ended(today), lastContact(today), length(today), order(), intention(), habits()}
}

// First returns what run asks, the first time: three of them.
func First(today journey.Date) []Question {
	return []Question{ended(today), length(today), habits()}
}

func ended(today journey.Date) Question {
	return Question{
		Key: KeyEnded, Ask: "On which day did it end? A date, or yesterday, 3 weeks ago, Nov 1.",
		Example: "write it like yesterday, last Friday, 3 weeks ago, Nov 1 or 2026-11-01",
		Default: func(a Answers) string { return dateOr(a.Ended, today, "today") },
		Take: func(a Answers, s string) (Answers, error) {
			d, err := Day(s, today)
			if err == nil {
				a.Ended = d
			}
			return a.settled(), err
		},
		Told: func(a Answers) []string { return []string{told(a.Ended, today)} },
	}
}

func lastContact(today journey.Date) Question {
	return Question{
		Key: KeyLastContact, Ask: "Was there any contact after that day? When was the last?",
		Example: "write it like yesterday, 3 days ago or Nov 1, or none",
		Default: func(a Answers) string { return dateOr(a.LastContact, 0, "none") },
		Take: func(a Answers, s string) (Answers, error) {
			if none(s) {
				a.LastContact = 0
				return a.settled(), nil
			}
			d, err := Day(s, today)
			if err == nil {
				a.LastContact = d
			}
			return a.settled(), err
		},
		Told: func(a Answers) []string {
			if a.LastContact == 0 {
				return []string{"The days count from the day it ended."}
			}
			return []string{told(a.LastContact, today) + " The days count from there."}
		},
	}
}

func length(today journey.Date) Question {
	return Question{
		Key: KeyDays, Ask: "How many days do you want to wait? 1 to 365, or: open, for no last day.",
		Example: "write it like 30, 6 weeks, open, or a date for the last day",
		Default: func(a Answers) string {
			switch {
			case a.Until != 0:
				return a.Until.String()
			case a.Days == 0:
				return "open"
			}
			return fmt.Sprint(a.Days)
		},
		Take: func(a Answers, s string) (Answers, error) { return takeLength(a, s, today) },
		Told: func(a Answers) []string { return []string{tellLength(a, today)} },
	}
}

func order() Question {
	return Question{
		Key: KeyOrder, Ask: "Is there a court order, or did they clearly ask for no contact?",
		Example: "write y or n",
		Default: func(a Answers) string {
			if a.Order {
				return "y"
			}
			return "n"
		},
		Take: func(a Answers, s string) (Answers, error) {
			yes, err := yesNo(s)
			if err == nil {
				a.Order = yes
			}
			return a.settled(), err
		},
		Told: func(a Answers) []string {
			if !a.Order {
				return nil
			}
			return []string{"Then nothing here speaks of contact, and the last day is only a date. With a court order, its wording counts, " +
				"also when the other person writes first: ask a lawyer where it is unclear, and before you delete anything."}
		},
	}
}

// hopes are the intentions that are offered, in order. Under an order there is
// one that makes no sense.
func hopes(a Answers) []config.Intention {
	if a.Order {
		return []config.Intention{config.Undecided, config.Heal, config.Safe}
	}
	return []config.Intention{config.Undecided, config.Heal, config.Reconnect, config.Safe}
}

// means says what an intention is for.
func means(i config.Intention) string {
	switch i {
	case config.Heal:
		return "to get well, whatever comes"
	case config.Reconnect:
		return "to see clearly whether you want to talk again"
	case config.Safe:
		return "you left somebody who harmed you"
	}
	return "you do not know yet, or would rather not say"
}

func intention() Question {
	return Question{
		Key: KeyIntention, Ask: "What are these days for? You may change your mind at any time.",
		Lines: func(a Answers) (all []string) {
			for i, h := range hopes(a) {
				all = append(all, fmt.Sprintf("%d  %-9s  %s", i+1, h, means(h)))
			}
			return all
		},
		Example: "write its number or its word",
		Default: func(a Answers) string { return string(a.Intention) },
		Take:    takeIntention,
		Told: func(a Answers) []string {
			if a.Intention != config.Safe {
				return nil
			}
			return []string{"Then support comes first (daybreak support says whom to call), and nothing here speaks of getting back in touch. " +
				"If that person can look into this device, think of your safety before you keep anything on it."}
		},
	}
}

func takeIntention(a Answers, s string) (Answers, error) {
	word := strings.ToLower(strings.TrimSpace(s))
	var names []string
	for i, h := range hopes(a) {
		if word == string(h) || word == fmt.Sprint(i+1) {
			a.Intention = h
			return a, nil
		}
		names = append(names, string(h))
	}
	if near := nearest.Of(word, names); near != "" {
		return a, fmt.Errorf("%q is not one of them; did you mean %s?", s, near)
	}
	return a, fmt.Errorf("%q is not one of %s", s, strings.Join(names, ", "))
}

func habits() Question {
	return Question{
		Key: KeyHabit, Ask: "Small things at set times? Numbers, or your own like Swim sat 10:00. " + Names,
		Lines: func(Answers) (all []string) {
			for i, h := range Offered() {
				all = append(all, fmt.Sprintf("%d  %s  %s", i+1, h.At[0], h.Name))
			}
			return all
		},
		Example: "write it like 1 3, or Morning walk 07:30, Swim sat 10:00, or none",
		Default: func(a Answers) string {
			switch len(a.Habits) {
			case 0:
				return "none"
			case 1:
				return a.Habits[0].Name
			}
			return fmt.Sprintf("%d habits", len(a.Habits))
		},
		Take: func(a Answers, s string) (Answers, error) {
			all, err := Habits(s)
			if err == nil {
				a.Habits = all
			}
			return a, err
		},
		Told: func(a Answers) []string {
			var all []string
			for _, h := range a.Habits {
				all = append(all, h.String()+".")
			}
			return append(all, hushed(a.Habits)...)
		},
	}
}

func told(d, today journey.Date) string { return long(d) + ", " + away(d, today) + "." }

// dateOr returns the date, or word where it is the one that needs none.
func dateOr(d, usual journey.Date, word string) string {
	if d == usual {
		return word
	}
	return d.String()
}

func none(s string) bool {
	return indexOf(strings.ToLower(strings.TrimSpace(s)), "none", "no", "n", "-", "never") >= 0
}

func yesNo(s string) (bool, error) {
	switch strings.ToLower(strings.TrimSpace(s)) {
	case "y", "yes", "true":
		return true, nil
	case "n", "no", "false", "none":
		return false, nil
	}
	return false, fmt.Errorf("%q is neither yes nor no", s)
}
