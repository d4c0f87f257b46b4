package config

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"daybreak/internal/journey"
)

func (p *parser) wait(n *yaml.Node, at string) {
	w := &p.c.Wait
	if _, err := strconv.Atoi(n.Value); err == nil || n.Value == "open" {
		p.faultf(n, at, fmt.Sprintf("write it as {days: %s}", n.Value), "should hold keys and values, not %s", kindName(n))
		return
	}
	var until *yaml.Node
	p.mapping(n, at, keys{
		"days": func(n *yaml.Node, at string) {
			if w.Days = 0; n.Value != "open" {
				w.Days = p.waitDays(n, at)
			}
		},
		"until": func(n *yaml.Node, at string) {
			if d, ok := p.date(n, at); ok {
				w.Until, until = d, n
			}
		},
		"last_contact":  func(n *yaml.Node, at string) { w.LastContact = p.lastContact(n, at) },
		"after_contact": func(n *yaml.Node, at string) { w.AfterContact = enum(p, n, at, Keep, Extend, Restart) },
		"order":         func(n *yaml.Node, at string) { w.Order = p.bool(n, at) },
	})
	if until != nil {
		p.until(until, at+".until", child(n, "days") != nil)
	}
}

func (p *parser) waitDays(n *yaml.Node, at string) int {
	s, ok := p.scalar(n, at)
	i, err := strconv.Atoi(s)
	if ok && (err != nil || i < journey.MinDays || i > journey.MaxDays) {
		hint := ""
		if strings.EqualFold(s, "open") {
			hint = "write open"
		}
		p.fault(n, at, fmt.Sprintf("%q is neither a whole number from 1 to 365 nor open", s), hint)
	}
	return i
}

func (p *parser) lastContact(n *yaml.Node, at string) journey.Date {
	d, ok := p.date(n, at)
	if ok && p.future(d) {
		p.fault(n, at, fmt.Sprintf("%q is in the future", n.Value), "write the day of the last contact; it can be today")
	}
	return d
}

func (p *parser) until(n *yaml.Node, at string, days bool) {
	start := max(p.c.BreakupDate, p.c.Wait.LastContact)
	length := int(p.c.Wait.Until - start)
	switch {
	case days:
		p.fault(n, at, "days and until are both given", "keep one of them")
	case p.c.BreakupDate == 0: // that has been said
	case length < journey.MinDays:
		p.fault(n, at, fmt.Sprintf("%q is not after the start, %s", n.Value, start), "write a later date")
	case length > journey.MaxDays:
		p.fault(n, at, fmt.Sprintf("%q is more than 365 days after the start, %s", n.Value, start), "write days: open for a wait without a last day")
	}
	p.c.Wait.Days = length
}

// resolve does what needs the whole file: dates counted from the start, and
// what has no effect.
func (p *parser) resolve() {
	start := p.c.Start()
	for i, g := range p.c.Goals {
		if g.ByDay != 0 {
			p.c.Goals[i].By = start.Start + journey.Date(g.ByDay)
		}
	}
	if p.c.Wait.Order && p.c.Intention == Reconnect {
		p.note("intention: reconnect is ignored while wait.order is true")
	}
	usual := slices.Equal(p.c.MilestoneDays(), journey.UsualMilestones()) // written out, and no mistake
	for _, m := range p.c.Milestones {
		if !usual && !start.Open() && m.Day > start.Days {
			p.note("milestones: day %d lies beyond the wait's last day, %d", m.Day, start.Days)
		}
	}
}

// byDay reads the n of "day n".
func byDay(s string) (int, bool) {
	rest, ok := strings.CutPrefix(s, "day ")
	n, err := strconv.Atoi(strings.TrimSpace(rest))
	return n, ok && err == nil && n >= 1 && n <= journey.MaxDays
}
