package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"daybreak/internal/journey"
	"daybreak/internal/ledger"
	"daybreak/internal/setup"
	"daybreak/scheduler"
)

func (a *app) urgeCmd() *cobra.Command {
	var after string
	var plain bool
	cmd := &cobra.Command{
		Use:   "urge [NOTE|-]",
		Short: "Something to hold on to, this minute",
		Long: "Shows the plan that you wrote for a hard date (hard_dates in the config), the nearest one, and\n" +
			"then a small thing to do. Enter shows another, any other key goes on: to a few minutes, if you\n" +
			"like, and to whether you want it written down. Ctrl-C leaves at any moment. It works offline,\n" +
			"and also where the config does not load. In a pipe it prints everything and asks nothing.\n\n" +
			"With --for, one line comes back after that time. That you asked for it is in the record then,\n" +
			"also where you do not write the urge down. With a NOTE it is written down without a question.\n\n" + notesUsage,
		Example: "  daybreak urge\n  daybreak urge --for 10m\n  daybreak urge --plain",
		Args:    cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, args []string) error {
			return untilSignal(func(ctx context.Context) error { return a.urge(ctx, args, after, plain) })(c, args)
		},
	}
	cmd.Flags().StringVar(&after, "for", "", "come back once, after a `TIME` such as 10m")
	cmd.Flags().BoolVar(&plain, "plain", false, "whole lines and Enter, no single keys: for a screen reader")
	_ = cmd.RegisterFlagCompletionFunc("for", cobra.FixedCompletions(
		[]cobra.Completion{"10m", "20m", "30m", "1h"}, cobra.ShellCompDirectiveNoFileComp)) // the flag is there
	return cmd
}

// urge has the conversation. What the user asked to be recorded is recorded
// before it, so that leaving loses nothing; where that does not work, the
// conversation comes first all the same, and the error after it.
func (a *app) urge(ctx context.Context, args []string, after string, plain bool) error {
	var span time.Duration
	if after != "" {
		var err error
		if span, err = setup.Span(after); err != nil {
			return fail(exitUsage, fmt.Errorf("--for: %w", err), "for example --for 10m")
		}
	}
	u := &urge{app: a, lines: plain || a.getenv("TERM") == "dumb", keys: &keys{in: a.stdin}}
	trouble, err := u.prepare(ctx, args, span)
	if err != nil {
		return err
	}
	note, wanted, err := u.talk(ctx)
	if wanted {
		trouble = u.write(ctx, u.d.urged(note))
	}
	u.end()
	if err != nil && !errors.Is(err, errLeft) && ctx.Err() == nil {
		return fail(exitFailed, err)
	}
	return trouble
}

// prepare reads what is known, and records what the user asked for. trouble is
// what kept that from being recorded; err is a mistake of the user's.
func (u *urge) prepare(ctx context.Context, args []string, after time.Duration) (trouble, err error) {
	d, trouble := u.openDesk(lookBack)
	asked := len(args) > 0 || after > 0
	if trouble != nil {
		if !asked {
			trouble = nil
		}
		return trouble, nil
	}
	u.d, u.first = d, int(d.now.Unix()/60)
	if asked {
		e, err := d.urgeEvent(ctx, args, after)
		if err != nil {
			return nil, err
		}
		trouble = u.write(ctx, e)
	}
	u.ask = trouble == nil && len(args) == 0
	return trouble, nil
}

// write records an event, and notes what is to be told of it.
func (u *urge) write(ctx context.Context, e ledger.Event) error {
	if err := u.d.say(ctx, e); err != nil {
		return err
	}
	if e.Urge != nil {
		u.told = append(u.told, "Written down. daybreak undo takes it back.")
	}
	if e.OneOff != nil {
		u.told = append(u.told, fmt.Sprintf("A line comes back %s, once.", u.d.soon(e.OneOff.At)))
	}
	return nil
}

// urgeEvent returns what is recorded before the conversation: the note, and the
// line that is to come back.
func (d *desk) urgeEvent(ctx context.Context, args []string, after time.Duration) (e ledger.Event, err error) {
	if after > 0 {
		e = laterEvent(d.f, "urge/", scheduler.Notice, after, d.now)
	}
	if len(args) > 0 {
		note, err := d.note(ctx, args)
		if err != nil {
			return e, err
		}
		e.Entry = d.urged(note).Entry
	}
	return e, nil
}

// urged is what is recorded of an urge.
func (d *desk) urged(note string) ledger.Event {
	return ledger.Event{Entry: journey.Entry{Urge: &journey.Urge{Day: d.f.Today(), Note: note}}}
}
