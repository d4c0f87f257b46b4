package report

import (
	"strings"
	"testing"

	"daybreak/internal/config"
	"daybreak/internal/journey"
	"daybreak/scheduler"
)

func TestLists(t *testing.T) {
	c, _, err := config.Parse([]byte(`breakup_date: 2026-11-01
goals:
  - {name: Read three books, target: 3, unit: books, by: 2026-12-01}
  - {name: Rest, by: 2027-01-01}
  - {name: Run, target: 2.5}
habits:
  - {name: Morning walk, at: "07:30", days: weekdays}
  - {name: 散歩, at: ["18:00", "07:15"], days: [fri, mon]}
  - {name: Rest, at: "10:00", days: weekends}
  - {name: Call Sam, cron: "0 18 * * 0"}
  - {name: Bed, at: "22:00"}
`), config.Options{})
	if err != nil {
		t.Fatal(err)
	}
	const habits = `  morning-walk  07:30  weekdays        Morning walk
  散歩          07:15, 18:00  Mon Fri  散歩
  rest          10:00  weekends        Rest
  call-sam      cron 0 18 * * 0        Call Sam
  bed           22:00  daily           Bed
`
	if got := HabitList(c, Style{}); got != habits {
		t.Errorf("got:\n%swant:\n%s", got, habits)
	}
	const goals = `  read-three-books  3 books by Tue 1 Dec  Read three books
  rest              by Fri 1 Jan 2027     Rest
  run               2.5                   Run
`
	if got := GoalList(c, journey.NewDate(2026, 11, 23), Style{}); got != goals {
		t.Errorf("got:\n%swant:\n%s", got, goals)
	}
	for line := range strings.Lines(HabitList(c, Style{Width: 30})) {
		if width(strings.TrimRight(line, "\n")) > 30 {
			t.Errorf("too wide: %q", line)
		}
	}
	if got := HabitList(config.Config{}, Style{}); got != "" {
		t.Errorf("nothing is %q", got)
	}
}

func TestSoon(t *testing.T) {
	today := journey.NewDate(2026, 11, 23)
	for civil, want := range map[string]string{
		"2026-11-23T18:00": "today 18:00", "2026-11-24T07:05": "tomorrow 07:05",
		"2026-11-30T00:00": "Mon 30 Nov 00:00", "2027-01-01T09:00": "Fri 1 Jan 2027 09:00",
	} {
		c, err := scheduler.ParseCivil(civil)
		if got := Soon(today, c); err != nil || got != want {
			t.Errorf("%s: %q, error %v; want %q", civil, got, err, want)
		}
	}
}

func TestDiff(t *testing.T) {
	const text = "--- a\n+++ b\n@@ -1 +1 @@\n same\r\n-old\x1b[2J\n+new\n"
	if got := (Style{}).Diff(text); got != text {
		t.Errorf("without colour: %q", got)
	}
	want := bold + "--- a" + reset + "\n" + bold + "+++ b" + reset + "\n" + dim + "@@ -1 +1 @@" + reset + "\n same\n" +
		red + "-old�[2J" + reset + "\n" + green + "+new" + reset + "\n"
	if got := (Style{Color: true}).Diff(text); got != want {
		t.Errorf("with colour:\n%q\n%q", got, want)
	}
}
