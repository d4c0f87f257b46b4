package screen

import (
	"context"
	"slices"

	"daybreak/internal/bus"

	"github.com/godbus/dbus/v5"
)

const (
	logindName  = "org.freedesktop.login1"
	logindPath  = dbus.ObjectPath("/org/freedesktop/login1")
	managerName = logindName + ".Manager"
	userName    = logindName + ".User"
	sessionName = logindName + ".Session"
	properties  = "org.freedesktop.DBus.Properties"
)

// logind knows the locked hint of every session, where the desktop or the
// locker sets it (org.freedesktop.login1(5)). A user service belongs to no
// session, so the user is asked for the session that is "the primary UI
// display", which changes with logins and logouts.
func logind(uid int) source {
	return source{
		name: logindName,
		watch: [][]dbus.MatchOption{
			logindSignal(properties, "PropertiesChanged", dbus.WithMatchArg(0, sessionName)),
			logindSignal(properties, "PropertiesChanged", dbus.WithMatchArg(0, userName)),
			logindSignal(managerName, "UserNew"),
		},
		news: func(s *dbus.Signal) bool { return logindNews(s, uint32(uid)) },
		ask: func(ctx context.Context, c *bus.Conn, owner string) (bool, error) {
			return logindAsk(ctx, c, owner, uint32(uid))
		},
	}
}

func logindSignal(iface, member string, more ...dbus.MatchOption) []dbus.MatchOption {
	return append(more, dbus.WithMatchSender(logindName), dbus.WithMatchInterface(iface), dbus.WithMatchMember(member))
}

// logindNews reports whether a signal says that the hint of a session, or the
// session that counts, may be another. Other properties change with every pause
// of the hands.
func logindNews(s *dbus.Signal, uid uint32) bool {
	switch {
	case s.Name == managerName+".UserNew":
		return len(s.Body) == 2 && s.Body[0] == uid
	case s.Name != properties+".PropertiesChanged" || len(s.Body) != 3:
		return false
	}
	iface, _ := s.Body[0].(string)
	property := map[string]string{sessionName: "LockedHint", userName: "Display"}[iface]
	changed, _ := s.Body[1].(map[string]dbus.Variant)
	stale, _ := s.Body[2].([]string)
	_, known := changed[property]
	return property != "" && (known || slices.Contains(stale, property))
}

func logindAsk(ctx context.Context, c *bus.Conn, owner string, uid uint32) (locked bool, err error) {
	var user dbus.ObjectPath
	if err := c.Ask(ctx, owner, logindPath, managerName+".GetUser", uid).Store(&user); err != nil {
		return false, err
	}
	display, err := bus.Property[struct {
		ID   string
		Path dbus.ObjectPath
	}](ctx, c, owner, user, userName, "Display")
	if err != nil || display.ID == "" { // no session, no screen, no lock
		return false, err
	}
	return bus.Property[bool](ctx, c, owner, display.Path, sessionName, "LockedHint")
}
