package main

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"daybreak/internal/rig"
)

// Nothing leaves the machine: the daemon that has just shown a message on a
// real desktop holds no internet socket, listening or other.
func TestRealNoNetwork(t *testing.T) {
	t.Parallel()
	desk := rig.StartDesk(t, "dunst")
	monitor := desk.StartMonitor(t)
	p := start(t, onDesk(desk, t.TempDir()), "run")
	monitor.WaitNotify(t, 1, patience)
	p.waitFor("Next: ")
	if found := internetSockets(t, p.cmd.Process.Pid); len(found) > 0 {
		t.Errorf("the daemon holds %q", found)
	}
	p.end(syscall.SIGTERM)
}

// What the test above looks with does see a socket.
func TestInternetSocketsAreSeen(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if len(internetSockets(t, os.Getpid())) == 0 {
		t.Error("a listening socket of this process was not seen")
	}
}

// internetSockets returns the TCP, UDP and raw sockets that a process holds,
// as /proc shows them (proc(5)).
func internetSockets(t *testing.T, pid int) []string {
	t.Helper()
	held := map[string]bool{} // by inode
	fds, err := filepath.Glob(fmt.Sprintf("/proc/%d/fd/*", pid))
	if err != nil || len(fds) == 0 {
		t.Fatalf("descriptors of %d: %d, %v", pid, len(fds), err)
	}
	for _, fd := range fds {
		target, err := os.Readlink(fd)
		if inode, ok := strings.CutPrefix(target, "socket:["); ok && err == nil {
			held[strings.TrimSuffix(inode, "]")] = true
		}
	}
	var found []string
	for _, table := range []string{"tcp", "tcp6", "udp", "udp6", "raw", "raw6"} {
		data, err := os.ReadFile(fmt.Sprintf("/proc/%d/net/%s", pid, table))
		if err != nil {
			continue // no such protocol on this machine
		}
		for line := range strings.Lines(string(data)) {
			if f := strings.Fields(line); len(f) > 9 && held[f[9]] {
				found = append(found, table+" "+f[1]+" "+f[2])
			}
		}
	}
	return found
}
