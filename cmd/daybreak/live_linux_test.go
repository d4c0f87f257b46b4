package main

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"daybreak/internal/rig"
)

// SIGHUP has the config read at once, before a change is left alone long enough
// to be noticed. A bad one is told at once, too.
func TestLiveHangup(t *testing.T) {
	t.Parallel()
	l := live(t, nil)
	hangUp := func() {
		if err := l.p.cmd.Process.Signal(syscall.SIGHUP); err != nil {
			t.Fatal(err)
		}
	}
	l.put(here, liveConfig(t, "Second walk"))
	hangUp()
	t.Logf("in force %v after SIGHUP", l.inForce("Second walk"))
	l.remove(here)
	hangUp()
	began := time.Now()
	l.p.waitFor("no such file")
	t.Logf("missed %v after SIGHUP", time.Since(began).Round(time.Millisecond))
	l.put(here, liveConfig(t, "Third walk"))
	l.inForce("Third walk")
	hangUp() // for nothing
	l.p.waitForTimes("and is in force", 3)
	if code := l.p.end(syscall.SIGTERM); code != 0 {
		t.Errorf("SIGTERM: exit %d", code)
	}
}

// On a terminal SIGHUP says that the terminal is gone.
func TestLiveHangupOnATerminal(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	writeConfig(t, home, liveConfig(t, "First walk"))
	p := startOnTerminal(t, environment(home), "run")
	p.waitFor("Next: ")
	if code := p.end(syscall.SIGHUP); code != 0 {
		t.Errorf("SIGHUP: exit %d, want 0", code)
	}
	if out, _ := command(t, environment(home), "status"); strings.Contains(out, "Running since") {
		t.Errorf("status: %s", out)
	}
}

// A habit that is moved into the next minute comes in it, and so does a new one;
// one that is moved out of it, or removed, does not.
func TestRealLiveHabitMoved(t *testing.T) {
	t.Parallel()
	build(t) // which takes its time, and the habit is due soon
	desk := rig.StartDesk(t, "dunst")
	monitor := desk.StartMonitor(t)
	l := &alive{t: t, home: t.TempDir()}
	soon := berlin(t).Add(75 * time.Second).Truncate(time.Minute) // time enough for an edit
	later := soon.Add(5 * time.Hour)
	config := func(habits ...string) string {
		return fmt.Sprintf("breakup_date: %s\nhabits:\n%sprompts: {morning: off, evening: off}\nmilestones: []\nquiet_hours: off\n",
			soon.AddDate(0, 0, -2).Format(time.DateOnly), strings.Join(habits, ""))
	}
	habit := func(name string, at time.Time) string {
		return fmt.Sprintf("  - {name: %s, at: %q}\n", name, at.Format("15:04"))
	}
	l.put(here, config(habit("Removed", soon), habit("Moved away", soon), habit("Moved here", later)))
	l.p = start(t, onDesk(desk, l.home), "run")
	l.p.waitFor(soon.Format("15:04") + "  ")
	l.put(here, config(habit("Moved away", later), habit("Moved here", soon), habit("New", soon)))
	l.p.waitFor("and is in force")
	if now := time.Now(); !now.Before(soon) {
		t.Fatalf("in force %v after the minute began", now.Sub(soon))
	}
	got := titles(monitor.WaitNotify(t, 3, 3*patience))
	t.Logf("shown %v after the minute began", time.Since(soon).Round(time.Millisecond))
	slices.Sort(got[1:])
	if want := []string{welcomeTitle, "Moved here", "New"}; time.Now().Before(soon) || !slices.Equal(got, want) {
		t.Errorf("shown by %s: %q, want %q", time.Now().Format(time.TimeOnly), got, want)
	}
	l.p.waitFor(later.Format("15:04") + "  Moved away\n") // all of that minute is done
	l.p.end(syscall.SIGTERM)
	if got := monitor.Answered(); len(got) != 3 {
		t.Errorf("shown: %q", titles(got))
	}
}

// On a desktop a bad save is one notification, which names the line and not
// what stands in it; saving the same mistake again is none.
func TestRealLiveFault(t *testing.T) {
	t.Parallel()
	desk := rig.StartDesk(t, "dunst")
	monitor := desk.StartMonitor(t)
	l := &alive{t: t, home: t.TempDir()}
	l.put(here, liveConfig(t, "First walk"))
	l.p = start(t, onDesk(desk, l.home), "run")
	monitor.WaitNotify(t, 1, patience)
	bad := strings.Replace(liveConfig(t, "Second walk"), "days: 300", "days: zanzibar", 1)
	l.put(here, bad)
	began := time.Now()
	call := monitor.WaitNotify(t, 2, patience)[1]
	t.Logf("told %v after the save", time.Since(began).Round(time.Millisecond))
	if call.Title != "Config not loaded, line 2" || strings.Contains(call.Body, "zanzibar") || !strings.Contains(call.Body, "daybreak config check") {
		t.Errorf("told: %+v", call)
	}
	l.put(here, bad+"# another try\n")
	l.put(here, "\n"+bad)
	l.p.waitFor("config.yaml:3:14")
	l.put(here, liveConfig(t, "Third walk"))
	l.inForce("Third walk")
	if got := titles(monitor.Answered()); len(got) != 2 {
		t.Errorf("shown: %q", got)
	}
	l.p.end(syscall.SIGTERM)
}

// What is held behind a lock comes when the config no longer minds the lock.
func TestRealLiveWhenLocked(t *testing.T) {
	t.Parallel()
	logind, desk := rig.StartLogind(t), rig.StartDesk(t, "dunst")
	monitor := desk.StartMonitor(t)
	logind.Login(t, os.Getuid(), "c1")
	logind.SetLocked(t, "c1", true)
	l := &alive{t: t, home: t.TempDir()}
	l.put(here, liveConfig(t, "First walk"))
	l.p = start(t, behindLogind(desk, logind, l.home), "run")
	l.p.waitFor("1 message held while the screen is locked")
	l.put(here, liveConfig(t, "First walk")+"notify: {when_locked: send}\n")
	began := time.Now()
	monitor.WaitNotify(t, 1, patience)
	t.Logf("shown %v after the save", time.Since(began).Round(time.Millisecond))
	// And back again: what comes next is held.
	l.put(here, liveConfig(t, "Second walk")+"notify: {when_locked: hold}\n")
	l.inForce("Second walk")
	l.put(here, "nonsense\n")
	l.p.waitForTimes("1 message held while the screen is locked", 2)
	// The lock is still listened to.
	logind.SetLocked(t, "c1", false)
	if got := titles(monitor.WaitNotify(t, 2, patience)); got[1] != "Config not loaded, line 1" {
		t.Errorf("shown: %q", got)
	}
	l.p.end(syscall.SIGTERM)
}
