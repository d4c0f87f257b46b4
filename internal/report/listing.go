package report

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"daybreak/internal/config"
	"daybreak/internal/journey"
	"daybreak/scheduler"
)

// HabitList lists the habits of a config, each with its id, when it comes and
// its name.
func HabitList(c config.Config, st Style) string {
	var rows []listed
	for _, h := range c.Habits {
		rows = append(rows, listed{h.ID, habitTimes(h), h.Name})
	}
	return list(rows, st)
}

// GoalList lists the goals of a config, each with its id, what is to be reached
// and its name. Dates have their year where it is not that of today.
func GoalList(c config.Config, today journey.Date, st Style) string {
	var rows []listed
	for _, g := range c.Goals {
		var said []string
		if g.Target != 0 {
			said = append(said, strings.TrimRight(number(g.Target)+" "+g.Unit, " "))
		}
		if g.By != 0 {
			said = append(said, "by "+near(today, g.By))
		}
		rows = append(rows, listed{g.ID, strings.Join(said, " "), g.Name})
	}
	return list(rows, st)
}

// Soon writes a civil time to come, as "tomorrow 18:00".
func Soon(today journey.Date, c scheduler.Civil) string {
	return fmt.Sprintf("%s %s", relative(today, journey.Date(c.Day())), journey.TimeOfDay(c.Minute()))
}

type listed struct{ id, said, name string }

// list lays three columns out. An id is for copying and never shortened.
func list(all []listed, st Style) string {
	said := 0
	for _, l := range all {
		said = max(said, width(Plain(l.said)))
	}
	var rows []row
	for _, l := range all {
		rows = append(rows, row{lead: margin, name: l.id, said: pad(Plain(l.said), said) + "  " + l.name})
	}
	p := &page{st: st}
	p.table(rows, math.MaxInt)
	return p.b.String()
}

// habitTimes says when a habit comes, as the config would have it.
func habitTimes(h config.Habit) string {
	if h.Cron != "" {
		return "cron " + h.Cron
	}
	var times []string
	for _, t := range h.At {
		times = append(times, t.String())
	}
	return strings.Join(times, ", ") + "  " + dayWords(h.Schedule)
}

// dayWords names the days of the week on which a weekly schedule is due.
func dayWords(s scheduler.Schedule) string {
	var due []string
	for d := range 7 { // 5 January 1970 is a Monday
		from := scheduler.NewCivil(4+d, 0)
		if c, ok := s.Next(from - 1); ok && c < from+scheduler.MinutesPerDay {
			due = append(due, time.Weekday((d + 1) % 7).String()[:3])
		}
	}
	switch {
	case len(due) == 7:
		return "daily"
	case slices.Equal(due, []string{"Sat", "Sun"}):
		return "weekends"
	case slices.Equal(due, []string{"Mon", "Tue", "Wed", "Thu", "Fri"}):
		return "weekdays"
	}
	return strings.Join(due, " ")
}

// Diff colours a unified diff. With colour it is for reading, and what could
// drive a terminal is replaced; without, it is left as it is.
func (st Style) Diff(text string) string {
	if !st.Color {
		return text
	}
	var b strings.Builder
	for line := range strings.Lines(text) {
		code := ""
		switch {
		case strings.HasPrefix(line, "--- "), strings.HasPrefix(line, "+++ "):
			code = bold
		case strings.HasPrefix(line, "@@"):
			code = dim
		case strings.HasPrefix(line, "+"):
			code = green
		case strings.HasPrefix(line, "-"):
			code = red
		}
		b.WriteString(st.paint(code, Plain(strings.ReplaceAll(strings.TrimRight(line, "\r\n"), "\t", "    "))) + "\n")
	}
	return b.String()
}
