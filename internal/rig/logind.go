//go:build linux

package rig

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"testing"

	"github.com/godbus/dbus/v5"
)

const (
	logindName = "org.freedesktop.login1"
	logindPath = "/org/freedesktop/login1"
	mockIface  = "org.freedesktop.DBus.Mock."
)

// getUser takes the place of the stand-in's own GetUser, which fails in some
// versions and knows every user.
const getUser = `ret = "/org/freedesktop/login1/user/%d" % args[0]
if ret not in objects:
    raise dbus.exceptions.DBusException("no such user", name="org.freedesktop.login1.NoSuchUser")`

// Logind is python-dbusmock's stand-in for systemd-logind, on a private bus
// that takes the place of the system bus: DBUS_SYSTEM_BUS_ADDRESS=Address().
type Logind struct {
	*Bus
	program *Program
}

// StartLogind starts the bus and the stand-in, with no user and no session.
// They end with the test.
func StartLogind(t testing.TB) *Logind {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), partTimeout)
	defer cancel()
	if err := exec.CommandContext(ctx, Need(t, "python3")[0], "-c", "import dbusmock").Run(); err != nil {
		Missing(t, "dbusmock (Debian package python3-dbusmock)")
	}
	l := &Logind{Bus: StartBus(t, BusOptions{Anyone: true})}
	l.StartService(t)
	return l
}

// StartService starts the stand-in again, after StopService; it has forgotten
// everything.
func (l *Logind) StartService(t testing.TB) {
	t.Helper()
	l.program = startProgram(t, []string{"PATH=" + os.Getenv("PATH"), "DBUS_SYSTEM_BUS_ADDRESS=" + l.Address()}, nil, nil,
		Need(t, "python3")[0], "-m", "dbusmock", "--system", "--template", "logind")
	l.WaitOwner(t, logindName)
	l.call(t, logindPath, mockIface+"AddMethod", logindName+".Manager", "GetUser", "u", "o", getUser)
}

// StopService kills the stand-in.
func (l *Logind) StopService() { l.program.Stop() }

// Login adds a session and makes it the one with the user's screen.
func (l *Logind) Login(t testing.TB, uid int, session string) {
	t.Helper()
	l.AddSession(t, uid, session)
	l.SetDisplay(t, uid, session)
}

// AddSession adds a session of the user.
func (l *Logind) AddSession(t testing.TB, uid int, session string) {
	t.Helper()
	l.call(t, logindPath, mockIface+"AddSession", session, "seat0", uint32(uid), "somebody", true)
}

// SetDisplay makes a session the one with the user's screen; "" is none.
func (l *Logind) SetDisplay(t testing.TB, uid int, session string) {
	t.Helper()
	path := dbus.ObjectPath("/")
	if session != "" {
		path = sessionPath(session)
	}
	user := dbus.ObjectPath(fmt.Sprintf("%s/user/%d", logindPath, uid))
	l.call(t, user, "org.freedesktop.DBus.Properties.Set", logindName+".User", "Display", dbus.MakeVariant(struct {
		ID   string
		Path dbus.ObjectPath
	}{session, path}))
}

// SetLocked sets the session's locked hint, as its desktop does.
func (l *Logind) SetLocked(t testing.TB, session string, locked bool) {
	t.Helper()
	l.call(t, sessionPath(session), logindName+".Session.SetLockedHint", locked)
}

func sessionPath(session string) dbus.ObjectPath {
	return dbus.ObjectPath(logindPath + "/session/" + session)
}

func (l *Logind) call(t testing.TB, path dbus.ObjectPath, method string, args ...any) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), partTimeout)
	defer cancel()
	conn := l.Connect(t)
	defer conn.Close()
	if err := conn.Object(logindName, path).CallWithContext(ctx, method, 0, args...).Err; err != nil {
		t.Fatalf("call %s on %s: %v", method, path, err)
	}
}
