package main

import (
	"strings"
	"syscall"
	"testing"
	"time"

	"daybreak/internal/rig"
)

// wantHealth runs the health check and compares the exit code and a part of
// what it says.
func wantHealth(t *testing.T, env []string, code int, says string) {
	t.Helper()
	out, got := command(t, env, "status", "--health")
	if got != code || !strings.Contains(flat(out), says) {
		t.Errorf("status --health: exit %d, want %d and %q:\n%s", got, code, says, out)
	}
}

// The health check tells a daemon that works from one that is gone, one that
// does nothing, and one that nobody will ever hear of.
func TestRealHealth(t *testing.T) {
	t.Parallel()
	desk := rig.StartDesk(t, "dunst")
	monitor := desk.StartMonitor(t)
	home := t.TempDir()
	env := onDesk(desk, home)
	writeConfig(t, home, liveConfig(t, "Morning walk"))
	wantHealth(t, env, exitNotFound, "no daemon runs")
	p := start(t, env, "run")
	monitor.WaitNotify(t, 1, patience)
	p.waitFor("Next: ")
	wantHealth(t, env, 0, "Running since ")

	t.Run("nothing was done for two days", func(t *testing.T) {
		later := time.Now().AddDate(0, 0, 2).Format(time.RFC3339)
		wantHealth(t, append(env, "DAYBREAK_NOW="+later), exitFailed, "has not dealt with what was due at ")
	})
	t.Run("the bus is another user's", func(t *testing.T) {
		other := rig.StartBus(t, rig.BusOptions{Owner: rig.Ordinary(t)})
		wantHealth(t, append(env, "DBUS_SESSION_BUS_ADDRESS="+other.Address()), exitFailed, "the session bus refuses user 0")
	})
	t.Run("no bus yet", func(t *testing.T) {
		wantHealth(t, append(env, "DBUS_SESSION_BUS_ADDRESS=unix:path="+home+"/none"), 0, "Running since ")
	})
	p.end(syscall.SIGTERM)
	wantHealth(t, env, exitNotFound, "no daemon runs")
}
