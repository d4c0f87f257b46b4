package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"

	"daybreak/internal/rig"
)

// A program that may send what it likes to the daemon sends a million signals,
// malformed and forged: nothing is recorded or shown, the loop is not woken,
// memory does not grow, and a real button is heard as soon as ever.
func TestRealHostileSignals(t *testing.T) {
	if raceDetector {
		t.Skip("the race detector's own memory is not to be measured")
	}
	bus := rig.StartBus(t, rig.BusOptions{})
	server := rig.Model(t, bus, "actions")
	home := t.TempDir()
	dueNow(t, home, habitDue)
	p := start(t, environment(home, "DBUS_SESSION_BUS_ADDRESS="+bus.Address()), "run")
	walk := <-server.Shown
	inRecord(t, home, `"result":"delivered"`, 2) // the welcome
	daemon := connectionOf(t, bus, p)
	key := walk.Actions[2]

	const path, name = "/org/freedesktop/Notifications", "org.freedesktop.Notifications.ActionInvoked"
	signal := func(path dbus.ObjectPath, name string, body ...any) *dbus.Message {
		return rig.NewSignal(daemon, path, name, body...)
	}
	forged := []*dbus.Message{
		signal(path, name, walk.ID, key),
		signal(path, name, walk.ID, "default"),
		signal(path, name, walk.ID, "skip habit/morning-walk@2026-11-25T07:30"),
		signal(path, name),
		signal(path, name, key, walk.ID),
		signal(path, name, []string{key}, walk.ID, "more"),
		signal(path, name, walk.ID, strings.Repeat("k", 2000)),
		signal("/elsewhere", name, walk.ID, key),
		signal("/org/freedesktop/DBus", "org.freedesktop.DBus.NameOwnerChanged", "org.freedesktop.Notifications", "", ":9.9"),
	}
	hostile := bus.Flooder(t)
	record, before, cpu := wholeRecord(t, home), resident(t, p), cpuTime(t, p)
	began := time.Now()
	n := 1_000_000
	if os.Getenv("DAYBREAK_TEST_REAL") != "all" {
		n /= 20 // the whole takes a minute
	}
	hostile.Flood(t, daemon, forged, n)
	took, after := time.Since(began), resident(t, p)
	t.Logf("%d signals in %v; the daemon used %v of processor time for them, and %d KiB of memory instead of %d",
		n, took.Round(time.Millisecond), cpuTime(t, p)-cpu, after, before)
	if after > before+8<<10 {
		t.Error("memory has grown")
	}
	if now := wholeRecord(t, home); now != record || len(server.Shown) > 1 { // the welcome
		t.Errorf("recorded: %s", now[len(record):])
	}
	pressed := time.Now()
	server.Press(t, walk.ID, key)
	soon(t, "after the flood", pressed, inRecord(t, home, `"said":"done"`, 1))
	if code := p.end(syscall.SIGTERM); code != 0 {
		t.Errorf("exit %d", code)
	}
}

// connectionOf returns the name on the bus of a process.
func connectionOf(t *testing.T, b *rig.Bus, p *process) string {
	t.Helper()
	bus := b.Connect(t).BusObject()
	var names []string
	if err := bus.Call("org.freedesktop.DBus.ListNames", 0).Store(&names); err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		var pid uint32
		err := bus.Call("org.freedesktop.DBus.GetConnectionUnixProcessID", 0, name).Store(&pid)
		if err == nil && int(pid) == p.cmd.Process.Pid {
			return name
		}
	}
	return ""
}

// resident returns the memory of a process, in KiB.
func resident(t *testing.T, p *process) int {
	t.Helper()
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(data), "VmRSS:")
	kib, err := strconv.Atoi(strings.Fields(rest)[0])
	if err != nil {
		t.Fatal(err)
	}
	return kib
}

// cpuTime returns the processor time that a process has used.
func cpuTime(t *testing.T, p *process) time.Duration {
	t.Helper()
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", p.cmd.Process.Pid))
	if err != nil {
		t.Fatal(err)
	}
	fields := strings.Fields(string(data[strings.LastIndexByte(string(data), ')'):]))
	ticks := 0
	for _, f := range fields[12:14] { // utime and stime, see proc(5)
		n, err := strconv.Atoi(f)
		if err != nil {
			t.Fatal(err)
		}
		ticks += n
	}
	return time.Duration(ticks) * time.Second / 100
}
