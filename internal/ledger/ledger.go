// Package ledger is the append-only record of everything that happened, and
// the locks around it.
//
// The record lives in the state folder as ledger/<device>.jsonl, one JSON
// object a line. A device writes to its own files only; what is true is the
// fold of all files in the folder, ordered by (counter, device, sequence) and
// with every id counted once, so that the folder may be synced between
// devices and read in any order. Files that other devices wrote are untrusted,
// bounded input: a line that does not hold is set aside, reported with file
// and line, and costs nothing else.
//
// Appending is one write and one fsync under a short lock. When Append returns
// nil its events survive a crash; when it does not, the ledger keeps them in
// memory and the next Append writes them first. Reading creates nothing.
package ledger

import (
	"context"
	"fmt"
	"log/slog"
	"path/filepath"
	"sync"
	"time"

	"daybreak/scheduler"
)

// Options are what a writer needs from outside.
type Options struct {
	Now   func() time.Time // the wall clock; nil means time.Now
	NewID func() string    // of an event; nil means NewID of this package
	Log   *slog.Logger     // told of lines set aside after Open; nil means nobody
	// Since is the first civil day that View is asked about; see Read.
	Since int
	Disk  Disk // nil means the operating system's
}

// Ledger is one process's way of writing to the record and of hearing what
// others wrote. It is safe for concurrent use and holds no file open.
type Ledger struct {
	dir, device string
	now         func() time.Time
	log         *slog.Logger
	disk        Disk
	newID       func() string
	since       int

	mu       sync.Mutex
	scan     *scan
	reported int       // damages of scan that were told
	opened   bool      // nothing was handed out since Open read it all
	pending  []pending // not surely on the disk, oldest first
	file     string    // the name of the own file that is appended to
	named    string    // the file whose name surely survives a power cut
	end      int64     // how far file is surely written, 0 for not known
	n, seq   int64     // the highest counter known, and the highest of this device
	last     Event     // the last in order that was handed out or written
}

// Open returns the ledger of the state folder dir for writing, and creates
// what is missing of it; what others had access to is made the user's alone. It
// fails when the folder cannot be made or read, and with a *trust.Refused when
// somebody else can write to it; damaged files are no error, see View.
func Open(dir string, o Options) (*Ledger, error) {
	l := &Ledger{dir: dir, now: o.Now, log: o.Log, disk: o.Disk, newID: o.NewID, since: o.Since}
	if l.now == nil {
		l.now = time.Now
	}
	if l.newID == nil {
		l.newID = NewID
	}
	if l.log == nil {
		l.log = slog.New(slog.DiscardHandler)
	}
	if l.disk == nil {
		l.disk = system{}
		if err := guard(dir); err != nil {
			return nil, fmt.Errorf("open the record: %w", err)
		}
		tighten(dir, l.log)
	}
	for _, d := range []string{dir, filepath.Join(dir, folder)} {
		if err := l.disk.MakePrivate(d); err != nil {
			return nil, fmt.Errorf("make the state folder: %w", err)
		}
	}
	var err error
	if l.device, err = device(l.disk, dir); err != nil {
		return nil, fmt.Errorf("name this device: %w", err)
	}
	l.scan = newScan(l.disk, dir)
	if err := l.scan.start(l.since); err != nil {
		return nil, fmt.Errorf("read the ledger: %w", err)
	}
	if err := l.catchUp(); err != nil {
		return nil, fmt.Errorf("read the ledger: %w", err)
	}
	l.reported, l.opened = len(l.scan.damage), true
	l.file = l.scan.newest(l.device)
	return l, nil
}

// Device returns the random id under which this device writes.
func (l *Ledger) Device() string { return l.device }

// Unwritten returns how many events are in memory only.
func (l *Ledger) Unwritten() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.pending)
}

// View returns everything recorded so far, what is still unwritten included.
// A Refresh after it returns only what others appended later.
func (l *Ledger) View() (*View, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.opened {
		fresh := newScan(l.disk, l.dir)
		if err := fresh.start(l.since); err != nil {
			return nil, fmt.Errorf("read the ledger: %w", err)
		}
		for _, p := range l.pending {
			fresh.add(p.Event)
		}
		l.scan = fresh
		l.reported = len(fresh.damage)
	}
	l.opened = false
	v := l.scan.view()
	l.scan.fresh = nil
	l.handOut(v.Events)
	return v, nil
}

// Since makes View tell of the civil days from since on.
func (l *Ledger) Since(since int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.since, l.opened = since, false
}

// Refresh returns what others appended since the last Refresh or View (the
// first of all returns everything), in order; the ledger's own events are not
// among them. With behind they cannot just be added: some belong before events
// that are known already, as those of another device may, or take such events
// back. Then View has what is true.
func (l *Ledger) Refresh() (fresh []Event, behind bool, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if err := l.catchUp(); err != nil {
		return nil, false, fmt.Errorf("read the ledger: %w", err)
	}
	l.tell()
	l.opened = false
	fresh = l.scan.fresh
	l.scan.fresh = nil
	sortEvents(fresh)
	behind = len(fresh) > 0 && order(fresh[0], l.last) < 0 || len(undone(fresh)) > 0
	l.handOut(fresh)
	return fresh, behind, nil
}

// handOut remembers how far in the order events, which are in order, reach.
func (l *Ledger) handOut(events []Event) {
	if n := len(events); n > 0 && order(events[n-1], l.last) > 0 {
		l.last = events[n-1]
	}
}

// Record implements scheduler.Recorder: the records happened at at, and nil
// means that they survive a crash.
func (l *Ledger) Record(at time.Time, records ...scheduler.Record) error {
	events := make([]Event, len(records))
	for i, r := range records {
		events[i] = Event{At: at, Record: r}
	}
	return l.Append(context.Background(), events...)
}

// catchUp reads what was appended since, and raises the counters.
func (l *Ledger) catchUp() error {
	if err := l.scan.run(); err != nil {
		return err
	}
	l.n = max(l.n, l.scan.n)
	l.seq = max(l.seq, l.scan.seq[l.device])
	return nil
}

// tell logs what was set aside since the last time.
func (l *Ledger) tell() {
	for _, d := range l.scan.damage[min(l.reported, len(l.scan.damage)):] {
		l.log.Warn("part of the record is set aside", "what", d.String())
	}
	l.reported = len(l.scan.damage)
}
