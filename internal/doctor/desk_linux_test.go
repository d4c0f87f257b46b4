package doctor

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"daybreak/internal/report"
	"daybreak/internal/rig"

	"github.com/godbus/dbus/v5"
)

// within3 gives a check the time that it has in the program.
func within3(t *testing.T, look func(context.Context) report.Check) report.Check {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), callLimit)
	defer cancel()
	began := time.Now()
	found := look(ctx)
	if took := time.Since(began); took > callLimit+grace {
		t.Errorf("took %v", took)
	}
	return found
}

func at(address string) Desk { return Desk{Address: address, UID: os.Getuid()} }

func TestRealBus(t *testing.T) {
	b := rig.StartBus(t, rig.BusOptions{})
	want(t, within3(t, at(b.Address()).Bus), report.Fine, "answers", "")
	b.Stop()
	want(t, within3(t, at(b.Address()).Bus), report.Wrong, "Nobody is at the address", "XDG_RUNTIME_DIR")
	want(t, within3(t, at("").Bus), report.Wrong, "No session bus is known", fmt.Sprintf("XDG_RUNTIME_DIR=/run/user/%d", os.Getuid()))
	want(t, within3(t, at("unixexec:path=/bin/sh").Bus), report.Wrong, "cannot be reached", "log in")
	cookies := rig.StartBus(t, rig.BusOptions{Cookies: true})
	want(t, within3(t, at(cookies.Address()).Bus), report.Wrong, "no proof", "beeep")
}

func TestRealBusOfAnother(t *testing.T) {
	b := rig.StartBus(t, rig.BusOptions{Owner: rig.Ordinary(t)})
	want(t, within3(t, at(b.Address()).Bus), report.Wrong, "serves another user", "in a container")
}

// A bus that takes the call and says nothing costs its deadline.
func TestMuteBus(t *testing.T) {
	path := filepath.Join(t.TempDir(), "b")
	l, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	want(t, at("unix:path="+path).Bus(ctx), report.Wrong, "does not answer", "log out")
}

func TestRealServer(t *testing.T) {
	d := rig.StartDesk(t, "dunst")
	want(t, within3(t, at(d.Address()).Server), report.Fine, "dunst", "")
	want(t, within3(t, at(d.Address()).Quiet), report.Fine, "is off", "")
	d.Run(t, "dunstctl", "set-paused", "true")
	want(t, within3(t, at(d.Address()).Quiet), report.Warning, "accepted and not shown", "dunstctl set-paused false")
	d.StopServer()
	want(t, within3(t, at(d.Address()).Server), report.Wrong, "No notification server runs", "install one")
	want(t, within3(t, at(d.Address()).Quiet), report.Unknown, "no notification server answers", "")
	d.Stop()
	want(t, within3(t, at(d.Address()).Server), report.Unknown, "Without a session bus", "bus first")
	want(t, within3(t, at(d.Address()).Quiet), report.Unknown, "no notification server answers", "")
}

// A server that the bus starts is not started to be looked at.
func TestRealServerToBeStarted(t *testing.T) {
	b := rig.StartBus(t, rig.BusOptions{Services: map[string]string{serverName: "/bin/false"}})
	d := at(b.Address())
	want(t, within3(t, d.Server), report.Warning, "once there is a screen", "terminal of your desktop")
	d.Display = true
	want(t, within3(t, d.Server), report.Fine, "started with the first message", "")
}

// stand is a stand-in for a notification server that says what it is told.
type stand struct {
	name string
	caps []string
	hang chan struct{}
}

func (s *stand) GetServerInformation() (name, vendor, version, spec string, e *dbus.Error) {
	if s.hang != nil {
		<-s.hang
	}
	return s.name, "somebody", "1.0", "1.2", nil
}

func (s *stand) GetCapabilities() ([]string, *dbus.Error) { return s.caps, nil }

// properties answers for the properties of an object.
type properties map[string]any

func (p properties) Get(iface, name string) (dbus.Variant, *dbus.Error) {
	v, ok := p[iface+"."+name]
	if !ok {
		return dbus.Variant{}, dbus.NewError("org.freedesktop.DBus.Error.UnknownProperty", nil)
	}
	return dbus.MakeVariant(v), nil
}

func serve(t *testing.T, b *rig.Bus, name string, path dbus.ObjectPath, iface string, v any) *dbus.Conn {
	t.Helper()
	conn := b.Connect(t)
	if err := conn.Export(v, path, iface); err != nil {
		t.Fatal(err)
	}
	if r, err := conn.RequestName(name, dbus.NameFlagDoNotQueue); err != nil || r != dbus.RequestNameReplyPrimaryOwner {
		t.Fatalf("own %q: %v, %v", name, r, err)
	}
	return conn
}

