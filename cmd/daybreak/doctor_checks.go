package main

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"runtime"
	"time"

	"daybreak/internal/bus"
	"daybreak/internal/config"
	"daybreak/internal/doctor"
	"daybreak/internal/ledger"
	"daybreak/internal/report"
	"daybreak/internal/service"
	"daybreak/internal/wallclock"
	"daybreak/notify"
)

// patient is what the doctor looks at: the world that the daemon would find.
type patient struct {
	a         *app
	now       time.Time
	dir, path string // the state folder and the config file

	// Read in the background, since a disk can hang: after ready is closed.
	ready chan struct{}
	h     *home
	err   error
}

func (a *app) patient(now time.Time) (*patient, error) {
	dir, err := ledger.Dir(a.getenv)
	if err != nil {
		return nil, fail(exitFailed, err, "set HOME or XDG_STATE_HOME")
	}
	path, err := a.configPath()
	if err != nil {
		return nil, err
	}
	p := &patient{a: a, now: now, dir: dir, path: path, ready: make(chan struct{})}
	go func() {
		defer close(p.ready)
		p.h, p.err = a.open(now, lookBack)
	}()
	return p, nil
}

// home returns what is on the disk, or an error once ctx has ended.
func (p *patient) home(ctx context.Context) (*home, error) {
	select {
	case <-p.ready:
		return p.h, p.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// config returns the config that is in force, else the defaults.
func (p *patient) config(ctx context.Context) config.Config {
	if h, err := p.home(ctx); err == nil {
		return h.cfg
	}
	return config.Default(0)
}

func (p *patient) channel(ctx context.Context) config.Channel {
	ctx, cancel := context.WithTimeout(ctx, checkLimit)
	defer cancel()
	return p.config(ctx).Notify.Channel
}

// checks lists what is looked at, in the order in which it is told: what comes
// first may be the reason for what comes after.
func (p *patient) checks() []doctor.Check {
	plain := func(look func() report.Check) func(context.Context) report.Check {
		return func(context.Context) report.Check { return look() }
	}
	list := []doctor.Check{
		{ID: "config", Look: p.checkConfig},
		{ID: "record", Look: plain(doctor.Record{Dir: p.dir, Since: daysBefore(p.now, lookBack), UID: os.Getuid()}.Check)},
		{ID: "disk", Look: plain(func() report.Check { return doctor.Disk(p.dir) })},
		{ID: "daemon", Look: p.checkDaemon},
		{ID: "service", Look: p.checkService},
	}
	if usesBus() {
		d := p.desk()
		list = append(list,
			doctor.Check{ID: "bus", Look: p.unlessPrinted(d.Bus, "no session bus is needed")},
			doctor.Check{ID: "server", Look: p.unlessPrinted(d.Server, "no notification server is needed")},
			doctor.Check{ID: "do-not-disturb", Look: p.unlessPrinted(d.Quiet, "do-not-disturb keeps nothing back")},
			doctor.Check{ID: "linger", Look: func(ctx context.Context) report.Check {
				return doctor.Linger(ctx, bus.SystemAddress(p.a.getenv), os.Getuid())
			}})
	}
	return append(list,
		doctor.Check{ID: "clock", Look: plain(func() report.Check { return doctor.Clock(p.now, doctor.Synced()) })},
		doctor.Check{ID: "zone", Look: p.checkZone},
		doctor.Check{ID: "sleep", Look: plain(func() report.Check {
			exact, err := wallclock.Exact()
			return doctor.Sleep(err, exact)
		})},
		doctor.Check{ID: "copies", Look: p.checkCopies})
}

// unlessPrinted makes a check of the desktop where messages are shown there, and
// says so where they are not.
func (p *patient) unlessPrinted(look func(context.Context) report.Check, so string) func(context.Context) report.Check {
	return func(ctx context.Context) report.Check {
		if p.config(ctx).Notify.Channel == config.Console {
			return report.Check{State: report.Fine, Text: "Messages are printed where the daemon runs: " + so + "."}
		}
		return look(ctx)
	}
}

func usesBus() bool { return runtime.GOOS != "darwin" && runtime.GOOS != "windows" }

func (p *patient) desk() doctor.Desk {
	return doctor.Desk{
		Address: notify.BusAddress(p.a.getenv, exists),
		Display: p.a.getenv("DISPLAY") != "" || p.a.getenv("WAYLAND_DISPLAY") != "",
		UID:     os.Getuid(),
		Command: func(ctx context.Context, name string, args ...string) ([]byte, error) {
			cmd := exec.CommandContext(ctx, name, args...)
			cmd.WaitDelay = time.Second // what it started may hold its output open
			return cmd.Output()
		},
	}
}

func (p *patient) checkConfig(ctx context.Context) report.Check {
	h, err := p.home(ctx)
	if ctx.Err() != nil {
		return report.Check{State: report.Unknown, Text: "The config or the record could not be read in time.", Hint: "a disk or a network folder hangs"}
	}
	c := doctor.Config{Path: p.path}
	if err != nil {
		var notes []string
		_, notes, _, c.Err = config.Load(p.path, p.now)
		c.Notes = len(notes)
		return c.Check()
	}
	c.Notes, c.Stand = len(h.notes), true
	_, c.Err = os.Stat(p.path)
	switch {
	case c.Err != nil || h.fault == "":
	case h.wrong != (config.Fault{}):
		c.Err = config.Faults{h.wrong}
	default:
		c.Err = errors.New(h.fault)
	}
	return c.Check()
}

func (p *patient) checkDaemon(ctx context.Context) report.Check {
	lock, trouble := daemonOf(p.dir)
	d := doctor.Daemon{Running: lock.Running, Trouble: trouble, Started: exists((&home{dir: p.dir}).copyPath())}
	if lock.PID != nil {
		d.PID = *lock.PID
		if exe, err := os.Executable(); err == nil {
			same, known := doctor.SameProgram(d.PID, exe)
			d.Other = known && !same
		}
	}
	h, err := p.home(ctx)
	if err != nil {
		return d.Check()
	}
	d.Started = d.Started || h.view.Start != nil || len(h.view.Events) > 0
	if f, err := h.facts(p.a, p.now); err == nil && lock.Since != nil {
		if due, bad := overdue(f, lock); bad {
			d.Overdue = due.In(f.Zone)
		}
	}
	return d.Check()
}

func (p *patient) checkService(ctx context.Context) report.Check {
	o, err := p.a.serviceOptions()
	if err != nil {
		return doctor.Service(service.Status{}, err)
	}
	return doctor.Service(service.Query(ctx, o))
}

func (p *patient) checkZone(ctx context.Context) report.Check {
	z := doctor.Zone{Name: p.config(ctx).Timezone, TZ: p.a.getenv("TZ")}
	z.Loc, z.Err = wallclock.LoadZone(z.Name, p.a.getenv)
	z.System, _ = wallclock.LoadZone("local", func(string) string { return "" }) // nil where it cannot be told
	return z.Check(p.now)
}

func (p *patient) checkCopies(context.Context) report.Check {
	holder, _ := ledger.Probe(p.dir)
	return doctor.Copies(doctor.Others(os.Getuid(), p.desk().Address, os.Getpid(), holder.PID))
}
