package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"github.com/spf13/cobra"

	"daybreak/internal/service"
)

func (a *app) serviceCmd() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "service",
		Short: "Start with every login, as a service of your own",
		Long: "Has Daybreak start with every login: as a systemd user service, as a launchd agent on\n" +
			"macOS, among the startup programs on Windows.",
		Example: "  daybreak service install\n  daybreak service status\n" +
			"  daybreak service logs --follow\n  daybreak service uninstall",
		Args: cobra.ArbitraryArgs, RunE: choose, SuggestionsMinimumDistance: 2,
	}
	cmd.AddCommand(
		a.serviceInstallCmd(),
		&cobra.Command{
			Use:     "uninstall",
			Short:   "Stop and remove the service; config and record stay",
			Long:    "Stops the service and takes its unit away. The config and the record stay as they are.",
			Example: "  daybreak service uninstall",
			Args:    cobra.NoArgs,
			RunE:    untilSignal(a.serviceUninstall),
		},
		&cobra.Command{
			Use:   "status",
			Short: "Say whether the service is installed and running",
			Long: "Says whether the service is installed and running, and whether it is this program\n" +
				"that it runs. Exits 3 when it is not installed.",
			Example: "  daybreak service status",
			Args:    cobra.NoArgs,
			RunE:    untilSignal(a.serviceStatus),
		},
		a.serviceLogsCmd(),
		a.serviceStartCmd())
	return cmd
}

func (a *app) serviceInstallCmd() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "install",
		Short: "Install, enable and start the service",
		Long: "Writes the unit to systemd/user in your config folder, enables it and starts it.\n" +
			"Installing again is fine: after an update, from another place, with other flags.\n" +
			"A --config, and where XDG_CONFIG_HOME and XDG_STATE_HOME point, hold for the service too.\n\n" + privacy,
		Example: "  daybreak service install\n  daybreak service install --log-level debug",
		Args:    cobra.NoArgs,
		RunE:    untilSignal(a.serviceInstall),
	}
	a.logFlags(cmd)
	return cmd
}

func (a *app) serviceLogsCmd() *cobra.Command {
	var q service.LogQuery
	cmd := &cobra.Command{
		Use:   "logs",
		Short: "Show what the service said",
		Long: "Shows the newest lines of the service's log, from the journal. On macOS it says where\n" +
			"the log is. No text, note or name of yours is in it. Exits 3 when the service is not installed.",
		Example: "  daybreak service logs --follow\n  daybreak service logs --lines 20",
		Args:    cobra.NoArgs,
		RunE:    untilSignal(func(ctx context.Context) error { return a.serviceLogs(ctx, q) }),
	}
	cmd.Flags().IntVarP(&q.Lines, "lines", "n", 100, "how many of the newest `lines`")
	cmd.Flags().BoolVarP(&q.Follow, "follow", "f", false, "show new lines as they come")
	return cmd
}

// serviceStartCmd is what Windows starts with a login.
func (a *app) serviceStartCmd() *cobra.Command {
	cmd := &cobra.Command{
		Use:    "start",
		Short:  "Start the reminders without a window, and end",
		Long:   "What Windows starts with your login: it starts run without a window, and ends.",
		Args:   cobra.NoArgs,
		Hidden: true,
		RunE: untilSignal(func(context.Context) error {
			o, err := a.serviceOptions()
			if err == nil {
				err = service.Spawn(o)
			}
			return serviceError(err)
		}),
	}
	a.logFlags(cmd)
	return cmd
}

// serviceOptions says what would be installed: this program, with the flags
// that were given.
func (a *app) serviceOptions() (service.Options, error) {
	exe, err := a.program()
	if err != nil {
		return service.Options{}, err
	}
	args := []string{"run"}
	path := a.configFlag
	if path == "" {
		path = a.getenv("DAYBREAK_CONFIG")
	}
	if path != "" {
		if path, err = filepath.Abs(path); err != nil {
			return service.Options{}, err
		}
		args = append(args, "--config", path)
	}
	if a.logLevel.value != "" {
		args = append(args, "--log-level", a.logLevel.value)
	}
	if a.logFormat.value == "json" {
		args = append(args, "--log-format", "json")
	}
	return service.Options{Exec: exe, Args: args, Getenv: a.getenv, UID: os.Getuid()}, nil
}

