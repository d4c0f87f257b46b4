package ledger

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
)

// pending is an event that is not surely on the disk. Once it was tried its
// line stays as it is: should both copies survive, they are duplicates.
type pending struct {
	Event
	line []byte
}

// Append writes events, after those that are still unwritten. It fills in V, N,
// Dev and Seq, and ID and At where they are empty. It waits at most two seconds for
// other writers.
//
// An event without a body, with too many or beyond the limits of a line is refused,
// and then none of events is kept. After any other error all of them are in
// memory, count in View, and are written by the next Append, which may be
// without events.
func (l *Ledger) Append(ctx context.Context, events ...Event) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	added, err := l.prepare(events)
	if err != nil {
		return fmt.Errorf("record: %w", err)
	}
	l.opened = l.opened && len(added) == 0
	l.pending = append(l.pending, added...)
	if len(l.pending) == 0 {
		return nil
	}
	for i := range added {
		l.scan.seen[added[i].ID] = struct{}{} // not news to this process
	}
	l.scan.tail += len(added)
	ctx, cancel := context.WithTimeout(ctx, appendWait)
	defer cancel()
	if err := l.flush(ctx); err != nil {
		return fmt.Errorf("record: %w", err)
	}
	return nil
}

// prepare fills in events and checks them.
func (l *Ledger) prepare(events []Event) ([]pending, error) {
	var added []pending
	for i, e := range events {
		e.V, e.Dev = Version, l.device
		if e.ID == "" {
			e.ID = l.newID()
		}
		place := int64(len(l.pending) + i + 1) // until stamp finds the true one
		e.N, e.Seq = min(l.n+place, maxCount), min(l.seq+place, maxCount)
		if e.At.IsZero() {
			e.At = l.now()
		}
		e.At = e.At.Round(0)
		if err := cmp.Or(e.check(), e.checkBody()); err != nil {
			return nil, err
		}
		if _, err := encode(e); err != nil {
			return nil, err
		}
		added = append(added, pending{Event: e})
	}
	return added, nil
}

// flush writes what is pending, twice if need be: after a failed fsync nobody
// knows what the file holds, so the second time is to a fresh one.
func (l *Ledger) flush(ctx context.Context) error {
	unlock, err := lockAppend(ctx, l.disk, l.dir)
	if err != nil {
		return err
	}
	defer unlock()
	if err := l.catchUp(); err != nil {
		return err
	}
	l.tell()
	batch, err := l.stamp()
	if err != nil {
		return err
	}
	err = l.write(batch)
	if errors.Is(err, errSync) {
		l.log.Warn("the record could not be made safe; going on in a fresh file", "err", err)
		l.file, l.end = l.nextFile(), 0
		err = l.write(batch)
		if errors.Is(err, errSync) {
			l.file, l.end = l.nextFile(), 0
		}
	}
	if err == nil {
		for _, p := range l.pending {
			l.handOut([]Event{p.Event})
		}
		l.pending = nil
	}
	return err
}

// stamp gives what was never tried its place in the order, which is known only
// under the lock, and returns all that is pending as lines.
func (l *Ledger) stamp() ([]byte, error) {
	var batch []byte
	for i := range l.pending {
		p := &l.pending[i]
		if p.line == nil {
			l.n, l.seq = min(l.n+1, maxCount), min(l.seq+1, maxCount)
			p.N, p.Seq = l.n, l.seq
			line, err := encode(p.Event)
			if err != nil {
				return nil, err
			}
			p.line = line
		}
		batch = append(batch, p.line...)
	}
	return batch, nil
}

// errSync marks an fsync that failed.
var errSync = errors.New("fsync")

// write appends batch to the current file with one write, and fsyncs.
func (l *Ledger) write(batch []byte) (err error) {
	path := l.scan.path(l.file)
	known, statErr := l.disk.Stat(path)
	if statErr == nil && known.Size() > maxFile/2 { // readers stop at maxFile
		l.file, l.end = l.nextFile(), 0
		return l.write(batch)
	}
	f, info, err := l.disk.Open(path, os.O_RDWR|os.O_APPEND|os.O_CREATE)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if info.Mode().Perm()&0o077 != 0 {
		_ = f.Chmod(0o600) // best effort, on systems that know permissions
	}
	// A torn line must not take ours with it. What another process could not
	// make safe reads as whole, and is not seen to be torn before the power fails.
	if info.Size() > 0 && info.Size() != l.end {
		batch = append([]byte{'\n'}, batch...)
	}
	if _, err := f.Write(batch); err != nil {
		_ = f.Truncate(info.Size()) // a torn line does no harm, but none is better
		return err
	}
	if err := f.Sync(); err != nil {
		return fmt.Errorf("%w: %w", errSync, err)
	}
	if after, err := f.Stat(); err == nil {
		l.end = after.Size()
		l.scan.skip(l.file, info.Size(), after, bytes.Count(batch, []byte{'\n'}))
	}
	// The name as well, once for each file: one that is there already may be
	// left by an append that failed or died before it came to this.
	if l.named != l.file {
		if err := l.disk.SyncDir(l.scan.dir); err != nil {
			return err
		}
		l.named = l.file
	}
	return nil
}

// newest returns the name of the device's file with the highest number.
func (s *scan) newest(device string) string {
	best, number := device+".jsonl", 0
	for name := range s.files {
		if n := fileNumber(name, device); n > number {
			best, number = name, n
		}
	}
	return best
}

// nextFile returns the name of a file of this device that does not exist.
func (l *Ledger) nextFile() string {
	n := max(fileNumber(l.file, l.device), fileNumber(l.scan.newest(l.device), l.device)) + 1
	return l.device + "." + strconv.Itoa(n) + ".jsonl"
}

// fileNumber returns the number in the name of a later file of the device, and
// 0 for any other name.
func fileNumber(name, device string) int {
	s, ok := strings.CutPrefix(name, device+".")
	if !ok {
		return 0
	}
	s, _ = strings.CutSuffix(s, ".jsonl")
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 || n > 1<<20 {
		return 0
	}
	return n
}
