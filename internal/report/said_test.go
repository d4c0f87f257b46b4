package report

import (
	"strings"
	"testing"

	"daybreak/internal/journey"
)

func TestPlan(t *testing.T) {
	const dates = `breakup_date: 2026-11-01
hard_dates:
  - {date: 11-25, name: Nothing planned}
  - {date: 12-24, name: Christmas Eve, plan: Call Sam.}
  - {date: 2026-11-30, name: The last day, plan: Walk.}
`
	for _, tt := range []struct{ name, now, yaml, plan, says string }{
		{"the next", "2026-11-23T12:00:00Z", dates, "Walk.", "You wrote this for The last day:"},
		{"today's", "2026-11-30T12:00:00Z", dates, "Walk.", "You wrote this for a moment like now:"},
		{"today's, after midnight", "2026-12-01T02:00:00Z", dates, "Walk.", "You wrote this for a moment like now:"},
		{"after it", "2026-12-01T12:00:00Z", dates, "Call Sam.", "You wrote this for Christmas Eve:"},
		{"next year's", "2026-12-25T12:00:00Z", dates, "Call Sam.", "You wrote this for Christmas Eve:"},
		{"only one that is over", "2026-12-25T12:00:00Z", "breakup_date: 2026-11-01\nhard_dates: [{date: 2026-11-30, name: The last day, plan: Walk.}]\n", "Walk.", "You wrote this for The last day:"},
		{"none", "2026-12-25T12:00:00Z", "breakup_date: 2026-11-01\nhard_dates: [{date: 11-30, name: A day}]\n", "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := parse(t, tt.yaml)
			f.Now = at(t, tt.now)
			if says, plan := f.Plan(); plan != tt.plan || says != tt.says {
				t.Errorf("%q %q, want %q %q", says, plan, tt.says, tt.plan)
			}
		})
	}
}

func TestKeptSoFar(t *testing.T) {
	f := parse(t, "breakup_date: 2026-11-01\n")
	f.Now, f.Story = at(t, "2026-11-01T12:00:00Z"), journey.NewStory(nil)
	if got := f.KeptSoFar(); got != "" {
		t.Errorf("on the first day: %q", got)
	}
	f.Now = at(t, "2026-11-30T12:00:00Z")
	reached := func(day int, then journey.AfterContact) {
		f.Story.Apply(journey.Entry{Contact: &journey.Contact{Kind: journey.ReachedOut, Day: journey.NewDate(2026, 11, day), Then: then}})
	}
	reached(10, journey.Keep)
	reached(20, journey.Keep)
	if got := f.KeptSoFar(); got != "27 of 29 days kept, longest run 10." {
		t.Errorf("%q", got)
	}
	reached(20, journey.Restart)
	if got := f.KeptSoFar(); !strings.HasPrefix(got, "27 of 29 days kept, longest run 10. 2 attempts so far") {
		t.Errorf("after a restart: %q", got)
	}
}
