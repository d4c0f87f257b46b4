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
	book, err := ledger.Open(stateDir, ledger.Options{Disk: m.disk, Now: m.wall, NewID: m.eventID, Log: log})
	if err != nil {
		return nil
	}
	view, err := book.View()
	if err != nil {
		return nil
	}
	for _, r := range view.Records() {
		d.state.Apply(r)
	}
	d.book, d.run = book, book.Device()+".run"+strconv.Itoa(m.counts.starts)
	d.loop = &scheduler.Loop{
		Now: m.wall, Ask: d.ask, State: d.state, Run: d.run, NewID: m.sendID, Courier: m.desk, Recorder: d, Log: log,
	}
	m.check.booted(view)
	return d
}

func (m *machine) eventID() string { m.ids++; return "e" + strconv.Itoa(m.ids) }
func (m *machine) sendID() string  { m.ids++; return "s" + strconv.Itoa(m.ids) }

func (d *daemon) ask(time.Time, *scheduler.State) scheduler.World {
	m := d.m
	return scheduler.World{
		Zone: m.zone, Reminders: m.setup.schedulers, Locked: m.locked,
		Quiet: scheduler.QuietHours{From: m.setup.quiet[0], To: m.setup.quiet[1]},
	}
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
