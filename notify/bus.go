package notify

import (
	"context"

	"daybreak/internal/bus"

	"github.com/godbus/dbus/v5"
)

// BusAddress finds the session bus; see bus.SessionAddress.
func BusAddress(getenv func(string) string, exists func(string) bool) string {
	return bus.SessionAddress(getenv, exists)
}

// link is one live connection.
type link struct {
	*bus.Conn
	changed chan struct{} // buffered 1: the server's name has changed hands
}

// signals notices changes of ownership, and buttons. It never blocks and keeps
// no more than a few answers, so no flood can grow memory or hold up replies.
type signals struct {
	f       *Freedesktop
	changed chan struct{}
}

// DeliverSignal implements dbus.SignalHandler.
func (c signals) DeliverSignal(_, _ string, s *dbus.Signal) {
	if bus.OwnerChanged(s) == serverName {
		poke(c.changed)
		return
	}
	c.f.invoked(s)
}

// connect dials, greets and watches for the server, all within DialTimeout.
func (f *Freedesktop) connect(ctx context.Context) (*link, error) {
	address := ""
	if f.o.Address != nil {
		address = f.o.Address()
	}
	changed := make(chan struct{}, 1)
	conn, err := bus.Dial(ctx, bus.Options{
		Address: address, Dial: f.o.DialTimeout, Write: f.o.CallTimeout,
		Handler: signals{f, changed}, Watch: [][]dbus.MatchOption{bus.OwnerChanges(serverName), buttons},
	})
	if err != nil {
		return nil, err
	}
	return &link{conn, changed}, nil
}
