package main

import (
	"os"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"daybreak/internal/rig"
)

// behindLogind returns the environment of a user of the desk whose locks
// logind knows.
func behindLogind(desk *rig.Desk, l *rig.Logind, home string) []string {
	return append(onDesk(desk, home), "DBUS_SYSTEM_BUS_ADDRESS="+l.Address())
}

// A habit that falls due behind a lock is held, also by a daemon that is killed
// and starts behind the lock, and comes once when the screen is unlocked.
func TestRealLockHolds(t *testing.T) {
	t.Parallel()
	l, desk := rig.StartLogind(t), rig.StartDesk(t, "dunst")
	monitor := desk.StartMonitor(t)
	l.Login(t, os.Getuid(), "c1")
	build(t) // which takes its time, and the habit is due soon
	home := t.TempDir()
	habitSoon(t, home)
	env := behindLogind(desk, l, home)
	p := start(t, env, "run")
	monitor.WaitNotify(t, 1, patience)
	p.waitFor("Next: ")
	l.SetLocked(t, "c1", true)
	p.waitFor("1 message held while the screen is locked")
	if out, _ := command(t, env, "status"); !strings.Contains(out, "held while the screen is locked: 1 message") {
		t.Errorf("status: %s", out)
	}
	if out, _ := command(t, env, "why", "morning-walk"); !strings.Contains(out, "the screen was locked") {
		t.Errorf("why: %s", out)
	}
	p.end(syscall.SIGKILL)
	if out, _ := command(t, env, "status"); strings.Contains(out, "while the screen is locked") {
		t.Errorf("status with nobody to know: %s", out)
	}
	p = start(t, env, "run")
	p.waitFor("1 message held while the screen is locked")
	if got := titles(monitor.Answered()); !slices.Equal(got, []string{welcomeTitle}) {
		t.Errorf("shown behind the lock: %q", got)
	}
	began := time.Now()
	l.SetLocked(t, "c1", false)
	monitor.WaitNotify(t, 2, patience)
	t.Logf("delivered %v after the unlock", time.Since(began).Round(time.Millisecond))
	p.waitFor("Next: ")
	p.end(syscall.SIGTERM)
	p = start(t, env, "run")
	p.waitFor("Next: ")
	p.end(syscall.SIGTERM)
	if got := titles(monitor.Answered()); !slices.Equal(got, []string{welcomeTitle, "Morning walk"}) {
		t.Errorf("shown: %q", got)
	}
}

// A daemon that starts behind a lock shows nothing into it, however often it
// is started: the first answer is waited for.
func TestRealStartBehindALock(t *testing.T) {
	t.Parallel()
	l, desk := rig.StartLogind(t), rig.StartDesk(t, "dunst")
	monitor := desk.StartMonitor(t)
	l.Login(t, os.Getuid(), "c1")
	l.SetLocked(t, "c1", true)
	home := t.TempDir()
	env := behindLogind(desk, l, home)
	for range 5 {
		p := start(t, env, "run")
		p.waitFor("1 message held while the screen is locked")
		p.end(syscall.SIGKILL)
	}
	if n := len(monitor.Answered()); n != 0 {
		t.Fatalf("%d messages shown behind the lock", n)
	}
	// The same lock, with a config that does not mind.
	writeConfig(t, home, "breakup_date: "+berlin(t).Format(time.DateOnly)+"\nnotify: {when_locked: send}\n")
	p := start(t, env, "run")
	monitor.WaitNotify(t, 1, patience)
	p.end(syscall.SIGTERM)
}

// A real screen saver covers the screen: the first message waits until it is
// gone.
func TestRealSaverHolds(t *testing.T) {
	t.Parallel()
	desk := rig.StartDesk(t, "dunst")
	monitor := desk.StartMonitor(t)
	desk.StartSaver(t)
	desk.CoverScreen(t)
	p := start(t, onDesk(desk, t.TempDir()), "run")
	p.waitFor("1 message held while the screen is locked")
	if n := len(monitor.Answered()); n != 0 {
		t.Errorf("%d messages shown behind the screen saver", n)
	}
	began := time.Now()
	desk.SetSaver(t, false)
	monitor.WaitNotify(t, 1, patience)
	t.Logf("delivered %v after the saver went", time.Since(began).Round(time.Millisecond))
	p.end(syscall.SIGTERM)
}
