package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"daybreak/internal/service"
)

func (a *app) serviceCmd() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "service",
		Short: "Start with every login, as a systemd user service",
		Example: "  daybreak service install\n  daybreak service status\n" +
			"  daybreak service uninstall",
		Args: cobra.ArbitraryArgs, RunE: choose, SuggestionsMinimumDistance: 2,
	}
	cmd.AddCommand(
		&cobra.Command{
			Use:   "install",
			Short: "Install, enable and start the service",
			Long: "Writes the unit to systemd/user in your config folder, enables it and starts it.\n" +
				"Installing again after an update is fine.\n\n" + privacy,
			Example: "  daybreak service install",
			Args:    cobra.NoArgs,
			RunE:    untilSignal(a.serviceInstall),
		},
		&cobra.Command{
			Use:     "uninstall",
			Short:   "Stop and remove the service; config and record stay",
			Long:    "Stops the service and takes its unit away. The config and the record stay as they are.",
			Example: "  daybreak service uninstall",
			Args:    cobra.NoArgs,
			RunE: untilSignal(func(ctx context.Context) error {
				if err := service.Uninstall(ctx, service.Options{Getenv: a.getenv}); err != nil {
					return serviceError(err)
				}
				fmt.Fprintln(a.stdout, "The service is gone. The config and the record are as they were.")
				return nil
			}),
		},
		&cobra.Command{
			Use:     "status",
			Short:   "Say whether the service is installed and running",
			Long:    "Says whether the service is installed and running. Exits 3 when it is not installed.",
			Example: "  daybreak service status",
			Args:    cobra.NoArgs,
			RunE:    untilSignal(a.serviceStatus),
		})
	return cmd
}

func (a *app) serviceInstall(ctx context.Context) error {
	exe, err := os.Executable()
	if err != nil {
		return fail(exitFailed, err)
	}
	fmt.Fprintln(a.stdout, privacy)
	args := []string{"run"}
	if a.configFlag != "" {
		path, err := filepath.Abs(a.configFlag)
		if err != nil {
			return fail(exitFailed, err)
		}
		args = append(args, "--config", path)
	}
	if err := service.Install(ctx, service.Options{Exec: exe, Args: args, Getenv: a.getenv}); err != nil {
		return serviceError(err)
	}
	path, err := service.Path(a.getenv)
	if err != nil {
		return fail(exitFailed, err)
	}
	fmt.Fprintf(a.stdout, "Installed and started: %s\n", path)
	return nil
}

func (a *app) serviceStatus(ctx context.Context) error {
	st, err := service.Query(ctx, service.Options{Getenv: a.getenv})
	if err != nil {
		return serviceError(err)
	}
	if !st.Installed {
		return fail(exitNotFound, errors.New("the service is not installed"), "daybreak service install")
	}
	fmt.Fprintf(a.stdout, "%s\n%s\n", st.Path, st.State)
	if st.Active {
		fmt.Fprintf(a.stdout, "pid %d since %s: %s\n", st.MainPID, st.Since.Local().Format(time.DateTime), st.StatusText)
	}
	if !st.Enabled {
		fmt.Fprintln(a.stdout, "it does not start with your login: daybreak service install")
	}
	return nil
}

func serviceError(err error) error {
	var h *service.HintError
	if errors.As(err, &h) {
		return fail(exitFailed, err, h.Hint)
	}
	return fail(exitFailed, err)
}
