package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"daybreak/internal/config"
	"daybreak/internal/journey"
	"daybreak/internal/ledger"
	"daybreak/internal/service"
	"daybreak/internal/wallclock"
)

func (a *app) runCmd() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "run",
		Short: "Run the reminders in the foreground",
		Long: "Runs the reminders until it is told to end (Ctrl-C, SIGTERM).\n\n" +
			"A change of the config is in force within a second of being saved. SIGHUP has it\n" +
			"read at once; on a terminal it ends the program, as a terminal that closes does.\n\n" +
			"The first time, on a terminal, it asks three questions and writes the config.\n" +
			"Without a terminal it starts on built-in defaults, counting from today, and\n" +
			"writes no config. The first message shows that it works.",
		Example: "  daybreak run\n  daybreak run --config ~/dotfiles/daybreak.yaml",
		Args:    cobra.NoArgs,
		RunE:    untilSignal(a.serve),
	}
	a.logFlags(cmd)
	return cmd
}

// serve is the daemon from its first line to its last.
func (a *app) serve(ctx context.Context) error {
	if service.UnderManager(a.getenv) {
		// A crash ends with SIGABRT and not with exit code 2, which stands for a
		// config that does not load: the manager would not start it again.
		debug.SetTraceback("crash")
	}
	ctx, reload, stop := a.hangups(ctx)
	defer stop()
	now, err := a.local(wallclock.Now())
	if err != nil {
		return err
	}
	since := daysBefore(now, lookBack)
	h, err := a.openState(since)
	if err != nil {
		return err
	}
	begin, err := a.settleConfig(ctx, h, now)
	if err != nil {
		return err
	}
	lock, err := ledger.LockDaemon(h.dir, os.Getpid(), now)
	if err != nil {
		return lockError(err)
	}
	defer lock.Release()
	log := a.logger()
	book, err := ledger.Open(h.dir, ledger.Options{Now: wallclock.Now, Log: log, Since: since})
	if err != nil {
		return fail(exitFailed, err, mend(err)...)
	}
	// Read again, now that no other daemon can be writing.
	view, err := book.View()
	if err != nil {
		return fail(exitFailed, err)
	}
	h.fold(view)
	view.Events = nil // the state has them all
	if begin && view.Start == nil {
		view.Start = &ledger.Start{Date: h.cfg.BreakupDate, Origin: "first-run"}
		if err := book.Append(ctx, ledger.Event{Start: view.Start}); err != nil {
			log.Error("the start cannot be recorded", "err", err)
		}
	}
	d, err := a.newDaemon(h, book, lock, log)
	if err != nil {
		return err
	}
	d.hangup = reload
	return d.serve(ctx)
}

// hangups says what SIGHUP means. To a service it is the request to read the
// config again: it comes on the channel. On a terminal it says that the terminal
// is gone: the context ends.
func (a *app) hangups(ctx context.Context) (context.Context, <-chan os.Signal, func()) {
	if isTerminal(a.stdin) {
		ctx, stop := signal.NotifyContext(ctx, syscall.SIGHUP)
		return ctx, nil, stop
	}
	reload := make(chan os.Signal, 1)
	signal.Notify(reload, syscall.SIGHUP)
	return ctx, reload, func() { signal.Stop(reload) }
}

func lockError(err error) error {
	var running *ledger.Running
	if errors.As(err, &running) {
		return fail(exitFailed, err, "daybreak status shows how it is; to start another, end that one first")
	}
	return fail(exitFailed, err)
}

// settleConfig finds the config to run with (see the README's "Without a
// config"). It reports whether a wait begins today, on the built-in defaults.
func (a *app) settleConfig(ctx context.Context, h *home, now time.Time) (begin bool, err error) {
	err = h.load(now)
	gone := errors.Is(err, fs.ErrNotExist)
	haveCopy := exists(h.copyPath())
	switch terminal := a.interactive(); {
	case err == nil:
		return false, nil
	case gone && !haveCopy && terminal:
		if err := a.setUp(ctx, h.path, now); err != nil {
			return false, err
		}
		return false, a.wrapLoad(h.path, h.load(now))
	case gone && !haveCopy:
		begin = h.view.Start == nil
		start := journey.DateOf(now)
		if !begin {
			start = h.view.Start.Date
		}
		h.cfg = config.Default(start)
		fmt.Fprintf(a.stdout, "No config at %s: the built-in defaults apply, and the days count from %s.\n", h.path, start)
		return begin, nil
	case gone && terminal:
		return false, fail(exitNotFound, fmt.Errorf("the config %s is gone", h.path),
			"the last good one is kept at "+h.copyPath(),
			"copy it back to go on; remove it too to begin anew")
	case !terminal && h.lastGood(err):
		a.sayFault(h, "the last good one is in force")
		return false, nil
	}
	return false, a.loadError(h.path, err)
}

func (a *app) wrapLoad(path string, err error) error {
	if err == nil {
		return nil
	}
	return a.loadError(path, err)
}

// interactive reports whether there is somebody to ask.
func (a *app) interactive() bool { return isTerminal(a.stdin) && isTerminal(a.stdout) }
