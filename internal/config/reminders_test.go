package config

import (
	"slices"
	"testing"

	"daybreak/internal/journey"
	"daybreak/scheduler"
)

func ids(all []scheduler.Reminder) []string {
	var ids []string
	for _, r := range all {
		ids = append(ids, r.ID)
	}
	return ids
}

func TestReminderIDs(t *testing.T) {
	for name, tt := range map[string]struct {
		text string
		want []string
	}{
		"every key": {everyKey, []string{
			"prompt/morning", "checkin/evening", "habit/morning-walk", "habit/read-before-bed",
			"milestone/7", "milestone/10", "milestone/30", "goal/read-3", "plan/2026-12-24",
		}},
		"defaults": {"breakup_date: 2026-11-01", []string{
			"prompt/morning", "checkin/evening",
			"milestone/1", "milestone/3", "milestone/7", "milestone/14", "milestone/21", "milestone/30",
		}},
		"a short wait": {"breakup_date: 2026-11-01\nwait: {days: 10}", []string{
			"prompt/morning", "checkin/evening", "milestone/1", "milestone/3", "milestone/7", "milestone/10",
		}},
		"until": {"breakup_date: 2026-11-01\nwait: {until: 2026-11-06}\nmilestones: []", []string{
			"prompt/morning", "checkin/evening", "milestone/5",
		}},
		"all off": {"breakup_date: 2026-11-01\nwait: {days: open}\nprompts: {morning: off, evening: off}\nmilestones: []", nil},
		"no prompts left": {"breakup_date: 2026-11-01\nwait: {days: open}\nprompts: {max_per_day: 0}\nmilestones: []", []string{
			"checkin/evening",
		}},
	} {
		c := parse(t, tt.text)
		if got := ids(c.Reminders(c.Start(), today)); !slices.Equal(got, tt.want) {
			t.Errorf("%s:\ngot  %q\nwant %q", name, got, tt.want)
		}
	}
}

// due returns every time of the reminder with the id from 1 November on.
func due(t *testing.T, text, id string) []string {
	t.Helper()
	c := parse(t, text)
	all := c.Reminders(c.Start(), today)
	i := slices.IndexFunc(all, func(r scheduler.Reminder) bool { return r.ID == id })
	if i < 0 {
		t.Fatalf("no %s among %q", id, ids(all))
	}
	var times []string
	at, ok := all[i].Schedule.Next(scheduler.NewCivil(int(nov1), 0) - 1)
	for ; ok && len(times) < 4; at, ok = all[i].Schedule.Next(at) {
		times = append(times, at.String())
	}
	return times
}

func TestWhenRemindersCome(t *testing.T) {
	const start = "breakup_date: 2026-11-01\n"
	const eve = start + "hard_dates: [{date: 12-24, name: Christmas Eve}]\n"
	for name, tt := range map[string]struct {
		text, id string
		want     []string
	}{
		"a plan, eve and morning": {eve, "plan/2026-12-24", []string{"2026-12-23T21:00", "2026-12-24T08:30"}},
		"a plan, both off": {
			eve + "prompts: {morning: off, evening: off}", "plan/2026-12-24", []string{"2026-12-23T21:00", "2026-12-24T08:30"},
		},
		"a plan, an evening after midnight": {
			eve + "prompts: {evening: \"00:30\"}", "plan/2026-12-24", []string{"2026-12-24T00:30", "2026-12-24T08:30"},
		},
		"a plan at the times of the weekend": {
			start + "hard_dates: [{date: 2026-12-26, name: Boxing Day}]\n" +
				"prompts: {morning: {weekdays: \"07:00\", weekends: \"10:00\"}}",
			"plan/2026-12-26",
			[]string{"2026-12-25T21:00", "2026-12-26T10:00"},
		},
		"a milestone":            {start, "milestone/7", []string{"2026-11-08T08:30"}},
		"the last day":           {start, "milestone/30", []string{"2026-12-01T08:30"}},
		"after the last contact": {everyKey, "milestone/30", []string{"2026-12-03T08:30"}},
		"a goal":                 {everyKey, "goal/read-3", []string{"2026-12-01T08:30"}},
		"a habit": {everyKey, "habit/morning-walk", []string{
			"2026-11-02T07:30", "2026-11-04T07:30", "2026-11-06T07:30", "2026-11-09T07:30",
		}},
	} {
		if got := due(t, tt.text, tt.id); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}

func TestHardDates(t *testing.T) {
	c := parse(t, "breakup_date: 2026-11-01\nhard_dates:\n  - {date: 02-29, name: Leap}\n  - {date: 12-24, name: First}\n"+
		"  - {date: 2026-12-24, name: Second}\n  - {date: 11-20, name: Past}\n")
	var plans []string
	for _, id := range ids(c.Reminders(c.Start(), today)) {
		if len(id) > len(PlanPrefix) && id[:len(PlanPrefix)] == PlanPrefix {
			plans = append(plans, id)
		}
	}
	want := []string{"plan/2026-12-24", "plan/2026-11-20", "plan/2027-11-20"}
	if !slices.Equal(plans, want) {
		t.Errorf("%q, want %q: a leap day comes in leap years, a date once", plans, want)
	}
	if h, ok := c.HardDateOn(journey.NewDate(2026, 12, 24)); !ok || h.Name != "First" {
		t.Errorf("%+v, %v", h, ok)
	}
	if _, ok := c.HardDateOn(nov1); ok {
		t.Error("1 November is no hard date")
	}
	if got := c.HardDates[0].dates(journey.NewDate(2028, 1, 1)); !slices.Equal(got, []journey.Date{journey.NewDate(2028, 2, 29)}) {
		t.Errorf("leap day %v", got)
	}
}
