package notify

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"daybreak/internal/rig"

	"github.com/godbus/dbus/v5"
)

// deadline bounds every wait for a real part.
const deadline = 15 * time.Second

// open returns a channel on the bus with short pauses; it ends with the test.
func open(t *testing.T, b *rig.Bus, change ...func(*FreedesktopOptions)) *Freedesktop {
	t.Helper()
	o := FreedesktopOptions{Address: b.Address, BackoffMin: 10 * time.Millisecond, BackoffMax: 100 * time.Millisecond}
	for _, c := range change {
		c(&o)
	}
	f := NewFreedesktop(o)
	t.Cleanup(func() { f.Close() })
	return f
}

// waitFor waits on Changes until cond holds.
func waitFor(t *testing.T, f *Freedesktop, what string, cond func() bool) {
	t.Helper()
	start, end := time.Now(), time.NewTimer(deadline)
	defer end.Stop()
	for !cond() {
		select {
		case <-f.Changes():
		case <-end.C:
			t.Fatalf("%s: not within %v", what, deadline)
		}
	}
	t.Logf("%s: after %v", what, time.Since(start).Round(time.Microsecond))
}

func send(t *testing.T, f *Freedesktop, m Message) Receipt {
	t.Helper()
	start := time.Now()
	r, err := f.Send(t.Context(), m)
	if err != nil {
		t.Fatalf("Send(%q): %v", m.Title, err)
	}
	if r.Channel != "freedesktop" || r.ID == 0 {
		t.Errorf("receipt = %+v, want a freedesktop id", r)
	}
	t.Logf("accepted with id %d after %v", r.ID, time.Since(start).Round(time.Microsecond))
	return r
}

const awkward = `a < b & "c" <b>`

func TestShownOnce(t *testing.T) {
	for _, server := range []string{"dunst", "xfce4-notifyd", "notification-daemon"} {
		t.Run(server, func(t *testing.T) {
			d := rig.StartDesk(t, server)
			m := d.StartMonitor(t)
			f := open(t, d.Bus)
			waitFor(t, f, "ready", f.Ready)
			send(t, f, Message{Tag: "x", Title: "Morning walk", Body: awkward, Urgency: Critical})
			calls := m.WaitNotify(t, 1, deadline)
			c := calls[0]
			if c.Title != "Morning walk" || c.App != "Daybreak" || c.Err != "" || c.ID == 0 || c.Expire != -1 {
				t.Errorf("on the bus: %+v", c)
			}
			if c.Destination != f.Owner() {
				t.Errorf("sent to %q, want the unique name %q", c.Destination, f.Owner())
			}
			if want := escaper.Replace(awkward); c.Body != want {
				t.Errorf("body %q, want %q", c.Body, want)
			}
			if u, e := c.Hints["urgency"].Value(), c.Hints["desktop-entry"].Value(); u != byte(2) || e != "daybreak" {
				t.Errorf("hints urgency %v, desktop-entry %v", u, e)
			}
			if server == "dunst" {
				h := d.History(t)
				if len(h) != 1 || h[0].Title != "Morning walk" || unescape(h[0].Body) != awkward {
					t.Errorf("dunst remembers %+v, want the message once", h)
				}
			}
			if n := len(m.Answered()); n != 1 {
				t.Errorf("sent %d times, want once", n)
			}
		})
	}
}

func unescape(s string) string {
	return strings.NewReplacer("&amp;", "&", "&lt;", "<", "&gt;", ">").Replace(s)
}

func TestReplaceOnlyWithinOwner(t *testing.T) {
	d := rig.StartDesk(t, "dunst")
	m := d.StartMonitor(t)
	f := open(t, d.Bus)
	waitFor(t, f, "ready", f.Ready)
	first := send(t, f, Message{Tag: "a", Title: "One"})
	if again := send(t, f, Message{Tag: "a", Title: "Two"}); again.ID != first.ID {
		t.Errorf("same tag, same owner: id %d, want %d", again.ID, first.ID)
	}
	send(t, f, Message{Tag: "b", Title: "Other"})
	before := f.Owner()
	d.StopServer()
	waitFor(t, f, "server gone", func() bool { return f.Owner() == "" })
	if _, err := f.Send(t.Context(), Message{Title: "nobody"}); !errors.Is(err, ErrRefused) {
		t.Errorf("without a server: %v, want ErrRefused", err)
	}
	d.StartServer(t)
	waitFor(t, f, "another server", f.Ready)
	if f.Owner() == before {
		t.Error("a restarted server has the same owner")
	}
	send(t, f, Message{Tag: "a", Title: "Three"})
	var got []uint32
	for _, c := range m.WaitNotify(t, 4, deadline) {
		got = append(got, c.Replaces)
	}
	if got[0] != 0 || got[1] != first.ID || got[2] != 0 || got[3] != 0 {
		t.Errorf("replaces_id = %v, want 0, %d, 0, 0", got, first.ID)
	}
}

