package prompts

import (
	"strconv"
	"strings"

	"daybreak/internal/journey"
)

// Milestone returns the check-in of a day of the wait. say is the user's own
// text for it, "" for the built-in words; last marks the wait's last day.
// c.Today may be later than the milestone: the title then tells the true day.
//
// The built-in words tell what was kept, when there is something to tell, and
// ask one question. The last day is a date: it permits nothing, and under
// Order or intention safe nothing more is made of it.
func Milestone(c Context, day int, say string, last bool) Text {
	key := "milestone/" + strconv.Itoa(day)
	if say != "" {
		t := c.neutral(key)
		if !c.Discreet {
			t.Body = say
		}
		return t
	}
	m := markOf(c, day, last)
	t := Text{Key: key, Title: m.Title, Body: m.Body}
	var before []string
	if today := c.Wait.Day(c.Today); today > day {
		t.Title = c.say("day", "day", strconv.Itoa(today))
		before = append(before, ago(c, day, today-day))
	}
	if r := record(c); r != "" {
		before = append(before, r)
	}
	t.Body = strings.Join(append(before, t.Body), " ")
	return t
}

// WithPlan returns the message of a milestone that falls on a hard date: it
// says both. The user's words stand first and are never altered; where others
// may see them, the message only says that they are there.
func WithPlan(c Context, milestone Text, own bool, name, plan string) Text {
	if c.Discreet {
		if !own { // one that is neutral says so already
			milestone.Body += " " + c.say("note-too")
		}
		return milestone
	}
	p := Plan(c, name, plan, false)
	milestone.Title += " · " + p.Title
	milestone.Body = p.Body + " · " + milestone.Body
	return milestone
}

// markOf chooses the words: the last day's first, then the day's own, then
// those of half the time, then those of any day.
func markOf(c Context, day int, last bool) words {
	all := c.milestones()
	m, named := all.Days[strconv.Itoa(day)]
	switch {
	case last && c.Order && !c.Discreet:
		m = words{all.LastDate.Title, all.LastOrder}
	case last && (c.Order || c.Intention == "safe"):
		m = all.LastDate
	case last:
		m = all.Last
	case c.Wait.Days > journey.DefaultDays && 2*day == c.Wait.Days:
		m = all.Half // of a long wait it says more than the day's number does
	case named:
	case !c.Wait.Open() && 2*day == c.Wait.Days:
		m = all.Half
	case len(all.Any) > 0:
		m = words{c.say("day"), all.Any[day%len(all.Any)]}
	}
	m.Title = filled(m.Title, "day", strconv.Itoa(day))
	return m
}

func ago(c Context, day, days int) string {
	if days == 1 {
		return c.say("day-yesterday", "day", strconv.Itoa(day))
	}
	return c.count("day-ago", days, "day", strconv.Itoa(day), "n", strconv.Itoa(days))
}

// record tells what was kept, and how many goals have moved.
func record(c Context) string {
	kept, moved := kept(c), ""
	if c.Moved > 0 {
		moved = c.count("goals-moved", c.Moved, "n", strconv.Itoa(c.Moved))
	}
	switch {
	case kept != "" && moved != "":
		return c.say("record-both", "kept", kept, "moved", moved)
	case kept+moved != "":
		return c.say("record", "record", kept+moved)
	}
	return ""
}

// kept tells what was kept. Below half, the count stands without what it is out
// of, which would be a loss told first.
func kept(c Context) string {
	k, n := c.Kept, strconv.Itoa(c.Kept.Days)
	switch {
	case k.Of <= 0 || k.Days <= 0:
		return ""
	case k.Days == k.Of && k.Of == 1:
		return c.say("kept-first")
	case 2*k.Days >= k.Of:
		return c.count("kept-of", k.Of, "n", n, "of", strconv.Itoa(k.Of))
	}
	return c.count("kept-so-far", k.Days, "n", n)
}

// Questions returns the three questions of a milestone's check-in: the stage's,
// or those that suit an order or intention safe.
func Questions(c Context) []string {
	key := string(c.Wait.Stage(c.Today))
	switch {
	case c.Order:
		key = "order"
	case c.Intention == "safe":
		key = "safe"
	}
	return c.milestones().Questions[key]
}
