package bus

import (
	"errors"
	"fmt"
	"io"
	"net"
	"path/filepath"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

// A bus that accepts and says nothing must not hold up the caller.
func TestMuteBus(t *testing.T) {
	path := filepath.Join(t.TempDir(), "b")
	l, err := net.Listen("unix", path)
	if err != nil {
		t.Skipf("needs a unix socket: %v", err)
	}
	defer l.Close()
	start := time.Now()
	c, err := Dial(t.Context(), Options{Address: "unix:path=" + path, Dial: 50 * time.Millisecond, Write: time.Second})
	if err == nil {
		c.Shut()
		t.Fatal("connected to a bus that says nothing")
	}
	t.Logf("gave up after %v: %v", time.Since(start).Round(time.Millisecond), err)
}

// A bus that stops reading ends the write at its deadline, as unwritten.
func TestDeafBus(t *testing.T) {
	deaf, other := net.Pipe()
	defer other.Close()
	_, err := boundedConn{deaf, 10 * time.Millisecond}.Write([]byte("x"))
	if !errors.Is(err, ErrUnwritten) {
		t.Errorf("Write = %v, want ErrUnwritten", err)
	}
}

func TestSilent(t *testing.T) {
	for name, c := range map[string]struct {
		err  error
		want bool
	}{
		"no error":       {nil, false},
		"an answer":      {dbus.Error{Name: Iface + "Error.UnknownMethod"}, false},
		"wrapped answer": {fmt.Errorf("ask: %w", dbus.Error{Name: "org.example.Full"}), false},
		"no reply":       {dbus.Error{Name: Iface + "Error.NoReply"}, true},
		"it went away":   {dbus.Error{Name: Iface + "Error.Disconnected"}, true},
		"lost":           {io.EOF, true},
	} {
		t.Run(name, func(t *testing.T) {
			if got := Silent(c.err); got != c.want {
				t.Errorf("Silent(%v) = %v, want %v", c.err, got, c.want)
			}
		})
	}
}

func TestOwnerChanged(t *testing.T) {
	body := []any{"org.example.Name", "", ":1.7"}
	for name, c := range map[string]struct {
		signal dbus.Signal
		want   string
	}{
		"the bus says so":    {dbus.Signal{Sender: Name, Name: Iface + "NameOwnerChanged", Body: body}, "org.example.Name"},
		"somebody says so":   {dbus.Signal{Sender: ":1.9", Name: Iface + "NameOwnerChanged", Body: body}, ""},
		"another signal":     {dbus.Signal{Sender: Name, Name: Iface + "NameLost", Body: body}, ""},
		"too short":          {dbus.Signal{Sender: Name, Name: Iface + "NameOwnerChanged", Body: body[:1]}, ""},
		"not a name at all":  {dbus.Signal{Sender: Name, Name: Iface + "NameOwnerChanged", Body: []any{1, 2, 3}}, ""},
		"nothing in it":      {dbus.Signal{Sender: Name, Name: Iface + "NameOwnerChanged"}, ""},
		"without any sender": {dbus.Signal{Name: Iface + "NameOwnerChanged", Body: body}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			if got := OwnerChanged(&c.signal); got != c.want {
				t.Errorf("OwnerChanged = %q, want %q", got, c.want)
			}
		})
	}
}

func TestBackoff(t *testing.T) {
	b := Backoff{Min: 500 * time.Millisecond, Max: 60 * time.Second}
	want := []time.Duration{500, 1000, 2000, 4000, 8000, 16000, 32000, 60000, 60000}
	for i, w := range want {
		if got := b.Take(); got != w*time.Millisecond {
			t.Errorf("pause %d is %v, want %v", i, got, w*time.Millisecond)
		}
	}
}
