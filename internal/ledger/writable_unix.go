//go:build unix

package ledger

import (
	"errors"
	"io/fs"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// Writable returns why nothing can be written to the record of the state
// folder dir, nil when something can or when there is none yet. It tells of a
// disk that is read-only, which a daemon has no way to tell others; a full disk
// is not noticed.
func Writable(dir string) error {
	err := unix.Access(filepath.Join(dir, folder), unix.W_OK)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}
