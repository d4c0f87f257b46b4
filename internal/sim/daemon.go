package sim

import (
	"context"
	"log/slog"
	"strconv"
	"time"

	"daybreak/internal/ledger"
	"daybreak/scheduler"
)

// stateDir is where the daemon keeps its state, on the model disk.
const stateDir = "/state"

// lookBack is how many days of the record the program reads at a start.
const lookBack = 4

// daemon is one run of the program: the real ledger and the real loop.
type daemon struct {
	m     *machine
	book  *ledger.Ledger
	loop  *scheduler.Loop
	state *scheduler.State
	run   string
	ctx   context.Context
	end   context.CancelFunc
	down  time.Duration // how long nobody runs after a SIGTERM

	since, summarised int // civil days
}

// start does what the program's run command does, in its order: it opens the
// ledger, folds all records, and makes a loop of them. It returns nil when the
// ledger does not open.
func (m *machine) start() *daemon {
	d := &daemon{m: m, state: scheduler.NewState()}
	m.daemon = d
	defer func() { m.daemon = nil }()
	d.ctx, d.end = context.WithCancel(context.Background())
	log := slog.New(slog.DiscardHandler)
	since := m.today() - lookBack
	book, err := ledger.Open(stateDir, ledger.Options{
		Disk: m.disk, Now: m.wall, NewID: m.eventID, Log: log, Since: since,
	})
	if err != nil {
		return nil
	}
	view, err := book.View()
	if err != nil {
		return nil
	}
	d.since = view.Since
	for _, r := range view.Records() {
		d.state.Apply(r)
	}
	d.book, d.run = book, book.Device()+".run"+strconv.Itoa(m.counts.starts)
	d.loop = &scheduler.Loop{
		Now: m.wall, Ask: d.ask, State: d.state, Run: d.run, NewID: m.sendID, Courier: m.desk, Recorder: d, Log: log,
	}
	m.check.booted()
	return d
}

// today returns the civil day, in days since 1 January 1970.
func (m *machine) today() int { return scheduler.CivilOf(m.wall().In(m.zone)).Day() }

func (m *machine) eventID() string { m.ids++; return "e" + strconv.Itoa(m.ids) }
func (m *machine) sendID() string  { m.ids++; return "s" + strconv.Itoa(m.ids) }

func (d *daemon) ask(time.Time, *scheduler.State) scheduler.World {
	d.hear()
	m := d.m
	return scheduler.World{
		Zone: m.zone, Reminders: m.setup.schedulers, Locked: m.locked,
		Quiet: scheduler.QuietHours{From: m.setup.quiet[0], To: m.setup.quiet[1]},
	}
}

// hear takes in what commands have recorded, as the program does: once a day it
// has the record summarised, and it reads all anew where the order or a clock
// that went back asks for it.
func (d *daemon) hear() {
	today := d.m.today()
	if today != d.summarised {
		d.summarised = today
		_ = d.book.Summarise(today) // a start may take longer
	}
	events, behind, err := d.book.Refresh()
	switch {
	case err != nil:
	case behind, today-lookBack < d.since:
		d.refold(today - lookBack)
	default:
		for _, e := range events {
			d.state.Apply(e.Record)
		}
		d.m.check.heard(events)
	}
}

func (d *daemon) refold(since int) {
	d.book.Since(since)
	view, err := d.book.View()
	if err != nil {
		return
	}
	d.since = view.Since
	d.state.Reset()
	for _, r := range view.Records() {
		d.state.Apply(r)
	}
	d.m.check.refold()
}

// Record implements scheduler.Recorder: the ledger's, told to the checker.
func (d *daemon) Record(at time.Time, records ...scheduler.Record) error {
	c := d.m.check
	d.m.hook()
	first := d.m.ids
	for i, r := range records {
		c.record(first+i+1, r)
	}
	err := d.book.Record(at, records...)
	c.recorded(err)
	d.m.hook()
	return err
}

// term is a SIGTERM: the run ends at the next place where it looks.
func (d *daemon) term(down time.Duration) {
	d.down = down
	d.end()
}