func TestRealServerOfLittle(t *testing.T) {
	for name, c := range map[string]struct {
		caps  []string
		state report.Verdict
		text  string
		hint  string
	}{
		"all":          {[]string{"body", "actions", "persistence"}, report.Fine, "keeps what you have not seen", ""},
		"no keeping":   {[]string{"body", "actions"}, report.Fine, "daybreak today", ""},
		"no buttons":   {[]string{"body", "persistence"}, report.Warning, "no buttons", "daybreak habit done"},
		"titles alone": {nil, report.Warning, "titles alone", "daybreak today"},
	} {
		t.Run(name, func(t *testing.T) {
			b := rig.StartBus(t, rig.BusOptions{})
			serve(t, b, serverName, serverPath, serverName, &stand{name: strings.Repeat("long", 30), caps: c.caps})
			got := within3(t, at(b.Address()).Server)
			want(t, got, c.state, c.text, c.hint)
			if !strings.Contains(got.Text, ": longlong") || len(got.Text) > 250 {
				t.Errorf("the server is called %q", got.Text)
			}
			want(t, within3(t, at(b.Address()).Quiet), report.Unknown, "no way to say", "settings")
		})
	}
}

// One that takes calls and never answers is told from one that does not say
// what it is.
func TestRealServerThatIsSilent(t *testing.T) {
	b := rig.StartBus(t, rig.BusOptions{})
	hang := make(chan struct{})
	defer close(hang)
	serve(t, b, serverName, serverPath, serverName, &stand{hang: hang})
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	want(t, at(b.Address()).Server(ctx), report.Wrong, "does not answer", "restart it")

	other := rig.StartBus(t, rig.BusOptions{})
	rig.Silent(t, other)
	want(t, within3(t, at(other.Address()).Server), report.Warning, "does not say what it is", "")
}

// The real server of Xfce, and its real settings.
func TestRealXfceSettings(t *testing.T) {
	daemon := rig.Need(t, "xfconfd")[0]
	d := rig.StartDeskOn(t, rig.BusOptions{Services: map[string]string{"org.xfce.Xfconf": daemon}}, "xfce4-notifyd")
	want(t, within3(t, at(d.Address()).Server), report.Fine, "Xfce Notify Daemon", "")
	want(t, within3(t, at(d.Address()).Quiet), report.Fine, "is off", "")
	for on, state := range map[string]report.Verdict{"true": report.Warning, "false": report.Fine} {
		d.Run(t, "xfconf-query", "-c", "xfce4-notifyd", "-p", "/do-not-disturb", "-n", "-t", "bool", "-s", on)
		want(t, within3(t, at(d.Address()).Quiet), state, "o-not-disturb", "")
	}
}

// GNOME's real setting and the real program that reads it; the shell is played.
func TestRealGnomeSettings(t *testing.T) {
	gsettings := rig.Need(t, "gsettings")[0]
	env := []string{"HOME=" + t.TempDir(), "GSETTINGS_BACKEND=keyfile"}
	b := rig.StartBus(t, rig.BusOptions{})
	serve(t, b, serverName, serverPath, serverName, &stand{name: "gnome-shell"})
	d := at(b.Address())
	d.Command = func(ctx context.Context, name string, args ...string) ([]byte, error) {
		if name != "gsettings" {
			return nil, exec.ErrNotFound
		}
		cmd := exec.CommandContext(ctx, gsettings, args...)
		cmd.Env = env
		return cmd.Output()
	}
	if _, err := d.Command(t.Context(), "gsettings", "get", "org.gnome.desktop.notifications", "show-banners"); err != nil {
		rig.Missing(t, "GNOME's settings (Debian package gsettings-desktop-schemas)")
	}
	want(t, within3(t, d.Quiet), report.Fine, "is off", "")
	if _, err := d.Command(t.Context(), "gsettings", "set", "org.gnome.desktop.notifications", "show-banners", "false"); err != nil {
		t.Fatal(err)
	}
	want(t, within3(t, d.Quiet), report.Warning, "accepted and not shown", "show-banners true")
}

func TestRealPlasma(t *testing.T) {
	for on, state := range map[any]report.Verdict{true: report.Warning, false: report.Fine, "yes": report.Unknown} {
		b := rig.StartBus(t, rig.BusOptions{})
		conn := serve(t, b, serverName, serverPath, serverName, &stand{name: "Plasma"})
		if err := conn.Export(properties{serverName + ".Inhibited": on}, serverPath, "org.freedesktop.DBus.Properties"); err != nil {
			t.Fatal(err)
		}
		want(t, within3(t, at(b.Address()).Quiet), state, "o-not-disturb", "")
	}
}

// xfconf is a stand-in for Xfce's settings.
type xfconf struct {
	value any
	err   *dbus.Error
}

func (x xfconf) GetProperty(channel, property string) (dbus.Variant, *dbus.Error) {
	if channel != "xfce4-notifyd" || property != "/do-not-disturb" {
		return dbus.Variant{}, dbus.NewError("org.xfce.Xfconf.Error.ChannelNotFound", nil)
	}
	if x.err != nil {
		return dbus.Variant{}, x.err
	}
	return dbus.MakeVariant(x.value), nil
}

