package notify

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"daybreak/internal/rig"

	"github.com/godbus/dbus/v5"
)

// openBeeep returns a channel through beeep on the bus, whose children are
// this test binary; it ends with the test.
func openBeeep(t *testing.T, b *rig.Bus, env []string, change ...func(*FreedesktopOptions)) *Beeep {
	t.Helper()
	o := FreedesktopOptions{Address: b.Address, BackoffMin: 10 * time.Millisecond, BackoffMax: 100 * time.Millisecond}
	for _, c := range change {
		c(&o)
	}
	c := NewBeeep(BeeepOptions{Command: []string{"/proc/self/exe", beeepMode}, Bus: o, Getenv: func(k string) string {
		for _, kv := range env {
			if v, ok := strings.CutPrefix(kv, k+"="); ok {
				return v
			}
		}
		return ""
	}})
	t.Cleanup(func() { c.Close() })
	return c
}

// ready waits until the channel has somebody to send to.
func ready(t *testing.T, c *Beeep) {
	t.Helper()
	waitFor(t, c.watch, "ready", c.Ready)
}

func show(t *testing.T, c *Beeep, m Message) {
	t.Helper()
	start := time.Now()
	r, err := c.Send(t.Context(), m)
	if err != nil {
		t.Fatalf("Send(%q): %v", m.Title, err)
	}
	if r != (Receipt{Channel: "beeep"}) {
		t.Errorf("receipt = %+v", r)
	}
	t.Logf("accepted after %v", time.Since(start).Round(time.Microsecond))
}

// hostile is text that some reader on the way could take for its own.
var hostile = Message{
	Title: `-t ` + rocket + ` "quoted" <b>& $(touch x) 'it''s' %s`,
	Body:  "--help\n" + rocket + nbsp + "\"q\" $(touch x) `id` ]]> <b>&amp; \\n \\ %d é 漢",
}

func TestBeeepShownOnce(t *testing.T) {
	for _, server := range []string{"dunst", "xfce4-notifyd", "notification-daemon"} {
		t.Run(server, func(t *testing.T) {
			d := rig.StartDesk(t, server)
			m := d.StartMonitor(t)
			c := openBeeep(t, d.Bus, d.Env())
			ready(t, c)
			show(t, c, hostile)
			call := m.WaitNotify(t, 1, deadline)[0]
			if call.Title != hostile.Title || call.Body != escaper.Replace(hostile.Body) {
				t.Errorf("on the bus: %q, %q", call.Title, call.Body)
			}
			if call.App != "Daybreak" || call.Err != "" || call.ID == 0 || call.Expire != 5000 {
				t.Errorf("on the bus: %+v", call)
			}
			if server == "dunst" {
				shownInDunst(t, d, hostile)
			}
			if n := len(m.Answered()); n != 1 {
				t.Errorf("sent %d times, want once", n)
			}
		})
	}
}

// shownInDunst checks that dunst has shown exactly the messages.
func shownInDunst(t *testing.T, d *rig.Desk, want ...Message) {
	t.Helper()
	h := d.History(t)
	if len(h) != len(want) {
		t.Fatalf("dunst remembers %d messages, want %d: %+v", len(h), len(want), h)
	}
	for i, w := range want {
		if h[i].Title != w.Title || unescape(h[i].Body) != w.Body {
			t.Errorf("dunst shows %q, %q, want %q, %q", h[i].Title, unescape(h[i].Body), w.Title, w.Body)
		}
	}
}

// A bus that wants a cookie is closed to Go's D-Bus library and open to
// notify-send.
func TestBeeepNotifySend(t *testing.T) {
	rig.Need(t, "notify-send", "gdbus", "dbus-send")
	d := rig.StartDeskOn(t, rig.BusOptions{Cookies: true}, "none")
	d.SetServer("dunst")
	c := openBeeep(t, d.Bus, d.Env())
	ready(t, c)
	if c.Owner() != "beeep" {
		t.Errorf("owner %q", c.Owner())
	}
	if _, err := c.Send(t.Context(), hostile); !errors.Is(err, ErrRefused) {
		t.Errorf("without a server: %v, want ErrRefused", err)
	}
	d.StartServer(t)
	show(t, c, hostile)
	shown := hostile
	shown.Title = "\u2011" + strings.TrimPrefix(hostile.Title, "-")
	shown.Body = "\u2011" + strings.TrimPrefix(hostile.Body, "-")
	d.Run(t, "dunstctl", "close-all")
	history := string(d.Run(t, "dbus-send", "--session", "--print-reply", "--dest="+serverName, string(serverPath),
		"org.dunstproject.cmd0.NotificationListHistory")) // dunstctl reads it with busctl, which has no cookies
	for _, want := range []string{shown.Title, escaper.Replace(shown.Body)} {
		if n := strings.Count(history, `"`+want+`"`); n != 1 {
			t.Errorf("dunst remembers %q %d times:\n%s", want, n, history)
		}
	}
	waitGone(t, d.Bus, beeepMode, "notify-send")
}

