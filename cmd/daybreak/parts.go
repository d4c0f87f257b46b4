package main

import (
	"context"
	"log/slog"
	"os"
	"runtime"

	"daybreak/internal/config"
	"daybreak/internal/wallclock"
	"daybreak/notify"
)

// channel opens the way to the desktop that the config names.
func (a *app) channel(name config.Channel, log *slog.Logger) (notify.Channel, error) {
	bus := notify.FreedesktopOptions{
		Address:   func() string { return notify.BusAddress(a.getenv, exists) },
		Graphical: a.getenv("DISPLAY") != "" || a.getenv("WAYLAND_DISPLAY") != "",
		AppName:   "Daybreak",
		Icon:      a.icon(),
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

// wires are where the parts that a config can replace tell of changes.
type wires struct {
	zone, channel, screen <-chan struct{}
	answers               <-chan notify.Answer
}

func (d *daemon) wires() wires {
	return wires{d.zone.Changes(), d.channel.Changes(), d.screen.Changes(), d.channel.Answers()}
}

// forward turns everything that happens into one wake: the loop asks the same
// question whatever it was.
func (d *daemon) forward(ctx context.Context, w wires, wake chan<- struct{}) {
	for {
		select {
		case <-ctx.Done():
			return
		case cause := <-d.alarm.C():
			if cause == wallclock.ClockChanged {
				d.stepped.Store(true)
			}
		case <-d.hangup:
			d.asked.Store(true)
		case <-d.file.Changes():
		case <-d.texts.Changes():
		case <-d.ledger.Changes():
		case w = <-d.rewired:
		case <-w.zone:
		case <-w.channel:
		case <-w.screen:
		case a := <-w.answers:
			if !d.pressed(a) {
				continue
			}
		}
		select {
		case wake <- struct{}{}:
		default:
		}
	}
}

// rewire replaces the parts that hang on what has changed of the config since
// old: the new ones are opened before the old ones are closed.
func (d *daemon) rewire(old config.Config) {
	n := d.h.cfg
	if n.Timezone != old.Timezone {
		zone, err := wallclock.WatchZone(wallclock.Options{Name: n.Timezone, Getenv: d.a.getenv, Log: d.log})
		if err != nil {
			d.log.Error("the time zone stays what it was", "err", err)
		} else {
			d.zone.Close()
			d.zone = zone
		}
	}
	if n.Notify.Channel != old.Notify.Channel {
		channel, err := d.a.channel(n.Notify.Channel, d.log)
		if err != nil {
			d.log.Error("the channel stays what it was", "err", err)
		} else {
			d.channel.Close()
			d.channel = channel
		}
	}
	if n.Notify.Channel != old.Notify.Channel || n.Notify.WhenLocked != old.Notify.WhenLocked {
		d.screen.Close()
		d.screen = d.a.watchScreen(n.Notify, d.channel, d.log)
	}
	select { // one that was not taken yet is out of date
	case <-d.rewired:
	default:
	}
	d.rewired <- d.wires()
}