// program returns where this program is: by the name that PATH has for it, which
// may be a link that an update leads to the next version.
func (a *app) program() (string, error) {
	exe, err := os.Executable()
	if err != nil {
		return "", err
	}
	own, err := os.Stat(exe)
	if err != nil {
		return "", err
	}
	name := "daybreak"
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	for _, dir := range filepath.SplitList(a.getenv("PATH")) {
		path := filepath.Join(dir, name)
		if found, err := os.Stat(path); err == nil && filepath.IsAbs(path) && os.SameFile(found, own) {
			return path, nil
		}
	}
	return exe, nil
}

func (a *app) serviceInstall(ctx context.Context) error {
	o, err := a.serviceOptions()
	if err != nil {
		return fail(exitFailed, err)
	}
	fmt.Fprintln(a.stdout, privacy)
	done, err := service.Install(ctx, o)
	if err != nil {
		return serviceError(err)
	}
	fmt.Fprintf(a.stdout, "Installed and started: %s\n", done.Path)
	if done.Unconfined {
		fmt.Fprintln(a.stdout, "This machine lets no user make namespaces, so the service can write where you can.")
	}
	return nil
}

func (a *app) serviceUninstall(ctx context.Context) error {
	if err := service.Uninstall(ctx, service.Options{Getenv: a.getenv, UID: os.Getuid()}); err != nil {
		return serviceError(err)
	}
	fmt.Fprintln(a.stdout, "The service is gone. The config and the record are as they were.")
	if runtime.GOOS == "windows" {
		fmt.Fprintln(a.stdout, "What runs by now goes on until you log out, or until: taskkill /f /im daybreak.exe")
	}
	return nil
}

var errNotInstalled = errors.New("the service is not installed")

func (a *app) serviceStatus(ctx context.Context) error {
	o, err := a.serviceOptions()
	if err != nil {
		return fail(exitFailed, err)
	}
	st, err := service.Query(ctx, o)
	if err != nil {
		return serviceError(err)
	}
	if !st.Installed {
		return fail(exitNotFound, errNotInstalled, "daybreak service install")
	}
	fmt.Fprintf(a.stdout, "%s\n%s\n", st.Path, st.State)
	switch {
	case st.Active && st.Since.IsZero():
		fmt.Fprintf(a.stdout, "pid %d\n", st.MainPID)
	case st.Active:
		fmt.Fprintf(a.stdout, "pid %d since %s: %s\n", st.MainPID, st.Since.Local().Format(time.DateTime), st.StatusText)
	}
	for _, line := range serviceTrouble(st) {
		fmt.Fprintln(a.stdout, line)
	}
	return nil
}

// serviceTrouble names what is not as it should be, and what mends it.
func serviceTrouble(st service.Status) []string {
	var lines []string
	if !st.Enabled {
		lines = append(lines, "it does not start with your login: daybreak service install")
	}
	if st.Elsewhere {
		lines = append(lines, "it starts another program than this one: daybreak service install")
	}
	if st.Outdated {
		lines = append(lines, "it still runs the program from before an update: systemctl --user restart daybreak")
	}
	return lines
}

func (a *app) serviceLogs(ctx context.Context, q service.LogQuery) error {
	if q.Lines < 1 {
		return fail(exitUsage, fmt.Errorf("--lines %d is not at least 1", q.Lines))
	}
	o := service.Options{Getenv: a.getenv, UID: os.Getuid()}
	st, err := service.Query(ctx, o)
	if err != nil {
		return serviceError(err)
	}
	if !st.Installed {
		return fail(exitNotFound, errNotInstalled, "daybreak service install")
	}
	q.Stdout, q.Stderr = a.stdout, a.stderr
	path, err := service.Logs(ctx, o, q)
	if err != nil {
		return serviceError(err)
	}
	if path != "" {
		fmt.Fprintf(a.stdout, "The log is in %s\n", path)
	}
	return nil
}

func serviceError(err error) error {
	var h *service.HintError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &h):
		return fail(exitFailed, err, h.Hint)
	}
	return fail(exitFailed, err)
}