func TestServerAppearsLater(t *testing.T) {
	d := rig.StartDesk(t, "none")
	f := open(t, d.Bus)
	if f.Ready() {
		t.Fatal("ready without a server")
	}
	waitFor(t, f, "connected", func() bool { f.mu.Lock(); defer f.mu.Unlock(); return f.link != nil })
	if _, err := f.Send(t.Context(), Message{Title: "x"}); !errors.Is(err, ErrRefused) {
		t.Fatalf("Send = %v, want ErrRefused", err)
	}
	d.SetServer("dunst")
	d.StartServer(t)
	waitFor(t, f, "server noticed", f.Ready)
	send(t, f, Message{Title: "Held until now"})
	if h := d.History(t); len(h) != 1 || h[0].Title != "Held until now" {
		t.Errorf("history %+v", h)
	}
}

func TestActivation(t *testing.T) {
	display := rig.StartDisplay(t)
	dir := t.TempDir()
	marker := filepath.Join(dir, "started")
	wrapper := filepath.Join(dir, "server")
	script := "#!/bin/sh\n: >" + marker + "\nDISPLAY=" + display + " HOME=" + dir +
		" exec " + rig.Need(t, "dunst")[0] + " -config " + rig.DunstConfig(t, dir) + "\n"
	if err := os.WriteFile(wrapper, []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	b := rig.StartBus(t, rig.BusOptions{Services: map[string]string{serverName: wrapper}})

	plain := open(t, b)
	plain.Ready()
	waitFor(t, plain, "connected", func() bool { plain.mu.Lock(); defer plain.mu.Unlock(); return plain.link != nil })
	plain.activate(t.Context(), plain.link) // returns when it has decided
	if _, err := plain.Send(t.Context(), Message{Title: "x"}); !errors.Is(err, ErrRefused) {
		t.Errorf("Send = %v, want ErrRefused", err)
	}
	if _, err := os.Stat(marker); err == nil {
		t.Fatal("started a server without a display")
	}

	f := open(t, b, func(o *FreedesktopOptions) { o.Graphical = true })
	waitFor(t, f, "activated", f.Ready)
	send(t, f, Message{Title: "Activated"})
	waitFor(t, plain, "noticed by the other", plain.Ready)
}

func TestSilentServer(t *testing.T) {
	b := rig.StartBus(t, rig.BusOptions{})
	s := rig.Silent(t, b)
	f := open(t, b, func(o *FreedesktopOptions) { o.CallTimeout = 300 * time.Millisecond })
	waitFor(t, f, "ready", f.Ready)
	start := time.Now()
	_, err := f.Send(t.Context(), Message{Title: "x"})
	took := time.Since(start)
	if err == nil || errors.Is(err, ErrRefused) {
		t.Errorf("Send = %v, want an unknown end", err)
	}
	if took > 3*time.Second {
		t.Errorf("took %v", took)
	}
	if len(s.Asked) != 1 {
		t.Errorf("asked %d times, want once", len(s.Asked))
	}
	t.Logf("gave up after %v: %v", took.Round(time.Millisecond), err)
}

func TestBusDiesAndComesBack(t *testing.T) {
	d := rig.StartDesk(t, "dunst")
	f := open(t, d.Bus)
	waitFor(t, f, "ready", f.Ready)
	send(t, f, Message{Title: "Before"})
	d.Stop()
	waitFor(t, f, "bus lost", func() bool { return f.Owner() == "" })
	if _, err := f.Send(t.Context(), Message{Title: "x"}); !errors.Is(err, ErrRefused) {
		t.Errorf("Send = %v, want ErrRefused", err)
	}
	d.StopServer()
	d.Start(t)
	d.StartServer(t)
	waitFor(t, f, "back", f.Ready)
	send(t, f, Message{Title: "After"})
}

func TestBusLostWhileAsking(t *testing.T) {
	b := rig.StartBus(t, rig.BusOptions{})
	s := rig.Silent(t, b)
	f := open(t, b)
	waitFor(t, f, "ready", f.Ready)
	end := make(chan error, 1)
	go func() { _, err := f.Send(t.Context(), Message{Title: "x"}); end <- err }()
	select {
	case <-s.Asked:
	case <-time.After(deadline):
		t.Fatal("the server was not asked")
	}
	b.Stop()
	if err := <-end; err == nil || errors.Is(err, ErrRefused) {
		t.Errorf("Send = %v, want an unknown end", err)
	}
}

func TestSignalFlood(t *testing.T) {
	d := rig.StartDesk(t, "dunst")
	f := open(t, d.Bus)
	waitFor(t, f, "ready", f.Ready)
	mine := f.link.Names()[0]
	hostile := d.Connect(t)
	const flood = 20000
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := time.Now()
	for i := range flood {
		msg := &dbus.Message{Type: dbus.TypeSignal, Headers: map[dbus.HeaderField]dbus.Variant{
			dbus.FieldDestination: dbus.MakeVariant(mine),
			dbus.FieldPath:        dbus.MakeVariant(serverPath),
			dbus.FieldInterface:   dbus.MakeVariant("org.freedesktop.DBus"),
			dbus.FieldMember:      dbus.MakeVariant("NameOwnerChanged"),
			dbus.FieldSignature:   dbus.MakeVariant(dbus.SignatureOf("", "", "")),
		}, Body: []any{serverName, "", ":9.9"}}
		if call := hostile.Send(msg, nil); call.Err != nil {
			t.Fatalf("signal %d: %v", i, call.Err)
		}
		if i == flood/2 {
			send(t, f, Message{Title: "In the middle"})
		}
	}
	send(t, f, Message{Title: "After"})
	runtime.GC()
	runtime.ReadMemStats(&after)
	grown := int64(after.HeapAlloc) - int64(before.HeapAlloc)
	t.Logf("%d signals in %v, heap grew by %d KiB", flood, time.Since(start).Round(time.Millisecond), grown>>10)
	if grown > 8<<20 {
		t.Errorf("heap grew by %d bytes", grown)
	}
	if f.Owner() == ":9.9" || f.Owner() == "" {
		t.Errorf("owner is %q after forged signals", f.Owner())
	}
}

func TestPicture(t *testing.T) {
	d := rig.StartDesk(t, "dunst")
	f := open(t, d.Bus)
	waitFor(t, f, "ready", f.Ready)
	path := filepath.Join(t.TempDir(), "notification.png")
	send(t, f, Message{Title: "Morning walk", Body: "Ten minutes outside counts."})
	d.Picture(t, path)
	info, err := os.Stat(path)
	if err != nil || info.Size() < 1000 {
		t.Fatalf("no picture: %v", err)
	}
	if keep := os.Getenv("DAYBREAK_KEEP_PICTURE"); keep != "" {
		raw, err := os.ReadFile(path)
		if err == nil {
			err = os.WriteFile(keep, raw, 0o644)
		}
		if err != nil {
			t.Error(err)
		}
	}
}

func TestCloseLeavesNothing(t *testing.T) {
	b := rig.StartBus(t, rig.BusOptions{})
	rig.Silent(t, b)
	before := runtime.NumGoroutine()
	for range 20 {
		f := NewFreedesktop(FreedesktopOptions{Address: b.Address})
		waitFor(t, f, "ready", f.Ready)
		f.Close()
		f.Close()
		if f.Ready() {
			t.Error("ready after Close")
		}
	}
	// The library's reader ends by itself once its socket is closed.
	for end := time.Now().Add(deadline); runtime.NumGoroutine() > before; runtime.Gosched() {
		if time.Now().After(end) {
			t.Fatalf("%d goroutines, before it were %d", runtime.NumGoroutine(), before)
		}
	}
}
