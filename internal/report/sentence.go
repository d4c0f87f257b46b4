package report

import (
	"fmt"
	"time"

	"daybreak/internal/journey"
	"daybreak/scheduler"
)

// reasons says each reason in words, to stand after the outcome.
var reasons = map[scheduler.Reason]string{
	scheduler.OnTime:      "on time",
	scheduler.TooLate:     "too late to be of use",
	scheduler.Quiet:       "quiet hours",
	scheduler.Locked:      "the screen was locked",
	scheduler.NoServer:    "no notification server was there",
	scheduler.Refused:     "the notification server refused it",
	scheduler.Paused:      "reminders were paused",
	scheduler.BeforeStart: "it was due before Daybreak knew of it",
	scheduler.Removed:     "the config no longer asks for it",
	scheduler.SameDay:     "one of its kind had come that day",
	scheduler.Newer:       "a later one stands for it",
	scheduler.InDigest:    "one message told several",
	scheduler.NoAnswer:    "the notification server did not answer",
	scheduler.NotRunning:  "Daybreak has not run since",
	scheduler.Snoozed:     "you asked for it later",
	scheduler.Crash:       "Daybreak ended while it was being sent",
}

// why says the reason. One that is not known here, from another version of the
// program, is told as it is.
func (b Became) why() string {
	if words, known := reasons[b.Reason]; known {
		return words
	}
	return string(b.Reason)
}

// Sentence says what became of it. `why` and `today` both say it so.
func (b Became) Sentence() string {
	if b.To != nil {
		return fmt.Sprintf("left out up to %s: %s", stamp(*b.To), b.why())
	}
	switch b.Outcome {
	case scheduler.Delivered:
		return b.shown() + ", " + b.lateness()
	case scheduler.Folded:
		if b.Reason == scheduler.InDigest {
			return fmt.Sprintf("%s, with others in %s", b.shown(), b.Into)
		}
		return fmt.Sprintf("not shown: %s, %s", b.why(), b.Into)
	case scheduler.Held:
		if b.Reason == scheduler.NotRunning {
			return "not shown: " + b.why() // nor will it be, where it is too late by then
		}
		return "waits: " + b.why()
	case scheduler.Uncertain:
		return "perhaps shown: " + b.why()
	case scheduler.Settled:
		return "not needed: " + b.why()
	}
	return "left out: " + b.why()
}

// shown says when the message came: the date too, where it is not its own.
func (b Became) shown() string {
	switch {
	case b.At == nil:
		return "shown"
	case scheduler.CivilOf(*b.At).Day() != b.Civil.Day():
		return "shown on " + b.At.Format("Mon 2 Jan at 15:04")
	}
	return "shown at " + b.At.Format("15:04")
}

func (b Became) lateness() string {
	if b.Reason != scheduler.TooLate || b.LateS == nil {
		return b.why()
	}
	const hour = 60
	switch minutes := int(time.Duration(*b.LateS * float64(time.Second)).Minutes()); {
	case minutes < 1:
		return "a moment late"
	case minutes < hour:
		return fmt.Sprintf("%d min late", minutes)
	case minutes < 2*24*hour && minutes%hour > 0:
		return fmt.Sprintf("%d h %d min late", minutes/hour, minutes%hour)
	case minutes < 2*24*hour:
		return fmt.Sprintf("%d h late", minutes/hour)
	default:
		return fmt.Sprintf("%d days late", minutes/(24*hour))
	}
}

// expectation says what will become of what is still to come, from what the
// planner foretells of it.
func (b Became) expectation() string {
	switch {
	case b.Outcome == scheduler.Delivered && b.At != nil && scheduler.CivilOf(*b.At) != b.Civil:
		return "to come at " + b.At.Format("15:04")
	case b.Outcome == scheduler.Folded && b.Reason == scheduler.InDigest && b.At != nil:
		return "to come at " + b.At.Format("15:04") + ", with others in one message"
	case b.Outcome == scheduler.Folded, b.Outcome == scheduler.Dropped, b.Outcome == scheduler.Settled:
		return "will not come: " + b.why()
	}
	return "to come"
}

func stamp(c scheduler.Civil) string {
	return fmt.Sprintf("%s %s", journey.Date(c.Day()).Time().Format("Mon 2 Jan"), journey.TimeOfDay(c.Minute()))
}
