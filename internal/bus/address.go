package bus

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"
	"time"
)

// SessionAddress finds the session bus: DBUS_SESSION_BUS_ADDRESS unless that is
// empty or "autolaunch:" (which would start a bus of our own), else the socket
// $XDG_RUNTIME_DIR/bus where exists says there is one, else "".
func SessionAddress(getenv func(string) string, exists func(string) bool) string {
	a := getenv("DBUS_SESSION_BUS_ADDRESS")
	if a != "" && !strings.HasPrefix(a, "autolaunch:") {
		return a
	}
	dir := getenv("XDG_RUNTIME_DIR")
	if dir == "" {
		return ""
	}
	path := dir + "/bus"
	if !exists(path) {
		return ""
	}
	return "unix:path=" + strings.ReplaceAll(url.PathEscape(path), "%2F", "/")
}

// SystemAddress finds the system bus: DBUS_SYSTEM_BUS_ADDRESS, else the socket
// at which every system has it (D-Bus Specification, Well-known Message Bus
// Instances; /var/run is /run by now).
func SystemAddress(getenv func(string) string) string {
	if a := getenv("DBUS_SYSTEM_BUS_ADDRESS"); a != "" {
		return a
	}
	return "unix:path=/run/dbus/system_bus_socket"
}

// dial connects to the first address of a D-Bus address list that answers.
// Only socket addresses are known: others start programs.
func dial(ctx context.Context, addresses string) (net.Conn, error) {
	err := errors.New("no address")
	for one := range strings.SplitSeq(addresses, ";") {
		network, to, e := parseAddress(one)
		if e != nil {
			err = e
			continue
		}
		var d net.Dialer
		c, e := d.DialContext(ctx, network, to)
		if e == nil {
			return c, nil
		}
		err = e
	}
	return nil, err
}

// parseAddress turns one D-Bus address into what net.Dial takes.
func parseAddress(address string) (network, to string, err error) {
	transport, rest, _ := strings.Cut(address, ":")
	keys := map[string]string{}
	for pair := range strings.SplitSeq(rest, ",") {
		k, v, _ := strings.Cut(pair, "=")
		if keys[k], err = url.PathUnescape(v); err != nil {
			return "", "", fmt.Errorf("parse bus address %q: %w", address, err)
		}
	}
	switch {
	case transport == "unix" && keys["path"] != "":
		return "unix", keys["path"], nil
	case transport == "unix" && keys["abstract"] != "":
		return "unix", "@" + keys["abstract"], nil
	case transport == "tcp" && keys["port"] != "":
		return "tcp", net.JoinHostPort(keys["host"], keys["port"]), nil
	}
	return "", "", fmt.Errorf("parse bus address %q: unknown kind", address)
}

// ErrUnwritten marks a message that did not get onto the wire whole, so that
// the bus cannot have passed it on.
var ErrUnwritten = errors.New("message not written")

// boundedConn gives every write a deadline: a bus that stops reading must not
// hold up a call, nor the lock that closing needs.
type boundedConn struct {
	net.Conn
	timeout time.Duration
}

func (c boundedConn) Write(p []byte) (int, error) {
	if err := c.SetWriteDeadline(time.Now().Add(c.timeout)); err != nil {
		return 0, fmt.Errorf("%w: %w", ErrUnwritten, err)
	}
	n, err := c.Conn.Write(p)
	if err != nil {
		err = errors.Join(fmt.Errorf("%w: %w", ErrUnwritten, err), c.Close()) // half a message spoils the stream
	}
	return n, err
}
