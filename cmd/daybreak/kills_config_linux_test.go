package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"daybreak/internal/rig"
	"daybreak/scheduler"
)

// killTexts is how many texts each habit has in turn: more than a lane has
// days, so that a message tells its day.
const killTexts = 64

// killReminders is what the config asks for, and when each is due, for the
// test's own reckoning. A habit's id is its name.
var killReminders = []struct{ id, config, cron string }{
	{"habit/walk", `at: "07:30"`, "30 7 * * *"},
	{"habit/tea", `at: "16:10", days: weekdays`, "10 16 * * 1-5"},
	{"habit/stretch", `cron: "40 9 * * *"`, "40 9 * * *"},
	{"habit/water", `cron: "5 11,15,19 * * *", late: 4h`, "5 11,15,19 * * *"},
	{"habit/read", `cron: "50 12 * * *", late: 6h`, "50 12 * * *"},
	{"habit/music", `cron: "30 14 * * *"`, "30 14 * * *"},
	{"habit/letter", `cron: "20 17 * * 1,3,5"`, "20 17 * * 1,3,5"},
	{"habit/garden", `cron: "0 18 * * *"`, "0 18 * * *"}, // a digest with the next two
	{"habit/dishes", `cron: "0 18 * * *"`, "0 18 * * *"},
	{"habit/sister", `cron: "0 18 * * *"`, "0 18 * * *"},
	{"habit/cook", `cron: "15 20 * * *"`, "15 20 * * *"},
	{"habit/bath", `at: "22:00"`, "0 22 * * *"},
	{"habit/lamp", `cron: "50 23 * * *", late: 1h`, "50 23 * * *"}, // never outside quiet hours
	{"habit/tidy", `cron: "50 0 * * *", late: 4h`, "50 0 * * *"},   // at their end
	{"habit/night", `cron: "30 2 * * *"`, "30 2 * * *"},            // in the hour that comes twice
	{"habit/stars", `cron: "10 4 */2 * *"`, "10 4 */2 * *"},
	{"habit/bread", `cron: "45 5 * * *"`, "45 5 * * *"},
	{"prompt/morning", "", "30 8 * * *"},
	{"checkin/evening", "", "0 21 * * *"},
}

// killConfig returns a config with a text of its own for every message, as far
// as a config can give one.
func killConfig() string {
	var b strings.Builder
	fmt.Fprintf(&b, "breakup_date: %s\nwait: {days: 200}\nnotify: {discreet: false}\n", killsBegin[:10])
	fmt.Fprintf(&b, "prompts: {morning: \"08:30\", evening: \"21:00\", max_per_day: 0, own: [%s]}\n", killSay("morning"))
	b.WriteString("quiet_hours: \"23:30-01:30\"\nhabits:\n")
	for _, r := range killReminders {
		if name, ok := strings.CutPrefix(r.id, "habit/"); ok {
			fmt.Fprintf(&b, "  - {name: %s, %s, say: [%s]}\n", name, r.config, killSay(name))
		}
	}
	b.WriteString("milestones:\n")
	for day := 1; day < killTexts; day++ {
		fmt.Fprintf(&b, "  - {day: %d, say: milestone %d}\n", day, day)
	}
	return b.String()
}

func killSay(name string) string {
	var all []string
	for i := range killTexts {
		all = append(all, fmt.Sprintf("%s %d", name, i))
	}
	return strings.Join(all, ", ")
}

// firstDay is the civil day of the beginning, the day 0 of the wait.
func firstDay() int {
	c, err := scheduler.ParseCivil(killsBegin[:16])
	if err != nil {
		panic(err) // a constant
	}
	return c.Day()
}

// killText returns the title of the message of one occurrence and its body,
// where the config gives it one.
func killText(o scheduler.Occurrence) (title, body string) {
	kind, name, _ := strings.Cut(o.ID, "/")
	switch kind {
	case "habit":
		return name, fmt.Sprintf("%s %d", name, o.Civil.Day()%killTexts)
	case "prompt":
		return "A note from you", fmt.Sprintf("morning %d", (o.Civil.Day()-firstDay())%killTexts)
	case "milestone":
		return "A note from you", "milestone " + name
	case "checkin":
		return "How was today?", ""
	}
	return welcomeTitle, ""
}

