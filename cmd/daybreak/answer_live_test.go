package main

import (
	"strings"
	"testing"
	"time"
)

// TestADaemonHearsAtOnce has commands answer while a daemon runs: it plans anew
// without waiting for anything else.
func TestADaemonHearsAtOnce(t *testing.T) {
	l := live(t, func(l *alive) {
		now := berlin(t)
		l.put(".config/daybreak/config.yaml", strings.Replace(liveConfig(t, "First walk"), "habits:\n",
			"habits:\n  - name: Second walk\n    at: \""+now.Add(6*time.Hour).Format("15:04")+"\"\n", 1))
	})
	first, second, urge := 1, 0, 0
	for _, step := range []struct {
		args []string
		next string
		seen *int
	}{
		{[]string{"habit", "done", "first-walk"}, "Second walk", &second},
		{[]string{"undo"}, "First walk", &first},
		{[]string{"habit", "skip", "first-walk"}, "Second walk", &second},
		{[]string{"undo"}, "First walk", &first},
		{[]string{"pause", "until", berlin(t).Add(330 * time.Minute).Format("15:04")}, "Second walk", &second},
		{[]string{"resume"}, "First walk", &first},
		{[]string{"urge", "--for", "10m"}, "A line, as you asked", &urge},
		{[]string{"undo"}, "First walk", &first},
	} {
		*step.seen++
		if out, code := command(t, environment(l.home), step.args...); code != 0 {
			t.Fatalf("%v: exit %d\n%s", step.args, code, out)
		}
		began := time.Now()
		l.p.waitForTimes("  "+step.next+"\n", *step.seen)
		took := time.Since(began)
		t.Logf("%v: planned anew %s after the command", step.args, took.Round(time.Millisecond))
		if took > 30*time.Second { // without a server it looks once a minute in any case
			t.Error("it was not told")
		}
	}
}
