//go:build linux

package rig

import (
	"strconv"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

// Call is one Notify call seen on the bus, with what became of it.
type Call struct {
	Sender, Destination string
	App, Icon           string
	Replaces            uint32
	Title, Body         string
	Actions             []string
	Hints               map[string]dbus.Variant
	Expire              int32
	ID                  uint32    // from the reply, 0 without one
	Err                 string    // name of the error reply, "" without one
	Seen, Replied       time.Time // when the monitor was told; zero for no reply
}

// Monitor watches every message on a bus.
type Monitor struct {
	messages chan *dbus.Message
	open     map[string]*Call // by caller and serial: no reply yet
	calls    []*Call          // in the order in which the bus had them
	answered []Call
}

// StartMonitor makes a connection a monitor of the bus until the test ends.
func (b *Bus) StartMonitor(t testing.TB) *Monitor {
	t.Helper()
	conn := b.Connect(t)
	m := &Monitor{messages: make(chan *dbus.Message, 1<<14), open: map[string]*Call{}}
	rules := []string{"type='method_call',member='Notify'", "type='method_return'", "type='error'"}
	call := conn.BusObject().Call("org.freedesktop.DBus.Monitoring.BecomeMonitor", 0, rules, uint32(0))
	if call.Err != nil {
		t.Fatalf("become a monitor: %v", call.Err)
	}
	conn.Eavesdrop(m.messages)
	return m
}

// WaitNotify returns all answered Notify calls in the order of their answers,
// once there are n, and fails the test after deadline.
func (m *Monitor) WaitNotify(t testing.TB, n int, deadline time.Duration) []Call {
	t.Helper()
	end := time.NewTimer(deadline)
	defer end.Stop()
	if !m.Until(end.C, func() bool { return len(m.answered) >= n }) {
		t.Fatalf("saw %d answered notifications within %v, want %d", len(m.answered), deadline, n)
	}
	return m.answered
}

// Until takes note of what passes until enough reports true, and returns true;
// or false once end tells.
func (m *Monitor) Until(end <-chan time.Time, enough func() bool) bool {
	for !enough() {
		select {
		case msg := <-m.messages:
			m.take(msg)
		case <-end:
			return false
		}
	}
	return true
}

// Calls returns the Notify calls that were taken note of so far, answered or
// not. They may change as answers arrive.
func (m *Monitor) Calls() []*Call { return m.calls }

// Answered returns the answered Notify calls that have arrived so far.
func (m *Monitor) Answered() []Call {
	for len(m.messages) > 0 {
		m.take(<-m.messages)
	}
	return m.answered
}

func (m *Monitor) take(msg *dbus.Message) {
	if msg == nil {
		return
	}
	now := time.Now()
	header := func(f dbus.HeaderField) string { s, _ := msg.Headers[f].Value().(string); return s }
	if msg.Type == dbus.TypeMethodCall {
		c := &Call{Sender: header(dbus.FieldSender), Destination: header(dbus.FieldDestination), Seen: now}
		err := dbus.Store(msg.Body, &c.App, &c.Replaces, &c.Icon, &c.Title, &c.Body, &c.Actions, &c.Hints, &c.Expire)
		if err == nil {
			m.open[key(c.Sender, msg.Serial())] = c
			m.calls = append(m.calls, c)
		}
		return
	}
	serial, _ := msg.Headers[dbus.FieldReplySerial].Value().(uint32)
	k := key(header(dbus.FieldDestination), serial)
	c := m.open[k]
	if c == nil {
		return
	}
	delete(m.open, k)
	c.Err, c.Replied = header(dbus.FieldErrorName), now
	if c.Err == "" {
		_ = dbus.Store(msg.Body, &c.ID) // an odd answer leaves 0, which the test sees
	}
	m.answered = append(m.answered, *c)
}

func key(caller string, serial uint32) string {
	return caller + "/" + strconv.FormatUint(uint64(serial), 10)
}