// Without notify-send there is nobody to show a message on such a bus.
func TestBeeepForeignBusAlone(t *testing.T) {
	b := rig.StartBus(t, rig.BusOptions{Cookies: true})
	c := openBeeep(t, b, []string{"PATH=" + t.TempDir()})
	c.Ready()
	waitFor(t, c.watch, "known to be foreign", c.watch.foreignBus)
	if w, owner := c.present(); w != "" || owner != "" || c.Ready() {
		t.Errorf("ready through %q with %q", w, owner)
	}
	if _, err := c.Send(t.Context(), hostile); !errors.Is(err, ErrRefused) {
		t.Errorf("Send = %v, want ErrRefused", err)
	}
}

// A notify-send that hangs, because the bus waits for a server that never
// comes up, is killed with the child that started it.
func TestBeeepNotifySendHangs(t *testing.T) {
	rig.Need(t, "notify-send")
	b := rig.StartBus(t, rig.BusOptions{Cookies: true, Services: map[string]string{serverName: "/usr/bin/env sleep 20"}})
	env := []string{"PATH=" + os.Getenv("PATH"), "HOME=" + filepath.Dir(strings.TrimPrefix(b.Address(), "unix:path="))}
	c := openBeeep(t, b, env, func(o *FreedesktopOptions) { o.CallTimeout = time.Second })
	ready(t, c)
	start := time.Now()
	_, err := c.Send(t.Context(), hostile)
	if end(err) != "unknown" {
		t.Errorf("Send = %v, want an unknown end", err)
	}
	t.Logf("gave up after %v: %v", time.Since(start).Round(time.Millisecond), err)
	waitGone(t, b, beeepMode, "notify-send")
}

func TestBeeepSilentServer(t *testing.T) {
	b := rig.StartBus(t, rig.BusOptions{})
	s := rig.Silent(t, b)
	m := b.StartMonitor(t)
	c := openBeeep(t, b, []string{"PATH=" + os.Getenv("PATH")}, func(o *FreedesktopOptions) { o.CallTimeout = 500 * time.Millisecond })
	ready(t, c)
	start := time.Now()
	_, err := c.Send(t.Context(), Message{Title: "x"})
	if end(err) != "unknown" {
		t.Errorf("Send = %v, want an unknown end", err)
	}
	t.Logf("gave up after %v: %v", time.Since(start).Round(time.Millisecond), err)
	waitGone(t, b, beeepMode, "notify-send")
	if n := len(s.Asked); n != 1 {
		t.Errorf("asked %d times, want once", n)
	}
	if n := len(m.Answered()); n != 0 {
		t.Errorf("%d answers from a silent server", n)
	}
}

// errServer owns the notification service and answers every message with an
// error, though it may have shown it.
type errServer struct {
	name  string
	asked chan string
}

func (s errServer) GetCapabilities() ([]string, *dbus.Error) { return nil, nil }

func (s errServer) GetServerInformation() (name, vendor, version, spec string, err *dbus.Error) {
	return "erring", "", "1", "1.2", nil
}

func (s errServer) Notify(_ string, _ uint32, _, title, _ string, _ []string, _ map[string]dbus.Variant, _ int32) (uint32, *dbus.Error) {
	s.asked <- title
	return 0, dbus.NewError(s.name, nil)
}

// After an error the library tries notify-send: here it finds none, though the
// user has one.
func TestBeeepNoSecondWay(t *testing.T) {
	rig.Need(t, "notify-send")
	for name, want := range map[string]string{
		"org.example.Full":                    "refused",
		"org.freedesktop.DBus.Error.NoReply":  "unknown",
		"org.freedesktop.DBus.Error.TimedOut": "unknown",
	} {
		t.Run(name, func(t *testing.T) {
			b := rig.StartBus(t, rig.BusOptions{})
			s := errServer{name, make(chan string, 10)}
			conn := b.Connect(t)
			if err := conn.Export(s, serverPath, serverName); err != nil {
				t.Fatal(err)
			}
			if _, err := conn.RequestName(serverName, dbus.NameFlagDoNotQueue); err != nil {
				t.Fatal(err)
			}
			c := openBeeep(t, b, []string{"PATH=" + os.Getenv("PATH"), "HOME=" + t.TempDir()})
			ready(t, c)
			_, err := c.Send(t.Context(), Message{Title: "x"})
			if end(err) != want {
				t.Errorf("Send = %v, want it %s", err, want)
			}
			if n := len(s.asked); n != 1 {
				t.Errorf("asked %d times, want once", n)
			}
		})
	}
}

