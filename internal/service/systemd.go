package service

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"unicode"
)

// systemd is the user's own systemd.
type systemd struct{ Options }

// Path is where the unit is installed: systemd/user under XDG_CONFIG_HOME,
// which counts only when it is absolute, or under ~/.config.
func Path(getenv func(string) string) (string, error) {
	base := getenv("XDG_CONFIG_HOME")
	if !filepath.IsAbs(base) {
		home, err := Options{Getenv: getenv}.homeFolder()
		if err != nil {
			return "", err
		}
		base = filepath.Join(home, ".config")
	}
	return filepath.Join(base, "systemd", "user", Name), nil
}

func (s systemd) install(ctx context.Context) (Installed, error) {
	path, err := Path(s.Getenv)
	if err != nil {
		return Installed{}, err
	}
	if err := checkPaths(s.environment()); err != nil {
		return Installed{}, err
	}
	old, err := readOwn(path)
	if err != nil {
		return Installed{}, err
	}
	version, err := s.reach(ctx)
	if err != nil {
		return Installed{}, err
	}
	done := Installed{Path: path}
	u := Unit{Exec: s.Exec, Args: s.Args, Env: s.environment(), Writable: s.synced(), Version: version}
	err = s.apply(ctx, path, old, u.Text())
	if err != nil && s.unconfinable(ctx) {
		done.Unconfined, u.Unconfined = true, true
		err = s.apply(ctx, path, "", u.Text())
	}
	return done, err
}

// synced returns the folder that the ledger is in, where it is a link to one: it
// may be synced between devices. systemd does not follow a link below a folder
// that it opens for writing.
func (s systemd) synced() []string {
	base := s.Getenv("XDG_STATE_HOME")
	if !filepath.IsAbs(base) {
		base = filepath.Join(s.Getenv("HOME"), ".local", "state")
	}
	link := filepath.Join(base, "daybreak", "ledger")
	info, err := os.Lstat(link)
	if err != nil || info.Mode()&fs.ModeSymlink == 0 {
		return nil
	}
	dir, err := filepath.EvalSymlinks(link)
	if err != nil || strings.ContainsFunc(dir, unicode.IsControl) {
		return nil
	}
	return []string{dir}
}

// apply writes the unit, unless it is what old says is there, and runs it.
func (s systemd) apply(ctx context.Context, path, old, text string) error {
	if old != text {
		if err := replace(path, text); err != nil {
			return err
		}
	}
	return s.start(ctx, old != text)
}

// checkPaths refuses what no line of a unit can hold.
func checkPaths(env [][2]string) error {
	for _, kv := range env {
		if strings.ContainsFunc(kv[1], unicode.IsControl) {
			return fmt.Errorf("install the service: %s=%q holds a control character", kv[0], kv[1])
		}
	}
	return nil
}

// start makes the manager read the unit and run it.
func (s systemd) start(ctx context.Context, changed bool) error {
	if _, err := s.systemctl(ctx, "daemon-reload"); err != nil {
		return err
	}
	if _, err := s.systemctl(ctx, "enable", Name); err != nil {
		return err
	}
	verb := "start"
	if changed || s.outdated(ctx) {
		verb = "restart" // which also starts what does not run
	}
	if _, err := s.systemctl(ctx, verb, Name); err != nil {
		return &HintError{
			Err:  fmt.Errorf("start the service: %w", err),
			Hint: "see `daybreak config check`, and `daybreak service logs` for what it said",
		}
	}
	return nil
}

// outdated reports whether the service runs another program than the one that
// is to be installed: its file was replaced by an update.
func (s systemd) outdated(ctx context.Context) bool {
	st, err := s.query(ctx)
	return err == nil && st.Outdated
}

// unconfinable reports whether the service did not come up because systemd
// could not confine it: the machine lets users make no namespaces. These are
// systemd's exit codes USER, CAPABILITIES and NAMESPACE of systemd.exec(5).
func (s systemd) unconfinable(ctx context.Context) bool {
	out, err := s.systemctl(ctx, "show", "--property=ExecMainStatus", "--value", Name)
	code := strings.TrimSpace(string(out))
	return err == nil && (code == "217" || code == "218" || code == "226")
}

func (s systemd) uninstall(ctx context.Context) error {
	path, err := Path(s.Getenv)
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
	_, told := s.reach(ctx)
	if told == nil {
		_, told = s.systemctl(ctx, "disable", "--now", Name)
	}
	if err := remove(path); err != nil {
		return errors.Join(err, told)
	}
	if told != nil {
		return fmt.Errorf("remove the service: its unit is gone, but: %w", told)
	}
	if _, err := s.systemctl(ctx, "daemon-reload"); err != nil {
		return err
	}
	// This one fails when there is nothing to reset, which is usual.
	_, _ = s.systemctl(ctx, "reset-failed", Name)
	return nil
}

// systemctl calls the user manager.
func (s systemd) systemctl(ctx context.Context, args ...string) ([]byte, error) {
	out, err := s.call(ctx, "systemctl", append([]string{"--user"}, args...)...)
	if err != nil {
		return out, fmt.Errorf("systemctl --user %s: %w", args[0], err)
	}
	return out, nil
}

// reach makes sure that there is a manager to talk to, before anything is
// changed, and returns its version: 0 where that is not told.
func (s systemd) reach(ctx context.Context) (int, error) {
	out, err := s.systemctl(ctx, "show", "--property=Version", "--value")
	switch {
	case err == nil:
		return majorVersion(string(out)), nil
	case errors.Is(err, exec.ErrNotFound):
		return 0, &HintError{
			Err:  fmt.Errorf("find systemd: %w", err),
			Hint: "without systemd, start `daybreak run` with your session in another way",
		}
	}
	return 0, &HintError{
		Err:  fmt.Errorf("reach the systemd user manager: %w", err),
		Hint: "log in as the user itself (sudo and su do not give it a manager) and try again",
	}
}

// majorVersion reads "252 (252.38-1~deb12u1)", and "257.9-1".
func majorVersion(s string) int {
	end := strings.IndexFunc(s, func(r rune) bool { return r < '0' || r > '9' })
	if end < 0 {
		end = len(s)
	}
	n, _ := strconv.Atoi(s[:end]) // 0 for nonsense
	return n
}
