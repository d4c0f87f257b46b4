package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"daybreak/internal/rig"
)

// A user's service on a real systemd: installed by the program itself, it is
// active with a status text, shows a message on the session's own notification
// server, comes back after SIGKILL without showing it again, and leaves nothing
// when it is uninstalled.
func TestRealService(t *testing.T) {
	s := rig.StartSystemd(t)
	display := rig.StartDisplay(t)
	rig.Need(t, "dunst", "dunstctl")
	program := s.Put(t, build(t), "bin/daybreak")

	if out, err := s.Exec(t.Context(), program, "service", "status"); err == nil {
		t.Errorf("status before install: %s", out)
	}
	out := s.Run(t, program, "service", "install")
	if !strings.Contains(out, "nothing on it is private") || !strings.Contains(out, "Installed and started") {
		t.Errorf("install said: %s", out)
	}
	began := time.Now()
	until(t, "held", func() (string, bool) {
		out := s.Run(t, program, "service", "status")
		return out, strings.Contains(out, "active (running)") && strings.Contains(out, "1 held, next ")
	})
	t.Logf("active with a status text %v after install", time.Since(began).Round(time.Millisecond))

	// The desktop comes up later than the service, as it does at login.
	s.Setenv(t, "DISPLAY", display)
	s.Start(t, "dunst")
	began = time.Now()
	shown := func() int {
		out, err := s.Exec(t.Context(), "dunstctl", "count", "displayed")
		if err != nil {
			return 0 // dunst is not up yet
		}
		var n int
		fmt.Sscan(string(out), &n)
		return n
	}
	until(t, "shown", func() (string, bool) { n := shown(); return fmt.Sprint(n), n == 1 })
	t.Logf("delivered by the service %v after the server was started", time.Since(began).Round(time.Millisecond))

	pid := servicePID(t, s, program)
	began = time.Now()
	s.Run(t, "kill", "-KILL", fmt.Sprint(pid))
	until(t, "another pid", func() (string, bool) {
		now := servicePID(t, s, program)
		return fmt.Sprint(now), now != 0 && now != pid
	})
	t.Logf("back %v after SIGKILL", time.Since(began).Round(time.Millisecond))
	until(t, "idle", func() (string, bool) {
		out := s.Run(t, program, "service", "status")
		return out, strings.Contains(out, ": next ")
	})
	if n := shown(); n != 1 {
		t.Errorf("%d messages after the restart, want the 1 from before", n)
	}

	liveService(t, s, program)

	s.Run(t, program, "service", "uninstall")
	if _, err := os.Lstat(filepath.Join(s.Home(), ".config", "systemd")); err == nil {
		t.Errorf("left behind: %s", s.Run(t, "find", filepath.Join(s.Home(), ".config")))
	}
	if pid := servicePID(t, s, program); pid != 0 {
		t.Errorf("still running as %d", pid)
	}
}

// liveService saves a config for the service, and has systemd reload it.
func liveService(t *testing.T, s *rig.Systemd, program string) {
	t.Helper()
	pid := servicePID(t, s, program)
	now := time.Now().UTC()
	soon, sooner := now.Add(5*time.Hour).Format("15:04"), now.Add(4*time.Hour).Format("15:04")
	save(t, s, soon)
	began := time.Now()
	told := func(at string) {
		until(t, at, func() (string, bool) {
			out := s.Run(t, program, "service", "status")
			return out, strings.Contains(out, "active (running)") && strings.Contains(out, at)
		})
	}
	told(soon)
	t.Logf("the service has it in force %v after the save", time.Since(began).Round(time.Millisecond))
	save(t, s, sooner)
	began = time.Now()
	s.Run(t, "systemctl", "--user", "reload", "daybreak")
	told(sooner)
	t.Logf("and %v after a reload", time.Since(began).Round(time.Millisecond))
	s.Run(t, "systemctl", "--user", "reload", "daybreak") // for nothing
	told(sooner)
	if now := servicePID(t, s, program); now != pid {
		t.Errorf("the service is another one: %d, then %d", pid, now)
	}
}

