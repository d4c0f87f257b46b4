//go:build linux

package rig

import (
	"bytes"
	"context"
	_ "embed"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/user"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// testUser owns the manager. It is made when it is missing and is left behind:
// it has neither a password nor files.
const testUser = "daybreak-test"

// systemdStart bounds how long the manager may take to be up.
const systemdStart = 20 * time.Second

//go:embed systemd.sh
var systemdScript string

// Systemd is a real `systemd --user` with a session bus of its own, in private
// namespaces, run by an ordinary user with an empty home. It ends with the test.
//
// It has a real journal of its own, in memory. The network, /tmp and abstract
// sockets are the machine's own, so an X server started outside serves programs
// inside:
//
//	s.Setenv(t, "DISPLAY", display) // for what runs from now on, units too
//	s.Start(t, "dunst")             // on the manager's session bus
//	s.Run(t, "dunstctl", "history")
type Systemd struct {
	pid      int // of process 1 inside, as seen from outside
	uid, gid int
	home     string
	extra    []string // environment, as KEY=VALUE
}

// StartSystemd starts the manager and waits until it is up. It needs root, a
// writable cgroup2 tree and Debian's systemd and dbus-user-session; a test on a
// machine without them is skipped or failed as Missing says.
func StartSystemd(t testing.TB) *Systemd {
	t.Helper()
	Need(t, "unshare", "systemctl", "useradd") // setpriv and nsenter come with unshare
	manager := systemdBinary(t)
	if _, err := os.Stat("/usr/lib/systemd/user/dbus.socket"); err != nil {
		Missing(t, "a session bus under systemd (Debian package dbus-user-session)")
	}
	if os.Geteuid() != 0 {
		Missing(t, "root, for namespaces")
	}
	s := &Systemd{}
	s.uid, s.gid = testIDs(t)
	s.home = emptyHome(t, s.uid, s.gid)
	cgroup := emptyCgroup(t, s.uid, s.gid)

	began := time.Now()
	cmd := exec.Command("bash", "-c", systemdScript, "rig",
		strconv.Itoa(s.uid), strconv.Itoa(s.gid), s.home, cgroup, manager, os.Getenv("PATH"))
	cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWPID | syscall.CLONE_NEWNS}
	var log bytes.Buffer
	cmd.Stdout, cmd.Stderr = &log, &log
	cmd.WaitDelay = 5 * time.Second
	// Held open: it ends by itself should the test be killed.
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		Missing(t, fmt.Sprintf("pid and mount namespaces (%v)", err))
	}
	t.Cleanup(func() { stopSystemd(t, cmd, stdin, &log) })
	s.pid = cmd.Process.Pid
	s.waitUp(t)
	t.Logf("systemd --user is up after %v", time.Since(began).Round(time.Millisecond))
	return s
}

// stopSystemd kills process 1 of the namespace, and with it all the others.
func stopSystemd(t testing.TB, cmd *exec.Cmd, stdin io.Closer, log *bytes.Buffer) {
	_ = cmd.Process.Kill()
	stdin.Close()
	_ = cmd.Wait() // it was killed: there is nothing to learn
	if t.Failed() {
		t.Logf("the manager's own output:\n%s", log)
	}
}

// waitUp asks the manager until it says that it is up.
func (s *Systemd) waitUp(t testing.TB) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), systemdStart)
	defer cancel()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		out, err := s.Exec(ctx, "systemctl", "--user", "is-system-running")
		if state := strings.TrimSpace(string(out)); state == "running" || state == "degraded" {
			return
		}
		select {
		case <-ctx.Done():
			t.Fatalf("systemd --user is not up within %v: %v: %s", systemdStart, err, out)
		case <-tick.C:
		}
	}
}

// systemdBinary finds the manager, which is seldom on PATH.
func systemdBinary(t testing.TB) string {
	t.Helper()
	for _, p := range []string{"/usr/lib/systemd/systemd", "/lib/systemd/systemd"} {
		if _, err := os.Stat(p); err == nil {
			return p
		}
	}
	Missing(t, "systemd (Debian package systemd)")
	return ""
}

// testIDs returns the numbers of the test user, making it when it is missing.
func testIDs(t testing.TB) (uid, gid int) {
	t.Helper()
	u, err := user.Lookup(testUser)
	if err != nil {
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		// Another package's tests may make it at the same moment: ask again.
		out, made := exec.CommandContext(ctx, "useradd", "--no-create-home", testUser).CombinedOutput()
		if u, err = user.Lookup(testUser); err != nil {
			Missing(t, fmt.Sprintf("the user %s (%v: %s)", testUser, made, out))
		}
	}
	uid, errU := strconv.Atoi(u.Uid)
	gid, errG := strconv.Atoi(u.Gid)
	if errU != nil || errG != nil {
		t.Fatalf("the user %s has ids %q and %q", testUser, u.Uid, u.Gid)
	}
	return uid, gid
}

// emptyHome makes a home of this run's own, so that tests can run side by side.
// It is not in t.TempDir, whose parents only root can enter.
func emptyHome(t testing.TB, uid, gid int) string {
	t.Helper()
	home, err := os.MkdirTemp("/tmp", "daybreak-home-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(home) })
	if err := os.Chown(home, uid, gid); err != nil {
		t.Fatal(err)
	}
	return home
}
