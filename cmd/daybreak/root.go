package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"daybreak/internal/config"
	"daybreak/internal/report"
	"daybreak/internal/wallclock"
)

// The exit codes, a contract with scripts.
const (
	exitFailed   = 1 // it failed
	exitUsage    = 2 // wrong usage, or a config that does not load
	exitNotFound = 3 // an id, a config or a daemon is not there
)

// codeError is an error with its exit code, and hints on what to do next.
type codeError struct {
	code  int
	err   error
	hints []string
}

func (e *codeError) Error() string { return e.err.Error() }
func (e *codeError) Unwrap() error { return e.err }

func fail(code int, err error, hints ...string) error { return &codeError{code, err, hints} }

// app is one run of the program: the world it was started in.
type app struct {
	getenv         func(string) string
	stdin          io.Reader
	stdout, stderr io.Writer
	configFlag     string

	logLevel, logFormat word // of run, and of service install
}

// run is the whole program but for the end of the process: it returns the exit
// code. env holds "KEY=value" strings; the last of a key counts.
func run(ctx context.Context, args, env []string, stdin io.Reader, stdout, stderr io.Writer) int {
	a := &app{getenv: lookup(env), stdin: stdin, stdout: stdout, stderr: stderr}
	err := a.root(args).ExecuteContext(ctx)
	if err == nil {
		return 0
	}
	return a.report(err)
}

func lookup(env []string) func(string) string {
	vars := map[string]string{}
	for _, kv := range env {
		k, v, _ := strings.Cut(kv, "=")
		vars[k] = v
	}
	return func(k string) string { return vars[k] }
}

// report prints err in the program's voice and returns its exit code.
func (a *app) report(err error) int {
	code := exitUsage // cobra's own: an unknown command, a wrong flag
	var ce *codeError
	var faults config.Faults
	switch {
	case errors.As(err, &faults):
		fmt.Fprint(a.stderr, report.Faults(faults, a.styleOf(a.stderr)))
		return exitUsage
	case errors.As(err, &ce):
		code = ce.code
	}
	fmt.Fprintf(a.stderr, "daybreak: %s\n", plainLines(err.Error()))
	if ce != nil {
		for _, h := range ce.hints {
			fmt.Fprintf(a.stderr, "hint: %s\n", plainLines(h))
		}
	} else {
		fmt.Fprintln(a.stderr, "hint: daybreak --help shows the commands")
	}
	return code
}

func (a *app) root(args []string) *cobra.Command {
	root := &cobra.Command{
		Use:   "daybreak",
		Short: "Counts the days and brings kind reminders",
		Long: "Daybreak counts the days of a wait that you chose, and brings reminders:\n" +
			"a thought in the morning, your habits, a check-in at night, milestones.\n" +
			"Nothing leaves this machine.",
		Example: "  daybreak run               start reminding; asks three questions the first time\n" +
			"  daybreak status            the days, what is next, today's habits\n" +
			"  daybreak support           where to get help now, offline\n" +
			"  daybreak service install   start with every login",
		SilenceErrors: true, SilenceUsage: true,
		Args: cobra.ArbitraryArgs, RunE: choose, SuggestionsMinimumDistance: 2,
	}
	root.SetArgs(args)
	root.SetIn(a.stdin)
	root.SetOut(a.stdout)
	root.SetErr(a.stderr)
	root.PersistentFlags().StringVar(&a.configFlag, "config", "",
		"the config `file` (default $XDG_CONFIG_HOME/daybreak/config.yaml)")
	root.AddCommand(a.commands(args)...)
	root.SetHelpCommand(helpCmd())
	root.CompletionOptions.DisableDefaultCmd = true // there is one of ours
	// Files complete where a file is meant, and nowhere else.
	root.CompletionOptions.SetDefaultShellCompDirective(cobra.ShellCompDirectiveNoFileComp)
	_ = root.MarkPersistentFlagFilename("config", "yaml", "yml") // the flag is there
	return root
}

// untilSignal returns what runs a command that may take a while: its context
// ends with SIGINT or SIGTERM, and a second signal kills. A command that only
// reads does without: a signal ends it at once, and listening for one would
// take as long as its start (docs/performance.md).
func untilSignal(do func(context.Context) error) func(*cobra.Command, []string) error {
	return func(c *cobra.Command, _ []string) error {
		ctx, stop := signal.NotifyContext(c.Context(), syscall.SIGINT, syscall.SIGTERM)
		defer stop()
		context.AfterFunc(ctx, stop)
		return do(ctx)
	}
}

// choose is what a command that only holds others does: it shows them, or says
// which one was meant.
func choose(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return c.Help()
	}
	hint := c.CommandPath() + " --help shows the commands"
	if near := c.SuggestionsFor(args[0]); len(near) > 0 {
		hint = fmt.Sprintf("did you mean %s %s?", c.CommandPath(), near[0])
	}
	return fail(exitUsage, fmt.Errorf("unknown command %q", args[0]), hint)
}

// The years that DAYBREAK_NOW may be in: those of a config's dates.
const firstYear, lastYear = 1971, 2200

// now returns the moment that commands speak of: DAYBREAK_NOW where it is set.
func (a *app) now() (time.Time, error) {
	s := a.getenv("DAYBREAK_NOW")
	if s == "" {
		return wallclock.Now(), nil
	}
	const hint = "write it like 2026-11-23T12:00:00+01:00"
	t, err := time.Parse(time.RFC3339, s)
	switch y := t.UTC().Year(); {
	case err != nil:
		return t, fail(exitUsage, fmt.Errorf("DAYBREAK_NOW=%q is not an RFC 3339 time", s), hint)
	case y < firstYear || y > lastYear:
		return t, fail(exitUsage, fmt.Errorf("the year of DAYBREAK_NOW=%q is not from %d to %d", s, firstYear, lastYear), hint)
	}
	return t, nil
}

// isTerminal reports whether v is an open terminal.
func isTerminal(v any) bool {
	f, ok := v.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}
