package main

import (
	"strconv"
	"strings"
	"time"

	"daybreak/internal/config"
	"daybreak/internal/journey"
	"daybreak/internal/ledger"
	"daybreak/internal/prompts"
	"daybreak/internal/report"
	"daybreak/notify"
	"daybreak/scheduler"
)

// usualLater is how long a milestone waits that was put off.
const usualLater = 3 * time.Hour

// pressEvent returns what a button says of an occurrence that is known, and
// false where it says nothing, or nothing new.
func pressEvent(f report.Facts, p report.Press, now time.Time) (ledger.Event, bool) {
	habit, isHabit := strings.CutPrefix(p.Of.ID, config.HabitPrefix)
	day, isMilestone := strings.CutPrefix(p.Of.ID, config.MilestonePrefix)
	switch {
	case isHabit:
		if _, exists := f.Config.Habit(habit); exists {
			return habitPress(f, p, now)
		}
	case isMilestone:
		if n, err := strconv.Atoi(day); err == nil {
			return checkInPress(f, p, journey.CheckIn{Day: f.Today(), Milestone: n}, now)
		}
	case p.Of.ID == config.EveningID:
		return checkInPress(f, p, journey.CheckIn{Day: f.Day(p.Of.Civil)}, now)
	}
	return ledger.Event{}, false
}

func habitPress(f report.Facts, p report.Press, now time.Time) (ledger.Event, bool) {
	said, answered := f.Answered(p.Of)
	switch p.Verb {
	case report.PressDone:
		return habitEvent(f, p.Of, scheduler.Done, now), said != scheduler.Done
	case report.PressSkip:
		return habitEvent(f, p.Of, scheduler.Skipped, now), said != scheduler.Skipped
	case report.PressSnooze:
		return snoozeEvent(f, p.Of, scheduler.Habit, usualSnooze, now), !answered && !f.State.SnoozedUntil(p.Of).After(now)
	}
	return ledger.Event{}, false
}

// checkInPress completes the check-in c by the word that was pressed. It answers
// the very occurrence that was shown, wherever the config has moved it since.
func checkInPress(f report.Facts, p report.Press, c journey.CheckIn, now time.Time) (ledger.Event, bool) {
	_, answered := f.Answered(p.Of)
	c.Difficulty = p.Verb.Difficulty()
	switch {
	case c.Difficulty > 0:
		e := checkInEvent(f, c, now)
		e.Answer.Occurrence = p.Of
		return e, !answered || f.Story.Difficulty(c.Day) != c.Difficulty
	case p.Verb == report.PressLater && c.Milestone > 0:
		return snoozeEvent(f, p.Of, scheduler.Milestone, usualLater, now), !answered && !f.State.SnoozedUntil(p.Of).After(now)
	}
	return ledger.Event{}, false
}

// message puts a text and what it can be answered with into the channel's terms.
func message(f report.Facts, text prompts.Text, offer report.Offer) notify.Message {
	m := notify.Message{Title: text.Title, Body: text.Body, Urgency: notify.Normal}
	for _, b := range offer.Buttons {
		m.Actions = append(m.Actions, notify.Action{Key: b.Press.String(), Label: b.Label})
	}
	if offer.Default != (report.Press{}) {
		m.Default = offer.Default.String()
	}
	if offer.Command != "" {
		m.Instead = f.AnswerWith(text, offer.Command, f.Config.Notify.Discreet)
	}
	return m
}
