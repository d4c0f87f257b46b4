package main

import (
	"fmt"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"daybreak/internal/rig"
)

// dropIn makes a test's own settings part of the unit.
func dropIn(t *testing.T, s *rig.Systemd, text string) {
	t.Helper()
	s.Run(t, "sh", "-c", `mkdir -p .config/systemd/user/daybreak.service.d &&
		printf %s "$0" >.config/systemd/user/daybreak.service.d/test.conf`, text)
	s.Run(t, "systemctl", "--user", "daemon-reload")
}

// shown returns one property of the service, as systemd has it.
func shown(t *testing.T, s *rig.Systemd, property string) string {
	t.Helper()
	return strings.TrimSpace(s.Run(t, "systemctl", "--user", "show", "daybreak", "--value", "--property="+property))
}

// A service whose loop no longer goes round is ended and started anew, whatever
// holds it up; one that crashes as well; and one that has nothing to do is left
// alone.
func TestRealWatchdog(t *testing.T) {
	t.Parallel()
	rig.Need(t, "strace")
	s := rig.StartSystemd(t)
	program := s.Put(t, build(t), "bin/daybreak")
	dropIn(t, s, "[Service]\nWatchdogSec=2s\nRestartSec=100ms\n")
	s.Run(t, program, "service", "install")
	if dog := shown(t, s, "WatchdogUSec"); dog != "2s" {
		t.Fatalf("the watchdog waits for %s", dog)
	}
	pid := shown(t, s, "MainPID")
	idle := time.Now()
	until(t, "an answer after two deadlines", func() (string, bool) {
		now := shown(t, s, "WatchdogTimestampMonotonic")
		return now, time.Since(idle) > 5*time.Second
	})
	if now := shown(t, s, "MainPID"); now != pid || shown(t, s, "NRestarts") != "0" {
		t.Fatalf("an idle service was restarted: %s, then %s", pid, now)
	}

	tests := []struct {
		name string
		harm func(pid string)
	}{
		{"SIGSTOP", func(pid string) { s.Run(t, "kill", "-STOP", pid) }},
		{"a disk that hangs", func(pid string) {
			release := hangDisk(t, s, pid)
			save(t, s, "18:00") // has the loop write down the new schedule
			until(t, "the watchdog", func() (string, bool) { r := shown(t, s, "Result"); return r, r == "watchdog" })
			release() // what holds the process holds it against its end, too
		}},
		{"a crash", func(pid string) { s.Run(t, "kill", "-ABRT", pid) }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			pid, began := shown(t, s, "MainPID"), time.Now()
			tt.harm(pid)
			until(t, "another, active", func() (string, bool) {
				now, state := shown(t, s, "MainPID"), shown(t, s, "ActiveState")
				return now + " " + state, now != pid && now != "0" && state == "active"
			})
			t.Logf("back after %v", time.Since(began).Round(time.Millisecond))
		})
	}
	if n := shown(t, s, "NRestarts"); n != fmt.Sprint(len(tests)) {
		t.Errorf("%s restarts, want %d", n, len(tests))
	}
}

// hangDisk has the next fsync of the process take an hour, or until release is
// called.
func hangDisk(t *testing.T, s *rig.Systemd, pid string) (release func()) {
	t.Helper()
	cmd := exec.Command("nsenter", append(s.Enter(), "setpriv", "--pdeathsig", "KILL", "strace", "-f", "-p", pid, "-e", "trace=fsync",
		"-e", "inject=fsync:delay_enter=3600000000")...)
	out, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	release = sync.OnceFunc(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	t.Cleanup(release)
	buf := make([]byte, 256)
	n, err := out.Read(buf) // "strace: Process 42 attached"
	if err != nil || !strings.Contains(string(buf[:n]), "attached") {
		t.Fatalf("strace says %q, %v", buf[:n], err)
	}
	go func() { // it says each signal that it sees
		for {
			if _, err := out.Read(buf); err != nil {
				return
			}
		}
	}()
	return release
}

// save saves a config for the service with a habit at the time.
func save(t *testing.T, s *rig.Systemd, at string) {
	t.Helper()
	text := fmt.Sprintf("breakup_date: 2026-01-01\nwait: {days: open}\ntimezone: UTC\nmilestones: []\nquiet_hours: off\n"+
		"prompts: {morning: off, evening: off}\nhabits: [{name: Walk, at: %q}]\n", at)
	s.Run(t, "sh", "-c", `umask 077; mkdir -p .config/daybreak; printf %s "$0" >.config/daybreak/config.yaml`, text)
}
