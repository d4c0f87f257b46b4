package screen

import (
	"net"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"daybreak/internal/rig"

	"github.com/godbus/dbus/v5"
)

// deadline bounds every wait for a real part.
const deadline = 20 * time.Second

// watch returns a Screen with short pauses; it ends with the test.
func watch(t *testing.T, change func(*Options)) *Screen {
	t.Helper()
	// Answer is as long as the deadline: the machine may be busy.
	o := Options{UID: uid, Answer: deadline, Call: deadline, Dial: deadline,
		Grace: 50 * time.Millisecond, BackoffMin: time.Millisecond, BackoffMax: 50 * time.Millisecond}
	change(&o)
	s := Watch(o)
	t.Cleanup(s.Close)
	return s
}

// told makes a change happen and waits until Changes tells of it and Locked is
// want. Nobody asks in between: it is the signal that tells.
func told(t *testing.T, s *Screen, what string, want bool, change func()) {
	t.Helper()
	s.Locked()
	for len(s.Changes()) > 0 {
		<-s.Changes()
	}
	change()
	start, end := time.Now(), time.NewTimer(deadline)
	defer end.Stop()
	select {
	case <-s.Changes():
	case <-end.C:
		t.Fatalf("%s: not told within %v", what, deadline)
	}
	if got := s.Locked(); got != want {
		t.Fatalf("%s: Locked is %v, want %v", what, got, want)
	}
	t.Logf("%s: told and asked after %v", what, time.Since(start).Round(time.Microsecond))
}

// want asks.
func want(t *testing.T, s *Screen, what string, want bool) {
	t.Helper()
	if got := s.Locked(); got != want {
		t.Errorf("%s: Locked is %v, want %v", what, got, want)
	}
}

func TestLogind(t *testing.T) {
	l := rig.StartLogind(t)
	s := watch(t, func(o *Options) { o.System = l.Address })
	want(t, s, "nobody is logged in", false)
	l.Login(t, uid, "c1")
	want(t, s, "logged in", false)
	told(t, s, "locked", true, func() { l.SetLocked(t, "c1", true) })
	told(t, s, "unlocked", false, func() { l.SetLocked(t, "c1", false) })

	// The session that counts changes, to one that is locked, and to none.
	l.AddSession(t, uid, "c2")
	l.SetLocked(t, "c2", true)
	want(t, s, "locked by a session that does not count", false)
	told(t, s, "it counts now", true, func() { l.SetDisplay(t, uid, "c2") })
	told(t, s, "logged out", false, func() { l.SetDisplay(t, uid, "") })

	l.Login(t, uid+1, "c3")
	l.SetLocked(t, "c3", true)
	want(t, s, "locked by another user's session", false)
}

// Somebody who starts behind a lock knows it with the first answer.
func TestLockedAtStart(t *testing.T) {
	l := rig.StartLogind(t)
	l.Login(t, uid, "c1")
	l.SetLocked(t, "c1", true)
	for range 20 {
		start := time.Now()
		s := watch(t, func(o *Options) { o.System = l.Address })
		want(t, s, "at the start, behind a lock", true)
		t.Logf("first answer after %v", time.Since(start).Round(time.Microsecond))
		s.Close()
	}
}

// logind restarts behind a locked screen: at no moment is it unlocked.
func TestLogindRestarts(t *testing.T) {
	l := rig.StartLogind(t)
	l.Login(t, uid, "c1")
	l.SetLocked(t, "c1", true)
	s := watch(t, func(o *Options) { o.System, o.Grace = l.Address, deadline })
	want(t, s, "before", true)
	l.StopService()
	want(t, s, "logind went away", true)
	l.StartService(t)
	l.Login(t, uid, "c1")
	l.SetLocked(t, "c1", true)
	want(t, s, "logind came back", true)
	told(t, s, "unlocked", false, func() { l.SetLocked(t, "c1", false) })
}

// A lock outlives who told of it by the grace, and no longer.
func TestSaverDies(t *testing.T) {
	b := rig.StartBus(t, rig.BusOptions{})
	f := b.StartFakeSaver(t, "org.gnome.ScreenSaver", "/org/gnome/ScreenSaver")
	f.SetQuietly(true)
	s := watch(t, func(o *Options) { o.Session = b.Address })
	want(t, s, "before", true)
	told(t, s, "the grace is over", false, f.Stop)
}

