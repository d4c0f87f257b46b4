package report

import (
	"fmt"
	"strings"
	"time"

	"github.com/clipperhouse/displaywidth"

	"daybreak/internal/journey"
)

// Style says what the output can show.
type Style struct {
	Color bool // ANSI colours
	ASCII bool // no characters beyond ASCII in the frame
}

const (
	bold  = "\x1b[1m"
	dim   = "\x1b[2m"
	green = "\x1b[32m"
	reset = "\x1b[0m"
)

func (st Style) paint(code, s string) string {
	if !st.Color || s == "" {
		return s
	}
	return code + s + reset
}

const (
	barWidth = 30
	margin   = "  "
	dateForm = "Mon 2 Jan 2006"
)

// Short returns the status in one line.
func (s Status) Short() string {
	switch {
	case s.Wait.Open:
		return fmt.Sprintf("day %d", s.Wait.Day)
	case s.Wait.Complete:
		return fmt.Sprintf("day %d, complete", s.Wait.Day)
	}
	return fmt.Sprintf("day %d of %d, %d to go", s.Wait.Day, *s.Wait.Days, *s.Wait.Remaining)
}

// Text returns the status to be read: complete without colour, and in any
// width from 40 columns up.
func (s Status) Text(st Style, zone *time.Location, now time.Time) string {
	var b strings.Builder
	s.headline(&b, st)
	s.facts(&b, st, zone)
	s.habitLines(&b, st)
	s.goalLines(&b, st)
	s.foot(&b, st, zone)
	return b.String()
}

func (s Status) headline(b *strings.Builder, st Style) {
	date := s.Today.Time().Format(dateForm)
	w := s.Wait
	if w.Open {
		fmt.Fprintf(b, "\n%s%s  %s\n\n", margin, st.paint(bold, fmt.Sprintf("Day %d", w.Day)), st.paint(dim, date))
		return
	}
	fmt.Fprintf(b, "\n%s%s  %s\n", margin, st.paint(bold, fmt.Sprintf("Day %d of %d", w.Day, *w.Days)), st.paint(dim, date))
	fmt.Fprintf(b, "%s%s %d %%\n", margin, bar(st, *w.Percent), *w.Percent)
	end := "complete since " + w.Ends.Time().Format(dateForm)
	if !w.Complete {
		end = fmt.Sprintf("%s to go, until %s", days(*w.Remaining), w.Ends.Time().Format(dateForm))
	} else if *w.Ends == s.Today {
		end = "complete today"
	}
	fmt.Fprintf(b, "%s%s\n\n", margin, end)
}

func bar(st Style, percent int) string {
	full, empty := "█", "░"
	if st.ASCII {
		full, empty = "#", "."
	}
	n := percent * barWidth / 100
	return st.paint(green, strings.Repeat(full, n)) + st.paint(dim, strings.Repeat(empty, barWidth-n))
}

func days(n int) string {
	if n == 1 {
		return "1 day"
	}
	return fmt.Sprintf("%d days", n)
}

func (s Status) facts(b *strings.Builder, st Style, zone *time.Location) {
	line := func(name, text string) {
		fmt.Fprintf(b, "%s%s %s\n", margin, st.paint(dim, fmt.Sprintf("%-10s", name)), text)
	}
	if s.Kept.Of > 0 {
		line("Kept", fmt.Sprintf("%d of %s, longest run %d", s.Kept.Days, days(s.Kept.Of), s.Kept.Longest))
	}
	if s.Stage != nil {
		line("Stage", *s.Stage)
	}
	if m := s.Milestone; m != nil {
		line("Milestone", fmt.Sprintf("day %d, %s", m.Day, relative(s.Today, m.Date)))
	}
	if n := s.Next; n != nil {
		at := n.At.In(zone)
		line("Next", fmt.Sprintf("%s %s  %s", relative(s.Today, journey.DateOf(at)), at.Format("15:04"), n.Title))
	}
	if s.PausedUntil != nil {
		line("Paused", "until "+s.PausedUntil.In(zone).Format("Mon 2 Jan 15:04"))
	}
}

// relative names a date as seen from today.
func relative(today, d journey.Date) string {
	switch d - today {
	case 0:
		return "today"
	case 1:
		return "tomorrow"
	}
	return d.Time().Format("Mon 2 Jan")
}

// stateWords are what the states of a habit are called in the text. One that
// was not answered has only gone by.
var stateWords = map[string]string{Waiting: "to come", Due: "now", Done: "done", Skipped: "skipped", Missed: "earlier"}

// widest returns the columns that the widest name takes.
func widest[T any](all []T, name func(T) string) int {
	width := 0
	for _, v := range all {
		width = max(width, displaywidth.String(name(v)))
	}
	return width
}

// fillRight returns name with as many spaces behind it as width leaves.
func fillRight(name string, width int) string {
	return name + strings.Repeat(" ", max(0, width-displaywidth.String(name)))
}

func (s Status) habitLines(b *strings.Builder, st Style) {
	if len(s.Habits) == 0 {
		return
	}
	fmt.Fprintf(b, "\n%s%s\n", margin, st.paint(bold, "Habits today"))
	width := widest(s.Habits, func(h Habit) string { return h.Name })
	for _, h := range s.Habits {
		name := fillRight(h.Name, width)
		if h.State == Off {
			fmt.Fprintf(b, "%s%s\n", margin, st.paint(dim, "  -    "+name+"  not today"))
			continue
		}
		more := ""
		if n := len(h.Times); n > 1 {
			more = fmt.Sprintf(" (%d times)", n)
		}
		fmt.Fprintf(b, "%s%s  %s  %s%s\n", margin, *h.At, name, stateWords[h.State], more)
	}
}

func (s Status) goalLines(b *strings.Builder, st Style) {
	if len(s.Goals) == 0 {
		return
	}
	fmt.Fprintf(b, "\n%s%s\n", margin, st.paint(bold, "Goals"))
	width := widest(s.Goals, func(g Goal) string { return g.Name })
	for _, g := range s.Goals {
		line := margin + fillRight(g.Name, width)
		if g.Target != nil {
			line += strings.TrimRight(fmt.Sprintf("  %v of %v %s", g.Progress, *g.Target, g.Unit), " ")
		}
		if g.By != nil {
			line += ", by " + g.By.Time().Format("Mon 2 Jan")
		}
		fmt.Fprintln(b, line)
	}
}

func (s Status) foot(b *strings.Builder, st Style, zone *time.Location) {
	text := "Running or not: its lock cannot be read"
	switch d := s.Daemon; {
	case d.Running == nil:
	case *d.Running && d.PID != nil && d.Since != nil:
		text = fmt.Sprintf("Running since %s (pid %d)", d.Since.In(zone).Format("Mon 2 Jan 15:04"), *d.PID)
	case *d.Running:
		text = "Running"
	default:
		text = "Not running. To start it: daybreak run"
	}
	fmt.Fprintf(b, "\n%s%s\n", margin, st.paint(dim, text))
	for _, n := range s.Notices {
		fmt.Fprintf(b, "\n%s%s\n", margin, strings.ReplaceAll(n, "\n", "\n"+margin))
	}
	b.WriteString("\n")
}
