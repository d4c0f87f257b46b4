package config

import (
	"fmt"
	"strings"
	"time"

	"gopkg.in/yaml.v3"

	"daybreak/internal/journey"
)

const missingHint = "add the line breakup_date: 2026-11-01, with your date"

// file reads the top of the file. Wherever they stand, the time zone comes
// first, since it says what is in the future, and then the breakup date, from
// which others are counted.
func (p *parser) file(n *yaml.Node) {
	if z := child(n, "timezone"); z != nil {
		p.timezone(z, "timezone")
	}
	if d := child(n, "breakup_date"); d != nil {
		p.breakup(d, "breakup_date")
	} else if n.Kind == yaml.MappingNode {
		p.fault(n, "breakup_date", "is missing", missingHint)
	}
	p.mapping(n, "", keys{
		"breakup_date": func(*yaml.Node, string) {},
		"wait":         filled(p.wait),
		"intention":    func(n *yaml.Node, at string) { p.c.Intention = enum(p, n, at, Reconnect, Heal, Safe, Undecided) },
		"day_starts":   p.dayStarts,
		"timezone":     func(*yaml.Node, string) {},
		"language":     p.language,
		"goals":        p.goals,
		"habits":       p.habits,
		"prompts":      filled(p.prompts),
		"milestones":   p.milestones,
		"hard_dates":   p.hardDates,
		"quiet_hours":  p.quiet,
		"notify":       filled(p.notify),
		"support":      filled(p.support),
	})
	p.checkGoalRefs()
	if len(p.faults) == 0 {
		p.resolve()
	}
}

// filled leaves a section that holds nothing at its defaults.
func filled(read func(n *yaml.Node, at string)) func(n *yaml.Node, at string) {
	return func(n *yaml.Node, at string) {
		if !null(n) {
			read(n, at)
		}
	}
}

func (p *parser) breakup(n *yaml.Node, at string) {
	d, ok := p.date(n, at)
	if ok && p.future(d) {
		p.fault(n, at, fmt.Sprintf("%q is in the future", n.Value), "write the day it ended; it can be today")
	}
	p.c.BreakupDate = d
}

func (p *parser) dayStarts(n *yaml.Node, at string) {
	t, ok := p.time(n, at)
	if ok && t > 12*60 {
		p.fault(n, at, fmt.Sprintf("%q is later than 12:00", n.Value), "write a time from 00:00 to 12:00")
	}
	p.c.DayStarts = t
}

func (p *parser) timezone(n *yaml.Node, at string) {
	s, ok := p.scalar(n, at)
	if !ok {
		return
	}
	p.c.Timezone = s
	if s == "local" { // no name, and searching for one would take a while
		return
	}
	zone, err := time.LoadLocation(s)
	if err != nil || s == "Local" {
		p.fault(n, at, fmt.Sprintf("%q is not a time zone", s), "write local, or a name such as Europe/Berlin")
		return
	}
	p.o.Now = p.o.Now.In(zone)
}

// future reports whether d is still to come where the user is.
func (p *parser) future(d journey.Date) bool {
	return !p.o.Now.IsZero() && d > journey.DateOf(p.o.Now)
}

// language takes auto, or a tag with the shape of BCP 47: two or three letters,
// then parts of up to eight letters and digits behind hyphens. A language that
// has no words yet speaks English.
func (p *parser) language(n *yaml.Node, at string) {
	s, ok := p.scalar(n, at)
	if ok && s != "auto" && !isTag(s) {
		p.fault(n, at, fmt.Sprintf("%q is not a language", s), "write auto, or a tag such as en or pt-BR")
	}
	p.c.Language = s
}

func isTag(s string) bool {
	first, rest, more := strings.Cut(s, "-")
	if len(first) < 2 || len(first) > 3 || strings.ContainsAny(first, "0123456789") {
		return false
	}
	for part := range strings.SplitSeq(rest, "-") {
		if more && (part == "" || len(part) > 8) {
			return false
		}
	}
	return !strings.ContainsFunc(s, func(r rune) bool {
		return r != '-' && (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z')
	})
}