func TestSavers(t *testing.T) {
	for name, path := range map[string]dbus.ObjectPath{
		"org.freedesktop.ScreenSaver": "/ScreenSaver", // KDE knows both paths, others one
		"org.gnome.ScreenSaver":       "/org/gnome/ScreenSaver",
		"org.cinnamon.ScreenSaver":    "/org/cinnamon/ScreenSaver",
		"org.mate.ScreenSaver":        "/org/mate/ScreenSaver",
		"org.xfce.ScreenSaver":        "/org/xfce/ScreenSaver",
	} {
		t.Run(name, func(t *testing.T) {
			b := rig.StartBus(t, rig.BusOptions{})
			s := watch(t, func(o *Options) { o.Session = b.Address })
			want(t, s, "with nobody there", false)
			f := b.StartFakeSaver(t, name, path) // appears after the start
			want(t, s, "open", false)
			told(t, s, "locked", true, func() { f.Set(t, true) })
			told(t, s, "unlocked", false, func() { f.Set(t, false) })
			f.SetQuietly(true)
			want(t, s, "a saver that sends no signal", true)
		})
	}
}

// A real screen saver of a desktop, on a real display.
func TestMateScreensaver(t *testing.T) {
	d := rig.StartDesk(t, "none")
	s := watch(t, func(o *Options) { o.Session = d.Address })
	want(t, s, "with nobody there", false)
	saver := d.StartSaver(t)
	want(t, s, "open", false)
	for range 2 {
		told(t, s, "covered", true, func() { d.SetSaver(t, true) })
		told(t, s, "uncovered", false, func() { d.SetSaver(t, false) })
	}
	told(t, s, "covered", true, func() { d.SetSaver(t, true) })
	told(t, s, "the saver is gone", false, saver.Stop)
}

// One "locked" is enough, and somebody who owns a name without knowing the
// question says nothing.
func TestAnyIsEnough(t *testing.T) {
	l, b := rig.StartLogind(t), rig.StartBus(t, rig.BusOptions{})
	l.Login(t, uid, "c1")
	if _, err := b.Connect(t).RequestName("org.freedesktop.ScreenSaver", dbus.NameFlagDoNotQueue); err != nil {
		t.Fatal(err)
	}
	f := b.StartFakeSaver(t, "org.xfce.ScreenSaver", "/org/xfce/ScreenSaver")
	s := watch(t, func(o *Options) { o.System, o.Session = l.Address, b.Address })
	want(t, s, "both open", false)
	told(t, s, "the saver's word", true, func() { f.Set(t, true) })
	l.SetLocked(t, "c1", true)
	f.Set(t, false)
	want(t, s, "logind's word", true)
	told(t, s, "both open", false, func() { l.SetLocked(t, "c1", false) })
}

// A saver that stops answering has not taken back what it said, and does not
// hold up every question.
func TestSilentSaver(t *testing.T) {
	b := rig.StartBus(t, rig.BusOptions{})
	f := b.StartFakeSaver(t, "org.gnome.ScreenSaver", "/org/gnome/ScreenSaver")
	f.SetQuietly(true)
	s := watch(t, func(o *Options) {
		o.Session, o.Call, o.Grace = b.Address, time.Second, time.Nanosecond
		o.BackoffMin, o.BackoffMax = deadline, deadline
	})
	want(t, s, "before", true)
	f.Mute()
	start := time.Now()
	want(t, s, "while it is silent", true)
	t.Logf("answered for a silent saver after %v", time.Since(start).Round(time.Millisecond))
	asked := f.Asked()
	for range 10 {
		want(t, s, "while it is left alone", true)
	}
	if n := f.Asked(); n != asked {
		t.Errorf("asked %d times more while it was to be left alone", n-asked)
	}
}

// A bus that accepts and says nothing: until it is given up, nobody knows, and
// the screen counts as locked.
func TestMuteBus(t *testing.T) {
	path := filepath.Join(t.TempDir(), "b")
	l, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	s := watch(t, func(o *Options) {
		o.System = func() string { return "unix:path=" + path }
		o.Answer, o.Dial = time.Millisecond, time.Second
	})
	want(t, s, "nobody knows yet", true)
	told(t, s, "given up", false, func() {})
}

// Without a bus nothing is dialled but when it is asked for.
func TestNoBus(t *testing.T) {
	dialled := make(chan struct{}, 1000)
	s := watch(t, func(o *Options) {
		o.Session = func() string { dialled <- struct{}{}; return "unix:path=" + t.TempDir() + "/none" }
		o.BackoffMin, o.BackoffMax = time.Hour, time.Hour
	})
	for range 100 {
		if s.Locked() {
			t.Fatal("locked without a bus")
		}
	}
	if n := len(dialled); n != 1 {
		t.Errorf("dialled %d times within the first pause, want once", n)
	}
}

// Closed, it has left nothing behind, and answers at once.
func TestClose(t *testing.T) {
	b := rig.StartBus(t, rig.BusOptions{})
	f := b.StartFakeSaver(t, "org.gnome.ScreenSaver", "/org/gnome/ScreenSaver")
	f.SetQuietly(true)
	before := runtime.NumGoroutine()
	for range 20 {
		s := watch(t, func(o *Options) { o.Session = b.Address })
		want(t, s, "open", true)
		s.Close()
		s.Close()
		want(t, s, "closed", false)
	}
	// The library's reader ends by itself once its socket is closed.
	for end := time.Now().Add(deadline); runtime.NumGoroutine() > before; runtime.Gosched() {
		if time.Now().After(end) {
			t.Fatalf("%d goroutines, before it were %d", runtime.NumGoroutine(), before)
		}
	}
	var none *Screen
	want(t, none, "no screen", false)
	if none.Changes() != nil {
		t.Error("no screen has changes")
	}
	none.Close()
}

