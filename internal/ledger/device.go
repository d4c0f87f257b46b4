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
	"runtime"
	"strings"
)

// Dir returns the state folder: $XDG_STATE_HOME/daybreak where that is an
// absolute path, else $HOME/.local/state/daybreak ($USERPROFILE where there is
// no HOME). It is an error when none of them is set.
func Dir(getenv func(string) string) (string, error) {
	if d := getenv("XDG_STATE_HOME"); filepath.IsAbs(d) {
		return filepath.Join(d, "daybreak"), nil
	}
	for _, key := range []string{"HOME", "USERPROFILE"} {
		if d := getenv(key); filepath.IsAbs(d) {
			return filepath.Join(d, ".local", "state", "daybreak"), nil
		}
	}
	return "", errors.New("find the state folder: neither XDG_STATE_HOME nor HOME is an absolute path")
}

// makePrivate makes a folder for the user alone. One that exists keeps its
// permissions.
func makePrivate(dir string) error {
	info, err := os.Stat(dir)
	if err == nil && info.IsDir() {
		return nil
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	return os.Chmod(dir, 0o700) // whatever the umask took away
}

// device returns the id of this device, and makes one the first time. Under
// the lock two processes agree on it.
func device(dir string) (string, error) {
	path := filepath.Join(dir, "device")
	if id, err := readDevice(path); err == nil {
		return id, nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), appendWait)
	defer cancel()
	unlock, err := lockAppend(ctx, dir)
	if err != nil {
		return "", err
	}
	defer unlock()
	id, err := readDevice(path)
	switch {
	case err == nil:
		return id, nil
	case errors.Is(err, fs.ErrNotExist) || errors.Is(err, errDevice):
		return newDevice(path)
	}
	return "", err
}

// errDevice is a device file without an id, as a power cut may leave one. A
// new name loses nothing: what the old one wrote is read all the same.
var errDevice = errors.New("no device id")

func readDevice(path string) (string, error) {
	f, _, err := openRegular(path, os.O_RDONLY)
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
func newDevice(path string) (string, error) {
	var b [8]byte
	rand.Read(b[:])
	id := hex.EncodeToString(b[:])
	f, err := os.CreateTemp(filepath.Dir(path), ".device-*")
	if err != nil {
		return "", err
	}
	defer os.Remove(f.Name())
	_, err = f.WriteString(id + "\n")
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return "", err
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return "", err
	}
	return id, syncDir(filepath.Dir(path))
}

// syncDir makes new names in a folder survive a power cut. Windows has no such
// call and needs none.
func syncDir(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
