package config

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

	"gopkg.in/yaml.v3"

	"daybreak/internal/journey"
	"daybreak/internal/nearest"
	"daybreak/scheduler"
)

// The most that a text, a name and a list may have.
const (
	maxName, maxText, maxItems = 60, 180, 100
	defaultLate                = 2 * time.Hour
)

// ID returns the id made from a name: lower case, with runs of anything but
// letters and digits as one hyphen, and none at the ends.
func ID(name string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(name), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}), "-")
}

// id reads the id of item n, made from the name when there is none, and sees
// to it that no other item has it.
func (p *parser) id(n *yaml.Node, at, name string, taken map[string]int) string {
	where, id := n, ID(name)
	if c := child(n, "id"); c != nil {
		where, at, id = c, at+".id", c.Value
		if null(c) {
			p.empty(c, at)
			return ""
		}
		if id == "" || id != ID(id) {
			hint := ""
			if made := ID(id); made != "" {
				hint = "write " + made
			}
			p.fault(c, at, fmt.Sprintf("%q is not an id (lower-case letters, digits and hyphens)", id), hint)
			return id
		}
	} else if name == "" {
		return "" // that has been said
	} else {
		where, at = child(n, "name"), at+".name"
	}
	switch {
	case id == "":
		p.fault(where, at, fmt.Sprintf("no id can be made from the name %q", name), "add an id: of letters or digits, as id: morning")
	case taken[id] == 0:
		taken[id] = where.Line
	default:
		p.fault(where, at, fmt.Sprintf("the id %q is already that of line %d", id, taken[id]), "give it an id: of its own, or another name:")
	}
	return id
}

func (p *parser) goals(n *yaml.Node, at string) {
	if null(n) {
		return
	}
	taken := map[string]int{}
	for i, item := range p.list(n, at, maxItems) {
		at := fmt.Sprintf("%s[%d]", at, i)
		var g Goal
		p.mapping(item, at, keys{
			"id":     func(n *yaml.Node, at string) {},
			"name":   func(n *yaml.Node, at string) { g.Name = p.text(n, at, maxName) },
			"target": func(n *yaml.Node, at string) { g.Target = p.positive(n, at) },
			"unit":   func(n *yaml.Node, at string) { g.Unit = p.text(n, at, maxName) },
			"by": func(n *yaml.Node, at string) {
				var ok bool
				if g.ByDay, ok = byDay(n.Value); !ok {
					g.ByDay = 0
					g.By = p.goalDate(n, at)
				}
			},
		})
		p.named(item, at)
		g.ID = p.id(item, at, g.Name, taken)
		p.c.Goals = append(p.c.Goals, g)
	}
}

func (p *parser) goalDate(n *yaml.Node, at string) journey.Date {
	if strings.HasPrefix(n.Value, "day") {
		p.fault(n, at, fmt.Sprintf("%q is not a day of a wait", n.Value), "write day 1 to day 365, or a date")
		return 0
	}
	d, _ := p.date(n, at)
	return d
}

func (p *parser) named(item *yaml.Node, at string) {
	if item.Kind == yaml.MappingNode && child(item, "name") == nil {
		p.fault(item, at, "has no name", "add name: and what to call it")
	}
}

func (p *parser) habits(n *yaml.Node, at string) {
	if null(n) {
		return
	}
	taken := map[string]int{}
	for i, item := range p.list(n, at, maxItems) {
		p.c.Habits = append(p.c.Habits, p.habit(item, fmt.Sprintf("%s[%d]", at, i), taken))
	}
}

func (p *parser) habit(item *yaml.Node, at string, taken map[string]int) Habit {
	h := Habit{Late: defaultLate, Amount: 1}
	days := everyDay()
	p.mapping(item, at, keys{
		"id":     func(n *yaml.Node, at string) {},
		"name":   func(n *yaml.Node, at string) { h.Name = p.text(n, at, maxName) },
		"at":     func(n *yaml.Node, at string) { h.At = p.times(n, at) },
		"days":   func(n *yaml.Node, at string) { days = p.days(n, at) },
		"cron":   func(n *yaml.Node, at string) { h.Cron, h.Schedule = p.cron(n, at) },
		"say":    func(n *yaml.Node, at string) { h.Say = p.texts(n, at) },
		"late":   func(n *yaml.Node, at string) { h.Late = p.late(n, at) },
		"goal":   func(n *yaml.Node, at string) { h.Goal, _ = p.scalar(n, at) },
		"amount": func(n *yaml.Node, at string) { h.Amount = p.positive(n, at) },
	})
	p.named(item, at)
	h.ID = p.id(item, at, h.Name, taken)
	p.when(item, at)
	if len(h.At) > 0 && len(days) > 0 {
		var minutes []int
		for _, t := range h.At {
			minutes = append(minutes, int(t))
		}
		h.Schedule, _ = scheduler.Weekly(days, minutes)
	}
	p.goalKnown(item, at, h.Goal)
	return h
}

// when refuses a habit that says twice, or not at all, when it comes.
func (p *parser) when(item *yaml.Node, at string) {
	if item.Kind != yaml.MappingNode {
		return // that has been said
	}
	cron, days := child(item, "cron"), child(item, "days")
	switch times := child(item, "at"); {
	case cron == nil && times == nil:
		p.fault(item, at, "has neither at nor cron", `add at: "07:30"`)
	case cron != nil && times != nil:
		p.fault(cron, at+".cron", "at and cron are both given", "keep one of them")
	case cron != nil && days != nil:
		p.fault(days, at+".days", "days has no meaning beside cron", "put the days into the cron expression")
	}
}

