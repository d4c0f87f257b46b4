package doctor

import (
	"context"
	"errors"

	"daybreak/internal/bus"
	"daybreak/internal/report"

	"github.com/godbus/dbus/v5"
)

const logindName = "org.freedesktop.login1"

// Linger says when a user's services run, as logind at the address of the
// system bus has it (org.freedesktop.login1(5)). Either is fine.
func Linger(ctx context.Context, address string, uid int) report.Check {
	on, err := lingers(ctx, address, uid)
	var reply dbus.Error
	switch {
	case errors.As(err, &reply) && reply.Name == logindName+".NoSuchUser":
		return unknown("logind answers and knows no session of yours, so nobody can tell when your services run.",
			"log in to the desktop, not with su or sudo")
	case err != nil:
		return unknown("logind does not answer, so nobody can tell when your services run.", "")
	case on:
		return fine("Lingering is on: a service of yours runs from boot on, and holds its messages until there is a desktop.")
	}
	return fine("Lingering is off: a service of yours starts with your login, which is when a message can be shown. " +
		"loginctl enable-linger would start it at boot.")
}

func lingers(ctx context.Context, address string, uid int) (on bool, err error) {
	conn, err := dial(ctx, address)
	if err != nil {
		return false, err
	}
	defer conn.Shut()
	ask, cancel := context.WithTimeout(ctx, callLimit)
	defer cancel()
	var user dbus.ObjectPath
	err = conn.Ask(ask, logindName, "/org/freedesktop/login1", logindName+".Manager.GetUser", uint32(uid)).Store(&user)
	if err != nil {
		return false, err
	}
	return bus.Property[bool](ask, conn, logindName, user, logindName+".User", "Linger")
}
