package ledger

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"daybreak/internal/places"
)

// Dir returns the state folder, which is where the system's custom has it (see
// places). It is an error when the environment names no home.
func Dir(getenv func(string) string) (string, error) { return places.State(getenv) }

// Device returns the id under which this device writes to the state folder dir,
// "" where it has none yet.
func Device(dir string) string {
	id, _ := readDevice(system{}, filepath.Join(dir, "device"))
	return id
}

// device returns the id of this device, and makes one the first time. Under
// the lock two processes agree on it.
func device(disk Disk, dir string) (string, error) {
	path := filepath.Join(dir, "device")
	if id, err := readDevice(disk, path); err == nil {
		return id, nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), appendWait)
	defer cancel()
	unlock, err := lockAppend(ctx, disk, dir)
	if err != nil {
		return "", err
	}
	defer unlock()
	id, err := readDevice(disk, path)
	switch {
	case err == nil:
		return id, nil
	case errors.Is(err, fs.ErrNotExist) || errors.Is(err, errDevice):
		return newDevice(disk, path)
	}
	return "", err
}

// errDevice is a device file without an id, as a power cut may leave one. A
// new name loses nothing: what the old one wrote is read all the same.
var errDevice = errors.New("no device id")

func readDevice(disk Disk, path string) (string, error) {
	f, _, err := disk.Open(path, os.O_RDONLY)
	if err != nil {
		return "", err
	}
	defer f.Close()
	buf := make([]byte, 64)
	n, _ := f.Read(buf)
	id := strings.TrimSpace(string(buf[:n]))
	if b, err := hex.DecodeString(id); err != nil || len(b) != 8 {
		return "", fmt.Errorf("%q: %w", path, errDevice)
	}
	return id, nil
}

// newDevice writes a new id, whole or not at all.
func newDevice(disk Disk, path string) (string, error) {
	var b [8]byte
	rand.Read(b[:])
	id := hex.EncodeToString(b[:])
	return id, disk.Replace(path, []byte(id+"\n"))
}
