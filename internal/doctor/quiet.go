package doctor

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"daybreak/internal/bus"
	"daybreak/internal/report"

	"github.com/godbus/dbus/v5"
)

// silencer is a server that tells whether it keeps messages to itself.
type silencer struct {
	name string // begins the server's name, in lower case
	off  string // what ends it
	on   func(ctx context.Context, d Desk, s *server) (bool, error)
}

// silencers are the servers that tell, each by its own source: dunst(5) and its
// D-Bus interface, xfce4-notifyd's channel of Xfconf, the key that GNOME's
// switch is, and the property that Plasma has on the service itself.
var silencers = []silencer{
	{"dunst", "dunstctl set-paused false", func(ctx context.Context, _ Desk, s *server) (bool, error) {
		return bus.Property[bool](ctx, s.conn, s.owner, serverPath, "org.dunstproject.cmd0", "paused")
	}},
	{"xfce", "turn it off in the notification menu of the panel", xfce},
	{"gnome-shell", "gsettings set org.gnome.desktop.notifications show-banners true", gnome},
	{"plasma", "turn it off in the notification menu of the panel", func(ctx context.Context, _ Desk, s *server) (bool, error) {
		return bus.Property[bool](ctx, s.conn, s.owner, serverPath, serverName, "Inhibited")
	}},
}

// Quiet says whether the server keeps messages to itself.
func (d Desk) Quiet(ctx context.Context) report.Check {
	s, err := d.server(ctx)
	if s != nil {
		defer s.conn.Shut()
	}
	if err != nil || s.owner == "" {
		return unknown("Whether do-not-disturb is on cannot be told: no notification server answers.", "")
	}
	for _, q := range silencers {
		if !strings.HasPrefix(strings.ToLower(s.name), q.name) {
			continue
		}
		ask, cancel := context.WithTimeout(ctx, callLimit)
		defer cancel()
		switch on, err := q.on(ask, d, s); {
		case err != nil:
			return unknown("Whether do-not-disturb is on cannot be told: "+brief(s.name)+" does not say.", "look at its settings when nothing shows")
		case on:
			return warn("Do-not-disturb is on: messages are accepted and not shown.", q.off)
		}
		return fine("Do-not-disturb is off.")
	}
	return unknown("Whether do-not-disturb is on cannot be told: this notification server has no way to say.",
		"look at its settings when nothing shows")
}

// xfce reads the setting of xfce4-notifyd; one that was never set is off.
func xfce(ctx context.Context, _ Desk, s *server) (on bool, err error) {
	var v dbus.Variant
	err = s.conn.Ask(ctx, "org.xfce.Xfconf", "/org/xfce/Xfconf", "org.xfce.Xfconf.GetProperty", "xfce4-notifyd", "/do-not-disturb").Store(&v)
	var reply dbus.Error
	if errors.As(err, &reply) && strings.HasSuffix(reply.Name, ".PropertyNotFound") {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	return on, v.Store(&on)
}

// gnome reads the setting as its own program does: it is in no process that
// could be asked.
func gnome(ctx context.Context, d Desk, _ *server) (on bool, err error) {
	out, err := d.Command(ctx, "gsettings", "get", "org.gnome.desktop.notifications", "show-banners")
	switch said := strings.TrimSpace(string(out)); {
	case err != nil:
		return false, err
	case said == "true", said == "false":
		return said == "false", nil
	default:
		return false, fmt.Errorf("show-banners is %q", said)
	}
}