// goalKnown looks the goal up in the habit's own file, wherever goals: stands.
func (p *parser) goalKnown(item *yaml.Node, at, id string) {
	if n := child(item, "goal"); n != nil && n.Kind == yaml.ScalarNode && !null(n) {
		p.goalRefs = append(p.goalRefs, goalRef{n, at + ".goal", id})
	}
}

type goalRef struct {
	n      *yaml.Node
	at, id string
}

func (p *parser) checkGoalRefs() {
	for _, r := range p.goalRefs {
		if !slices.ContainsFunc(p.c.Goals, func(g Goal) bool { return g.ID == r.id }) {
			p.fault(r.n, r.at, fmt.Sprintf("there is no goal with the id %q", r.id), p.goalHint(r.id))
		}
	}
}

// goalHint names the goal that was meant, also by who wrote its name.
func (p *parser) goalHint(id string) string {
	id = cmp.Or(ID(id), id)
	var ids []string
	for _, g := range p.c.Goals {
		if id == g.ID || id == ID(g.Name) {
			return "write " + g.ID
		}
		ids = append(ids, g.ID)
	}
	if near := nearest.Of(id, ids); near != "" {
		return "did you mean " + near + "?"
	}
	return "add it to goals:, with id: " + id
}

func (p *parser) times(n *yaml.Node, at string) []journey.TimeOfDay {
	items := []*yaml.Node{n}
	if n.Kind == yaml.SequenceNode {
		if items = p.list(n, at, maxItems); len(n.Content) == 0 {
			p.fault(n, at, "is empty", `write a time such as "07:30"`)
		}
	}
	var all []journey.TimeOfDay
	for i, c := range items {
		path := at
		if n.Kind == yaml.SequenceNode {
			path = fmt.Sprintf("%s[%d]", at, i)
		}
		if t, ok := p.time(c, path); ok {
			all = append(all, t)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func everyDay() []time.Weekday { return slices.Concat(weekdays, weekend) }

func (p *parser) days(n *yaml.Node, at string) []time.Weekday {
	if n.Kind != yaml.SequenceNode {
		return p.dayWord(n, at)
	}
	if len(n.Content) == 0 {
		p.fault(n, at, "is empty", "write daily, weekdays, weekends or days such as [mon, wed]")
	}
	var all []time.Weekday
	for i, c := range p.list(n, at, maxItems) {
		all = append(all, p.dayWord(c, fmt.Sprintf("%s[%d]", at, i))...)
	}
	slices.SortFunc(all, cmp.Compare)
	return slices.Compact(all)
}

func (p *parser) dayWord(n *yaml.Node, at string) []time.Weekday {
	s, ok := p.scalar(n, at)
	if !ok {
		return nil
	}
	switch w := strings.ToLower(s); w {
	case "daily":
		return everyDay()
	case "weekdays":
		return weekdays
	case "weekends":
		return weekend
	default:
		for _, d := range everyDay() {
			if full := strings.ToLower(d.String()); w == full || w == full[:3] {
				return []time.Weekday{d}
			}
		}
	}
	p.fault(n, at, fmt.Sprintf("%q is not a day (mon to sun, weekdays, weekends or daily)", s), dayHint(strings.ToLower(s)))
	return nil
}

func dayHint(w string) string {
	words := []string{"daily", "weekdays", "weekends"}
	for _, d := range everyDay() {
		words = append(words, strings.ToLower(d.String())) // of three letters, nearly all are near to each other
	}
	near := nearest.Of(w, words)
	switch {
	case strings.Contains(w, ","):
		return "write several as a list: [mon, wed]"
	case strings.HasPrefix(w, "every"):
		return "write daily"
	case near != "":
		return "did you mean " + near + "?"
	}
	return ""
}

func (p *parser) cron(n *yaml.Node, at string) (string, scheduler.Schedule) {
	s, ok := p.scalar(n, at)
	if !ok {
		return "", nil
	}
	sched, err := scheduler.ParseCron(s)
	if err != nil {
		p.fault(n, at, err.Error(), `an expression such as "30 7 * * 1,3,5" means 07:30 on Monday, Wednesday and Friday`)
	}
	return s, sched
}

// The least and the most that a habit may come late.
const leastLate, mostLate = time.Minute, 24 * time.Hour

func (p *parser) late(n *yaml.Node, at string) time.Duration {
	s, ok := p.scalar(n, at)
	d, err := time.ParseDuration(s)
	if ok && (err != nil || d < leastLate || d > mostLate) {
		p.fault(n, at, fmt.Sprintf("%q is not a duration from 1m to 24h", s), lateHint(s))
	}
	return d
}

// lateHint tells how to write a duration, and the very one where it is clear.
func lateHint(s string) string {
	short := strings.NewReplacer(" ", "", "hours", "h", "hour", "h", "hrs", "h", "minutes", "m", "minute", "m", "mins", "m", "min", "m").
		Replace(strings.ToLower(s))
	if d, err := time.ParseDuration(short); err == nil && d >= leastLate && d <= mostLate {
		return "write " + short
	}
	return "write for example 90m or 2h"
}
