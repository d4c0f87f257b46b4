//go:build linux

package rig

import (
	"bufio"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
)

func TestSystemd(t *testing.T) {
	s := StartSystemd(t)
	if got := strings.TrimSpace(s.Run(t, "id", "-u")); got != strconv.Itoa(s.UID()) || got == "0" {
		t.Errorf("runs as %s, want the test user %d", got, s.UID())
	}
	if got := strings.TrimSpace(s.Run(t, "pwd")); got != s.Home() {
		t.Errorf("starts in %q, want %q", got, s.Home())
	}
	sh, err := os.Stat("/bin/sh")
	if err != nil || sh.Size() == 0 {
		t.Fatal(err)
	}
	program := s.Put(t, "/bin/sh", "some bin/shell")
	s.Setenv(t, "RIG", "inside")
	out := s.Run(t, "systemd-run", "--user", "--pipe", "--quiet", program, "-c", "echo $RIG $HOME")
	if want := "inside " + s.Home(); strings.TrimSpace(out) != want {
		t.Errorf("a unit printed %q, want %q", out, want)
	}
	if out := s.Run(t, "busctl", "--user", "list", "--no-pager"); !strings.Contains(out, "org.freedesktop.systemd1") {
		t.Errorf("the session bus knows no manager:\n%s", out)
	}
	if _, err := s.Exec(t.Context(), "false"); err == nil {
		t.Error("a failure went unnoticed")
	}
}

// A display outside and a notification server inside are how a service that
// runs under the manager can be seen to notify.
func TestSystemdServesANotificationServer(t *testing.T) {
	Need(t, "Xvfb", "dunst", "dunstctl", "gdbus")
	s := StartSystemd(t)
	s.Setenv(t, "DISPLAY", xvfb(t))
	s.Start(t, "dunst")
	s.Run(t, "gdbus", "wait", "--session", "--timeout", "10", "org.freedesktop.Notifications")
	s.Run(t, "systemd-run", "--user", "--wait", "--quiet", "gdbus", "call", "--session",
		"--dest", "org.freedesktop.Notifications", "--object-path", "/org/freedesktop/Notifications",
		"--method", "org.freedesktop.Notifications.Notify", "rig", "0", "", "title", "body", "[]", "{}", "60000")
	if out := s.Run(t, "dunstctl", "count", "displayed"); strings.TrimSpace(out) != "1" {
		t.Errorf("the server shows %q messages, want 1", out)
	}
}

// xvfb starts an X server and returns its display.
func xvfb(t *testing.T) string {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	cmd := exec.CommandContext(t.Context(), "Xvfb", "-displayfd", "3", "-screen", "0", "800x600x24")
	cmd.ExtraFiles = []*os.File{w}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Wait() }) // the test's context has ended it
	w.Close()                            // so that its end is seen, should it fail
	line, err := bufio.NewReader(r).ReadString('\n')
	if err != nil {
		t.Fatalf("the X server names no display: %v", err)
	}
	return ":" + strings.TrimSpace(line)
}

func TestSystemdsRunSideBySide(t *testing.T) {
	a, b := StartSystemd(t), StartSystemd(t)
	a.Setenv(t, "RIG", "a")
	if out := b.Run(t, "systemctl", "--user", "show-environment"); strings.Contains(out, "RIG=a") {
		t.Error("one manager's environment reached the other")
	}
	if a.Home() == b.Home() {
		t.Error("they share a home")
	}
}
