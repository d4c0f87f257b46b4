//go:build linux

package main

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"sync/atomic"

	"github.com/godbus/dbus/v5"

	"daybreak/internal/rig/vm"
)

const (
	address    = "unix:path=" + vm.Bus
	serverName = "org.freedesktop.Notifications"
)

// startBus starts Debian's dbus-daemon and waits until it listens.
func (g *guest) startBus() error {
	r, w, err := os.Pipe()
	if err != nil {
		return fmt.Errorf("start the bus: %w", err)
	}
	defer r.Close()
	cmd := exec.Command("/usr/bin/dbus-daemon", "--nofork", "--nopidfile", "--config-file="+vm.BusConf, "--print-address=3")
	cmd.Stdout, cmd.Stderr, cmd.ExtraFiles = os.Stdout, os.Stderr, []*os.File{w}
	err = cmd.Start()
	w.Close()
	if err != nil {
		return fmt.Errorf("start the bus: %w", err)
	}
	if _, err := bufio.NewReader(r).ReadString('\n'); err != nil {
		return fmt.Errorf("wait for the bus: %w", err)
	}
	return nil
}

// server is a notification server that tells of every message, and answers
// unless it is to stall.
type server struct {
	tell  func(vm.Line)
	last  atomic.Uint32
	stall atomic.Bool
}

// serve puts the server on the bus.
func (g *guest) serve() error {
	conn, err := dbus.Connect(address)
	if err != nil {
		return fmt.Errorf("connect to the bus: %w", err)
	}
	g.server.tell = g.tell
	if err := conn.Export(&g.server, "/org/freedesktop/Notifications", serverName); err != nil {
		return fmt.Errorf("export the server: %w", err)
	}
	if r, err := conn.RequestName(serverName, dbus.NameFlagDoNotQueue); err != nil || r != dbus.RequestNameReplyPrimaryOwner {
		return fmt.Errorf("own %q: %v, %w", serverName, r, err)
	}
	return nil
}

// Notify is the D-Bus method. Whether it stalls is settled before it tells: a
// test that hears of the message may then ask for the next one to stall.
func (s *server) Notify(_ string, replaces uint32, _, title, _ string, _ []string, _ map[string]dbus.Variant, _ int32) (uint32, *dbus.Error) {
	stall := s.stall.Load()
	s.tell(vm.Line{Kind: vm.Shown, Text: title, At: stamp()})
	if stall {
		select {} // the power goes
	}
	if replaces != 0 {
		return replaces, nil
	}
	return s.last.Add(1), nil
}

// GetCapabilities is the D-Bus method.
func (s *server) GetCapabilities() ([]string, *dbus.Error) { return []string{"body"}, nil }

// GetServerInformation is the D-Bus method.
func (s *server) GetServerInformation() (name, vendor, version, spec string, e *dbus.Error) {
	return "guest", "Daybreak", "1", "1.2", nil
}

// CloseNotification is the D-Bus method; there is nothing to close.
func (s *server) CloseNotification(uint32) *dbus.Error { return nil }
