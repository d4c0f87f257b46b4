package setup

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"daybreak/internal/config"
)

// The forms of the file.
const (
	fileHead = "# Daybreak's config. It is yours: change whatever you like.\n" +
		"# `daybreak config check` says whether it is right, and with `daybreak config schema`\n" +
		"# your editor knows the keys: see `daybreak config schema --help`.\n\n"
	fileFoot = "\n# There is more when you want it: goals, milestones, hard_dates, notify, timezone.\n" +
		"# docs/config.md tells how they are written.\n"
	noHabits = "habits:\n  # - name: Morning walk\n  #   at: \"07:30\"           # or several: [\"07:30\", \"18:00\"]\n" +
		"  #   days: weekdays        # or: daily, weekends, [mon, wed, fri]\n"
)

// Text returns the config file of the answers: with a comment where one helps,
// without a key that nobody asked for.
func Text(a Answers) []byte {
	f := &file{}
	f.b.WriteString(fileHead)
	f.line("breakup_date: "+a.Ended.String(), "")
	f.wait(a)
	f.b.WriteByte('\n')
	f.line("intention: "+string(a.Intention), "or: "+strings.Join(others(a), ", "))
	f.b.WriteString("\n# Small things at set times. Names show on the screen as you write them here.\n")
	f.habits(a.Habits)
	c := config.Default(a.Ended)
	f.b.WriteString("\nprompts:\n")
	f.line(fmt.Sprintf("  morning: %q", c.Prompts.Morning.Weekdays), "a thought for the day; or: off")
	f.line(fmt.Sprintf("  afternoon: %q", c.Prompts.Afternoon.Weekdays), "a second one, less often as time goes by; or: off")
	f.line(fmt.Sprintf("  evening: %q", c.Prompts.Evening.Weekdays), "how was today? or: off")
	f.b.WriteByte('\n')
	f.line(fmt.Sprintf("quiet_hours: \"%s-%s\"", c.Quiet.From, c.Quiet.To), "nothing shows up in between; or: off")
	f.b.WriteString(fileFoot)
	return []byte(f.b.String())
}

// others returns the intentions that are left. Under an order, and for somebody
// who left harm behind, reconnect is not named.
func others(a Answers) []string {
	var all []string
	for _, h := range hopes(a) {
		if h != a.Intention && (h != config.Reconnect || a.Intention != config.Safe) {
			all = append(all, string(h))
		}
	}
	return all
}

type file struct{ b strings.Builder }

// line writes a line, and its comment in a column of its own.
func (f *file) line(s, comment string) {
	const column = 28
	if comment != "" {
		s += strings.Repeat(" ", max(2, column-len(s))) + "# " + comment
	}
	f.b.WriteString(s + "\n")
}

func (f *file) wait(a Answers) {
	f.b.WriteString("\nwait:\n")
	switch {
	case a.Until != 0:
		f.line("  until: "+a.Until.String(), "the last day; or, in its place, days: 30")
	case a.Days == 0:
		f.line("  days: open", "or a number, 1 to 365")
	default:
		f.line(fmt.Sprintf("  days: %d", a.Days), "1 to 365, or: open")
	}
	if a.LastContact != 0 {
		f.line("  last_contact: "+a.LastContact.String(), "the days count from here")
	}
	if a.Order {
		f.line("  order: true", "nothing speaks of contact")
	}
}

func (f *file) habits(all []Habit) {
	if len(all) == 0 {
		f.b.WriteString(noHabits)
		return
	}
	f.b.WriteString("habits:\n")
	for i, h := range all {
		var times []string
		for _, t := range h.At {
			times = append(times, strconv.Quote(t.String()))
		}
		at, days := strings.Join(times, ", "), "daily"
		if len(times) > 1 {
			at = "[" + at + "]"
		}
		switch {
		case len(h.Days) > 1:
			days = "[" + strings.Join(h.Days, ", ") + "]"
		case len(h.Days) == 1:
			days = h.Days[0]
		}
		comment := ""
		if i == 0 {
			comment = "or: daily, weekdays, weekends, [mon, wed, fri]"
		}
		f.line("  - name: "+scalar(h.Name), "")
		f.line("    at: "+at, "")
		f.line("    days: "+days, comment)
	}
}

// scalar writes s as YAML: as it is where it is plain words that can be nothing
// else, in quotes otherwise. What Go escapes, YAML 1.2 (5.7, Escaped Characters)
// reads the same.
func scalar(s string) string {
	for i, r := range s {
		if !unicode.IsLetter(r) && (i == 0 || r != ' ' && !unicode.IsDigit(r)) {
			return strconv.Quote(s)
		}
	}
	if s == "" || strings.HasSuffix(s, " ") ||
		indexOf(strings.ToLower(s), "true", "false", "yes", "no", "on", "off", "y", "n", "null") >= 0 {
		return strconv.Quote(s)
	}
	return s
}
