//go:build linux

package rig

import (
	"testing"

	"github.com/godbus/dbus/v5"
)

// SilentServer owns the notification service and never answers Notify.
type SilentServer struct {
	Asked chan string // buffered: the titles of the Notify calls received
	stop  chan struct{}
}

// Silent starts a notification server on b that takes messages and never
// answers, until the test ends.
func Silent(t testing.TB, b *Bus) *SilentServer {
	t.Helper()
	s := &SilentServer{Asked: make(chan string, 64), stop: make(chan struct{})}
	conn := b.Connect(t)
	t.Cleanup(func() { close(s.stop) })
	if err := conn.Export(s, "/org/freedesktop/Notifications", serverName); err != nil {
		t.Fatal(err)
	}
	if r, err := conn.RequestName(serverName, dbus.NameFlagDoNotQueue); err != nil || r != dbus.RequestNameReplyPrimaryOwner {
		t.Fatalf("own %q: %v, %v", serverName, r, err)
	}
	return s
}

// GetCapabilities is answered, as a server does that stalls later.
func (s *SilentServer) GetCapabilities() ([]string, *dbus.Error) { return []string{"body"}, nil }

// Notify is the D-Bus method; it does not return before the test ends.
func (s *SilentServer) Notify(_ string, _ uint32, _, title, _ string, _ []string, _ map[string]dbus.Variant, _ int32) (uint32, *dbus.Error) {
	select {
	case s.Asked <- title:
	default:
	}
	<-s.stop
	return 0, nil
}