// Without a server a message is refused and no server is started; once there
// is one, it is noticed, and another after it is another owner.
func TestBeeepServerComesAndGoes(t *testing.T) {
	d := rig.StartDesk(t, "none")
	c := openBeeep(t, d.Bus, d.Env())
	if c.Ready() {
		t.Fatal("ready without a server")
	}
	if _, err := c.Send(t.Context(), Message{Title: "x"}); !errors.Is(err, ErrRefused) {
		t.Fatalf("Send = %v, want ErrRefused", err)
	}
	d.SetServer("dunst")
	first := d.StartServer(t)
	ready(t, c)
	show(t, c, Message{Title: "Held until now"})
	shownInDunst(t, d, Message{Title: "Held until now"})
	if c.Owner() != first {
		t.Errorf("owner %q, want %q", c.Owner(), first)
	}
	d.StopServer()
	waitFor(t, c.watch, "server gone", func() bool { return c.Owner() == "" })
	second := d.StartServer(t)
	waitFor(t, c.watch, "another server", func() bool { return c.Owner() == second })
}

// The bus would start a server that only fails without a display: it is not
// asked to.
func TestBeeepStartsNoServerWithoutDisplay(t *testing.T) {
	marker := filepath.Join(t.TempDir(), "started")
	b := rig.StartBus(t, rig.BusOptions{Services: map[string]string{serverName: "/usr/bin/env touch " + marker}})
	c := openBeeep(t, b, nil)
	c.Ready()
	waitFor(t, c.watch, "connected", func() bool { bus, _ := c.watch.server(); return bus != nil })
	if _, err := c.Send(t.Context(), Message{Title: "x"}); !errors.Is(err, ErrRefused) {
		t.Errorf("Send = %v, want ErrRefused", err)
	}
	if _, err := os.Stat(marker); err == nil {
		t.Error("the server was started")
	}
}

func TestBeeepTenAtOnce(t *testing.T) {
	d := rig.StartDesk(t, "dunst")
	m := d.StartMonitor(t)
	c := openBeeep(t, d.Bus, d.Env())
	ready(t, c)
	start := time.Now()
	var all sync.WaitGroup
	for i := range 10 {
		all.Go(func() {
			if _, err := c.Send(t.Context(), Message{Title: fmt.Sprint("message ", i)}); err != nil {
				t.Errorf("message %d: %v", i, err)
			}
		})
	}
	all.Wait()
	t.Logf("ten at once took %v", time.Since(start).Round(time.Millisecond))
	m.WaitNotify(t, 10, deadline)
	seen := map[string]int{}
	for _, h := range d.History(t) {
		seen[h.Title]++
	}
	for i := range 10 {
		if n := seen[fmt.Sprint("message ", i)]; n != 1 {
			t.Errorf("message %d was shown %d times", i, n)
		}
	}
	if n := len(m.Answered()); n != 10 {
		t.Errorf("sent %d times, want 10", n)
	}
}

// The library panics on a signal that is not what it expects. That ends its
// child, and nothing else.
func TestBeeepPanicInChild(t *testing.T) {
	b := rig.StartBus(t, rig.BusOptions{})
	s := rig.Silent(t, b)
	c := openBeeep(t, b, nil)
	ready(t, c)
	done := make(chan error, 1)
	go func() { _, err := c.Send(t.Context(), Message{Title: "x"}); done <- err }()
	<-s.Asked
	if err := b.Connect(t).Emit(serverPath, serverIface+"ActionInvoked", "no id"); err != nil {
		t.Fatal(err)
	}
	select {
	case err := <-done:
		if end(err) != "unknown" || errors.Is(err, t.Context().Err()) {
			t.Errorf("Send = %v, want an unknown end", err)
		}
	case <-time.After(deadline):
		t.Fatal("the send did not end")
	}
	if !c.Ready() {
		t.Error("not ready after it")
	}
}

func TestBeeepBusLostWhileAsking(t *testing.T) {
	b := rig.StartBus(t, rig.BusOptions{})
	s := rig.Silent(t, b)
	c := openBeeep(t, b, nil)
	ready(t, c)
	done := make(chan error, 1)
	go func() { _, err := c.Send(t.Context(), Message{Title: "x"}); done <- err }()
	<-s.Asked
	b.Stop()
	if err := <-done; end(err) != "unknown" {
		t.Errorf("Send = %v, want an unknown end", err)
	}
}
