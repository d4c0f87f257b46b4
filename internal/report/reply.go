package report

import (
	"strings"

	"daybreak/internal/journey"
	"daybreak/internal/prompts"
	"daybreak/internal/support"
	"daybreak/scheduler"
)

// Reply is what takes the place of a message once one of its buttons was
// pressed.
type Reply struct {
	prompts.Text
	Offer
	Brief bool // a confirmation, which may go soon
}

// Difficulty returns what a word of a check-in is recorded as, 0 for every other
// button.
func (v Verb) Difficulty() int {
	switch v {
	case PressGood:
		return 2
	case PressSoSo:
		return 3
	case PressHard:
		return journey.Hard
	}
	return 0
}

// Reply returns what to show after p, which is in the state by now; digest is the
// id of the digest that had the button, and undo tells whether p can be taken back.
func (f Facts) Reply(p Press, digest string, undo bool) Reply {
	kind, of := kindOf(p.Of.ID), []scheduler.Occurrence{p.Of}
	title := f.text(kind, p.Of, f.Config.Notify.Discreet).Title
	c, brief := f.words(f.Config.Notify.Discreet), Reply{Brief: true}
	if undo {
		brief.Buttons = f.offer(p.Of, PressUndo).Buttons
	}
	switch p.Verb {
	case PressShow:
		return Reply{Text: f.Message(kind, of, false), Offer: f.Offer(kind, of, false)}
	case PressSupport:
		return Reply{Text: prompts.Help(c, "", "")} // Help knows a number
	case PressCheckIn:
		return Reply{Text: prompts.AskCheckIn(c, kind == scheduler.Milestone), Offer: f.threeWords(p.Of)}
	case PressGood, PressSoSo, PressHard:
		brief.Text = f.checkedIn(p)
		if p.Verb == PressHard { // it stays: help is one click away (content rule 10)
			brief.Brief = false
			brief.Buttons = append(f.offer(p.Of, PressSupport).Buttons, brief.Buttons...)
		}
	case PressSnooze, PressLater:
		brief.Text = prompts.Again(c, title, f.State.SnoozedUntil(p.Of).In(f.Zone).Format("15:04"))
	case PressUndo:
		brief.Text, brief.Offer = prompts.Noted(c, "undo", title), f.Offer(kind, of, f.Config.Notify.Discreet)
	case PressDone:
		if left := f.openHabits(f.toldIn(digest)); len(left) > 0 {
			return Reply{Text: f.Message(scheduler.Digest, left, f.Config.Notify.Discreet), Offer: f.offerDigest(left)}
		}
		brief.Text = prompts.Noted(c, "done", title)
		brief.Body += f.moved(p.Of)
	default:
		brief.Text = prompts.Noted(c, string(p.Verb), title)
	}
	return brief
}

// checkedIn is what is said after a check-in, under its word; of another day
// than today it names the day.
func (f Facts) checkedIn(p Press) prompts.Text {
	of := ""
	if day := f.Day(p.Of.Civil); kindOf(p.Of.ID) == scheduler.CheckIn && day != f.Today() {
		of = day.Time().Format("Mon 2 Jan")
	}
	return prompts.NotedDay(f.words(true), string(p.Verb), p.Verb.Difficulty(), of)
}

// moved says how far a habit has moved its goal, where that may be shown: a
// goal's name is the user's own words.
func (f Facts) moved(o scheduler.Occurrence) string {
	_, id, _ := strings.Cut(o.ID, "/")
	h, _ := f.Config.Habit(id)
	g, ok := f.Config.Goal(h.Goal)
	if !ok || f.Config.Notify.Discreet {
		return ""
	}
	return " " + g.Name + ": " + prompts.SoFar(f.words(false), f.Story.Progress(g.ID), g.Target, g.Unit)
}

// Help returns what the button for support shows: the first line of the country
// that can be called from everywhere in it.
func (f Facts) Help(s Support) prompts.Text {
	for _, l := range s.Lines {
		for _, w := range l.Ways {
			if l.Area == "" && w.How == support.Call {
				return prompts.Help(f.words(true), w.To, s.name)
			}
		}
	}
	return prompts.Help(f.words(true), "", "")
}
