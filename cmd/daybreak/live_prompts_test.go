package main

import (
	"fmt"
	"strings"
	"syscall"
	"testing"
	"time"
)

const myPrompts = ".config/daybreak/prompts.d/mine.yaml"

// promptsConfig is a config with one message a day, from the folder prompts.d.
func promptsConfig(t *testing.T) string {
	t.Helper()
	now := berlin(t)
	return fmt.Sprintf(`breakup_date: %s
wait: {days: 300}
prompts: {morning: "%s", afternoon: off, evening: off, max_per_day: 0}
milestones: []
quiet_hours: off
notify: {discreet: false}
`, now.AddDate(0, 0, -2).Format(time.DateOnly), now.Add(5*time.Hour).Format("15:04"))
}

// A prompt of the user's own is in force within a second of being saved; a
// mistake changes nothing, also not over a restart.
func TestLivePrompts(t *testing.T) {
	prompt := func(id, title string) string { return fmt.Sprintf("- {id: %s, title: %s, body: A body.}\n", id, title) }
	l := live(t, func(l *alive) {
		l.put(myPrompts, prompt("a", "First thought"))
		l.put(here, promptsConfig(t))
	})
	l.inForce("First thought")
	l.put(myPrompts, prompt("a", "Second thought"))
	t.Logf("in place: %v", l.inForce("Second thought"))
	l.put(myPrompts, "- {id: a, titel: Third thought, body: A body.}\n")
	l.p.waitFor("prompts.d/mine.yaml:1:3")
	l.p.end(syscall.SIGTERM)

	l.p = start(t, environment(l.home), "run")
	l.p.waitFor("the last good one is in force")
	l.inForce("Second thought")
	if status, code := command(t, environment(l.home), "status"); code != 0 || !strings.Contains(status, "Second thought") {
		t.Errorf("status: %d\n%s", code, status)
	}
	l.remove(myPrompts)
	l.put(".config/daybreak/prompts.d/other.yaml", prompt("b", "Fourth thought"))
	t.Logf("another file: %v", l.inForce("Fourth thought"))
	if code := l.p.end(syscall.SIGTERM); code != 0 {
		t.Errorf("exit %d", code)
	}
	private(t, l.home)
}
