//go:build linux

package rig

import (
	"strings"
	"sync"
	"testing"

	"github.com/godbus/dbus/v5"
)

// ModelServer is a notification server of a few lines: it takes every message,
// and says of it what the test has it say.
type ModelServer struct {
	Shown chan Call // buffered: the messages as they came, with their ids
	conn  *dbus.Conn
	caps  []string
	mu    sync.Mutex
	last  uint32
}

// Model starts a notification server with the capabilities on b, until the end of
// the test or of Leave.
func Model(t testing.TB, b *Bus, capabilities ...string) *ModelServer {
	t.Helper()
	s := &ModelServer{Shown: make(chan Call, 1<<10), conn: b.Connect(t), caps: capabilities}
	if err := s.conn.Export(s, "/org/freedesktop/Notifications", serverName); err != nil {
		t.Fatal(err)
	}
	if r, err := s.conn.RequestName(serverName, dbus.NameFlagDoNotQueue); err != nil || r != dbus.RequestNameReplyPrimaryOwner {
		t.Fatalf("own %q: %v, %v", serverName, r, err)
	}
	return s
}

// Leave ends the server. The next one begins anew with its ids.
func (s *ModelServer) Leave() { s.conn.Close() }

// GetCapabilities is the D-Bus method.
func (s *ModelServer) GetCapabilities() ([]string, *dbus.Error) { return s.caps, nil }

// Notify is the D-Bus method.
func (s *ModelServer) Notify(app string, replaces uint32, icon, title, body string, actions []string, hints map[string]dbus.Variant, expire int32) (uint32, *dbus.Error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	id := replaces
	if id == 0 {
		s.last++
		id = s.last
	}
	s.Shown <- Call{App: app, Icon: icon, Replaces: replaces, Title: title, Body: body, Actions: actions, Hints: hints, Expire: expire, ID: id}
	return id, nil
}

// Press says, to everybody, that a button was pressed.
func (s *ModelServer) Press(t testing.TB, id uint32, key string) {
	t.Helper()
	Signal(t, s.conn, "", "/org/freedesktop/Notifications", serverName+".ActionInvoked", id, key)
}

// Tell says it to one connection alone, as dunst and GNOME do.
func (s *ModelServer) Tell(t testing.TB, to string, path dbus.ObjectPath, name string, body ...any) {
	t.Helper()
	Signal(t, s.conn, to, path, name, body...)
}

// Signal sends any signal, true or forged, to one connection or with to "" to
// everybody.
func Signal(t testing.TB, conn *dbus.Conn, to string, path dbus.ObjectPath, name string, body ...any) {
	t.Helper()
	if call := conn.Send(NewSignal(to, path, name, body...), nil); call.Err != nil {
		t.Fatalf("send the signal %s: %v", name, call.Err)
	}
}

// NewSignal makes what Signal sends.
func NewSignal(to string, path dbus.ObjectPath, name string, body ...any) *dbus.Message {
	dot := strings.LastIndexByte(name, '.')
	msg := &dbus.Message{Type: dbus.TypeSignal, Body: body, Headers: map[dbus.HeaderField]dbus.Variant{
		dbus.FieldPath:      dbus.MakeVariant(path),
		dbus.FieldInterface: dbus.MakeVariant(name[:dot]),
		dbus.FieldMember:    dbus.MakeVariant(name[dot+1:]),
	}}
	if to != "" {
		msg.Headers[dbus.FieldDestination] = dbus.MakeVariant(to)
	}
	if len(body) > 0 {
		msg.Headers[dbus.FieldSignature] = dbus.MakeVariant(dbus.SignatureOf(body...))
	}
	return msg
}
