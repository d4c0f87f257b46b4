package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"daybreak/internal/journey"
	"daybreak/internal/ledger"
	"daybreak/internal/prompts"
	"daybreak/internal/report"
	"daybreak/internal/setup"
)

func (a *app) waitCmd() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "wait",
		Short: "Shape the end of the wait: renew, open or end it",
		Long: "Shows what can be made of the wait, now or once its last day has come. Nothing happens by\n" +
			"itself: after the last day the days go on being counted until you say otherwise.\n\n" +
			"  renew  another wait begins today\n" +
			"  open   it goes on, without a last day\n" +
			"  end    the counting stops; habits, goals and plans for hard dates go on\n\n" +
			"The config stays as it is, and daybreak undo takes any of them back. To delete everything:\n" +
			"daybreak purge.",
		Example: "  daybreak wait\n  daybreak wait renew 30\n  daybreak wait open\n  daybreak wait end",
		Args:    cobra.ArbitraryArgs, SuggestionsMinimumDistance: 2,
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) > 0 {
				return choose(c, args)
			}
			return a.showWait()
		},
	}
	cmd.AddCommand(a.renewCmd(), a.turnCmd(journey.Open, "Go on without a last day",
		"The wait goes on, and has no last day any more. Milestones of the days that you named go on; nothing is\n"+
			"counted down."),
		a.turnCmd(journey.End, "Stop the counting",
			"The counting stops, quietly: no thoughts, check-ins and milestones come any more. Habits, goals and\n"+
				"plans for hard dates go on, and what you recorded stays."))
	return cmd
}

// showWait says where the wait is, and what can be made of it.
func (a *app) showWait() error {
	d, err := a.openDesk(allDays)
	if err != nil {
		return err
	}
	s := d.f.Status()
	short := s.Short()
	a.tell("", strings.ToUpper(short[:1])+short[1:]+".")
	fmt.Fprintln(a.stdout)
	if s.Wait.Complete && !s.Wait.Ended {
		for _, line := range d.f.Choices() {
			a.tell("", line)
		}
	}
	for _, line := range []string{
		"daybreak wait renew [DAYS]   another wait begins today",
		"daybreak wait open           it goes on, without a last day",
		"daybreak wait end            the counting stops; habits and goals go on",
	} {
		a.tell("  ", line)
	}
	return nil
}

func (a *app) renewCmd() *cobra.Command {
	return &cobra.Command{
		Use:   "renew [DAYS]",
		Short: "Begin another wait today",
		Long: "Another wait begins today: of so many DAYS, or of as many as the config says. A length can be\n" +
			"words, such as \"6 weeks\". What was kept before stays in the record.",
		Example: "  daybreak wait renew\n  daybreak wait renew 14\n  daybreak wait renew 6 weeks",
		Args:    cobra.ArbitraryArgs, ValidArgs: []string{"14", "30", "60", "90"},
		RunE: func(c *cobra.Command, args []string) error {
			return untilSignal(func(ctx context.Context) error { return a.renew(ctx, args) })(c, args)
		},
	}
}

func (a *app) renew(ctx context.Context, args []string) error {
	d, err := a.openDesk(allDays)
	if err != nil {
		return err
	}
	t := journey.Turn{Kind: journey.Renew, Day: d.f.Today(), Days: d.f.Config.Wait.Days}
	if d.f.Config.Wait.Until != 0 {
		t.Days = journey.DefaultDays // a date that is over says nothing of the next wait
	}
	if len(args) > 0 {
		if t.Days, err = setup.Length(strings.Join(args, " "), t.Day); err != nil {
			return fail(exitUsage, err, "for example daybreak wait renew 30, or daybreak wait open")
		}
	}
	return d.turn(ctx, t)
}

func (a *app) turnCmd(kind journey.TurnKind, short, long string) *cobra.Command {
	return &cobra.Command{
		Use:     string(kind),
		Short:   short,
		Long:    long + " daybreak undo takes it back.",
		Example: "  daybreak wait " + string(kind),
		Args:    cobra.NoArgs,
		RunE: untilSignal(func(ctx context.Context) error {
			d, err := a.openDesk(allDays)
			if err != nil {
				return err
			}
			w, ended := d.f.Wait(), d.f.Ended()
			if kind == journey.End && ended || kind == journey.Open && w.Open() && !ended {
				_, err := fmt.Fprintln(a.stdout, "It is so already.")
				return err
			}
			return d.turn(ctx, journey.Turn{Kind: kind, Day: d.f.Today()})
		}),
	}
}

// turn records a change of the wait, and says how it is now.
func (d *desk) turn(ctx context.Context, t journey.Turn) error {
	if t.Day < d.f.Config.Start().Start {
		return fail(exitFailed, errors.New("the wait has not begun yet"), "daybreak config edit changes how it begins")
	}
	e := ledger.Event{Entry: journey.Entry{Turn: &t}}
	if err := d.say(ctx, e); err != nil {
		return err
	}
	d.h.story.Apply(e.Entry)
	text := prompts.Turned(prompts.Context{Language: d.f.Language}, t.Kind)
	d.tell("", text.Title+". "+text.Body)
	if w := d.f.Wait(); t.Kind == journey.Renew && !w.Open() {
		d.tell("", report.Lasts(w))
	}
	return nil
}
