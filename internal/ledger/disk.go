package ledger

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
)

// Disk is the file system as the record needs it. A test may give another,
// that tears, fails or forgets; its errors are those of package os.
type Disk interface {
	// ReadDir lists a folder in the order of its names.
	ReadDir(dir string) ([]fs.DirEntry, error)
	// Stat looks at a file or a link.
	Stat(path string) (fs.FileInfo, error)
	// SameFile reports whether two results of Stat are of one file.
	SameFile(a, b fs.FileInfo) bool
	// Open opens a regular file and nothing else, with os.OpenFile's flags: it
	// follows no link, and does not wait for the other end of a pipe. A new file
	// is its owner's alone.
	Open(path string, flag int) (File, fs.FileInfo, error)
	// Replace puts a file with data in place, whole or not at all, and makes it
	// survive a power cut.
	Replace(path string, data []byte) error
	// MakePrivate makes a folder for the user alone. One that exists keeps its
	// permissions.
	MakePrivate(dir string) error
	// SyncDir makes new names in a folder survive a power cut.
	SyncDir(dir string) error
	// Lock takes an exclusive lock on a file, which it makes, and tries until
	// ctx ends.
	Lock(ctx context.Context, path string) (unlock func(), err error)
}

// newFile is what the name of a file begins with that is to take another's place.
const newFile = ".new-"

// File is an open file of a Disk.
type File interface {
	io.Reader
	io.ReaderAt
	io.Seeker
	io.Writer
	io.Closer
	Truncate(size int64) error
	Sync() error
	Stat() (fs.FileInfo, error)
	Chmod(mode fs.FileMode) error
}

// system is the operating system's Disk.
type system struct{}

func (system) ReadDir(dir string) ([]fs.DirEntry, error) { return os.ReadDir(dir) }
func (system) Stat(path string) (fs.FileInfo, error)     { return os.Lstat(path) }
func (system) SameFile(a, b fs.FileInfo) bool            { return os.SameFile(a, b) }

func (system) Open(path string, flag int) (File, fs.FileInfo, error) {
	f, info, err := openRegular(path, flag)
	if err != nil {
		return nil, nil, err
	}
	return f, info, nil
}

func (system) Lock(ctx context.Context, path string) (func(), error) { return lock(ctx, path) }

func (d system) Replace(path string, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), newFile+"*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	_, err = f.Write(data)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return err
	}
	return d.SyncDir(filepath.Dir(path))
}

func (system) MakePrivate(dir string) error {
	info, err := os.Stat(dir)
	if err == nil && info.IsDir() {
		return nil
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	return os.Chmod(dir, 0o700) // whatever the umask took away
}

// SyncDir does nothing on Windows, which has no such call and needs none.
func (system) SyncDir(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// openRegular opens a regular file and nothing else: it follows no link (where
// the system has O_NOFOLLOW), and does not wait for the other end of a pipe.
func openRegular(path string, flag int) (*os.File, fs.FileInfo, error) {
	f, err := os.OpenFile(path, flag|openFlags, 0o600)
	if err != nil {
		return nil, nil, ofLink(path, err)
	}
	info, err := f.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = fmt.Errorf("%q is not a regular file", path)
	}
	if err != nil {
		f.Close()
		return nil, nil, err
	}
	return f, info, nil
}

// ofLink puts it plainly that a link was not followed: systems differ in what
// they call it.
func ofLink(path string, err error) error {
	if info, look := os.Lstat(path); look == nil && info.Mode()&fs.ModeSymlink != 0 {
		return fmt.Errorf("%q is a link, which is not followed here", path)
	}
	return err
}

// endsLine reports whether the first size bytes of f end a line, as no bytes do.
func endsLine(f io.ReaderAt, size int64) bool {
	var last [1]byte
	if size == 0 {
		return true
	}
	_, err := f.ReadAt(last[:], size-1)
	return err == nil && last[0] == '\n'
}
