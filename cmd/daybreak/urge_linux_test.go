package main

import (
	"slices"
	"strings"
	"syscall"
	"testing"

	"daybreak/internal/rig"
)

// The line after an urge comes to a real desktop once, with a restart of the
// daemon before and after it; the note is in no log.
func TestRealLineAfterAnUrge(t *testing.T) {
	t.Parallel()
	desk := rig.StartDesk(t, "dunst")
	monitor := desk.StartMonitor(t)
	home := t.TempDir()
	writeConfig(t, home, "breakup_date: "+berlin(t).AddDate(0, 0, -2).Format("2006-01-02")+
		"\nprompts: {morning: off, evening: off}\nmilestones: []\nquiet_hours: \"00:00-23:59\"\n")
	env := onDesk(desk, home)
	if out, code := command(t, env, "urge", "--for", "1m", "the blue door"); code != 0 || !strings.Contains(out, "A line comes back ") {
		t.Fatalf("exit %d, %s", code, out)
	}
	var said string
	for shown := 1; shown <= 2; shown++ {
		p := start(t, env, "run")
		if shown == 2 {
			p.end(syscall.SIGKILL)
			p = start(t, env, "run")
		}
		monitor.WaitNotify(t, shown, 2*patience)
		p.waitFor("Next: ")
		p.end(syscall.SIGTERM)
		said += p.output()
	}
	p := start(t, env, "run")
	p.waitFor("Next: ")
	p.end(syscall.SIGTERM)
	if got, want := titles(monitor.Answered()), []string{welcomeTitle, "A line, as you asked"}; !slices.Equal(got, want) {
		t.Errorf("shown: %q, want %q", got, want)
	}
	if strings.Contains(said+p.output(), "blue door") {
		t.Error("the log holds the note")
	}
}
