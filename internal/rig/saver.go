//go:build linux

package rig

import (
	"sync"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

const (
	mateName = "org.mate.ScreenSaver"
	matePath = dbus.ObjectPath("/org/mate/ScreenSaver")
)

// StartSaver starts MATE's screen saver on the desk, a real one. It ends with
// the test.
func (d *Desk) StartSaver(t testing.TB) *Program {
	t.Helper()
	env := append(d.Env(), "GSETTINGS_BACKEND=memory", "NO_AT_BRIDGE=1")
	p := startProgram(t, env, nil, nil, Need(t, "mate-screensaver")[0], "--no-daemon")
	d.WaitOwner(t, mateName)
	return p
}

// SetSaver covers or uncovers the screen. It does not wait: the saver answers
// only once it has grabbed the screen, or not at all.
func (d *Desk) SetSaver(t testing.TB, active bool) {
	t.Helper()
	call := d.Connect(t).Object(mateName, matePath).Go(mateName+".SetActive", dbus.FlagNoReplyExpected, nil, active)
	if call.Err != nil {
		t.Fatalf("set the screen saver: %v", call.Err)
	}
}

// CoverScreen lets the saver cover the screen, and waits until it has.
func (d *Desk) CoverScreen(t testing.TB) {
	t.Helper()
	conn := d.Connect(t)
	defer conn.Close()
	signals := make(chan *dbus.Signal, 16)
	conn.Signal(signals)
	if err := conn.AddMatchSignal(dbus.WithMatchInterface(mateName), dbus.WithMatchMember("ActiveChanged")); err != nil {
		t.Fatal(err)
	}
	d.SetSaver(t, true)
	select {
	case <-signals:
	case <-time.After(partTimeout):
		t.Fatalf("the screen saver did not cover the screen within %v", partTimeout)
	}
}

// FakeSaver owns a screen saver's name and answers GetActive, for desktops
// whose own cannot be started on a bare display.
type FakeSaver struct {
	conn  *dbus.Conn
	iface string
	path  dbus.ObjectPath

	mu     sync.Mutex
	active bool
	asked  int
	hush   chan struct{} // while it is not nil, answers wait for its end
}

// StartFakeSaver owns name until the test ends, or Stop.
func (b *Bus) StartFakeSaver(t testing.TB, name string, path dbus.ObjectPath) *FakeSaver {
	t.Helper()
	s := &FakeSaver{conn: b.Connect(t), iface: name, path: path}
	t.Cleanup(func() { s.SetQuietly(false) })
	methods := map[string]any{"GetActive": s.getActive}
	if err := s.conn.ExportMethodTable(methods, path, name); err != nil {
		t.Fatal(err)
	}
	if r, err := s.conn.RequestName(name, dbus.NameFlagDoNotQueue); err != nil || r != dbus.RequestNameReplyPrimaryOwner {
		t.Fatalf("own %q: %v, %v", name, r, err)
	}
	return s
}

func (s *FakeSaver) getActive() (bool, *dbus.Error) {
	s.mu.Lock()
	s.asked++
	hush := s.hush
	s.mu.Unlock()
	if hush != nil {
		<-hush
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.active, nil
}

// Asked returns how often GetActive was called.
func (s *FakeSaver) Asked() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.asked
}

// Set changes the answer and sends the signal for it.
func (s *FakeSaver) Set(t testing.TB, active bool) {
	t.Helper()
	s.SetQuietly(active)
	if err := s.conn.Emit(s.path, s.iface+".ActiveChanged", active); err != nil {
		t.Fatal(err)
	}
}

// SetQuietly changes the answer and sends no signal.
func (s *FakeSaver) SetQuietly(active bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.active = active
	if s.hush != nil {
		close(s.hush)
		s.hush = nil
	}
}

// Mute lets every question wait until the next Set.
func (s *FakeSaver) Mute() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.hush == nil {
		s.hush = make(chan struct{})
	}
}

// Stop ends it, as a crash does.
func (s *FakeSaver) Stop() { s.conn.Close() }

// Conn returns the connection that owns the name.
func (s *FakeSaver) Conn() *dbus.Conn { return s.conn }
