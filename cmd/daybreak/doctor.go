package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/spf13/cobra"

	"daybreak/internal/config"
	"daybreak/internal/doctor"
	"daybreak/internal/report"
	"daybreak/internal/setup"
	"daybreak/notify"
)

// checkLimit bounds every check of the doctor, and the test notification.
const checkLimit = 3 * time.Second

// trial says whether a test notification is sent.
type trial struct{ always, never bool }

func (a *app) doctorCmd() *cobra.Command {
	var asJSON bool
	var t trial
	cmd := &cobra.Command{
		Use:   "doctor",
		Short: "Check what can go wrong, and say what mends it",
		Long: "Looks at the config, the record and its disk, the daemon, the session bus, the notification\n" +
			"server and do-not-disturb, the service, the clock, and other copies; says what it found, and\n" +
			"the way out. It changes nothing, and no word of yours is printed.\n\n" +
			"On a terminal it sends a test notification and asks whether you saw it; elsewhere, and with\n" +
			"--json, it sends one only with --notify, and asks nothing. Exits 1 when something is wrong.",
		Example: "  daybreak doctor\n  daybreak doctor --json | jq -r '.checks[] | select(.state == \"wrong\") | .hint'",
		Args:    cobra.NoArgs,
		RunE: func(c *cobra.Command, args []string) error {
			return untilSignal(func(ctx context.Context) error { return a.doctor(ctx, t, asJSON) })(c, args)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON object")
	cmd.Flags().BoolVar(&t.always, "notify", false, "send a test notification where nobody can be asked too")
	cmd.Flags().BoolVar(&t.never, "no-notification", false, "send no test notification")
	cmd.MarkFlagsMutuallyExclusive("notify", "no-notification")
	return cmd
}

func (a *app) doctor(ctx context.Context, t trial, asJSON bool) error {
	now, err := a.now()
	if err != nil {
		return err
	}
	p, err := a.patient(now)
	if err != nil {
		return err
	}
	found := doctor.Run(ctx, checkLimit, p.checks())
	asks, channel := a.interactive() && !asJSON, p.channel(ctx)
	if ctx.Err() == nil && !t.never && (asks || t.always) && channel != config.Console {
		c, err := a.tryNotification(ctx, channel, asks)
		if err != nil {
			return err
		}
		found = append(found, c)
	}
	if ctx.Err() != nil {
		return fail(exitFailed, errors.New("interrupted before all was looked at"))
	}
	d := report.NewDoctor(found)
	if asJSON {
		err = a.printJSON(d)
	} else {
		_, err = fmt.Fprint(a.stdout, d.Text(a.style()))
	}
	if n := d.Count(report.Wrong); err == nil && n > 0 {
		return fail(exitFailed, fmt.Errorf("%s found something wrong", count(n, "check")))
	}
	return err
}

// tryNotification sends a message that says what it is, and asks whether it was
// seen where there is somebody to ask.
func (a *app) tryNotification(ctx context.Context, name config.Channel, asks bool) (report.Check, error) {
	err := a.sendTrial(ctx, name)
	c := doctor.Trial(err, nil)
	if err == nil && asks {
		line, e := a.talk().Line(ctx, "A test notification was sent. Did you see it? [Y/n] ")
		switch {
		case errors.Is(e, setup.ErrEnded):
			return c, fail(exitFailed, errors.New("interrupted before all was looked at"))
		case e == nil:
			seen := !no(line)
			c = doctor.Trial(nil, &seen)
		}
		fmt.Fprintln(a.stdout)
	}
	c.ID = "notification"
	return c, nil
}

func no(line string) bool { return line != "" && (line[0] == 'n' || line[0] == 'N') }

// sendTrial sends the test message as the daemon sends its own on a desktop.
func (a *app) sendTrial(ctx context.Context, name config.Channel) error {
	if name == config.Auto && usesBus() { // which on a terminal without a bus would print it
		name = config.Freedesktop
	}
	channel, err := a.channel(name, slog.New(slog.DiscardHandler))
	if err != nil {
		return fmt.Errorf("%w: %w", notify.ErrRefused, err)
	}
	defer channel.Close()
	ctx, cancel := context.WithTimeout(ctx, checkLimit)
	defer cancel()
	for !channel.Ready() {
		select {
		case <-channel.Changes():
		case <-ctx.Done():
			return fmt.Errorf("%w: nobody to show it", notify.ErrRefused)
		}
	}
	_, err = channel.Send(ctx, notify.Message{
		Title: "A test of Daybreak", Body: "If you can read this, reminders reach you.", Urgency: notify.Normal,
	})
	return err
}
