//go:build linux

package rig

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"fmt"
	"net"
	"os"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

// Flooder is a client that writes to the bus faster than a library can.
type Flooder struct {
	conn   net.Conn
	in     *bufio.Reader
	serial uint32
}

// Flooder connects to the bus until the end of the test.
func (b *Bus) Flooder(t testing.TB) *Flooder {
	t.Helper()
	conn, err := net.Dial("unix", b.dir+"/bus")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	f := &Flooder{conn: conn, in: bufio.NewReader(conn)}
	fmt.Fprintf(conn, "\x00AUTH EXTERNAL %x\r\n", fmt.Sprint(os.Getuid()))
	if line, err := f.in.ReadString('\n'); err != nil || line[:2] != "OK" {
		t.Fatalf("the bus says %q, %v", line, err)
	}
	fmt.Fprint(conn, "BEGIN\r\n")
	f.ask(t, nil, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "Hello")
	return f
}

// Flood writes n signals, one of all after the other, so many at once, and
// returns when the connection that they are for has read them.
func (f *Flooder) Flood(t testing.TB, to string, all []*dbus.Message, n int) {
	t.Helper()
	const atOnce = 2000
	for sent := 0; sent < n; sent += atOnce {
		var batch bytes.Buffer
		for i := range min(atOnce, n-sent) {
			f.add(t, &batch, all[(sent+i)%len(all)])
		}
		f.ask(t, batch.Bytes(), to, "/", "org.freedesktop.DBus.Peer", "Ping")
	}
}

// ask writes what is given and a call after it, and waits for the call's answer.
func (f *Flooder) ask(t testing.TB, first []byte, to string, path dbus.ObjectPath, iface, member string) {
	t.Helper()
	batch := bytes.NewBuffer(first)
	call := f.add(t, batch, &dbus.Message{Type: dbus.TypeMethodCall, Headers: map[dbus.HeaderField]dbus.Variant{
		dbus.FieldDestination: dbus.MakeVariant(to), dbus.FieldPath: dbus.MakeVariant(path),
		dbus.FieldInterface: dbus.MakeVariant(iface), dbus.FieldMember: dbus.MakeVariant(member),
	}})
	if err := f.conn.SetDeadline(time.Now().Add(4 * partTimeout)); err != nil {
		t.Fatal(err)
	}
	if _, err := f.conn.Write(batch.Bytes()); err != nil {
		t.Fatalf("write to the bus: %v", err)
	}
	for {
		msg, err := dbus.DecodeMessage(f.in)
		if err != nil {
			t.Fatalf("read from the bus: %v", err)
		}
		if serial, _ := msg.Headers[dbus.FieldReplySerial].Value().(uint32); serial == call {
			if msg.Type == dbus.TypeError {
				t.Fatalf("%s: %v", member, msg.Body)
			}
			return
		}
	}
}

// add appends a message with a serial of its own, and returns that.
func (f *Flooder) add(t testing.TB, to *bytes.Buffer, msg *dbus.Message) uint32 {
	t.Helper()
	at := to.Len()
	if err := msg.EncodeTo(to, binary.LittleEndian); err != nil {
		t.Fatal(err)
	}
	f.serial++
	binary.LittleEndian.PutUint32(to.Bytes()[at+8:], f.serial) // where the header has it
	return f.serial
}
