package ledger

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/gofrs/flock"
)

const (
	appendLock = "append.lock"
	daemonLock = "daemon.lock"

	appendWait = 2 * time.Second        // for the lock around an append
	daemonWait = time.Second            // longer than any Probe holds the daemon's lock
	tornWait   = 100 * time.Millisecond // for an append that a reader saw half of
	retryDelay = 5 * time.Millisecond
)

// Running says that another daemon holds the lock.
type Running struct {
	PID   int       // 0 when it could not be read
	Since time.Time // when it started
}

// Error implements error.
func (r *Running) Error() string {
	if r.PID == 0 {
		return "another daybreak is running"
	}
	return fmt.Sprintf("another daybreak is running (pid %d)", r.PID)
}

// Holder is the daemon as its lock shows it. PID and Since are zero when it is
// not running, or was only just starting.
type Holder struct {
	Running bool      `json:"-"`
	PID     int       `json:"pid"`
	Since   time.Time `json:"since"`
	// Trouble is what keeps the daemon from writing its record, "" for nothing.
	Trouble string `json:"trouble,omitempty"`
}

// DaemonLock is held by the one daemon of a state folder.
type DaemonLock struct {
	path   string
	holder Holder
	unlock func()
}

// LockDaemon takes the daemon's lock in the state folder dir, for as long as
// the process lives or until Release. When another daemon has it the error is
// a *Running. A Probe holds the lock for a moment; hence the second of trying.
func LockDaemon(dir string, pid int, since time.Time) (*DaemonLock, error) {
	if err := (system{}).MakePrivate(dir); err != nil {
		return nil, fmt.Errorf("lock the state folder: %w", err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), daemonWait)
	defer cancel()
	path := filepath.Join(dir, daemonLock)
	unlock, err := lock(ctx, path)
	if errors.Is(err, context.DeadlineExceeded) {
		h, _ := readHolder(path)
		return nil, &Running{PID: h.PID, Since: h.Since}
	}
	if err != nil {
		return nil, fmt.Errorf("lock the state folder: %w", err)
	}
	sweep(dir, since.Add(-leftover))
	d := &DaemonLock{path, Holder{PID: pid, Since: since.Round(0)}, unlock}
	if err := writeHolder(path, d.holder); err != nil && !noRoom(err) {
		unlock()
		return nil, fmt.Errorf("lock the state folder: %w", err)
	}
	return d, nil
}

// leftover is how old a hidden file is that nobody writes any more.
const leftover = time.Hour

// sweep removes hidden files last written before t: a program that was killed
// while it put a file in place leaves one behind.
func sweep(dir string, t time.Time) {
	files, _ := filepath.Glob(filepath.Join(dir, ".*")) // the pattern is a good one
	for _, f := range files {
		if info, err := os.Lstat(f); err == nil && info.Mode().IsRegular() && info.ModTime().Before(t) {
			_ = os.Remove(f) // it does no harm
		}
	}
}

// Release gives the lock back.
func (d *DaemonLock) Release() { d.unlock() }

// Tell lets those who Probe know what keeps the record from being written, ""
// for nothing. On a full disk there is room for it, since the file is written
// over in place; where nothing can be written at all the error says so.
func (d *DaemonLock) Tell(trouble string) error {
	if len(trouble) > maxTrouble {
		trouble = strings.ToValidUTF8(trouble[:maxTrouble], "")
	}
	d.holder.Trouble = trouble
	return writeHolder(d.path, d.holder)
}

// Probe says whether a daemon runs on the state folder dir: the lock tells, not
// the pid in it. known is false when it cannot be told. It creates nothing.
func Probe(dir string) (h Holder, known bool) {
	path := filepath.Join(dir, daemonLock)
	f, _, err := openRegular(path, os.O_RDONLY)
	if err != nil {
		return Holder{}, errors.Is(err, fs.ErrNotExist)
	}
	f.Close()
	l := flock.New(path, flock.SetFlag(os.O_RDONLY|openFlags))
	free, err := l.TryRLock()
	if err != nil {
		return Holder{}, errors.Is(err, fs.ErrNotExist)
	}
	if free {
		return Holder{}, l.Close() == nil
	}
	h, _ = readHolder(path)
	h.Running = true
	return h, true
}

// The first byte of the lock file is left empty: on Windows the lock is on it,
// and nobody else could read it.
const holderAt = 1

// The file always has the same size, so that it can be written over on a full
// disk.
const (
	holderSize = 1022
	maxTrouble = 120 // bytes; escaped they are at most six times as many
)

func writeHolder(path string, h Holder) error {
	data, err := json.Marshal(h)
	if err != nil {
		return err
	}
	data = append(data, bytes.Repeat([]byte{' '}, max(0, holderSize-len(data)))...)
	f, _, err := openRegular(path, os.O_RDWR)
	if err != nil {
		return err
	}
	defer f.Close()
	data = append(data, '\n')
	_, _ = f.WriteAt([]byte{'\n'}, 0) // for those who look; refused on Windows
	if _, err := f.WriteAt(data, holderAt); err != nil {
		return err
	}
	return f.Truncate(holderAt + int64(len(data)))
}

func readHolder(path string) (Holder, error) {
	f, _, err := openRegular(path, os.O_RDONLY)
	if err != nil {
		return Holder{}, err
	}
	defer f.Close()
	buf := make([]byte, 1024)
	n, _ := f.ReadAt(buf, holderAt)
	if h, ok := (&quick{rest: buf[:n]}).holder(); ok {
		return h, nil
	}
	var h Holder
	if err := json.Unmarshal(buf[:n], &h); err != nil || h.PID < 0 {
		return Holder{}, fmt.Errorf("%q names no process", path)
	}
	return h, nil
}

// lockAppend takes the lock around an append.
func lockAppend(ctx context.Context, disk Disk, dir string) (unlock func(), err error) {
	unlock, err = disk.Lock(ctx, filepath.Join(dir, appendLock))
	if err != nil {
		return nil, fmt.Errorf("lock the ledger: %w", err)
	}
	return unlock, nil
}

// waitForAppend waits a moment for the append under way, and reports whether
// there is a reason to look again. It creates nothing.
func waitForAppend(dir string) bool {
	l := flock.New(filepath.Join(dir, appendLock), flock.SetFlag(os.O_RDONLY|openFlags))
	ctx, cancel := context.WithTimeout(context.Background(), tornWait)
	defer cancel()
	ok, err := l.TryRLockContext(ctx, retryDelay)
	return ok && err == nil && l.Close() == nil
}

// noRoom reports whether err is that of a full disk or of one that nothing can
// be written to: reminding goes on without it.
func noRoom(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) || errors.Is(err, syscall.EROFS)
}

// lock takes an exclusive lock on a regular file, and tries until ctx ends. On
// a disk that nothing can be written to, the file must be there already.
func lock(ctx context.Context, path string) (unlock func(), err error) {
	unlock, err = lockWith(ctx, path, os.O_RDWR|os.O_CREATE)
	if errors.Is(err, syscall.EROFS) {
		return lockWith(ctx, path, os.O_RDONLY)
	}
	return unlock, err
}

func lockWith(ctx context.Context, path string, flag int) (unlock func(), err error) {
	l := flock.New(path, flock.SetFlag(flag|openFlags))
	if _, err := l.TryLockContext(ctx, retryDelay); err != nil {
		return nil, ofLink(path, err)
	}
	info, err := l.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = fmt.Errorf("%q is not a regular file", path)
	}
	if err != nil {
		return nil, errors.Join(err, l.Close())
	}
	return func() { _ = l.Close() }, nil
}