// tells reports whether a call is what a claim would send.
func tells(c scheduler.Claim, call *rig.Call) bool {
	if c.Kind != scheduler.Digest {
		title, body := killText(c.Of[len(c.Of)-1])
		return call.Title == title && (body == "" || call.Body == body)
	}
	var names []string
	for _, o := range c.Of {
		title, _ := killText(o)
		names = append(names, title)
	}
	return call.Title == fmt.Sprintf("%d things for now", len(names)) && call.Body == strings.Join(names, " · ")
}

func isMilestone(call *rig.Call) bool { return strings.HasPrefix(call.Body, "milestone ") }

// dueAfter reports whether a call is surely of a later day than t.
func dueAfter(call rig.Call, t time.Time) bool {
	name, n, ok := strings.Cut(call.Body, " ")
	i, err := strconv.Atoi(n)
	if !ok || err != nil || name != call.Title {
		return false // no habit's
	}
	today := scheduler.CivilOf(t.In(killZone)).Day()
	ahead := (i - today%killTexts + killTexts) % killTexts
	return ahead > 0 && ahead < killTexts/2
}

// killZone is where the lanes are.
var killZone = func() *time.Location {
	zone, err := time.LoadLocation("Europe/Berlin") // as environment sets it
	if err != nil {
		panic(err)
	}
	return zone
}()

// dueIn returns when everything but the milestones was due in [from, to], found
// by looking at every minute. Of a minute that the clock shows twice the first
// pass counts.
func dueIn(from, to time.Time) map[scheduler.Occurrence]time.Time {
	due := map[scheduler.Occurrence]time.Time{}
	for t := from.Truncate(time.Minute); !t.After(to); t = t.Add(time.Minute) {
		local := t.In(killZone)
		for _, r := range killReminders {
			o := scheduler.Occurrence{ID: r.id, Civil: scheduler.CivilOf(local)}
			if _, again := due[o]; !again && cronMatches(r.cron, local) {
				due[o] = t
			}
		}
	}
	return due
}

// milestonesIn returns when the milestones were due in [from, to].
func milestonesIn(from, to time.Time) map[scheduler.Occurrence]time.Time {
	due := map[scheduler.Occurrence]time.Time{}
	for day := 1; day < killTexts; day++ {
		c := scheduler.NewCivil(firstDay()+day, 8*60+30)
		u := c.UTC()
		at := time.Date(u.Year(), u.Month(), u.Day(), 8, 30, 0, 0, killZone) // no change of the clocks near it
		if !at.Before(from) && !at.After(to) {
			due[scheduler.Occurrence{ID: fmt.Sprintf("milestone/%d", day), Civil: c}] = at
		}
	}
	return due
}

// nextDue returns when anything is due after t.
func nextDue(t time.Time) time.Time {
	for m := t.Truncate(time.Minute).Add(time.Minute); ; m = m.Add(time.Minute) {
		for _, r := range killReminders {
			if cronMatches(r.cron, m.In(killZone)) {
				return m
			}
		}
	}
}

// cronMatches is the little of cron that killReminders uses.
func cronMatches(expr string, t time.Time) bool {
	values := []int{t.Minute(), t.Hour(), t.Day(), int(t.Month()), int(t.Weekday())}
	for i, field := range strings.Fields(expr) {
		if !slices.ContainsFunc(strings.Split(field, ","), func(item string) bool {
			return cronItemMatches(item, values[i])
		}) {
			return false
		}
	}
	return true
}

// cronItemMatches takes *, */n counted from 1, a-b, and a number.
func cronItemMatches(item string, v int) bool {
	lo, hi, ranged := strings.Cut(item, "-")
	step, stepped := strings.CutPrefix(item, "*/")
	switch {
	case item == "*":
		return true
	case stepped:
		n, err := strconv.Atoi(step)
		return err == nil && (v-1)%n == 0
	case !ranged:
		hi = lo
	}
	a, err1 := strconv.Atoi(lo)
	b, err2 := strconv.Atoi(hi)
	return err1 == nil && err2 == nil && a <= v && v <= b
}