// A bus that is killed and comes back is found by the next question.
func TestBusComesBack(t *testing.T) {
	l := rig.StartLogind(t)
	s := watch(t, func(o *Options) { o.System = l.Address })
	l.Login(t, uid, "c1")
	l.SetLocked(t, "c1", true)
	want(t, s, "before", true)
	told(t, s, "bus lost, grace over", false, l.Stop)
	l.StopService()
	l.Start(t)
	l.StartService(t)
	l.Login(t, uid, "c1")
	l.SetLocked(t, "c1", true)
	end := time.After(deadline)
	for !s.Locked() {
		select {
		case <-end:
			t.Fatal("the new bus was not found")
		default:
		}
	}
}

// A saver that the bus could start is not started.
func TestStartsNothing(t *testing.T) {
	marker := filepath.Join(t.TempDir(), "started")
	services := map[string]string{}
	for _, src := range append(savers(), logind(uid)) {
		services[src.name] = "/usr/bin/touch " + marker
	}
	b := rig.StartBus(t, rig.BusOptions{Services: services})
	s := watch(t, func(o *Options) { o.System, o.Session = b.Address, b.Address })
	want(t, s, "with nobody there", false)
	if _, err := os.Stat(marker); err == nil {
		t.Error("something was started")
	}
}

// Signals from anybody but the owner, and malformed ones from the owner, wake
// nobody, however many they are.
func TestForgedSignals(t *testing.T) {
	b := rig.StartBus(t, rig.BusOptions{})
	f := b.StartFakeSaver(t, "org.gnome.ScreenSaver", "/org/gnome/ScreenSaver")
	s := watch(t, func(o *Options) { o.Session = b.Address })
	want(t, s, "open", false)
	mine := s.listeners[0].conn.Names()[0]
	hostile := b.Connect(t)
	asked := f.Asked()
	start := time.Now()
	for range 1000 {
		send(t, hostile, signal(mine, "org.gnome.ScreenSaver", "ActiveChanged", true))
		send(t, hostile, signal(mine, "org.freedesktop.DBus", "NameOwnerChanged", "org.gnome.ScreenSaver", "", ":9.9"))
		send(t, f.Conn(), signal(mine, "org.gnome.ScreenSaver", "ActiveChanged", "yes"))
		send(t, f.Conn(), signal(mine, "org.gnome.ScreenSaver", "ActiveChanged"))
	}
	// A bus keeps the order of messages: the answers to these come after it has
	// passed on the flood, and the answer to ours behind it.
	for _, c := range []*dbus.Conn{hostile, f.Conn()} {
		if err := c.BusObject().Call("org.freedesktop.DBus.GetId", 0).Err; err != nil {
			t.Fatal(err)
		}
	}
	want(t, s, "after forged signals", false)
	if n := f.Asked() - asked; n != 1 {
		t.Errorf("asked %d times, want once: forged signals made it look", n)
	}
	t.Logf("4000 signals in %v", time.Since(start).Round(time.Millisecond))
	told(t, s, "a true signal", true, func() { f.Set(t, true) })
}

func send(t *testing.T, c *dbus.Conn, m *dbus.Message) {
	t.Helper()
	if call := c.Send(m, nil); call.Err != nil {
		t.Fatal(call.Err)
	}
}

func signal(to, iface, member string, body ...any) *dbus.Message {
	return &dbus.Message{Type: dbus.TypeSignal, Headers: map[dbus.HeaderField]dbus.Variant{
		dbus.FieldDestination: dbus.MakeVariant(to),
		dbus.FieldPath:        dbus.MakeVariant(dbus.ObjectPath("/org/gnome/ScreenSaver")),
		dbus.FieldInterface:   dbus.MakeVariant(iface),
		dbus.FieldMember:      dbus.MakeVariant(member),
		dbus.FieldSignature:   dbus.MakeVariant(dbus.SignatureOf(body...)),
	}, Body: body}
}

// What one question costs, with logind and one screen saver to answer it.
func BenchmarkLocked(b *testing.B) {
	l, session := rig.StartLogind(b), rig.StartBus(b, rig.BusOptions{})
	l.Login(b, uid, "c1")
	session.StartFakeSaver(b, "org.gnome.ScreenSaver", "/org/gnome/ScreenSaver")
	s := Watch(Options{System: l.Address, Session: session.Address, UID: uid})
	b.Cleanup(s.Close)
	for b.Loop() {
		s.Locked()
	}
}
