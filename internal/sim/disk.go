package sim

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"syscall"
	"time"

	"daybreak/internal/ledger"
)

// fault says how the disk misbehaves.
type fault string

// The faults of a disk.
const (
	diskGood     fault = "good"
	diskFull     fault = "full"     // a write stores a part and fails
	diskReadOnly fault = "readonly" // nothing can be opened for writing
	diskFsync    fault = "fsync"    // an fsync fails, and the data is as good as gone
	diskBusy     fault = "busy"     // another process keeps the lock
	diskUnread   fault = "unread"   // nothing can be read
	diskLies     fault = "lies"     // an fsync says yes and does nothing
)

// disk is a file system in memory that knows what would survive a power cut.
// It implements ledger.Disk. Every step of it goes through hook, where a kill
// or a power cut may strike.
type disk struct {
	files  map[string]*file
	hook   func()
	fault  fault
	left   int  // operations that the fault is still good for; 0: for all
	dead   bool // the process was killed: what its defers do reaches nobody
	clock  int64
	lied   bool // an fsync lied since the last true one
	errors int  // failed operations, for the report
}

// file is a file and what a power cut would leave of it.
type file struct {
	name   string
	id     int64
	mod    int64
	data   []byte
	synced int      // bytes that are on the platter
	holes  [][2]int // ranges lost to a failed fsync: zeros, after a power cut
	named  bool     // the name is on the platter
	hides  *file    // what a power cut brings back while the name is not
}

func newDisk(hook func()) *disk {
	return &disk{files: map[string]*file{}, hook: hook, fault: diskGood}
}

// fails takes one operation of the fault f, and reports whether it is on.
func (d *disk) fails(f fault) bool {
	if d.fault != f {
		return false
	}
	if d.left > 0 {
		if d.left--; d.left == 0 {
			d.fault = diskGood
		}
	}
	if f != diskLies {
		d.errors++
	}
	return true
}

// step is a point at which the process may die.
func (d *disk) step() {
	if !d.dead {
		d.hook()
	}
}

func (d *disk) tick() int64 { d.clock++; return d.clock }

func pathError(op, name string, err error) error {
	return &fs.PathError{Op: op, Path: name, Err: err}
}

// ReadDir implements ledger.Disk.
func (d *disk) ReadDir(dir string) ([]fs.DirEntry, error) {
	var all []fs.DirEntry
	for name, f := range d.files {
		if path.Dir(name) == dir {
			all = append(all, fs.FileInfoToDirEntry(f.info()))
		}
	}
	slices.SortFunc(all, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return all, nil
}

// Stat implements ledger.Disk.
func (d *disk) Stat(name string) (fs.FileInfo, error) {
	if f := d.files[name]; f != nil {
		return f.info(), nil
	}
	return nil, pathError("stat", name, syscall.ENOENT)
}

// SameFile implements ledger.Disk.
func (d *disk) SameFile(a, b fs.FileInfo) bool { return a.(info).id == b.(info).id }

// Open implements ledger.Disk.
func (d *disk) Open(name string, flag int) (ledger.File, fs.FileInfo, error) {
	d.step()
	writes := flag&(os.O_WRONLY|os.O_RDWR) != 0
	if d.dead || writes && d.fails(diskReadOnly) {
		return nil, nil, pathError("open", name, syscall.EROFS)
	}
	f := d.files[name]
	switch {
	case f == nil && flag&os.O_CREATE == 0:
		return nil, nil, pathError("open", name, syscall.ENOENT)
	case f == nil:
		f = &file{name: name, id: d.tick(), mod: d.tick()}
		d.files[name] = f
		d.step()
	}
	return &handle{disk: d, file: f}, f.info(), nil
}

// Replace implements ledger.Disk: a temporary file, a rename, two fsyncs.
func (d *disk) Replace(name string, data []byte) error {
	d.step()
	if d.dead || d.fails(diskReadOnly) || d.fails(diskFull) {
		return pathError("replace", name, syscall.ENOSPC)
	}
	if d.fails(diskFsync) {
		return pathError("fsync", name, syscall.EIO)
	}
	d.step()
	d.files[name] = &file{
		name: name, id: d.tick(), mod: d.tick(), data: bytes.Clone(data), synced: len(data), hides: d.files[name],
	}
	return d.SyncDir(path.Dir(name))
}

// MakePrivate implements ledger.Disk; a folder is there by its files' names.
func (d *disk) MakePrivate(string) error { return nil }

// SyncDir implements ledger.Disk.
func (d *disk) SyncDir(dir string) error {
	d.step()
	switch {
	case d.dead:
		return nil
	case d.fails(diskFsync):
		return pathError("fsync", dir, syscall.EIO)
	case d.fails(diskLies):
		d.lied = true
		return nil
	}
	for name, f := range d.files {
		if path.Dir(name) == dir {
			f.named, f.hides = true, nil
		}
	}
	d.step()
	return nil
}

// Lock implements ledger.Disk. There is one process at a time, so that a lock
// is waited for only where the fault says so.
func (d *disk) Lock(_ context.Context, name string) (func(), error) {
	d.step()
	if d.dead || d.fails(diskBusy) {
		return nil, fmt.Errorf("lock %q: %w", name, context.DeadlineExceeded)
	}
	return func() {}, nil
}

// info is what Stat says of a file.
type info struct {
	name    string
	id, mod int64
	size    int64
}

func (f *file) info() info { return info{path.Base(f.name), f.id, f.mod, int64(len(f.data))} }

func (i info) Name() string       { return i.name }
func (i info) Size() int64        { return i.size }
func (i info) Mode() fs.FileMode  { return 0o600 }
func (i info) ModTime() time.Time { return time.Unix(0, i.mod) }
func (i info) IsDir() bool        { return false }
func (i info) Sys() any           { return nil }
