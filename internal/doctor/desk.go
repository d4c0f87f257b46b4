package doctor

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"slices"
	"strings"
	"syscall"
	"time"

	"daybreak/internal/bus"
	"daybreak/internal/report"

	"github.com/godbus/dbus/v5"
)

// The notification server, by the Desktop Notifications Specification.
const (
	serverName = "org.freedesktop.Notifications"
	serverPath = dbus.ObjectPath("/org/freedesktop/Notifications")
)

// callLimit bounds connecting, one write and one call, where the check's own
// deadline does not.
const callLimit = 3 * time.Second

// Desk is the session that messages are shown in.
type Desk struct {
	Address string // of the session bus, "" where none is known
	Display bool   // this session has a screen
	UID     int
	// Command runs a program of the desktop's and returns what it printed.
	Command func(ctx context.Context, name string, args ...string) ([]byte, error)
}

func dial(ctx context.Context, address string) (*bus.Conn, error) {
	return bus.Dial(ctx, bus.Options{Address: address, Dial: callLimit, Write: callLimit})
}

// Bus says whether the session bus is there and serves this user.
func (d Desk) Bus(ctx context.Context) report.Check {
	way := fmt.Sprintf("log in to your desktop; over ssh: export XDG_RUNTIME_DIR=/run/user/%d", d.UID)
	if d.Address == "" {
		return wrong("No session bus is known here, so nothing can be shown.", way)
	}
	conn, err := dial(ctx, d.Address)
	switch {
	case err == nil:
		_ = conn.Shut() // it was only a look
		return fine("The session bus answers.")
	case errors.Is(err, bus.ErrForeign):
		return wrong("The session bus takes no proof of who is there that Daybreak can give.",
			"notify.channel: beeep in the config may know a way")
	case bus.Refused(err):
		return wrong(fmt.Sprintf("The session bus serves another user than you (%d).", d.UID),
			"run Daybreak as the user whose desktop it is; in a container, with the id that this user has outside")
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ECONNREFUSED):
		return wrong("Nobody is at the address of the session bus.", way)
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, net.ErrClosed): // a greeting is cut off by closing
		return wrong("The session bus takes the call and does not answer.", "log out and in again")
	}
	return wrong("The session bus cannot be reached. "+sentence(err), way)
}

// server is a notification server that was asked who it is.
type server struct {
	conn  *bus.Conn
	owner string
	name  string // "" where it does not say
	full  string // name, vendor and version, for people
	caps  []string
}

// server asks the server who it is. It is nil when the bus cannot be reached,
// with that as the error; its owner is "" where there is none. Close its conn.
func (d Desk) server(ctx context.Context) (*server, error) {
	conn, err := dial(ctx, d.Address)
	if err != nil {
		return nil, err
	}
	s := &server{conn: conn}
	if s.owner, err = conn.OwnerOf(ctx, callLimit, serverName); err != nil || s.owner == "" {
		return s, err
	}
	ask, cancel := context.WithTimeout(ctx, callLimit)
	defer cancel()
	var vendor, version, spec string
	// One that does not say who it is may still answer.
	_ = conn.Ask(ask, s.owner, serverPath, serverName+".GetServerInformation").Store(&s.name, &vendor, &version, &spec)
	var about []string
	for _, part := range []string{version, vendor} {
		if part = brief(part); part != "" {
			about = append(about, part)
		}
	}
	s.full = strings.TrimSpace(brief(s.name) + " " + strings.Join(about, ", "))
	if err := conn.Ask(ask, s.owner, serverPath, serverName+".GetCapabilities").Store(&s.caps); bus.Silent(err) {
		return s, err
	}
	return s, nil
}

// brief bounds what a stranger says of itself.
func brief(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40])
	}
	return s
}

// Server says who shows messages, and what it can do.
func (d Desk) Server(ctx context.Context) report.Check {
	s, err := d.server(ctx)
	if s == nil {
		return unknown("Without a session bus there is nobody to ask for a notification server.", "mend the bus first")
	}
	defer s.conn.Shut()
	switch {
	case err != nil:
		return wrong("The notification server takes a call and does not answer.", "restart it, or log out and in again")
	case s.owner == "":
		return d.noServer(ctx, s.conn)
	}
	who := "The notification server answers: " + s.full + "."
	if s.full == "" {
		who = "The notification server answers, and does not say what it is."
	}
	switch can := func(c string) bool { return slices.Contains(s.caps, c) }; {
	case !can("body"):
		return warn(who+" It shows titles alone.", "daybreak today has the texts; another server shows more")
	case !can("actions"):
		return warn(who+" It shows no buttons.", "answer with daybreak habit done, checkin and snooze")
	case !can("persistence"):
		return fine(who + " It shows texts and buttons; what has gone from the screen is in daybreak today.")
	}
	return fine(who + " It shows texts and buttons, and keeps what you have not seen.")
}

// noServer says whether the bus can start one.
func (d Desk) noServer(ctx context.Context, conn *bus.Conn) report.Check {
	ask, cancel := context.WithTimeout(ctx, callLimit)
	defer cancel()
	var names []string
	err := conn.AskBus(ask, "ListActivatableNames").Store(&names)
	switch {
	case err != nil || !slices.Contains(names, serverName):
		return wrong("No notification server runs, so messages are held.",
			"start the one of your desktop, or install one: dunst, mako or xfce4-notifyd")
	case !d.Display:
		return warn("No notification server runs; one is started with the first message once there is a screen.",
			"run daybreak doctor from a terminal of your desktop")
	}
	return fine("No notification server runs now; one is started with the first message.")
}
