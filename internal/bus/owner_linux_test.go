package bus_test

import (
	"errors"
	"net"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"daybreak/internal/bus"
	"daybreak/internal/rig"
)

func dialFor(t *testing.T, address string) error {
	t.Helper()
	c, err := bus.Dial(t.Context(), bus.Options{Address: address, Dial: 10 * time.Second, Write: time.Second})
	if err == nil {
		if err := c.Shut(); err != nil {
			t.Error(err)
		}
	}
	return err
}

// The session bus of another user takes the greeting and hangs up.
func TestRealTurnedAway(t *testing.T) {
	b := rig.StartBus(t, rig.BusOptions{Owner: rig.Ordinary(t)})
	err := dialFor(t, b.Address())
	if !errors.Is(err, bus.ErrTurnedAway) || !bus.Refused(err) {
		t.Errorf("Dial = %v, want ErrTurnedAway, which is a refusal", err)
	}
}

func TestRealRefusedByKind(t *testing.T) {
	if err := dialFor(t, rig.StartBus(t, rig.BusOptions{Cookies: true}).Address()); !bus.Refused(err) {
		t.Errorf("Dial = %v, want a refusal of a bus that takes cookies alone", err)
	}
	if err := dialFor(t, rig.StartBus(t, rig.BusOptions{}).Address()); err != nil {
		t.Errorf("Dial = %v, want our own bus to take us", err)
	}
}

// A bus that is not up, or slow, is worth waiting for.
func TestNotRefused(t *testing.T) {
	dir := t.TempDir()
	l, err := net.Listen("unix", filepath.Join(dir, "mute"))
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	for _, name := range []string{"mute", "absent"} {
		o := bus.Options{Address: "unix:path=" + filepath.Join(dir, name), Dial: 50 * time.Millisecond, Write: time.Second}
		if _, err := bus.Dial(t.Context(), o); err == nil || bus.Refused(err) {
			t.Errorf("%s: Dial = %v, want an error that is no refusal", name, err)
		}
	}
	if !bus.Refused(&net.OpError{Err: os.NewSyscallError("connect", syscall.EACCES)}) {
		t.Error("a socket that may not be touched is a refusal")
	}
}
