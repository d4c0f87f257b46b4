package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"daybreak/internal/report"
	"daybreak/internal/setup"
)

// usualSnooze is how long a snooze is when nobody says.
const usualSnooze = 30 * time.Minute

func (a *app) snoozeCmd() *cobra.Command {
	return &cobra.Command{
		Use:   "snooze [FOR]",
		Short: "Have the last message again, later",
		Long: "Brings the message that was shown last, and that you have not answered, once more: in 30 minutes,\n" +
			"or after FOR, such as 10m or 2h. Quiet hours do not hold it back, since you asked for that time.",
		Example: "  daybreak snooze\n  daybreak snooze 10m\n  daybreak snooze 2 hours",
		Args:    cobra.ArbitraryArgs, ValidArgs: []string{"10m", "30m", "1h", "2h"},
		RunE: func(c *cobra.Command, args []string) error {
			return untilSignal(func(ctx context.Context) error { return a.snooze(ctx, args) })(c, args)
		},
	}
}

func (a *app) snooze(ctx context.Context, args []string) error {
	after := usualSnooze
	if len(args) > 0 {
		var err error
		if after, err = setup.Span(strings.Join(args, " ")); err != nil {
			return fail(exitUsage, err, "for example daybreak snooze 10m")
		}
	}
	d, err := a.openDesk(lookBack)
	if err != nil {
		return err
	}
	o, kind, ok := d.f.LastShown()
	if !ok {
		return fail(exitNotFound, errors.New("no message of today waits for an answer"), "daybreak next shows what is to come")
	}
	e := snoozeEvent(d.f, o, kind, after, d.now)
	if err := d.say(ctx, e); err != nil {
		return err
	}
	title := d.f.Title(kind, o)
	a.tell("", fmt.Sprintf("%s comes again %s.", report.Plain(title), d.soon(e.OneOff.At)))
	return nil
}
