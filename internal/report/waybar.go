package report

import (
	"fmt"
	"time"

	"daybreak/internal/journey"
)

// Waybar is the status for a bar that everybody near the screen sees: numbers, and
// the title of what comes next as the desktop would show it. Its fields are those
// of a custom module of Waybar with return-type json (waybar-custom(5)).
type Waybar struct {
	Text       string `json:"text"`
	Tooltip    string `json:"tooltip"`
	Class      string `json:"class"` // waiting, complete, open, ended or paused
	Percentage int    `json:"percentage"`
}

// Waybar returns the status for a bar.
func (s Status) Waybar(zone *time.Location) Waybar {
	w := Waybar{Text: fmt.Sprint(s.Wait.Day), Class: "waiting"}
	switch {
	case s.Wait.Ended:
		w.Text, w.Class = "", "ended"
	case s.Wait.Open:
		w.Class = "open"
	default:
		w.Text += fmt.Sprintf("/%d", *s.Wait.Days)
		w.Percentage = *s.Wait.Percent
		if s.Wait.Complete {
			w.Class = "complete"
		}
	}
	if s.PausedUntil != nil {
		w.Class = "paused"
	}
	w.Tooltip = "nothing is to come"
	if n := s.Next; n != nil {
		at := n.At.In(zone)
		w.Tooltip = fmt.Sprintf("%s %s  %s", relative(s.Today, journey.DateOf(at)), at.Format("15:04"), n.Title)
	}
	return w
}
