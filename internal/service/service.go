// Package service makes Daybreak a systemd user service: it writes, enables and
// removes the unit, tells what the manager knows of it, and speaks the
// service's side of the readiness protocol.
//
// It touches one file, and only one that carries its marker: a unit that
// somebody else wrote is neither overwritten nor removed. Every call of
// systemctl has a deadline. The package imports nothing of the project.
package service

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"time"
)

// Name is the unit's name.
const Name = "daybreak.service"

// callTimeout bounds one call of systemctl; starting and stopping the service
// are part of it.
const callTimeout = 30 * time.Second

// Options says what to install, and in which surroundings.
type Options struct {
	// Exec is the absolute path of the program; only Install needs it.
	Exec string
	// Args are the program's arguments; nil is "run".
	Args []string
	// Getenv is the environment, for XDG_CONFIG_HOME and HOME.
	Getenv func(string) string
	// Run runs a program and returns what it printed; nil runs it for real.
	Run func(ctx context.Context, name string, args ...string) ([]byte, error)
}

// HintError is an error that knows what to do about it.
type HintError struct {
	Err  error
	Hint string // one line, to be shown on a line of its own
}

// Error returns the error without the hint.
func (e *HintError) Error() string { return e.Err.Error() }

// Unwrap returns the error without the hint.
func (e *HintError) Unwrap() error { return e.Err }

// Path is where the unit is installed: systemd/user under XDG_CONFIG_HOME,
// which counts only when it is absolute, or under ~/.config.
func Path(getenv func(string) string) (string, error) {
	base := getenv("XDG_CONFIG_HOME")
	if !filepath.IsAbs(base) {
		home := getenv("HOME")
		if !filepath.IsAbs(home) {
			return "", errors.New("find the home folder: HOME is not set")
		}
		base = filepath.Join(home, ".config")
	}
	return filepath.Join(base, "systemd", "user", Name), nil
}

// systemctl calls the user manager.
func (o Options) systemctl(ctx context.Context, args ...string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	run := o.Run
	if run == nil {
		run = runProgram
	}
	out, err := run(ctx, "systemctl", append([]string{"--user"}, args...)...)
	if err != nil && ctx.Err() == context.DeadlineExceeded {
		err = fmt.Errorf("no answer within %v: %w", callTimeout, err)
	}
	if err != nil {
		return out, fmt.Errorf("systemctl --user %s: %w", args[0], err)
	}
	return out, nil
}

// reach makes sure that there is a manager to talk to, before anything is
// changed.
func (o Options) reach(ctx context.Context) error {
	_, err := o.systemctl(ctx, "show", "--property=Version")
	switch {
	case err == nil:
		return nil
	case errors.Is(err, exec.ErrNotFound):
		return &HintError{
			Err:  fmt.Errorf("find systemd: %w", err),
			Hint: "without systemd, start `daybreak run` with your session in another way",
		}
	}
	return &HintError{
		Err:  fmt.Errorf("reach the systemd user manager: %w", err),
		Hint: "log in as the user itself (sudo and su do not give it a manager) and try again",
	}
}

// runProgram runs a program and returns its standard output; what it wrote to
// standard error becomes part of the error.
func runProgram(ctx context.Context, name string, args ...string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.WaitDelay = time.Second // what it started may hold its output open
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if msg := bytes.TrimSpace(stderr.Bytes()); err != nil && len(msg) > 0 {
		err = fmt.Errorf("%w: %s", err, msg)
	}
	return out, err
}