// A machine that starts without a desktop, not even with a bus: the service is
// up all the same, and shows what it held once somebody has logged in.
func TestRealServiceBeforeTheLogin(t *testing.T) {
	t.Parallel()
	rig.Need(t, "dunst", "dunstctl")
	s := rig.StartSystemd(t)
	display := rig.StartDisplay(t)
	program := s.Put(t, build(t), "bin/daybreak")
	s.Run(t, program, "service", "install")
	s.Run(t, "systemctl", "--user", "stop", "daybreak", "dbus.socket", "dbus.service")
	s.Run(t, "sh", "-c", `rm -rf .local/state/daybreak "$XDG_RUNTIME_DIR/bus"`)

	s.Run(t, "systemctl", "--user", "start", "default.target") // what a boot does
	until(t, "held", func() (string, bool) {
		out := s.Run(t, program, "service", "status")
		return out, strings.Contains(out, "active (running)") && strings.Contains(out, "1 held, next ")
	})
	if restarts := shown(t, s, "NRestarts"); restarts != "0" {
		t.Errorf("it was restarted %s times", restarts)
	}
	s.Run(t, "systemctl", "--user", "start", "dbus.socket")
	s.Setenv(t, "DISPLAY", display)
	s.Start(t, "dunst")
	began := time.Now()
	until(t, "shown", func() (string, bool) {
		out, err := s.Exec(t.Context(), "dunstctl", "count", "displayed")
		return fmt.Sprint(string(out), err), strings.TrimSpace(string(out)) == "1"
	})
	t.Logf("shown %v after the login", time.Since(began).Round(time.Millisecond))
	s.Run(t, program, "service", "uninstall")
}

// A program that PATH finds through a link is installed by the link's name: an
// update leads the link elsewhere, and may take the old version away.
func TestRealServiceBehindALink(t *testing.T) {
	t.Parallel()
	s := rig.StartSystemd(t)
	program := s.Put(t, build(t), "versions/1/daybreak")
	s.Run(t, "sh", "-c", "mkdir bin && ln -s ../versions/1/daybreak bin/daybreak")
	link := filepath.Join(s.Home(), "bin", "daybreak")
	path := "PATH=" + filepath.Dir(link) + ":/usr/bin:/bin"
	s.Run(t, "env", path, "daybreak", "service", "install")
	if unit := s.Run(t, "cat", ".config/systemd/user/daybreak.service"); !strings.Contains(unit, "\nExecStart="+link+" run\n") {
		t.Errorf("the link is not in the unit:\n%s", unit)
	}
	s.Put(t, program, "versions/2/daybreak")
	s.Run(t, "sh", "-c", "ln -sfn ../versions/2/daybreak bin/daybreak && rm -r versions/1")
	if out := s.Run(t, "env", path, "daybreak", "service", "status"); !strings.Contains(out, "before an update: systemctl --user restart") {
		t.Errorf("status does not tell of the update: %s", out)
	}
	s.Run(t, "systemctl", "--user", "restart", "daybreak")
	if out := s.Run(t, "env", path, "daybreak", "service", "status"); !strings.Contains(out, "active (running)") || strings.Contains(out, "update") {
		t.Errorf("status after a restart: %s", out)
	}
	s.Run(t, "env", path, "daybreak", "service", "uninstall")
}

// servicePID returns the pid that `status --json` knows, 0 for none.
func servicePID(t *testing.T, s *rig.Systemd, program string) int {
	t.Helper()
	var status struct{ Daemon struct{ PID int } }
	if err := json.Unmarshal([]byte(s.Run(t, program, "status", "--json")), &status); err != nil {
		t.Fatal(err)
	}
	return status.Daemon.PID
}

// until asks again and again, under a deadline, what the world looks like.
func until(t *testing.T, want string, ask func() (string, bool)) {
	t.Helper()
	deadline := time.After(patience)
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for {
		got, ok := ask()
		if ok {
			return
		}
		select {
		case <-deadline:
			t.Fatalf("waiting for %s: %s", want, got)
		case <-tick.C:
		}
	}
}
