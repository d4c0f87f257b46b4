package setup

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"daybreak/internal/config"
	"daybreak/internal/journey"
)

// Habit is something to do at set times.
type Habit struct {
	Name string
	At   []journey.TimeOfDay // in order, at least one
	Days []string            // words of the config: weekdays, or mon and wed; none is every day
}

// String returns the habit as it is repeated back.
func (h Habit) String() string {
	var times []string
	for _, t := range h.At {
		times = append(times, t.String())
	}
	var days []string
	for _, word := range h.Days {
		if d, ok := weekdayOf(word); ok {
			word = d.String() + "s"
		}
		days = append(days, word)
	}
	if len(days) == 0 {
		days = []string{"every day"}
	}
	return fmt.Sprintf("%s, %s at %s", h.Name, strings.Join(days, ", "), strings.Join(times, ", "))
}

// mostHabits is more than anybody begins with.
const mostHabits = 20

// Offered returns the habits that can be taken by their numbers, from 1.
func Offered() []Habit {
	return []Habit{
		{Name: "Ten minutes outside", At: []journey.TimeOfDay{7*60 + 30}},
		{Name: "Call someone I trust", At: []journey.TimeOfDay{18 * 60}},
		{Name: "Read a few pages", At: []journey.TimeOfDay{21*60 + 30}},
	}
}

// Habits reads habits: numbers of those that are offered, such as "1 3", "all",
// "none", and one's own, such as "Swim sat 10:00", with commas between them.
func Habits(s string) ([]Habit, error) {
	if !utf8.ValidString(s) {
		return nil, errors.New("that is not text in UTF-8")
	}
	var all []Habit
	own := ""
	for part := range strings.FieldsFuncSeq(s, func(r rune) bool { return r == ',' || r == ';' }) {
		if offered, ok := byNumber(part); ok && own == "" {
			all = append(all, offered...)
			continue
		}
		// A comma may stand in a name: it goes on up to a time.
		if own += part; len(split(own).At) == 0 {
			own += ", "
			continue
		}
		h := split(own)
		if err := check(h); err != nil {
			return nil, err
		}
		all, own = append(all, h), ""
	}
	if own != "" {
		return nil, fmt.Errorf("%q has no time of day", strings.Trim(own, ", "))
	}
	return all, several(all)
}

// several checks what one habit alone cannot show.
func several(all []Habit) error {
	if len(all) > mostHabits {
		return fmt.Errorf("%d habits are many; begin with %d at the most", len(all), mostHabits)
	}
	taken := map[string]bool{}
	for _, h := range all {
		id := config.ID(h.Name)
		if taken[id] {
			return fmt.Errorf("%q is there twice; give one of them another name, or one habit both times", h.Name)
		}
		taken[id] = true
	}
	return nil
}

// byNumber reads "1 3", "all" and "none".
func byNumber(s string) ([]Habit, bool) {
	offered := Offered()
	switch s = strings.ToLower(strings.TrimSpace(s)); s {
	case "all":
		return offered, true
	case "none", "no", "-":
		return nil, true
	}
	var all []Habit
	for _, w := range strings.Fields(s) {
		if w == "and" {
			continue
		}
		if !isNumber(w) || number(w) < 1 || number(w) > len(offered) {
			return nil, false
		}
		all = append(all, offered[number(w)-1])
	}
	return all, len(all) > 0
}

// split reads a name with times and days behind it. A habit without a time has
// nothing behind its name.
func split(s string) Habit {
	var h Habit
	w := strings.Fields(s)
	for len(w) > 1 {
		last := strings.TrimRight(strings.ToLower(w[len(w)-1]), ",")
		used := 1
		t, ok := clock(last)
		if !ok && len(w) > 2 && indexOf(last, "am", "pm") >= 0 {
			t, ok = clock(strings.ToLower(w[len(w)-2]) + last)
			used = 2
		}
		day := dayWord(last)
		switch {
		case ok:
			h.At = append(h.At, t)
		case day != "":
			h.Days = append(h.Days, day)
		case indexOf(last, "at", "on", "and", "every", "day", "daily") < 0 || len(h.At) == 0 && last != "daily":
			return h.named(w)
		}
		w = w[:len(w)-used]
	}
	return h.named(w)
}

func (h Habit) named(w []string) Habit {
	h.Name = strings.TrimRight(strings.Join(w, " "), ", ")
	slices.Sort(h.At)
	h.At = slices.Compact(h.At)
	slices.Reverse(h.Days)
	return h
}

// dayWord returns the config's word for a day or days, "" for none.
func dayWord(s string) string {
	if indexOf(s, "weekdays", "weekends") >= 0 {
		return s
	}
	if d, ok := weekdayOf(strings.TrimSuffix(s, "s")); ok {
		return strings.ToLower(d.String()[:3])
	}
	return ""
}

// clock reads a time of day as people write it: 07:30, 7.30, 7:30pm, 7am.
func clock(s string) (journey.TimeOfDay, bool) {
	half := ""
	if n := len(s) - 2; n > 0 && (s[n:] == "am" || s[n:] == "pm") {
		s, half = s[:n], s[n:]
	}
	h, m, both := strings.Cut(strings.Replace(s, ".", ":", 1), ":")
	if !both {
		m = "00"
	}
	if !both && half == "" || !isNumber(h) || len(h) > 2 || !isNumber(m) || len(m) != 2 {
		return 0, false
	}
	hour, minute := number(h), number(m)
	if half != "" {
		if hour < 1 || hour > 12 {
			return 0, false
		}
		if hour %= 12; half == "pm" {
			hour += 12
		}
	}
	if hour > 23 || minute > 59 {
		return 0, false
	}
	return journey.TimeOfDay(hour*60 + minute), true
}

// check has the config's own rules for a name looked at: how long it is, and
// what may be in it.
func check(h Habit) error {
	if config.ID(h.Name) == "" {
		return fmt.Errorf("%q needs a letter or a digit in its name", h.Name)
	}
	a := Default(0)
	a.Ended, a.Habits = journey.NewDate(firstYear, 1, 1), []Habit{h}
	_, _, err := config.Parse(Text(a), config.Options{})
	var faults config.Faults
	if errors.As(err, &faults) {
		return fmt.Errorf("the name %q %s", h.Name, faults[0].Msg)
	}
	return err
}

// hushed names the habits that the quiet hours of the config hold back.
func hushed(all []Habit) []string {
	quiet := config.Default(0).Quiet
	const worth = 2 * 60 // minutes; see docs/time.md
	var notes []string
	for _, h := range all {
		for _, t := range h.At {
			switch {
			case t < quiet.From && t >= quiet.To:
			case t < quiet.To && quiet.To-t <= worth:
				notes = append(notes, fmt.Sprintf("Quiet hours are %s to %s: what is due at %s comes at %s.", quiet.From, quiet.To, t, quiet.To))
			default:
				notes = append(notes, fmt.Sprintf("Quiet hours are %s to %s: what is due at %s does not come, unless you change quiet_hours.", quiet.From, quiet.To, t))
			}
		}
	}
	return notes
}
