package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"time"

	"daybreak/internal/bus"
	"daybreak/internal/config"
	"daybreak/internal/report"
	"daybreak/notify"
	"daybreak/scheduler"
)

const (
	// healthGrace is how long the daemon may take to deal with what is due: the
	// sends of one wake, each with its deadline, after a machine wakes up.
	healthGrace = 2 * time.Minute
	// healthDial bounds the look at the session bus.
	healthDial = 3 * time.Second
)

// health says in one line that the daemon does its work, for a supervisor that
// only sees an exit code; what it would not mend by itself is an error. That
// nobody is there to show a message is none: the desktop may come up later.
func (a *app) health(ctx context.Context) error {
	now, err := a.now()
	if err != nil {
		return err
	}
	h, err := a.open(now, lookBack)
	if err != nil {
		return err
	}
	f, err := h.facts(a, now)
	if err != nil {
		return err
	}
	daemon, err := working(h.dir, now)
	if err != nil {
		return err
	}
	if due, bad := overdue(f, daemon); bad {
		return fail(exitFailed, fmt.Errorf("the daemon runs, but has not dealt with what was due at %s",
			due.In(f.Zone).Format("15:04 on Mon 2 Jan")), "start it again")
	}
	if err := a.busTakesUs(ctx, h.cfg.Notify.Channel); err != nil {
		return err
	}
	line := "Running since " + daemon.Since.In(f.Zone).Format("Mon 2 Jan 15:04") + "."
	if server, _ := waiting(f); server > 0 {
		line += fmt.Sprintf(" %s held until something can show them.", count(server, "message"))
	}
	fmt.Fprintln(a.stdout, line)
	return nil
}

// working returns the daemon that runs on the state folder dir and can write
// its record.
func working(dir string, now time.Time) (daemon report.Daemon, err error) {
	daemon, trouble := daemonOf(dir)
	switch {
	case daemon.Running == nil:
		return daemon, fail(exitFailed, fmt.Errorf("nobody can tell whether a daemon runs: its lock in %s cannot be read", dir))
	case !*daemon.Running:
		return daemon, fail(exitNotFound, errors.New("no daemon runs"), "daybreak run")
	case trouble != "":
		return daemon, fail(exitFailed, errors.New(trouble))
	case daemon.Since == nil: // it is starting this moment
		daemon.Since = &now
	}
	return daemon, nil
}

// overdue returns when something was due that the daemon should have dealt with
// by now. One that has only just started has its grace too.
func overdue(f report.Facts, daemon report.Daemon) (due time.Time, bad bool) {
	by := f.Now.Add(-healthGrace)
	if daemon.Since.After(by) {
		return due, false
	}
	return scheduler.Overdue(scheduler.Input{
		Now: by, Zone: f.Zone, Reminders: f.Reminders(), State: f.State, Quiet: f.Quiet(),
	})
}

// busTakesUs returns an error when the session bus is there and does not serve
// this user, which no waiting mends. One that cannot be reached is no error.
func (a *app) busTakesUs(ctx context.Context, channel config.Channel) error {
	address := notify.BusAddress(a.getenv, exists)
	if channel == config.Console || runtime.GOOS == "darwin" || runtime.GOOS == "windows" || address == "" {
		return nil
	}
	conn, err := bus.Dial(ctx, bus.Options{Address: address, Dial: healthDial, Write: healthDial})
	switch {
	case err == nil:
		_ = conn.Shut() // it was only a look
	case errors.Is(err, bus.ErrForeign) && channel == config.Beeep: // notify-send may know a way
	case bus.Refused(err):
		return fail(exitFailed, fmt.Errorf("the session bus refuses user %d, so nothing can be shown: %w", os.Getuid(), err),
			"run the daemon as the user whose desktop it is; in a container, with the id that this user has outside")
	}
	return nil
}
