package report

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"daybreak/internal/journey"
)

const (
	barWidth = 30
	dateForm = "Mon 2 Jan 2006"
)

// Short returns the status in one line.
func (s Status) Short() string {
	switch {
	case s.Wait.Ended:
		return "the count has stopped"
	case s.Wait.Open:
		return fmt.Sprintf("day %d", s.Wait.Day)
	case s.Wait.Complete:
		return fmt.Sprintf("day %d, complete", s.Wait.Day)
	}
	return fmt.Sprintf("day %d of %d, %d to go", s.Wait.Day, *s.Wait.Days, *s.Wait.Remaining)
}

// Text returns the status to be read: complete without colour, and in any
// width from 40 columns up.
func (s Status) Text(st Style, zone *time.Location) string {
	p := &page{st: st}
	p.blank()
	s.headline(p)
	p.blank()
	s.facts(p, zone)
	s.habitLines(p)
	s.goalLines(p)
	s.foot(p, zone)
	p.blank()
	return p.b.String()
}

func (s Status) headline(p *page) {
	w := s.Wait
	day := fmt.Sprintf("Day %d", w.Day)
	if w.Ended {
		day = "The count has stopped"
	} else if !w.Open {
		day += fmt.Sprintf(" of %d", *w.Days)
	}
	p.entry(span{text: margin}, span{bold, day}, span{dim, "  " + s.Today.Time().Format(dateForm)})
	if w.Open || w.Ended {
		return
	}
	p.b.WriteString(margin + bar(p.st, *w.Percent) + fmt.Sprintf(" %d %%\n", *w.Percent))
	end := "complete since " + w.Ends.Time().Format(dateForm)
	if !w.Complete {
		end = fmt.Sprintf("%s to go, until %s", days(*w.Remaining), w.Ends.Time().Format(dateForm))
	} else if *w.Ends == s.Today {
		end = "complete today"
	}
	p.entry(span{text: margin}, span{text: end})
}

func bar(st Style, percent int) string {
	full, empty, length := "█", "░", barWidth
	if st.ASCII {
		full, empty = "#", "."
	}
	if columns, limited := st.columns(); limited {
		length = min(length, columns-len(margin+" 100 %"))
	}
	n := percent * length / 100
	return st.paint(green, strings.Repeat(full, n)) + st.paint(dim, strings.Repeat(empty, length-n))
}

func days(n int) string {
	if n == 1 {
		return "1 day"
	}
	return fmt.Sprintf("%d days", n)
}

func (s Status) facts(p *page, zone *time.Location) {
	line := func(name, text string) {
		p.entry(span{dim, fmt.Sprintf("%s%-10s ", margin, name)}, span{text: text})
	}
	if s.Kept.Of > 0 {
		line("Kept", fmt.Sprintf("%d of %s, longest run %d", s.Kept.Days, days(s.Kept.Of), s.Kept.Longest))
	}
	if s.Kept.Attempts > 1 {
		line("Wait", fmt.Sprintf("the %s, since %s", ordinal(s.Kept.Attempts), near(s.Today, s.Wait.Start)))
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

// ordinal writes 2 as "2nd".
func ordinal(n int) string {
	suffix := "th"
	if tens := n % 100; tens < 11 || tens > 13 {
		switch n % 10 {
		case 1:
			suffix = "st"
		case 2:
			suffix = "nd"
		case 3:
			suffix = "rd"
		}
	}
	return strconv.Itoa(n) + suffix
}

// relative names a date as seen from today.
func relative(today, d journey.Date) string {
	switch d - today {
	case 0:
		return "today"
	case 1:
		return "tomorrow"
	}
	return near(today, d)
}

// near writes a date, with its year where that is not today's.
func near(today, d journey.Date) string {
	if d.Time().Year() != today.Time().Year() {
		return d.Time().Format(dateForm)
	}
	return d.Time().Format("Mon 2 Jan")
}

// stateWords are what the states of a habit are called in the text. One that
// was not answered has only gone by.
var stateWords = map[string]string{Waiting: "to come", Due: "now", Done: "done", Skipped: "left out", Missed: "earlier",
	Snoozed: "later"}

// row is a line of a table of names: what stands before the name, the name,
// and what is said of it.
type row struct{ lead, name, said, code string }

// table writes rows with their names and what is said of them aligned. Names
// that leave no room for the rest are shortened; where less than least columns
// would be left of them, each is told in full instead, and the rest below it.
func (p *page) table(rows []row, least int) {
	names, said, lead := 0, 0, 0
	for i, r := range rows {
		r.name, r.said = Plain(r.name), Plain(r.said)
		names, said, lead = max(names, width(r.name)), max(said, width(r.said)), max(lead, width(r.lead))
		rows[i] = r
	}
	column := names
	if columns, limited := p.st.columns(); limited {
		column = min(names, columns-lead-len("  ")-said)
	}
	for _, r := range rows {
		if column < min(names, least) {
			p.entry(span{r.code, r.lead}, span{r.code, r.name})
			if r.said != "" {
				p.entry(span{text: strings.Repeat(" ", lead) + margin}, span{r.code, r.said})
			}
			continue
		}
		name := pad(p.st.cut(r.name, column), column)
		p.line([]span{{r.code, r.lead}, {r.code, name + "  " + r.said}})
	}
}

func (s Status) habitLines(p *page) {
	if len(s.Habits) == 0 {
		return
	}
	p.blank()
	p.entry(span{text: margin}, span{bold, "Habits today"})
	var rows []row
	for _, h := range s.Habits {
		r := row{lead: margin + "  -    ", name: h.Name, said: "not today", code: dim}
		if h.State != Off {
			r = row{lead: margin + *h.At + "  ", name: h.Name, said: stateWords[h.State]}
			if n := len(h.Times); n > 1 {
				r.said += fmt.Sprintf(" (%d times)", n)
			}
		}
		rows = append(rows, r)
	}
	p.table(rows, 10)
}

func (s Status) goalLines(p *page) {
	if len(s.Goals) == 0 {
		return
	}
	p.blank()
	p.entry(span{text: margin}, span{bold, "Goals"})
	var rows []row
	for _, g := range s.Goals {
		var said []string
		if g.Target != nil {
			said = append(said, strings.TrimRight(fmt.Sprintf("%s of %s %s", number(g.Progress), number(*g.Target), g.Unit), " "))
			if *g.Percent > 0 {
				said = append(said, fmt.Sprintf("%d %%", *g.Percent))
			}
		} else if g.Progress != 0 {
			said = append(said, strings.TrimRight(number(g.Progress)+" "+g.Unit, " "))
		}
		if g.By != nil {
			said = append(said, "by "+near(s.Today, *g.By))
		}
		rows = append(rows, row{lead: margin, name: g.Name, said: strings.Join(said, ", ")})
	}
	p.table(rows, 20)
}

func number(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

func (s Status) foot(p *page, zone *time.Location) {
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
	p.blank()
	p.entry(span{text: margin}, span{dim, text})
	for _, n := range s.Notices {
		p.blank()
		for line := range strings.SplitSeq(n, "\n") {
			p.prose(margin, span{text: line})
		}
	}
}
