package service

import (
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

func getenv(pairs ...string) func(string) string {
	return func(key string) string {
		for i := 0; i < len(pairs); i += 2 {
			if pairs[i] == key {
				return pairs[i+1]
			}
		}
		return ""
	}
}

// listen gives a manager's socket and a way to read one message from it.
func listen(t *testing.T, name string) func() string {
	t.Helper()
	conn, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: name, Net: "unixgram"})
	if err != nil {
		t.Skipf("needs datagram sockets: %v", err)
	}
	t.Cleanup(func() { conn.Close() })
	return func() string {
		if err := conn.SetReadDeadline(time.Now().Add(5 * time.Second)); err != nil {
			t.Fatal(err)
		}
		buf := make([]byte, 4096)
		n, err := conn.Read(buf)
		if err != nil {
			t.Fatal(err)
		}
		return string(buf[:n])
	}
}

func TestNotifier(t *testing.T) {
	socket := filepath.Join(t.TempDir(), "s")
	next := listen(t, socket)
	n := NewNotifier(getenv("NOTIFY_SOCKET", socket))
	tests := []struct {
		name string
		tell func() error
		want string // as a beginning
	}{
		{"ready", func() error { return n.Ready("next at 21:00") }, "READY=1\nSTATUS=next at 21:00"},
		{"status", func() error { return n.Status("a\nMAINPID=1\r\n") }, "STATUS=a MAINPID=1"},
		{"reloading", n.Reloading, "RELOADING=1\nMONOTONIC_USEC="},
		{"alive", n.Alive, "WATCHDOG=1"},
		{"stopping", n.Stopping, "STOPPING=1"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if err := tt.tell(); err != nil {
				t.Fatal(err)
			}
			if got := next(); !strings.HasPrefix(got, tt.want) || tt.name == "status" && got != tt.want {
				t.Errorf("told %q, want %q", got, tt.want)
			}
		})
	}
}

func TestNotifierWithoutAManager(t *testing.T) {
	n := NewNotifier(getenv())
	for _, tell := range []func() error{n.Stopping, n.Reloading, n.Alive} {
		if err := tell(); err != nil {
			t.Error(err)
		}
	}
	gone := NewNotifier(getenv("NOTIFY_SOCKET", filepath.Join(t.TempDir(), "none")))
	if err := gone.Ready("x"); err == nil {
		t.Error("a socket that is not there went unnoticed")
	}
}

func TestNotifierDoesNotWaitForAFullSocket(t *testing.T) {
	socket := filepath.Join(t.TempDir(), "s")
	listen(t, socket) // and nobody reads
	n := NewNotifier(getenv("NOTIFY_SOCKET", socket))
	start := time.Now()
	for range 10000 {
		if err := n.Alive(); err != nil {
			t.Logf("gave up after %v: %v", time.Since(start), err)
			break
		}
	}
	if took := time.Since(start); took > 10*time.Second {
		t.Errorf("took %v", took)
	}
}

func TestUnderManagerAndWatchdog(t *testing.T) {
	own := strconv.Itoa(os.Getpid())
	tests := []struct {
		name  string
		env   []string
		under bool
		dog   time.Duration
	}{
		{"a plain shell", nil, false, 0},
		{"a service", []string{"INVOCATION_ID", "ab", "SYSTEMD_EXEC_PID", own}, true, 0},
		{"an older manager", []string{"INVOCATION_ID", "ab"}, true, 0},
		{"a notifying service", []string{"NOTIFY_SOCKET", "/s", "SYSTEMD_EXEC_PID", "1"}, true, 0},
		{"a terminal that is a service", []string{"INVOCATION_ID", "ab", "SYSTEMD_EXEC_PID", "1"}, false, 0},
		{"watched", []string{"NOTIFY_SOCKET", "/s", "WATCHDOG_USEC", "3000000", "WATCHDOG_PID", own}, true, 3 * time.Second},
		{"another one is watched", []string{"WATCHDOG_USEC", "3000000", "WATCHDOG_PID", "1"}, false, 0},
		{"nonsense", []string{"WATCHDOG_USEC", "-9223372036854775808"}, false, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := UnderManager(getenv(tt.env...)); got != tt.under {
				t.Errorf("under a manager: %v, want %v", got, tt.under)
			}
			if got := Watchdog(getenv(tt.env...)); got != tt.dog {
				t.Errorf("watchdog %v, want %v", got, tt.dog)
			}
		})
	}
}
