package report

import (
	"slices"
	"strings"

	"daybreak/internal/config"
	"daybreak/internal/prompts"
	"daybreak/scheduler"
)

// Offer is what a message can be answered with.
type Offer struct {
	Buttons []Button
	Default Press // a click on the message itself
	// Command answers it in a terminal; "" where the message names one itself,
	// or there is nothing to answer.
	Command string
}

// Button is a press and its label.
type Button struct {
	Press Press
	Label string
}

// digestButtons is how many buttons a digest has: some desktops show no more.
const digestButtons = 3

// Offer returns the answers to the message that Message returns for the same.
func (f Facts) Offer(kind scheduler.Kind, of []scheduler.Occurrence, discreet bool) Offer {
	if kind == scheduler.Digest {
		return f.offerDigest(of)
	}
	o := of[len(of)-1]
	hides := prompts.Hides(f.words(discreet), f.text(kind, o, discreet))
	if one, ok := f.State.OneOff(o.ID); ok {
		if one.Of == nil {
			return Offer{} // the line after an urge
		}
		o = *one.Of
	}
	var offer Offer
	switch kind {
	case scheduler.Habit:
		offer = f.offer(o, PressDone, PressSnooze, PressSkip)
		offer.Default = offer.Buttons[0].Press
		offer.Command = "daybreak habit done " + o.ID[len(config.HabitPrefix):]
	case scheduler.CheckIn: // a click alone says nothing of a day
		offer = f.threeWords(o)
		offer.Default, offer.Command = Press{PressCheckIn, o}, "daybreak checkin"
	case scheduler.Milestone:
		offer = f.offer(o, PressCheckIn, PressLater)
		offer.Default, offer.Command = offer.Buttons[0].Press, "daybreak checkin --milestone"
	}
	if hides {
		show := f.button(o, PressShow)
		offer = Offer{Buttons: append([]Button{show}, offer.Buttons...), Default: show.Press}
	}
	return offer
}

// offerDigest has a button for each habit that is not answered yet, and one for
// the user's own words.
func (f Facts) offerDigest(of []scheduler.Occurrence) Offer {
	var offer Offer
	for _, o := range f.openHabits(of) {
		h, _ := f.Config.Habit(o.ID[len(config.HabitPrefix):])
		offer.Buttons = append(offer.Buttons, Button{Press{PressDone, o}, prompts.ButtonOf(f.words(true), h.Name)})
		offer.Command = "daybreak habit done"
	}
	for _, o := range of {
		if prompts.Hides(f.words(true), f.text(kindOf(o.ID), o, f.Config.Notify.Discreet)) {
			offer.Buttons = append(offer.Buttons, f.button(o, PressShow))
		}
	}
	offer.Buttons = offer.Buttons[:min(len(offer.Buttons), digestButtons)]
	return offer
}

// AnswerWith returns the body of a message where there are no buttons.
func (f Facts) AnswerWith(t prompts.Text, command string, discreet bool) string {
	return prompts.AnswerWith(f.words(discreet), t, command)
}

// openHabits returns those of the occurrences that are of a habit and not
// answered.
func (f Facts) openHabits(of []scheduler.Occurrence) []scheduler.Occurrence {
	return slices.DeleteFunc(slices.Clone(of), func(o scheduler.Occurrence) bool {
		id, isHabit := strings.CutPrefix(o.ID, config.HabitPrefix)
		_, exists := f.Config.Habit(id)
		_, answered := f.Answered(o)
		return !isHabit || !exists || answered
	})
}

// toldIn returns the occurrences that a digest told, oldest first.
func (f Facts) toldIn(digest string) []scheduler.Occurrence {
	_, at, _ := strings.Cut(digest, "/")
	c, err := scheduler.ParseCivil(at)
	if err != nil {
		return nil
	}
	var told []scheduler.Occurrence
	for day := c.Day() - 1; day <= c.Day(); day++ { // what is told was due up to hours before
		for _, o := range f.State.On(day) {
			if st, _ := f.State.Of(o); st.Into == digest {
				told = append(told, o)
			}
		}
	}
	return told
}

// threeWords offers the three words of a check-in.
func (f Facts) threeWords(o scheduler.Occurrence) Offer {
	return f.offer(o, PressGood, PressSoSo, PressHard)
}

func (f Facts) offer(o scheduler.Occurrence, verbs ...Verb) Offer {
	var offer Offer
	for _, v := range verbs {
		offer.Buttons = append(offer.Buttons, f.button(o, v))
	}
	return offer
}

func (f Facts) button(o scheduler.Occurrence, v Verb) Button {
	return Button{Press{v, o}, prompts.Button(f.words(true), string(v))}
}
