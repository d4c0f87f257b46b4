package service

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// remove deletes the unit, the link that enables it, and the folders that are
// empty then.
func remove(path string) error {
	link := wantsLink(path)
	gone := []string{path}
	if enabledBy(link, path) {
		gone = append(gone, link)
	}
	for _, p := range gone {
		if err := os.Remove(p); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("remove the service: %w", err)
		}
	}
	for _, dir := range []string{filepath.Dir(link), filepath.Dir(path), filepath.Dir(filepath.Dir(path))} {
		_ = os.Remove(dir) // fails, as it should, when there is something in it
	}
	return nil
}

// wantsLink is the link by which systemd enables the unit at path.
func wantsLink(path string) string {
	return filepath.Join(filepath.Dir(path), "default.target.wants", Name)
}

// enabledBy reports whether link leads to the unit at path, and not to one that
// a package brought; the unit itself may be gone.
func enabledBy(link, path string) bool {
	target, err := os.Readlink(link)
	if err == nil && !filepath.IsAbs(target) {
		target = filepath.Join(filepath.Dir(link), target)
	}
	return err == nil && filepath.Clean(target) == filepath.Clean(path)
}

// checkExec refuses what will not be there tomorrow.
func checkExec(path, goos string) error {
	if !filepath.IsAbs(path) {
		return fmt.Errorf("install the service: the program's path %q is not absolute", path)
	}
	for part := range strings.SplitSeq(filepath.ToSlash(path), "/") {
		if strings.HasPrefix(part, "go-build") {
			return &HintError{
				Err:  fmt.Errorf("install the service: %q is a build of `go run`, which does not last", path),
				Hint: "build one that does: `go install ./cmd/daybreak` or `make build`",
			}
		}
	}
	info, err := os.Stat(path)
	if err != nil {
		return fmt.Errorf("install the service: %w", err)
	}
	if !info.Mode().IsRegular() || info.Mode()&0o111 == 0 && goos != "windows" {
		return fmt.Errorf("install the service: %q is not a program", path)
	}
	return nil
}

// readOwn returns the installed file, "" when there is none, and refuses one
// without the marker.
func readOwn(path string) (string, error) {
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("read what is installed: %w", err)
	}
	if !strings.Contains(string(data), marker) {
		return "", &HintError{
			Err:  fmt.Errorf("leave %q alone: daybreak did not install it", path),
			Hint: "move it away (or `systemctl --user unmask daybreak`) and try again",
		}
	}
	return string(data), nil
}

// replace writes the file so that it is there whole or not at all.
func replace(path, text string) (err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("write %q: %w", path, err)
		}
	}()
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	// systemd ignores the name, should the file be left behind.
	f, err := os.CreateTemp(dir, ".daybreak-*.tmp")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // gone already when all went well
	_, err = f.WriteString(text)
	err = errors.Join(err, f.Chmod(0o644), f.Sync(), f.Close())
	if err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
