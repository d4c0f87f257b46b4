// Package textfile replaces a file that belongs to a user.
//
// What is promised: after Replace the file holds the old bytes or the new ones,
// whole, also after a crash or a power cut; a symbolic link still leads to it;
// mode and owner are those it had; and a change that somebody made since Open
// is not written over. What is not kept are extended attributes, access control
// lists among them, and the time of the last change.
package textfile

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"github.com/gofrs/flock"
)

// The reasons for which a file is left alone.
var (
	ErrChanged  = errors.New("the file changed meanwhile")
	ErrReadOnly = errors.New("the file is read-only")
	ErrLinked   = errors.New("the file has another name (a hard link), which would keep the old text")
	ErrOwner    = errors.New("the file belongs to somebody else")
)

const patience = 5 * time.Second

// File is a file as it was when it was opened.
type File struct {
	Path string // without symbolic links
	Data []byte
	info fs.FileInfo
	wait time.Duration // for another program of ours at the same file
}

// Open reads the regular file at path, at most limit bytes and one more, and
// follows symbolic links. The error wraps fs.ErrNotExist where there is none.
func Open(path string, limit int64) (*File, error) {
	real, err := filepath.EvalSymlinks(path)
	if err != nil {
		return nil, fmt.Errorf("read %q: %w", path, err)
	}
	f := &File{Path: real, wait: patience}
	f.Data, f.info, err = read(real, limit)
	if err != nil {
		return nil, err
	}
	return f, nil
}

// read looks before it opens: opening a FIFO waits for its other end.
func read(path string, limit int64) ([]byte, fs.FileInfo, error) {
	info, err := os.Lstat(path)
	if err != nil {
		return nil, nil, fmt.Errorf("read %q: %w", path, err)
	}
	if !info.Mode().IsRegular() {
		return nil, nil, fmt.Errorf("read %q: it is not a regular file", path)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, nil, fmt.Errorf("read %q: %w", path, err)
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, limit+1))
	if err != nil {
		return nil, nil, fmt.Errorf("read %q: %w", path, err)
	}
	return data, info, nil
}

// Writable says why the file would not be replaced, as far as that is known
// before it is tried: the error wraps ErrReadOnly or ErrLinked.
func (f *File) Writable() error {
	switch {
	case f.info.Mode().Perm()&0o200 == 0:
		return fmt.Errorf("write %q: %w", f.Path, ErrReadOnly)
	case links(f.info) > 1:
		return fmt.Errorf("write %q: %w", f.Path, ErrLinked)
	}
	return nil
}

// Replace puts data in the place of what Open read. The error wraps ErrChanged
// where the file is not what it was, and ErrReadOnly, ErrLinked or ErrOwner
// where it cannot be replaced and stay what it is; nothing is written then.
//
// Two calls for one file take turns, by a lock on the file itself. Of any other
// program a change in the instant between the last look and the renaming would
// be lost: no system offers to rename only if unchanged.
func (f *File) Replace(data []byte) error {
	if err := f.Writable(); err != nil {
		return err
	}
	tmp, err := f.draft(data)
	if err != nil {
		return err
	}
	defer os.Remove(tmp) // gone when all went well
	unlock, err := f.lock()
	if err != nil {
		return err
	}
	defer unlock()
	now, info, err := read(f.Path, int64(len(f.Data)))
	if err != nil || !bytes.Equal(now, f.Data) || !os.SameFile(info, f.info) {
		return fmt.Errorf("write %q: %w", f.Path, ErrChanged)
	}
	if err := os.Rename(tmp, f.Path); err != nil {
		return fmt.Errorf("write %q: %w", f.Path, err)
	}
	return syncFolder(filepath.Dir(f.Path))
}

// draft writes data beside the file, with its mode and owner, as .NAME.RANDOM.
func (f *File) draft(data []byte) (string, error) {
	tmp, err := os.CreateTemp(filepath.Dir(f.Path), "."+filepath.Base(f.Path)+".*")
	if err != nil {
		return "", fmt.Errorf("write beside %q: %w", f.Path, err)
	}
	err = f.fill(tmp, data)
	if closeErr := tmp.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		os.Remove(tmp.Name())
		return "", fmt.Errorf("write beside %q: %w", f.Path, err)
	}
	return tmp.Name(), nil
}

func (f *File) fill(tmp *os.File, data []byte) error {
	if _, err := tmp.Write(data); err != nil {
		return err
	}
	if err := keepOwner(tmp, f.info); err != nil {
		return err
	}
	// After the owner: changing that can take bits of the mode away.
	if err := tmp.Chmod(f.info.Mode()); err != nil && runtime.GOOS != "windows" {
		return err
	}
	return tmp.Sync()
}

// lock keeps others of our kind off the file until unlock. On Windows an open
// file could not be replaced, so there is no lock.
func (f *File) lock() (unlock func(), err error) {
	if runtime.GOOS == "windows" {
		return func() {}, nil
	}
	l := flock.New(f.Path, flock.SetFlag(os.O_RDONLY))
	ctx, cancel := context.WithTimeout(context.Background(), f.wait)
	defer cancel()
	if ok, err := l.TryLockContext(ctx, 5*time.Millisecond); !ok {
		return nil, fmt.Errorf("write %q: another program holds it: %w", f.Path, err)
	}
	return func() { _ = l.Close() }, nil
}

// syncFolder makes a renaming in the folder last through a power cut, where the
// system can.
func syncFolder(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return fmt.Errorf("sync folder: %w", err)
	}
	defer d.Close()
	if err := d.Sync(); err != nil {
		return fmt.Errorf("sync folder: %w", err)
	}
	return nil
}
