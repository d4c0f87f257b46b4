package notify

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"daybreak/internal/rig"
)

// Close ends a send under way, and what it started, and later ones are refused.
func TestBeeepClose(t *testing.T) {
	b := rig.StartBus(t, rig.BusOptions{})
	s := rig.Silent(t, b)
	c := openBeeep(t, b, nil)
	ready(t, c)
	done := make(chan error, 1)
	go func() { _, err := c.Send(t.Context(), Message{Title: "x"}); done <- err }()
	<-s.Asked
	start := time.Now()
	c.Close()
	t.Logf("closed within %v", time.Since(start).Round(time.Millisecond))
	if left := knowing(t, b, beeepMode); len(left) > 0 {
		t.Errorf("closed before the end of %q", left)
	}
	if err := <-done; end(err) != "unknown" || !errors.Is(err, context.Canceled) {
		t.Errorf("Send = %v, want an unknown end, for it was cancelled", err)
	}
	if _, err := c.Send(t.Context(), Message{Title: "x"}); !errors.Is(err, ErrRefused) {
		t.Errorf("after Close: %v, want ErrRefused", err)
	}
	c.Close()
}

// The process group of a child ends with it, what the child started included.
func TestKillsTheGroup(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
	defer cancel()
	said, err := runChild(ctx, []string{"/proc/self/exe", hangMode}, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(said, "\n")
	pid, err := strconv.Atoi(strings.TrimSpace(rest))
	if err != nil {
		t.Fatalf("said %q: %v", said, err)
	}
	for stop := time.Now().Add(deadline); alive(pid); runtime.Gosched() {
		if time.Now().After(stop) {
			t.Fatalf("the group %d lives", pid)
		}
	}
}

// alive reports whether a group has a process that is not merely unburied.
func alive(group int) bool {
	if errors.Is(syscall.Kill(-group, 0), syscall.ESRCH) {
		return false
	}
	stats, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, name := range stats {
		data, err := os.ReadFile(name)
		_, after, found := bytes.Cut(data, []byte(") "))
		f := strings.Fields(string(after)) // proc(5): state, ppid, pgrp
		if err == nil && found && len(f) > 2 && f[2] == strconv.Itoa(group) && f[0] != "Z" {
			return true
		}
	}
	return false
}

// knowing returns the command lines of processes that have the bus in their
// environment and one of the words in their command line.
func knowing(t *testing.T, b *rig.Bus, words ...string) []string {
	t.Helper()
	dirs, err := filepath.Glob("/proc/[0-9]*")
	if err != nil || len(dirs) == 0 {
		t.Fatalf("%d processes, %v", len(dirs), err)
	}
	var found []string
	for _, dir := range dirs {
		env, _ := os.ReadFile(dir + "/environ") // it may have ended
		line, _ := os.ReadFile(dir + "/cmdline")
		for _, w := range words {
			if bytes.Contains(env, []byte("DBUS_SESSION_BUS_ADDRESS="+b.Address())) && bytes.Contains(line, []byte(w)) {
				found = append(found, strings.ReplaceAll(string(line), "\x00", " "))
			}
		}
	}
	return found
}

// waitGone waits until no such process is left.
func waitGone(t *testing.T, b *rig.Bus, words ...string) {
	t.Helper()
	for stop := time.Now().Add(deadline); ; runtime.Gosched() {
		left := knowing(t, b, words...)
		if len(left) == 0 {
			return
		}
		if time.Now().After(stop) {
			t.Fatalf("left behind: %q", left)
		}
	}
}
