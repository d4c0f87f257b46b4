package main

import (
	"syscall"
	"testing"
	"time"
)

// TestStatusWatch has the status print itself again when a command records
// something, and end with a signal.
func TestStatusWatch(t *testing.T) {
	home := t.TempDir()
	writeConfig(t, home, "breakup_date: 2026-11-01\nhabits:\n  - name: Walk\n    at: \"06:00\"\n    late: 24h\n")
	env := environment(home, "DAYBREAK_NOW=2026-11-23T12:00:00+01:00")
	if out, code := command(t, env, "pause", "1d"); code != 0 { // the folder is there
		t.Fatal(out)
	}
	w := start(t, env, "status", "--watch")
	w.waitFor("Walk  now")
	if out, code := command(t, env, "habit", "done"); code != 0 {
		t.Fatal(out)
	}
	began := time.Now()
	w.waitFor("Walk  done")
	t.Logf("shown %s after the command", time.Since(began).Round(time.Millisecond))
	if code := w.end(syscall.SIGTERM); code != 0 {
		t.Errorf("exit %d", code)
	}
}
