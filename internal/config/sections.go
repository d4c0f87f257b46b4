package config

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"daybreak/internal/journey"
)

func (p *parser) prompts(n *yaml.Node, at string) {
	c := &p.c.Prompts
	p.mapping(n, at, keys{
		"morning":     func(n *yaml.Node, at string) { p.dayTimes(n, at, &c.Morning) },
		"afternoon":   func(n *yaml.Node, at string) { p.dayTimes(n, at, &c.Afternoon) },
		"evening":     func(n *yaml.Node, at string) { p.dayTimes(n, at, &c.Evening) },
		"own":         func(n *yaml.Node, at string) { c.Own = p.texts(n, at) },
		"max_per_day": func(n *yaml.Node, at string) { c.MaxPerDay = p.int(n, at, 0, 24) },
	})
	if c.Morning.Off && child(n, "afternoon") == nil {
		c.Afternoon.Off = true // who wants no first one wants no second
	}
}

func (p *parser) dayTimes(n *yaml.Node, at string, t *DayTimes) {
	switch {
	case off(n):
		t.Off = true
	case n.Kind == yaml.MappingNode:
		p.mapping(n, at, keys{
			"weekdays": func(n *yaml.Node, at string) { t.Weekdays, _ = p.time(n, at) },
			"weekends": func(n *yaml.Node, at string) { t.Weekend, _ = p.time(n, at) },
		})
	default:
		t.Weekdays, _ = p.time(n, at)
		t.Weekend = t.Weekdays
	}
}

func (p *parser) milestones(n *yaml.Node, at string) {
	if null(n) {
		p.fault(n, at, "is empty", "write [] for the last day only, or leave the key out")
		return
	}
	p.c.Milestones = []Milestone{}
	seen := map[int]bool{}
	for i, item := range p.list(n, at, maxItems) {
		at, where, m := fmt.Sprintf("%s[%d]", at, i), item, Milestone{}
		if item.Kind == yaml.MappingNode {
			if where = child(item, "day"); where == nil {
				p.fault(item, at, "has no day", "add day: and its number")
				where = item
			}
			p.mapping(item, at, keys{
				"day": func(n *yaml.Node, at string) { m.Day = p.int(n, at, 1, journey.MaxDays) },
				"say": func(n *yaml.Node, at string) { m.Say = p.text(n, at, maxText) },
			})
		} else {
			m.Day = p.int(item, at, 1, journey.MaxDays)
		}
		if m.Day != 0 && seen[m.Day] {
			p.fault(where, at, fmt.Sprintf("day %d is listed twice", m.Day), "keep one of the two")
		}
		seen[m.Day] = true
		p.c.Milestones = append(p.c.Milestones, m)
	}
	slices.SortFunc(p.c.Milestones, func(a, b Milestone) int { return cmp.Compare(a.Day, b.Day) })
}

func (p *parser) hardDates(n *yaml.Node, at string) {
	if null(n) {
		return
	}
	for i, item := range p.list(n, at, maxItems) {
		at, h := fmt.Sprintf("%s[%d]", at, i), HardDate{}
		p.mapping(item, at, keys{
			"date": func(n *yaml.Node, at string) { p.hardDate(n, at, &h) },
			"name": func(n *yaml.Node, at string) { h.Name = p.text(n, at, maxName) },
			"plan": func(n *yaml.Node, at string) { h.Plan = p.text(n, at, maxText) },
		})
		p.named(item, at)
		if item.Kind == yaml.MappingNode && child(item, "date") == nil {
			p.fault(item, at+".date", "is missing", "write 12-24 for every year, or 2026-12-24")
		}
		p.c.HardDates = append(p.c.HardDates, h)
	}
}

func (p *parser) hardDate(n *yaml.Node, at string, h *HardDate) {
	s, ok := p.scalar(n, at)
	if !ok {
		return
	}
	full := s
	if len(s) == len("12-24") {
		full = "2000-" + s // a leap year: 29 February is a date
	}
	d, err := journey.ParseDate(full)
	if err != nil {
		p.notDate(n, at, s, true)
		return
	}
	if !p.year(n, at, d) {
		return
	}
	h.Year, h.Month, h.Day = d.Time().Date()
	if full != s {
		h.Year = 0
	}
}

func (p *parser) quiet(n *yaml.Node, at string) {
	if off(n) {
		p.c.Quiet = Quiet{Off: true}
		return
	}
	s, ok := p.scalar(n, at)
	if !ok {
		return
	}
	from, to, _ := strings.Cut(s, "-")
	f, err1 := journey.ParseTimeOfDay(strings.TrimSpace(from))
	t, err2 := journey.ParseTimeOfDay(strings.TrimSpace(to))
	switch {
	case err1 != nil || err2 != nil:
		p.fault(n, at, fmt.Sprintf("%q is not a span of hours", s), spanHint(s))
	case f == t:
		p.fault(n, at, fmt.Sprintf("%q starts and ends at the same time", s), "write off for no quiet hours")
	}
	p.c.Quiet = Quiet{From: f, To: t}
}

func (p *parser) notify(n *yaml.Node, at string) {
	c := &p.c.Notify
	p.mapping(n, at, keys{
		"discreet":    func(n *yaml.Node, at string) { c.Discreet = p.bool(n, at) },
		"when_locked": func(n *yaml.Node, at string) { c.WhenLocked = enum(p, n, at, Hold, Send) },
		"channel":     func(n *yaml.Node, at string) { c.Channel = enum(p, n, at, Auto, Freedesktop, Beeep, Console) },
	})
}

func (p *parser) support(n *yaml.Node, at string) {
	p.mapping(n, at, keys{"country": func(n *yaml.Node, at string) { p.c.Support.Country = p.country(n, at) }})
}

// country takes the two letters of a code. Which of them are in use is not for
// a config to go wrong by.
func (p *parser) country(n *yaml.Node, at string) string {
	s, ok := p.scalar(n, at)
	if ok && (len(s) != 2 || !isTag(s)) {
		p.fault(n, at, fmt.Sprintf("%q is not the code of a country", s), "write its two letters, such as DE")
	}
	return strings.ToUpper(s)
}
