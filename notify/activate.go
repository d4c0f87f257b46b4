package notify

import (
	"context"
	"slices"
	"strings"

	"daybreak/internal/bus"

	"github.com/godbus/dbus/v5"
)

const systemdName = "org.freedesktop.systemd1"

// activate asks the bus to start the notification server it has a service file
// for, once. It does nothing where there is no display: the server would only
// fail, or block the name for the one a later login starts.
func (f *Freedesktop) activate(ctx context.Context, b *link) {
	quick, cancelQuick := context.WithTimeout(ctx, f.o.CallTimeout)
	defer cancelQuick()
	var names []string
	if err := b.AskBus(quick, "ListActivatableNames").Store(&names); err != nil || !slices.Contains(names, serverName) {
		return
	}
	if !f.o.Graphical && !b.displayKnown(quick) {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, f.o.StartTimeout)
	defer cancel()
	f.o.Log.Debug("starting the notification server")
	call := b.BusObject().GoWithContext(ctx, bus.Iface+"StartServiceByName",
		dbus.FlagNoAutoStart, make(chan *dbus.Call, 1), serverName, uint32(0))
	select {
	case <-call.Done:
		if call.Err != nil {
			f.o.Log.Warn("start the notification server", "err", call.Err)
			return
		}
	case <-b.changed: // somebody else was quicker
	}
	poke(b.changed)
}

// displayKnown asks a systemd user manager, if one is on the bus, whether the
// programs it starts have a display.
func (b *link) displayKnown(ctx context.Context) bool {
	var owner string
	if err := b.AskBus(ctx, "GetNameOwner", systemdName).Store(&owner); err != nil {
		return false
	}
	var v dbus.Variant
	err := b.Ask(ctx, owner, "/org/freedesktop/systemd1", "org.freedesktop.DBus.Properties.Get",
		systemdName+".Manager", "Environment").Store(&v)
	if err != nil {
		return false
	}
	env, _ := v.Value().([]string)
	return slices.ContainsFunc(env, func(kv string) bool {
		k, val, _ := strings.Cut(kv, "=")
		return val != "" && (k == "DISPLAY" || k == "WAYLAND_DISPLAY")
	})
}
