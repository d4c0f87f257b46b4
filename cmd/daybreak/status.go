package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"daybreak/internal/ledger"
	"daybreak/internal/report"
)

func (a *app) statusCmd() *cobra.Command {
	var o statusForm
	cmd := &cobra.Command{
		Use:   "status",
		Short: "Show the days, what is next, today's habits and goals",
		Long: "Shows the day of the wait, the days to go, what is next, today's habits and the\n" +
			"goals. It reads the config and the record, and is right with the daemon stopped.\n\n" +
			"--waybar prints {\"text\", \"tooltip\", \"class\", \"percentage\"}, as a custom module of Waybar\n" +
			"takes it; with --watch it goes on doing so. Its words are discreet, since a bar is seen.\n\n" +
			"With --health it says whether the daemon does its work, for supervisors and health\n" +
			"checks: it exits 3 when no daemon runs, and 1 when it cannot write its record, has not\n" +
			"dealt with what was due two minutes ago, or is refused by the session bus.",
		Example: "  daybreak status\n  daybreak status --short\n  daybreak status --json | jq .wait.remaining\n" +
			"  daybreak status --format '{wait.day} of {wait.days}'\n  daybreak status --watch\n" +
			"  daybreak status --health",
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, args []string) error {
			switch {
			case o.health:
				return a.health(c.Context())
			case o.watch:
				return untilSignal(func(ctx context.Context) error { return o.follow(ctx, a) })(c, args)
			}
			text, err := o.text(a)
			if err != nil {
				return err
			}
			_, err = fmt.Fprint(a.stdout, text)
			return err
		},
	}
	f := cmd.Flags()
	f.BoolVar(&o.asJSON, "json", false, "print one JSON object")
	f.BoolVar(&o.short, "short", false, "print one line")
	f.StringVar(&o.template, "format", "", "print a `TEMPLATE`, with the fields of the JSON in braces")
	f.BoolVar(&o.waybar, "waybar", false, "print one line of JSON for a status bar")
	f.BoolVar(&o.watch, "watch", false, "print it again whenever it changes, until Ctrl-C")
	f.BoolVar(&o.health, "health", false, "say in one line whether the daemon does its work")
	cmd.MarkFlagsMutuallyExclusive("json", "short", "format", "waybar", "health")
	cmd.MarkFlagsMutuallyExclusive("watch", "health")
	return cmd
}

func (a *app) status() (report.Status, report.Facts, error) {
	now, err := a.now()
	if err != nil {
		return report.Status{}, report.Facts{}, err
	}
	h, err := a.open(now, lookBack)
	if err != nil {
		return report.Status{}, report.Facts{}, err
	}
	f, err := h.facts(a, now)
	if err != nil {
		return report.Status{}, report.Facts{}, err
	}
	s := f.Status()
	s.Notices = h.notices()
	var trouble string
	if s.Daemon, trouble = daemonOf(h.dir); trouble != "" {
		s.Notices = append(s.Notices, trouble)
	}
	server, locked := waiting(f)
	if server > 0 {
		s.Notices = append(s.Notices, fmt.Sprintf("held until something can show them: %s", count(server, "message")))
	}
	// Only a daemon that runs knows that the screen is locked still.
	if locked > 0 && s.Daemon.Running != nil && *s.Daemon.Running {
		s.Notices = append(s.Notices, fmt.Sprintf("held while the screen is locked: %s", count(locked, "message")))
	}
	return s, f, nil
}

// daemonOf says how the daemon is, and in words what keeps it from its work.
func daemonOf(dir string) (d report.Daemon, trouble string) {
	holder, known := ledger.Probe(dir)
	if !known {
		return d, ""
	}
	d.Running = &holder.Running
	if holder.Running && holder.PID != 0 {
		d.PID, d.Since = &holder.PID, &holder.Since
	}
	if !holder.Running {
		return d, ""
	}
	if err := ledger.Writable(dir); err != nil && holder.Trouble == "" {
		return d, unsaved(cause(err))
	}
	return d, unsaved(holder.Trouble)
}
