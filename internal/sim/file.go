package sim

import (
	"errors"
	"io"
	"io/fs"
	"syscall"
)

// handle is an open file of a disk. It implements ledger.File; as the ledger
// asks for it, every write appends.
type handle struct {
	disk *disk
	file *file
	pos  int64
}

// Read implements io.Reader.
func (h *handle) Read(p []byte) (int, error) {
	n, err := h.ReadAt(p, h.pos)
	h.pos += int64(n)
	if n > 0 {
		err = nil
	}
	return n, err
}

// ReadAt implements io.ReaderAt.
func (h *handle) ReadAt(p []byte, off int64) (int, error) {
	if h.disk.fails(diskUnread) {
		return 0, pathError("read", h.file.name, syscall.EIO)
	}
	if off >= int64(len(h.file.data)) {
		return 0, io.EOF
	}
	n := copy(p, h.file.data[off:])
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

// Seek implements io.Seeker, from the start only.
func (h *handle) Seek(off int64, whence int) (int64, error) {
	if whence != io.SeekStart {
		return 0, errors.New("seek: only from the start")
	}
	h.pos = off
	return off, nil
}

// Write implements io.Writer.
func (h *handle) Write(p []byte) (int, error) {
	d := h.disk
	d.step()
	if d.dead {
		return 0, pathError("write", h.file.name, syscall.EIO)
	}
	h.file.mod = d.tick()
	if d.fails(diskFull) {
		h.file.data = append(h.file.data, p[:len(p)/2]...)
		return len(p) / 2, pathError("write", h.file.name, syscall.ENOSPC)
	}
	h.file.data = append(h.file.data, p...)
	d.step()
	return len(p), nil
}

// Truncate implements ledger.File. That a file became shorter is on the
// platter with the next fsync only; until then a power cut may bring bytes
// back, but never such as were there before.
func (h *handle) Truncate(size int64) error {
	if h.disk.dead {
		return nil
	}
	h.file.data = h.file.data[:size]
	h.file.synced = min(h.file.synced, int(size))
	h.file.mod = h.disk.tick()
	return nil
}

// Sync implements ledger.File. After a failed one the system takes the pages
// for written: a later fsync that succeeds does not bring them to the platter.
func (h *handle) Sync() error {
	d, f := h.disk, h.file
	d.step()
	switch {
	case d.dead:
		return nil
	case d.fails(diskFsync):
		f.holes = append(f.holes, [2]int{f.synced, len(f.data)})
		f.synced = len(f.data)
		return pathError("fsync", f.name, syscall.EIO)
	case d.fails(diskLies):
		d.lied = true
		return nil
	}
	f.synced = len(f.data)
	d.step()
	return nil
}

// Stat implements ledger.File.
func (h *handle) Stat() (fs.FileInfo, error) { return h.file.info(), nil }

// Chmod implements ledger.File.
func (h *handle) Chmod(fs.FileMode) error { return nil }

// Close implements io.Closer.
func (h *handle) Close() error { return nil }
