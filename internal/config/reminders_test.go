package config

import (
	"fmt"
	"slices"
	"strings"
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
			"prompt/morning", "prompt/afternoon", "checkin/evening", "habit/morning-walk", "habit/read-before-bed",
			"milestone/7", "milestone/10", "milestone/30", "goal/read-3", "plan/2026-12-24",
		}},
		"defaults": {"breakup_date: 2026-11-01", []string{
			"prompt/morning", "prompt/afternoon", "checkin/evening",
			"milestone/1", "milestone/3", "milestone/7", "milestone/14", "milestone/21", "milestone/30",
		}},
		"a short wait": {"breakup_date: 2026-11-01\nwait: {days: 10}", []string{
			"prompt/morning", "prompt/afternoon", "checkin/evening", "milestone/1", "milestone/3", "milestone/7", "milestone/10",
		}},
		"until": {"breakup_date: 2026-11-01\nwait: {until: 2026-11-06}\nmilestones: []", []string{
			"prompt/morning", "prompt/afternoon", "checkin/evening", "milestone/5",
		}},
		"all off":             {"breakup_date: 2026-11-01\nwait: {days: open}\nprompts: {morning: off, evening: off}\nmilestones: []", nil},
		"one a day":           {"breakup_date: 2026-11-01\nwait: {days: open}\nprompts: {max_per_day: 1}\nmilestones: []", []string{"prompt/morning", "checkin/evening"}},
		"afternoon off":       {"breakup_date: 2026-11-01\nwait: {days: open}\nprompts: {afternoon: off}\nmilestones: []", []string{"prompt/morning", "checkin/evening"}},
		"morning off":         {"breakup_date: 2026-11-01\nwait: {days: open}\nprompts: {morning: off}\nmilestones: []", []string{"checkin/evening"}},
		"the afternoon alone": {"breakup_date: 2026-11-01\nwait: {days: open}\nprompts: {morning: off, afternoon: \"16:00\", max_per_day: 1}\nmilestones: []", []string{"prompt/afternoon", "checkin/evening"}},
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

// The second prompt comes daily in the first stage of a wait, every other day in
// the second, and then not; what its schedule is called tells waits apart.
func TestAfternoons(t *testing.T) {
	for name, tt := range map[string]struct {
		text string
		want string // days of November and their hour
	}{
		"30 days":               {"", "1-15 2-15 3-15 4-15 5-15 6-15 7-15 8-15 9-15 11-15 13-15 15-15"},
		"an open wait":          {"wait: {days: open}", "1-15 2-15 3-15 4-15 5-15 6-15 7-15 8-15 9-15 11-15 13-15 15-15"},
		"a day":                 {"wait: {days: 1}", "1-15"},
		"ten days":              {"wait: {days: 10}", "1-15 2-15 3-15 4-15"},
		"weekends apart":        {"wait: {days: 10}\nprompts: {afternoon: {weekdays: \"16:00\", weekends: \"13:00\"}}", "1-13 2-16 3-16 4-16"},
		"before the day begins": {"wait: {days: 10}\nprompts: {afternoon: \"02:00\"}", "2-02 3-02 4-02 5-02"},
	} {
		t.Run(name, func(t *testing.T) {
			c := parse(t, "breakup_date: 2026-11-01\n"+tt.text)
			s := afternoons{c, c.Start()}
			var got []string
			for at, ok := s.Next(scheduler.NewCivil(int(nov1), 0) - 1); ok; at, ok = s.Next(at) {
				got = append(got, fmt.Sprintf("%d-%02d", at.Day()-int(nov1)+1, at.Minute()/60))
			}
			if all := strings.Join(got, " "); all != tt.want {
				t.Errorf("got  %s\nwant %s", all, tt.want)
			}
			longer := afternoons{c, journey.Wait{Start: c.Start().Start, Days: 200}}
			if s.Spec() == longer.Spec() || s.Spec() != (afternoons{c, c.Start()}).Spec() {
				t.Errorf("%q and %q", s.Spec(), longer.Spec())
			}
		})
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
