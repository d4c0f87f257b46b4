package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"runtime"
	"time"

	"daybreak/internal/config"
	"daybreak/internal/journey"
	"daybreak/internal/ledger"
	"daybreak/internal/report"
	"daybreak/internal/screen"
	"daybreak/internal/service"
	"daybreak/internal/wallclock"
	"daybreak/notify"
	"daybreak/scheduler"
)

// daemon is the running program: the parts, wired.
type daemon struct {
	a        *app
	h        *home
	book     *ledger.Ledger
	zone     *wallclock.Zone
	alarm    *wallclock.Alarm
	channel  notify.Channel
	screen   *screen.Screen
	notifier *service.Notifier
	log      *slog.Logger
	lock     *ledger.DaemonLock
	loop     *scheduler.Loop
	said     string // the last line about what comes next

	summarised int // the civil day on which the record was last summarised

	list     []scheduler.Reminder // for calendar
	calendar report.Calendar

	failing   time.Time // since when the record cannot be written; zero when it can
	told      string    // what status was told of that
	unwritten string    // what the desktop is to be told of it
}

// newDaemon starts the parts. What it started is closed again on an error, and
// by serve at its end.
func (a *app) newDaemon(h *home, book *ledger.Ledger, lock *ledger.DaemonLock, log *slog.Logger) (*daemon, error) {
	if err := h.keepGood(); err != nil {
		log.Warn("the config cannot be copied to the state folder", "err", err)
	}
	zone, err := wallclock.WatchZone(wallclock.Options{Name: h.cfg.Timezone, Getenv: a.getenv, Log: log})
	if err != nil {
		return nil, fail(exitUsage, err)
	}
	alarm, err := wallclock.NewAlarm()
	if err != nil {
		zone.Close()
		return nil, fail(exitFailed, err)
	}
	channel, err := a.channel(h.cfg.Notify.Channel, log)
	if err != nil {
		zone.Close()
		alarm.Close()
		return nil, err
	}
	return &daemon{a: a, h: h, book: book, lock: lock, zone: zone, alarm: alarm, channel: channel,
		screen: a.watchScreen(h.cfg.Notify, channel, log), notifier: service.NewNotifier(a.getenv), log: log}, nil
}

