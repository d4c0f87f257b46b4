package notify

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/godbus/dbus/v5"
)

const (
	busName  = "org.freedesktop.DBus"
	busPath  = dbus.ObjectPath("/org/freedesktop/DBus")
	busIface = "org.freedesktop.DBus."

	authFailed = "dbus: authentication failed" // godbus, when no way it knows is taken
)

// errForeign marks a bus that knows no proof of who is there that this package
// could give, however long it waits: another program may.
var errForeign = errors.New("a bus for other programs")

// bus is one live connection.
type bus struct {
	conn    *dbus.Conn
	changed chan struct{} // buffered 1: the server's name has changed hands
}

// ownerSignals notices changes of ownership. It keeps nothing and never
// blocks, so no flood of signals can grow memory or hold up replies. Only the
// bus itself can send under its name.
type ownerSignals chan struct{}

// DeliverSignal implements dbus.SignalHandler.
func (c ownerSignals) DeliverSignal(_, _ string, s *dbus.Signal) {
	if s.Sender != busName || s.Name != busIface+"NameOwnerChanged" || len(s.Body) != 3 {
		return
	}
	if name, ok := s.Body[0].(string); ok && name == serverName {
		poke(c)
	}
}

// call makes one call that starts no program, whatever is installed.
func (b *bus) call(ctx context.Context, dest string, path dbus.ObjectPath, method string, args ...any) *dbus.Call {
	return b.conn.Object(dest, path).CallWithContext(ctx, method, dbus.FlagNoAutoStart, args...)
}

// ask calls a method of the bus itself.
func (b *bus) ask(ctx context.Context, method string, args ...any) *dbus.Call {
	return b.call(ctx, busName, busPath, busIface+method, args...)
}

// connect dials, greets and watches for the server, all within DialTimeout.
func (f *Freedesktop) connect(ctx context.Context) (*bus, error) {
	address := ""
	if f.o.Address != nil {
		address = f.o.Address()
	}
	if address == "" {
		return nil, errors.New("connect to the session bus: no address")
	}
	ctx, cancel := context.WithTimeout(ctx, f.o.DialTimeout)
	defer cancel()
	raw, err := dialBus(ctx, address)
	if err != nil {
		return nil, fmt.Errorf("connect to the session bus: %w", err)
	}
	changed := make(chan struct{}, 1)
	conn, err := dbus.NewConn(boundedConn{raw, f.o.CallTimeout}, dbus.WithSignalHandler(ownerSignals(changed)))
	if err != nil {
		return nil, errors.Join(fmt.Errorf("connect to the session bus: %w", err), raw.Close())
	}
	// Authentication and Hello take no context: closing the socket ends them.
	stop := context.AfterFunc(ctx, func() { raw.Close() })
	b := &bus{conn: conn, changed: changed}
	err = b.greet(ctx)
	if !stop() && err == nil {
		err = ctx.Err()
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("greet the session bus: %w", err), ignoreClosed(conn.Close()))
	}
	return b, nil
}

func (b *bus) greet(ctx context.Context) error {
	if err := b.conn.Auth(nil); err != nil {
		if err.Error() == authFailed {
			return fmt.Errorf("%w: %w", errForeign, err)
		}
		return err
	}
	if err := b.conn.Hello(); err != nil {
		return err
	}
	return b.conn.AddMatchSignalContext(ctx,
		dbus.WithMatchSender(busName), dbus.WithMatchInterface(busName),
		dbus.WithMatchMember("NameOwnerChanged"), dbus.WithMatchArg(0, serverName))
}

// ownerOf returns the unique name of who owns name, or "" for nobody.
func (b *bus) ownerOf(ctx context.Context, timeout time.Duration, name string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	var owner string
	err := b.ask(ctx, "GetNameOwner", name).Store(&owner)
	var reply dbus.Error
	if errors.As(err, &reply) && reply.Name == busIface+"Error.NameHasNoOwner" {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("ask who owns %q: %w", name, err)
	}
	return owner, nil
}
