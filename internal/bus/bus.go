// Package bus reaches a message bus so that nothing can hold up the caller:
// connecting, every write and every question to the bus itself have a deadline,
// no call starts a program, and a bus is found by its address alone. Who wants
// to know that a connection is lost waits for its Context; who wants another
// dials again, after a Backoff. The package imports nothing of the project.
package bus

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"time"

	"github.com/godbus/dbus/v5"
)

// What the bus itself goes by (D-Bus Specification, Message Bus Messages).
const (
	Name  = "org.freedesktop.DBus"
	Path  = dbus.ObjectPath("/org/freedesktop/DBus")
	Iface = "org.freedesktop.DBus." // with the dot before a member's name
)

// ErrForeign marks a bus that knows no proof of who is there that this package
// could give, however long it waits: another program may.
var ErrForeign = errors.New("a bus for other programs")

// ErrTurnedAway marks a bus that ended the connection, or refused it in words,
// once it knew which user asks: a session bus serves its own user alone. The
// user is the one that the kernel names, whatever number it has in a container;
// a bus that happens to end at this very moment looks the same.
var ErrTurnedAway = errors.New("the bus serves another user")

const authFailed = "dbus: authentication failed" // godbus, when no way it knows is taken

// Options says how to connect.
type Options struct {
	Address string        // a D-Bus address list; "" is an error
	Dial    time.Duration // bounds Dial as a whole
	Write   time.Duration // bounds every write; one that takes longer ends the connection
	// Handler is given every signal, on the goroutine that reads: it must not
	// block. A process can send what it likes to a connection, asked for or not.
	Handler dbus.SignalHandler
	// Watch holds the match rules of the signals to be sent here.
	Watch [][]dbus.MatchOption
}

// Conn is one live connection. It is lost once its Context is done, and stays
// lost. A Conn must be closed with Shut.
type Conn struct{ *dbus.Conn }

// Dial connects, greets and asks for the signals, or says why not.
func Dial(ctx context.Context, o Options) (*Conn, error) {
	if o.Address == "" {
		return nil, errors.New("connect to the bus: no address")
	}
	ctx, cancel := context.WithTimeout(ctx, o.Dial)
	defer cancel()
	raw, err := dial(ctx, o.Address)
	if err != nil {
		return nil, fmt.Errorf("connect to the bus: %w", err)
	}
	conn, err := dbus.NewConn(boundedConn{raw, o.Write}, dbus.WithSignalHandler(o.Handler))
	if err != nil {
		return nil, errors.Join(fmt.Errorf("connect to the bus: %w", err), raw.Close())
	}
	// Authentication and Hello take no context: closing the socket ends them.
	stop := context.AfterFunc(ctx, func() { raw.Close() })
	c := &Conn{conn}
	err = c.greet(ctx, o.Watch)
	if !stop() && err == nil {
		err = ctx.Err()
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("greet the bus: %w", err), c.Shut())
	}
	return c, nil
}

func (c *Conn) greet(ctx context.Context, watch [][]dbus.MatchOption) error {
	if err := c.Auth(nil); err != nil {
		if err.Error() == authFailed {
			return fmt.Errorf("%w: %w", ErrForeign, err)
		}
		return err
	}
	if err := c.Hello(); err != nil {
		return turnedAway(ctx, err)
	}
	for _, rule := range watch {
		if err := c.AddMatchSignalContext(ctx, rule...); err != nil {
			return err
		}
	}
	return nil
}

// turnedAway marks the error of a greeting that was cut off or denied; ctx
// tells whether it was cut off by us.
func turnedAway(ctx context.Context, err error) error {
	var reply dbus.Error
	if ctx.Err() != nil || errors.As(err, &reply) && reply.Name != Iface+"Error.AccessDenied" {
		return err
	}
	return fmt.Errorf("%w: %w", ErrTurnedAway, err)
}

// Refused reports whether Dial failed for who we are, so that waiting is of no
// use: the bus is another user's, or its socket may not be touched.
func Refused(err error) bool {
	return errors.Is(err, ErrTurnedAway) || errors.Is(err, ErrForeign) || errors.Is(err, fs.ErrPermission)
}

// OwnerChanges is the match rule for changes of the owner of name.
func OwnerChanges(name string) []dbus.MatchOption {
	return []dbus.MatchOption{dbus.WithMatchSender(Name), dbus.WithMatchInterface(Name),
		dbus.WithMatchMember("NameOwnerChanged"), dbus.WithMatchArg(0, name)}
}

// OwnerChanged returns the name whose owner changed, where the bus itself says
// that one did, and "" for every other signal. Nobody else can send under the
// name of the bus.
func OwnerChanged(s *dbus.Signal) string {
	if s.Sender != Name || s.Name != Iface+"NameOwnerChanged" || len(s.Body) != 3 {
		return ""
	}
	name, _ := s.Body[0].(string)
	return name
}

// Ask makes one call that starts no program, whatever is installed.
func (c *Conn) Ask(ctx context.Context, dest string, path dbus.ObjectPath, method string, args ...any) *dbus.Call {
	return c.Object(dest, path).CallWithContext(ctx, method, dbus.FlagNoAutoStart, args...)
}

// AskBus calls a method of the bus itself.
func (c *Conn) AskBus(ctx context.Context, method string, args ...any) *dbus.Call {
	return c.Ask(ctx, Name, Path, Iface+method, args...)
}

// OwnerOf returns the unique name of who owns name, or "" for nobody.
func (c *Conn) OwnerOf(ctx context.Context, timeout time.Duration, name string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	var owner string
	err := c.AskBus(ctx, "GetNameOwner", name).Store(&owner)
	var reply dbus.Error
	if errors.As(err, &reply) && reply.Name == Iface+"Error.NameHasNoOwner" {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("ask who owns %q: %w", name, err)
	}
	return owner, nil
}

// Property reads one property of an object, of the type that it must have. It
// starts no program.
func Property[T any](ctx context.Context, c *Conn, dest string, path dbus.ObjectPath, iface, name string) (T, error) {
	var v dbus.Variant
	var value T
	if err := c.Ask(ctx, dest, path, "org.freedesktop.DBus.Properties.Get", iface, name).Store(&v); err != nil {
		return value, err
	}
	if err := v.Store(&value); err != nil {
		return value, fmt.Errorf("read %s: %w", name, err)
	}
	return value, nil
}

// Silent reports whether err means that nobody knows what the other side did:
// it did not answer in time, or the bus said so on its behalf. Any other error
// in reply is an answer.
func Silent(err error) bool {
	var reply dbus.Error
	if !errors.As(err, &reply) {
		return err != nil
	}
	switch reply.Name {
	case Iface + "Error.NoReply", Iface + "Error.Timeout", Iface + "Error.TimedOut", Iface + "Error.Disconnected":
		return true
	}
	return false
}

// Shut closes the connection; one that is closed already is no error.
func (c *Conn) Shut() error {
	if err := c.Close(); err != nil && !errors.Is(err, net.ErrClosed) {
		return err
	}
	return nil
}

// Backoff is a pause between attempts, which doubles from Min up to Max.
type Backoff struct{ Min, Max, next time.Duration }

// Reset makes the next pause Min again.
func (b *Backoff) Reset() { b.next = 0 }

// Spent reports whether the pause has reached its limit.
func (b *Backoff) Spent() bool { return b.next >= b.Max }

// Take returns the next pause.
func (b *Backoff) Take() time.Duration {
	b.next = min(max(2*b.next, b.Min), b.Max)
	return b.next
}
