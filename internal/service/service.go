// Package service makes Daybreak start with its user's session: as a systemd
// user service, a launchd agent on macOS, or an entry among what Windows starts
// with a login. It installs, removes and asks about it, and speaks the service's
// side of systemd's protocol: readiness, status, reload, watchdog, and the
// priorities of the journal.
//
// It touches one file, and only one that carries its marker: a unit that
// somebody else wrote is neither overwritten nor removed. Every call of another
// program has a deadline. The package imports nothing of the project.
package service

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"runtime"
	"time"
)

// Name is the name of the systemd unit.
const Name = "daybreak.service"

// callTimeout bounds one call of another program; starting and stopping the
// service are part of it.
const callTimeout = 30 * time.Second

// Options says what to install, and in which surroundings.
type Options struct {
	// Exec is the absolute path of the program; only Install and Query need it.
	Exec string
	// Args are the program's arguments; nil is "run".
	Args []string
	// Getenv is the environment. What it says of where the config and the
	// record are becomes part of what is installed.
	Getenv func(string) string
	// Run runs a program and returns what it printed; nil runs it for real.
	Run func(ctx context.Context, name string, args ...string) ([]byte, error)
	// Spawn starts the program on its own, for Windows; nil does so for real.
	Spawn func(exec string, args ...string) error
	// GOOS is the system, as Go names it; "" is this one.
	GOOS string
	// UID is the user's number, for launchd.
	UID int
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

// Installed is what Install has done.
type Installed struct {
	Path string // of the unit or agent; on Windows the registry's key
	// Unconfined says that the machine does not let a user's service be shut
	// off from the rest of the home, so that part of the unit was left out.
	Unconfined bool
}

// manager is what starts programs with a session.
type manager interface {
	install(context.Context) (Installed, error)
	uninstall(context.Context) error
	query(context.Context) (Status, error)
	log(context.Context, LogQuery) (string, error)
}

func (o Options) system() string {
	if o.GOOS == "" {
		return runtime.GOOS
	}
	return o.GOOS
}

func (o Options) manager() manager {
	if o.Args == nil {
		o.Args = []string{"run"}
	}
	switch o.system() {
	case "darwin":
		return launchd{o}
	case "windows":
		return startup{o}
	}
	return systemd{o}
}

// Install makes the program start with every login, and starts it. Installing
// again is fine: what runs is restarted when something has changed, the program
// itself included. Nothing is written when the program or the manager is not fit
// for it. When the service does not come up it stays installed, and the error
// says what the manager said.
func Install(ctx context.Context, o Options) (Installed, error) {
	if err := checkExec(o.Exec, o.system()); err != nil {
		return Installed{}, err
	}
	return o.manager().install(ctx)
}

// Uninstall stops what Install started and removes what it wrote. It is fine
// when nothing is installed.
func Uninstall(ctx context.Context, o Options) error { return o.manager().uninstall(ctx) }

// Query asks the manager. A service that is not installed is no error; a
// manager that cannot be reached is.
func Query(ctx context.Context, o Options) (Status, error) { return o.manager().query(ctx) }

// call runs a program under the deadline.
func (o Options) call(ctx context.Context, name string, args ...string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	run := o.Run
	if run == nil {
		run = runProgram
	}
	out, err := run(ctx, name, args...)
	if err != nil && ctx.Err() == context.DeadlineExceeded {
		err = fmt.Errorf("no answer within %v: %w", callTimeout, err)
	}
	return out, err
}

// homeFolder is HOME, which has to be absolute.
func (o Options) homeFolder() (string, error) {
	home := o.Getenv("HOME")
	if !filepath.IsAbs(home) {
		return "", errors.New("find the home folder: HOME is not set")
	}
	return home, nil
}

// places are the variables that say where the config and the record are. A
// manager starts the service in an environment of its own, so those that count
// here are handed on: the service and the commands mean the same files.
var places = []string{"XDG_CONFIG_HOME", "XDG_STATE_HOME"}

// environment returns the places that are set, as key and value. A path that is
// not absolute is left out: the service is in another folder, and by the XDG
// rules it would not count.
func (o Options) environment() [][2]string {
	var env [][2]string
	for _, key := range places {
		if v := o.Getenv(key); filepath.IsAbs(v) {
			env = append(env, [2]string{key, v})
		}
	}
	return env
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
