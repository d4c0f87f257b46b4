package report

import (
	"strings"
	"testing"
	"time"

	"daybreak/internal/journey"
	"daybreak/scheduler"
)

// The plan of a date stands in the milestone that falls on it, on that day and
// no later, and the record says where it went.
func TestMilestoneOnAHardDate(t *testing.T) {
	f := parse(t, "breakup_date: 2026-11-01\nhard_dates:\n  - {date: 2026-11-22, name: Our day, plan: Go to the lake.}\n")
	of := []scheduler.Occurrence{{ID: "plan/2026-11-22", Civil: civil(t, "2026-11-22T08:30")}, {ID: "milestone/21", Civil: civil(t, "2026-11-22T08:30")}}
	for _, c := range []struct {
		now      string
		discreet bool
		has, not string
	}{
		{"2026-11-22T08:30:00+01:00", false, "Go to the lake. · ", "note from you"},
		{"2026-11-22T08:30:00+01:00", true, "And a note from you", "lake"},
		{"2026-11-22T22:00:00+01:00", false, "Go to the lake. · ", "note from you"},
		{"2026-11-23T03:59:00+01:00", false, "Go to the lake. · ", "note from you"},
		{"2026-11-23T08:30:00+01:00", false, "Day 21 was yesterday", "lake"},
		{"2026-11-23T08:30:00+01:00", true, "Day 21 was yesterday", "note from you"},
	} {
		f.Now = at(t, c.now)
		if m := f.Message(scheduler.Milestone, of, c.discreet); !strings.Contains(m.Body, c.has) || strings.Contains(m.Title+m.Body, c.not) {
			t.Errorf("%s, discreet %v: %+v", c.now, c.discreet, m)
		}
	}
	f.Now = at(t, "2026-11-22T12:00:00+01:00")
	earlier := []scheduler.Occurrence{{ID: "milestone/20", Civil: civil(t, "2026-11-21T08:30")}}
	if m := f.Message(scheduler.Milestone, earlier, false); strings.Contains(m.Body, "lake") {
		t.Errorf("a milestone of the day before: %+v", m)
	}
	f.sent("milestone/21", scheduler.Delivered, scheduler.OnTime, f.Now.Add(-time.Hour), of...)
	if last, kind, ok := f.LastShown(); !ok || last != of[1] || kind != scheduler.Milestone {
		t.Errorf("shown last: %v, %s, %v", last, kind, ok)
	}
	for _, o := range f.Why("plan/2026-11-22", 1).Occurrences {
		if o.Outcome != scheduler.Folded || o.Reason != scheduler.InDigest || o.Into != "milestone/21" {
			t.Errorf("%+v", o)
		}
	}
	if m, ok := f.Messages().find("plan/2026-11-22", "2026-11-22T08:30"); !ok || m.Body != "Go to the lake." || m.said != "shown at 11:00, with others in milestone/21" {
		t.Errorf("today: %+v, %q", m, m.said)
	}
}

// A milestone tells how many goals have moved since the one before.
func TestMilestoneTellsOfGoals(t *testing.T) {
	f := parse(t, "breakup_date: 2026-11-01\ngoals:\n  - {id: a, name: A}\n  - {id: b, name: B}\n")
	f.Story = journey.NewStory(nil)
	for goal, day := range map[string]string{"a": "2026-11-20", "b": "2026-11-10"} {
		d, err := journey.ParseDate(day)
		if err != nil {
			t.Fatal(err)
		}
		f.Story.Apply(journey.Entry{Progress: &journey.Progress{Goal: goal, Day: d, Amount: 1}})
	}
	f.Now = at(t, "2026-11-22T08:30:00+01:00")
	of := []scheduler.Occurrence{{ID: "milestone/21", Civil: civil(t, "2026-11-22T08:30")}}
	if m := f.Message(scheduler.Milestone, of, true); !strings.HasPrefix(m.Body, "You kept 21 of 21 days; 1 goal moved. ") {
		t.Errorf("%q", m.Body)
	}
}

// The day after a hard check-in has a prompt of its own kind, and every other
// day the one that it has anyway.
func TestDayAfterAHardOne(t *testing.T) {
	f := parse(t, "breakup_date: 2026-11-20\n")
	prompt := func(day string) string {
		o := scheduler.Occurrence{ID: "prompt/morning", Civil: civil(t, day+"T08:30")}
		return f.Message(scheduler.Prompt, []scheduler.Occurrence{o}, false).Key
	}
	days := []string{"2026-11-21", "2026-11-22", "2026-11-23", "2026-11-24"}
	var usual []string
	for _, d := range days {
		usual = append(usual, prompt(d))
	}
	for difficulty := journey.Easiest; difficulty <= journey.Hardest; difficulty++ {
		f.Story = journey.NewStory(nil)
		hard, err := journey.ParseDate(days[1])
		if err != nil {
			t.Fatal(err)
		}
		f.Story.Apply(journey.Entry{CheckIn: &journey.CheckIn{Day: hard, Difficulty: difficulty}})
		for i, d := range days {
			if other := prompt(d) != usual[i]; other != (i == 2 && difficulty >= journey.Hard) {
				t.Errorf("after a %d, %s is another: %v", difficulty, d, other)
			}
		}
	}
}
