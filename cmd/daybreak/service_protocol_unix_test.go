//go:build unix

package main

import (
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// managed starts a daemon under a service manager that is this test, and
// returns how to read what it is told next.
func managed(t *testing.T, home string, env ...string) (p *process, next func() string) {
	t.Helper()
	socket := filepath.Join(t.TempDir(), "notify")
	conn, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: socket, Net: "unixgram"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	p = start(t, environment(home, append(env, "NOTIFY_SOCKET="+socket)...), "run")
	t.Cleanup(func() { p.end(syscall.SIGKILL) })
	return p, func() string {
		t.Helper()
		if err := conn.SetReadDeadline(time.Now().Add(patience)); err != nil {
			t.Fatal(err)
		}
		buf := make([]byte, 4096)
		n, err := conn.Read(buf)
		if err != nil {
			t.Fatalf("the manager was told nothing more: %v\n%s", err, p.output())
		}
		return string(buf[:n])
	}
}

// nextBut returns the first message that is not one of these.
func nextBut(next func() string, others ...string) string {
	for {
		m, skip := next(), false
		for _, o := range others {
			skip = skip || strings.HasPrefix(m, o)
		}
		if !skip {
			return m
		}
	}
}

// What a manager is told, in order: ready with a config that is loaded, what
// comes next, alive, reloading and ready again, what is wrong, stopping.
func TestServiceProtocol(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	writeConfig(t, home, liveConfig(t, "First walk"))
	p, next := managed(t, home, "WATCHDOG_USEC=200000")
	told := func(want string, others ...string) string {
		t.Helper()
		m := nextBut(next, others...)
		if !strings.HasPrefix(m, want) {
			t.Fatalf("told %q, want %q", m, want)
		}
		return m
	}
	if m := told("READY=1\n"); !strings.Contains(m, "STATUS=") {
		t.Errorf("ready without a status: %q", m)
	}
	if m := told("STATUS=1 held, next ", "WATCHDOG="); strings.Contains(m, "walk") {
		t.Errorf("the status names a habit: %q", m)
	}
	for range 3 {
		told("WATCHDOG=1", "STATUS=")
	}
	if err := p.cmd.Process.Signal(syscall.SIGHUP); err != nil {
		t.Fatal(err)
	}
	if m := told("RELOADING=1\n", "WATCHDOG=", "STATUS="); !strings.Contains(m, "\nMONOTONIC_USEC=") {
		t.Errorf("reloading without its time: %q", m)
	}
	told("READY=1\n", "WATCHDOG=")
	writeConfig(t, home, "days: Rosamunde\n")
	told("STATUS=the config does not load, ", "WATCHDOG=", "STATUS=1", "STATUS=next", "STATUS=2")
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	told("STOPPING=1", "WATCHDOG=", "STATUS=")
	if code := p.wait(); code != 0 {
		t.Errorf("it ended with %d", code)
	}
	if strings.Contains(p.output(), "Rosamunde") {
		t.Errorf("the log quotes the config:\n%s", p.output())
	}
}

// A config that never loaded is no readiness.
func TestServiceIsNotReadyWithoutItsConfig(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	writeConfig(t, home, "breakup_date: yesterday-ish\n")
	socket := filepath.Join(t.TempDir(), "notify")
	conn, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: socket, Net: "unixgram"})
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if out, code := command(t, environment(home, "NOTIFY_SOCKET="+socket), "run"); code != exitUsage {
		t.Errorf("exit %d: %s", code, out)
	}
	if err := conn.SetReadDeadline(time.Now()); err != nil {
		t.Fatal(err)
	}
	if n, err := conn.Read(make([]byte, 64)); !os.IsTimeout(err) {
		t.Errorf("the manager was told %d bytes, %v", n, err)
	}
}
