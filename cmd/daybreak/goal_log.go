package main

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"daybreak/internal/journey"
	"daybreak/internal/ledger"
)

// mostAmount is the largest amount that moves a goal at once.
const mostAmount = 1e9

func (a *app) goalLogCmd() *cobra.Command {
	var at string
	cmd := &cobra.Command{
		Use:   "log ID AMOUNT",
		Short: "Move a goal",
		Long: "Adds AMOUNT to how far a goal has come, and says where it is. A negative amount, behind --,\n" +
			"puts right what was too much. Habits with goal: move theirs when they are done.",
		Example: "  daybreak goal log read-3 1\n  daybreak goal log run-5k 2.5 --at yesterday\n  daybreak goal log read-3 -- -1",
		Args:    cobra.ArbitraryArgs, ValidArgsFunction: a.completeIDs(goals),
		RunE: func(c *cobra.Command, args []string) error {
			return untilSignal(func(ctx context.Context) error { return a.logGoal(ctx, c, args, at) })(c, args)
		},
	}
	cmd.Flags().StringVar(&at, "at", "", whenUsage)
	return cmd
}

func (a *app) logGoal(ctx context.Context, c *cobra.Command, args []string, at string) error {
	if len(args) != 2 {
		return fail(exitUsage, errors.New("it takes the id of a goal and an amount"), c.CommandPath()+" --help has examples")
	}
	d, err := a.openDesk(allDays)
	if err != nil {
		return err
	}
	id, err := theID(c, "goal", goals(d.f), args[:1])
	if err != nil {
		return err
	}
	amount, err := amountOf(args[1])
	if err != nil {
		return err
	}
	m, err := d.when(at)
	if err != nil {
		return err
	}
	g, _ := d.f.Config.Goal(id)
	e := ledger.Event{Entry: journey.Entry{Progress: &journey.Progress{Goal: id, Day: m.day, Amount: amount}}}
	if err := d.say(ctx, e); err != nil {
		return err
	}
	d.h.story.Apply(e.Entry)
	d.tellGoal(g)
	return nil
}

func amountOf(s string) (float64, error) {
	v, err := strconv.ParseFloat(strings.Replace(s, ",", ".", 1), 64)
	switch {
	case err != nil || math.IsNaN(v) || math.IsInf(v, 0):
		return 0, fail(exitUsage, fmt.Errorf("%q is not a number", s), "for example 1, or 0.5")
	case v == 0 || math.Abs(v) > mostAmount:
		return 0, fail(exitUsage, fmt.Errorf("%q is 0, or beyond all bounds", s), "for example 1, or 0.5")
	}
	return v, nil
}
