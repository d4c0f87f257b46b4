package notify

import (
	"errors"
	"fmt"
	"io"
	"net"
	"path/filepath"
	"testing"
	"time"

	"daybreak/internal/bus"

	"github.com/godbus/dbus/v5"
)

func TestClassify(t *testing.T) {
	for name, c := range map[string]struct {
		err     error
		refused bool
	}{
		"no such owner":      {dbus.Error{Name: "org.freedesktop.DBus.Error.ServiceUnknown"}, true},
		"denied":             {dbus.Error{Name: "org.freedesktop.DBus.Error.AccessDenied"}, true},
		"the server says no": {dbus.Error{Name: "org.example.Full"}, true},
		"server fell silent": {dbus.Error{Name: "org.freedesktop.DBus.Error.NoReply"}, false},
		"server went away":   {dbus.Error{Name: "org.freedesktop.DBus.Error.Disconnected"}, false},
		"closed before":      {dbus.ErrClosed, true},
		"write broke":        {fmt.Errorf("x: %w", bus.ErrUnwritten), true},
		"lost after":         {io.EOF, false},
		"reading closed":     {net.ErrClosed, false},
	} {
		t.Run(name, func(t *testing.T) {
			if got := errors.Is(classify(c.err), ErrRefused); got != c.refused {
				t.Errorf("classify(%v): refused %v, want %v", c.err, got, c.refused)
			}
		})
	}
}

func TestNoBus(t *testing.T) {
	f := NewFreedesktop(FreedesktopOptions{Address: func() string { return "unix:path=" + t.TempDir() + "/none" }})
	if f.Ready() || f.Owner() != "" {
		t.Error("ready without a bus")
	}
	start := time.Now()
	if _, err := f.Send(t.Context(), Message{Title: "x"}); !errors.Is(err, ErrRefused) {
		t.Errorf("Send = %v, want ErrRefused", err)
	}
	for range 2 {
		if err := f.Close(); err != nil {
			t.Errorf("Close = %v", err)
		}
	}
	t.Logf("refused and closed within %v", time.Since(start))
}

// A bus that accepts and says nothing must not hold the channel.
func TestMuteBus(t *testing.T) {
	path := filepath.Join(t.TempDir(), "b")
	l, err := net.Listen("unix", path)
	if err != nil {
		t.Skipf("needs a unix socket: %v", err)
	}
	defer l.Close()
	f := NewFreedesktop(FreedesktopOptions{
		Address: func() string { return "unix:path=" + path }, DialTimeout: 50 * time.Millisecond, BackoffMin: time.Millisecond,
	})
	f.Ready()
	for range 2 { // dialled again after the first gave no answer
		c, err := l.Accept()
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
	}
	start := time.Now()
	f.Close()
	if took := time.Since(start); took > 2*time.Second {
		t.Errorf("Close took %v", took)
	}
}

func TestRememberIsBounded(t *testing.T) {
	f := &Freedesktop{owner: ":1.1"}
	for i := range 10 * maxTags {
		f.remember(":1.1", Message{Tag: fmt.Sprint(i)}, uint32(i+1))
	}
	f.remember(":1.0", Message{Tag: "late"}, 7)
	if len(f.ids) != maxTags || len(f.order) != maxTags || len(f.sent) != maxTags || f.ids["late"] != 0 {
		t.Errorf("%d ids, %d tags, id of another owner %d", len(f.ids), len(f.order), f.ids["late"])
	}
}