// channel opens the way to the desktop that the config names.
func (a *app) channel(name config.Channel, log *slog.Logger) (notify.Channel, error) {
	bus := notify.FreedesktopOptions{
		Address:   func() string { return notify.BusAddress(a.getenv, exists) },
		Graphical: a.getenv("DISPLAY") != "" || a.getenv("WAYLAND_DISPLAY") != "",
		AppName:   "Daybreak",
		Log:       log,
	}
	noBus := runtime.GOOS == "darwin" || runtime.GOOS == "windows"
	switch {
	case name == config.Console, name == config.Auto && !noBus && bus.Address() == "" && isTerminal(a.stdout):
		return notify.NewConsole(a.stdout, wallclock.Now), nil
	case name == config.Beeep, name == config.Auto && noBus:
		command, err := beeepChild()
		if err != nil {
			return nil, fail(exitFailed, err)
		}
		return notify.NewBeeep(notify.BeeepOptions{Command: command, Getenv: a.getenv, Bus: bus}), nil
	}
	return notify.NewFreedesktop(bus), nil
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// serve runs the loop until ctx ends, and closes everything.
func (d *daemon) serve(ctx context.Context) error {
	defer d.close()
	wake := make(chan struct{}, 1)
	go d.forward(ctx, wake)
	device := d.book.Device()
	d.loop = &scheduler.Loop{
		Now:      wallclock.Now,
		Ask:      d.ask,
		State:    d.h.state,
		Run:      device + "." + rand.Text(),
		NewID:    rand.Text,
		Courier:  courier{d},
		Recorder: recorder{d},
		SetAlarm: d.alarm.Set,
		Wake:     wake,
		Idle:     d.idle,
		Sent:     d.sent,
		Log:      d.log,
	}
	if err := d.notifier.Ready("started"); err != nil {
		d.log.Warn("the service manager cannot be told", "err", err)
	}
	if isTerminal(d.a.stdout) {
		fmt.Fprintln(d.a.stdout, "Daybreak runs. Ctrl-C ends it; daybreak service install starts it with every login.")
	}
	d.loop.Serve(ctx)
	return nil
}

func (d *daemon) close() {
	_ = d.notifier.Stopping() // the manager sees the end in any case
	d.channel.Close()
	d.screen.Close()
	d.alarm.Close()
	d.zone.Close()
}

// forward turns everything that happens into one wake: the loop asks the same
// question whatever it was.
func (d *daemon) forward(ctx context.Context, wake chan<- struct{}) {
	for {
		select {
		case <-ctx.Done():
			return
		case cause := <-d.alarm.C():
			if cause == wallclock.ClockChanged {
				d.zone.Refresh()
			}
		case <-d.zone.Changes():
		case <-d.channel.Changes():
		case <-d.screen.Changes():
		}
		select {
		case wake <- struct{}{}:
		default:
		}
	}
}

func (d *daemon) facts(now time.Time) report.Facts {
	return report.Facts{Config: d.h.cfg, State: d.h.state, Zone: d.zone.Location(), Now: now,
		Fault: d.h.fault, Unwritten: d.unwritten}
}

func (d *daemon) ask(now time.Time, _ *scheduler.State) scheduler.World {
	d.hear(now)
	f := d.facts(now)
	return scheduler.World{Zone: f.Zone, Reminders: d.reminders(f), Quiet: f.Quiet(), Locked: d.screen.Locked()}
}

// idle tells what comes next: the service manager by its time alone, a
// terminal with its title.
func (d *daemon) idle(scheduler.Decision) {
	now := wallclock.Now()
	f := d.facts(now)
	line, short := "Nothing is to come.", "idle"
	if n, ok := f.First(d.loop.Coming()); ok {
		when := n.At.Format("15:04")
		if day := journey.DateOf(n.At); day != journey.DateOf(now.In(f.Zone)) {
			when = n.At.Format("Mon 2 Jan 15:04")
		}
		line, short = fmt.Sprintf("Next: %s  %s", when, n.Title), "next "+when
	}
	line, short = held(f, line, short)
	if line == d.said {
		return
	}
	d.said = line
	if err := d.notifier.Status(short); err != nil {
		d.log.Warn("the service manager cannot be told", "err", err)
	}
	if d.channel.Name() == "console" || isTerminal(d.a.stdout) || d.a.getenv("NOTIFY_SOCKET") == "" {
		fmt.Fprintln(d.a.stdout, line)
	}
}

func (d *daemon) sent(s scheduler.Send, err error) {
	if err == nil && d.channel.Name() != "console" && isTerminal(d.a.stdout) {
		f := d.facts(wallclock.Now())
		fmt.Fprintf(d.a.stdout, "%s  shown: %s\n", f.Now.In(f.Zone).Format("15:04"),
			f.Message(s.Kind, s.Of, f.Config.Notify.Discreet).Title)
	}
}

// courier carries the planner's sends to the channel, in words.
type courier struct{ d *daemon }

func (c courier) Ready() bool   { return c.d.channel.Ready() }
func (c courier) Owner() string { return c.d.channel.Owner() }

func (c courier) Deliver(ctx context.Context, s scheduler.Send) (string, error) {
	f := c.d.facts(wallclock.Now())
	text := f.Message(s.Kind, s.Of, f.Config.Notify.Discreet)
	receipt, err := c.d.channel.Send(ctx, notify.Message{
		Tag: s.ID, Title: text.Title, Body: text.Body, Urgency: notify.Normal,
	})
	if errors.Is(err, notify.ErrRefused) {
		return c.d.channel.Name(), fmt.Errorf("%w: %w", scheduler.ErrRefused, err)
	}
	return receipt.Channel, err
}
