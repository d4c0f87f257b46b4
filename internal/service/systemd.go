package service

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Install writes the unit, enables it and starts it; a running service is
// restarted when its unit changed. Installing again is fine. Nothing is written
// when the program or the manager is not fit for it. When the service does not
// come up the unit stays installed, and the error says what systemd said.
func Install(ctx context.Context, o Options) error {
	path, err := Path(o.Getenv)
	if err != nil {
		return err
	}
	if err := checkExec(o.Exec); err != nil {
		return err
	}
	old, err := readOwn(path)
	if err != nil {
		return err
	}
	if err := o.reach(ctx); err != nil {
		return err
	}
	args := o.Args
	if args == nil {
		args = []string{"run"}
	}
	text := Unit(o.Exec, args...)
	if old != text {
		if err := replace(path, text); err != nil {
			return err
		}
	}
	return o.start(ctx, old != "" && old != text)
}

// start makes the manager read the unit and run it.
func (o Options) start(ctx context.Context, changed bool) error {
	if _, err := o.systemctl(ctx, "daemon-reload"); err != nil {
		return err
	}
	if _, err := o.systemctl(ctx, "enable", Name); err != nil {
		return err
	}
	verb := "start"
	if changed {
		verb = "restart" // which also starts what does not run
	}
	if _, err := o.systemctl(ctx, verb, Name); err != nil {
		return &HintError{
			Err:  fmt.Errorf("start the service: %w", err),
			Hint: "see `daybreak config check`, and `journalctl --user -u daybreak` for what it said",
		}
	}
	return nil
}

// Uninstall stops and disables the service and removes its unit. It is fine
// when nothing is installed. The unit goes even when no manager can be reached;
// the error then says what could not be done.
func Uninstall(ctx context.Context, o Options) error {
	path, err := Path(o.Getenv)
	if err != nil {
		return err
	}
	old, err := readOwn(path)
	if err != nil {
		return err
	}
	if old == "" && !enabledBy(wantsLink(path), path) {
		return nil
	}
	told := o.reach(ctx)
	if told == nil {
		_, told = o.systemctl(ctx, "disable", "--now", Name)
	}
	if err := remove(path); err != nil {
		return errors.Join(err, told)
	}
	if told != nil {
		return fmt.Errorf("remove the service: its unit is gone, but: %w", told)
	}
	if _, err := o.systemctl(ctx, "daemon-reload"); err != nil {
		return err
	}
	// This one fails when there is nothing to reset, which is usual.
	_, _ = o.systemctl(ctx, "reset-failed", Name)
	return nil
}

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
func checkExec(path string) error {
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
	if !info.Mode().IsRegular() || info.Mode()&0o111 == 0 {
		return fmt.Errorf("install the service: %q is not a program", path)
	}
	return nil
}

// readOwn returns the installed unit, "" when there is none, and refuses one
// without the marker.
func readOwn(path string) (string, error) {
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("read the installed unit: %w", err)
	}
	if !strings.Contains(string(data), marker) {
		return "", &HintError{
			Err:  fmt.Errorf("leave %q alone: daybreak did not install it", path),
			Hint: "move it away (or `systemctl --user unmask daybreak`) and try again",
		}
	}
	return string(data), nil
}

// replace writes the unit so that it is there whole or not at all.
func replace(path, text string) (err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("write the unit: %w", err)
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
