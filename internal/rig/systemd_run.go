//go:build linux

package rig

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"
)

// Home is the user's home, at the same path inside and outside.
func (s *Systemd) Home() string { return s.home }

// UID is the number of the user that owns the manager.
func (s *Systemd) UID() int { return s.uid }

// Put copies a program (say a freshly built one) into the home, under a path
// relative to it and inside it, for the user to run. It returns the copy's path.
func (s *Systemd) Put(t testing.TB, program, as string) string {
	t.Helper()
	data, err := os.ReadFile(program)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(s.home, as)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, data, 0o755); err != nil {
		t.Fatal(err)
	}
	for p := path; p != s.home && p != "/"; p = filepath.Dir(p) {
		if err := os.Chown(p, s.uid, s.gid); err != nil {
			t.Fatal(err)
		}
	}
	return path
}

// Setenv sets a variable for everything that is started from now on, units and
// what the bus activates included.
func (s *Systemd) Setenv(t testing.TB, key, value string) {
	t.Helper()
	s.extra = append(s.extra, key+"="+value) // the last one of a key counts
	s.Run(t, "systemctl", "--user", "set-environment", key+"="+value)
}

// Run runs a program as the user, inside, and returns what it printed. The test
// fails when it does, or after a minute.
func (s *Systemd) Run(t testing.TB, program string, args ...string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	out, err := s.Exec(ctx, program, args...)
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// Exec is Run for a test that means to look at the failure: the error names the
// command and what it wrote to standard error. It lasts as long as ctx.
func (s *Systemd) Exec(ctx context.Context, program string, args ...string) ([]byte, error) {
	cmd := s.command(ctx, program, args...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return out, fmt.Errorf("run %s %q inside: %w: %s", program, args, err, bytes.TrimSpace(stderr.Bytes()))
	}
	return out, nil
}

// Start starts a program as the user, inside, and leaves it running until the
// test ends. Its output goes to the test's log when the test fails.
func (s *Systemd) Start(t testing.TB, program string, args ...string) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	cmd := s.command(ctx, program, args...)
	var log bytes.Buffer
	cmd.Stdout, cmd.Stderr = &log, &log
	if err := cmd.Start(); err != nil {
		cancel()
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cancel()
		_ = cmd.Wait()
		if t.Failed() {
			t.Logf("%s:\n%s", program, &log)
		}
	})
}

// Enter returns the arguments with which nsenter runs, as root, what follows
// them inside.
func (s *Systemd) Enter() []string { return []string{"-t", strconv.Itoa(s.pid), "-m", "-p", "--"} }

// command enters the namespaces and drops to the user.
func (s *Systemd) command(ctx context.Context, program string, args ...string) *exec.Cmd {
	run := "/run/user/" + strconv.Itoa(s.uid)
	argv := slices.Concat(s.Enter(), []string{
		// Killing nsenter has to end what it forked.
		"setpriv", "--pdeathsig", "KILL",
		"--reuid", strconv.Itoa(s.uid), "--regid", strconv.Itoa(s.gid), "--clear-groups", "--inh-caps=-all",
		"env", "-i", "-C", s.home, "HOME=" + s.home, "USER=" + testUser, "LOGNAME=" + testUser, "SHELL=/bin/sh",
		"PATH=" + os.Getenv("PATH"), "LANG=C.UTF-8",
		"XDG_RUNTIME_DIR=" + run, "DBUS_SESSION_BUS_ADDRESS=unix:path=" + run + "/bus",
	}, s.extra, []string{program}, args)
	cmd := exec.CommandContext(ctx, "nsenter", argv...)
	cmd.WaitDelay = time.Second // what it started may hold its output open
	return cmd
}