func TestRealXfce(t *testing.T) {
	for name, c := range map[string]struct {
		x     *xfconf
		state report.Verdict
	}{
		"on":        {&xfconf{value: true}, report.Warning},
		"off":       {&xfconf{value: false}, report.Fine},
		"never set": {&xfconf{err: dbus.NewError("org.xfce.Xfconf.Error.PropertyNotFound", nil)}, report.Fine},
		"an error":  {&xfconf{err: dbus.NewError("org.xfce.Xfconf.Error.ReadFailure", nil)}, report.Unknown},
		"a word":    {&xfconf{value: "yes"}, report.Unknown},
		"no xfconf": {nil, report.Unknown},
	} {
		t.Run(name, func(t *testing.T) {
			b := rig.StartBus(t, rig.BusOptions{})
			serve(t, b, serverName, serverPath, serverName, &stand{name: "Xfce Notify Daemon"})
			if c.x != nil {
				serve(t, b, "org.xfce.Xfconf", "/org/xfce/Xfconf", "org.xfce.Xfconf", c.x)
			}
			want(t, within3(t, at(b.Address()).Quiet), c.state, "o-not-disturb", "")
		})
	}
}

func TestRealGnome(t *testing.T) {
	b := rig.StartBus(t, rig.BusOptions{})
	serve(t, b, serverName, serverPath, serverName, &stand{name: "gnome-shell"})
	d := at(b.Address())
	for name, c := range map[string]struct {
		out   string
		err   error
		state report.Verdict
		hint  string
	}{
		"on":         {"false\n", nil, report.Warning, "show-banners true"},
		"off":        {"true\n", nil, report.Fine, ""},
		"no program": {"", exec.ErrNotFound, report.Unknown, "settings"},
		"a word":     {"perhaps\n", nil, report.Unknown, "settings"},
	} {
		t.Run(name, func(t *testing.T) {
			d.Command = func(_ context.Context, name string, args ...string) ([]byte, error) {
				if got := name + " " + strings.Join(args, " "); got != "gsettings get org.gnome.desktop.notifications show-banners" {
					return nil, errors.New(got)
				}
				return []byte(c.out), c.err
			}
			want(t, within3(t, d.Quiet), c.state, "o-not-disturb", c.hint)
		})
	}
}

func TestRealLinger(t *testing.T) {
	l := rig.StartLogind(t)
	linger := func(ctx context.Context) report.Check { return Linger(ctx, l.Address(), os.Getuid()) }
	want(t, within3(t, linger), report.Unknown, "knows no session of yours", "log in")
	l.Login(t, os.Getuid(), "c1")
	want(t, within3(t, linger), report.Fine, "Lingering is off", "")
	user := dbus.ObjectPath(fmt.Sprintf("/org/freedesktop/login1/user/%d", os.Getuid()))
	call := l.Connect(t).Object(logindName, user).Call("org.freedesktop.DBus.Properties.Set", 0, logindName+".User", "Linger", dbus.MakeVariant(true))
	if call.Err != nil {
		t.Fatal(call.Err)
	}
	want(t, within3(t, linger), report.Fine, "Lingering is on", "")
	l.StopService()
	want(t, within3(t, linger), report.Unknown, "logind does not answer", "")
	l.Stop()
	want(t, within3(t, linger), report.Unknown, "logind does not answer", "")
}

// A copy is a daemon on the same bus, and nothing else.
func TestRealOthers(t *testing.T) {
	sh := rig.Need(t, "sh")[0]
	data, err := os.ReadFile(sh)
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "daybreak")
	if err := os.WriteFile(name, data, 0o700); err != nil {
		t.Fatal(err)
	}
	start := func(address, arg string) int {
		t.Helper()
		cmd := exec.Command(name, "-c", "read x", arg)
		cmd.Env = []string{"DBUS_SESSION_BUS_ADDRESS=" + address}
		cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
		if _, err := cmd.StdinPipe(); err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
		return cmd.Process.Pid
	}
	here := fmt.Sprintf("unix:path=%s/bus", filepath.Dir(name))
	start(here, "status")
	start("unix:path=/elsewhere", "run")
	start("", "run")
	daemon := start(here, "run")
	copied := start(here+",guid=0123", "run")
	for _, c := range []struct{ uid, but, want int }{{os.Getuid(), daemon, copied}, {os.Getuid(), copied, daemon}} {
		if pids, known := Others(c.uid, here, c.but); !known || len(pids) != 1 || pids[0] != c.want {
			t.Errorf("found %v, %v, want %d", pids, known, c.want)
		}
	}
	if pids, _ := Others(os.Getuid()+1, here); len(pids) != 0 {
		t.Errorf("found %v of another user", pids)
	}
	if same, known := SameProgram(copied, name); !same || !known {
		t.Errorf("its own program is another: %v, %v", same, known)
	}
	if same, known := SameProgram(copied, sh); same || !known {
		t.Errorf("another program is its own: %v, %v", same, known)
	}
	if _, known := SameProgram(copied, name+".gone"); known {
		t.Error("a file that is gone is known")
	}
}
