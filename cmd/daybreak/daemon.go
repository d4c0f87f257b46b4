package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"daybreak/internal/filewatch"
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
	file     *filewatch.File
	texts    *filewatch.File // the folder of the user's prompts
	ledger   *filewatch.Folder
	hangup   <-chan os.Signal // asks for the config to be read again
	rewired  chan wires       // buffered 1: the parts were replaced
	said     string           // the last line about what comes next
	short    string           // the same, as the service manager has it

	presses  chan press                      // buffered maxPresses
	undoable map[scheduler.Occurrence]string // the event of an answer that a button gave

	asked   atomic.Bool // hangup came
	stepped atomic.Bool // the clock changed

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
		screen: a.watchScreen(h.cfg.Notify, channel, log), notifier: service.NewNotifier(a.getenv), log: log,
		file: h.watch(log), texts: h.watchPrompts(log), ledger: filewatch.WatchFolder(ledger.Folder(h.dir), log),
		rewired: make(chan wires, 1), presses: make(chan press, maxPresses), short: "started"}, nil
}

// serve runs the loop until ctx ends, and closes everything.
func (d *daemon) serve(ctx context.Context) error {
	defer d.close()
	wake := make(chan struct{}, 1)
	go d.forward(ctx, d.wires(), wake)
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
		Alive:    func() { d.tell(d.notifier.Alive()) },
		Beat:     service.Watchdog(d.a.getenv) / 2,
	}
	stopping := sync.OnceFunc(func() { _ = d.notifier.Stopping() }) // the manager sees the end in any case
	context.AfterFunc(ctx, stopping)
	defer stopping()
	d.tell(d.notifier.Ready(d.short))
	if isTerminal(d.a.stdout) {
		fmt.Fprintln(d.a.stdout, "Daybreak runs. Ctrl-C ends it; daybreak service install starts it with every login.")
	}
	d.loop.Serve(ctx)
	if d.answers(wallclock.Now()) {
		d.log.Warn("an answer is not recorded")
	}
	return nil
}

func (d *daemon) close() {
	d.file.Close()
	d.texts.Close()
	d.ledger.Close()
	d.channel.Close()
	d.screen.Close()
	d.alarm.Close()
	d.zone.Close()
}

func (d *daemon) facts(now time.Time) report.Facts {
	return report.Facts{Config: d.h.cfg, State: d.h.state, Story: d.h.story, Zone: d.zone.Location(), Now: now,
		Language: d.a.language(d.h.cfg),
		Fault:    d.h.fault, FaultAt: d.h.wrong, Unwritten: d.unwritten}
}

func (d *daemon) ask(now time.Time, _ *scheduler.State) scheduler.World {
	d.hear(now)
	if d.stepped.Swap(false) {
		d.zone.Refresh()
	}
	d.reload(now)
	unsaved := d.answers(now)
	f := d.facts(now)
	return scheduler.World{Zone: f.Zone, Reminders: d.reminders(f), Quiet: f.Quiet(), Ended: f.Ended(),
		Locked: d.screen.Locked(), Unsaved: unsaved}
}

// idle tells what comes next: the service manager by its time alone, a
// terminal with its title.
func (d *daemon) idle(scheduler.Decision) {
	now, coming := d.loop.Coming()
	f := d.facts(now)
	line, short := "Nothing is to come.", "idle"
	if n, ok := f.First(coming); ok {
		when := n.At.Format("15:04")
		if day := journey.DateOf(n.At); day != journey.DateOf(now.In(f.Zone)) {
			when = n.At.Format("Mon 2 Jan 15:04")
		}
		line, short = fmt.Sprintf("Next: %s  %s", when, n.Title), "next "+when
	}
	line, short = held(f, line, short)
	if d.h.fault != "" {
		short = "the config does not load, " + short
	}
	if short != d.short {
		d.short = short
		d.tell(d.notifier.Status(short))
	}
	if line != d.said {
		d.said = line
		d.say(line)
	}
}

// say prints a line where somebody may read it: a service has its status.
func (d *daemon) say(line string) {
	if d.channel.Name() == "console" || isTerminal(d.a.stdout) || !service.UnderManager(d.a.getenv) {
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
	discreet := f.Config.Notify.Discreet
	m := message(f, f.Message(s.Kind, s.Of, discreet), f.Offer(s.Kind, s.Of, discreet))
	m.Tag = s.ID
	receipt, err := c.d.channel.Send(ctx, m)
	err = mute(err, m.Title, m.Body, m.Instead)
	if errors.Is(err, notify.ErrRefused) {
		return c.d.channel.Name(), fmt.Errorf("%w: %w", scheduler.ErrRefused, err)
	}
	return receipt.Channel, err
}
