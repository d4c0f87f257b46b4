package setup

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Save writes a file that does not exist yet, readable by its owner alone, with
// the folders above it that are missing. The file is there whole or not at all,
// also after a crash, which may leave a hidden .config-*.tmp beside it; what was
// at path before, a link that leads nowhere included, stays, and the error wraps
// fs.ErrExist. After an error the folders that were made are gone again.
func Save(path string, data []byte) (err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("write config: %w", err)
		}
	}()
	dir := filepath.Dir(path)
	made, err := makeDirs(dir)
	defer func() {
		for i := len(made) - 1; err != nil && i >= 0; i-- {
			_ = os.Remove(made[i]) // it stays where somebody has put something into it
		}
	}()
	if err != nil {
		return err
	}
	temp, err := writeTemp(dir, data)
	if err != nil {
		return err
	}
	defer os.Remove(temp)
	if err := place(temp, path, data); err != nil {
		return err
	}
	syncDir(dir)
	return nil
}

// makeDirs makes dir and what is missing above it, and returns what it made,
// the outermost first.
func makeDirs(dir string) (made []string, err error) {
	for d := dir; ; d = filepath.Dir(d) {
		if _, err := os.Stat(d); err == nil || d == filepath.Dir(d) {
			break
		}
		made = append([]string{d}, made...)
	}
	return made, os.MkdirAll(dir, 0o700)
}

// writeTemp writes data to a file of its own beside its place, and to the disk.
func writeTemp(dir string, data []byte) (string, error) {
	f, err := os.CreateTemp(dir, ".config-*.tmp") // 0600
	if err != nil {
		return "", err
	}
	_, err = f.Write(data)
	err = errors.Join(err, f.Sync(), f.Close())
	if err != nil {
		os.Remove(f.Name())
		return "", err
	}
	return f.Name(), nil
}

// place gives the file its name, which nobody has. Where the file system has no
// links (FAT, some network mounts), it is written again under that name; there a
// crash in the middle can leave a part of it.
func place(temp, path string, data []byte) error {
	err := os.Link(temp, path)
	if err == nil || errors.Is(err, fs.ErrExist) {
		return err
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		os.Remove(path)
	}
	return err
}

// syncDir brings the new name to the disk. Windows cannot, and some file systems
// neither; the file is there either way.
func syncDir(dir string) {
	if d, err := os.Open(dir); err == nil {
		_ = d.Sync()
		d.Close()
	}
}
