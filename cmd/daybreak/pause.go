package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"daybreak/internal/journey"
	"daybreak/internal/ledger"
	"daybreak/internal/report"
	"daybreak/internal/setup"
	"daybreak/scheduler"
)

func (a *app) pauseCmd() *cobra.Command {
	return &cobra.Command{
		Use:   "pause [FOR | until DATE]",
		Short: "Leave you alone for a while",
		Long: "Leaves out prompts, habits and check-ins for a while, and keeps milestones until it is over.\n" +
			"FOR is a length of time, such as 3h or 2d; with until, it is a day, or a time of today.\n" +
			"Without either it lasts until tomorrow. What you ask for in a pause, as with snooze, comes.",
		Example: "  daybreak pause\n  daybreak pause 2d\n  daybreak pause until Friday\n  daybreak pause until 18:00",
		Args:    cobra.ArbitraryArgs, ValidArgs: []string{"2h", "1d", "2d", "1w", "until"},
		RunE: func(c *cobra.Command, args []string) error {
			return untilSignal(func(ctx context.Context) error { return a.pause(ctx, args) })(c, args)
		},
	}
}

// pause begins a pause, or gives the one that there is another end.
func (a *app) pause(ctx context.Context, args []string) error {
	d, err := a.openDesk(lookBack)
	if err != nil {
		return err
	}
	until, err := d.pauseEnd(args)
	if err != nil {
		return err
	}
	p := scheduler.Pause{From: d.now, Until: until}
	if now, ok := d.h.state.Pause(d.now); ok {
		p.From = now.From
	}
	if err := d.say(ctx, ledger.Event{Record: scheduler.Record{Pause: &p}}); err != nil {
		return err
	}
	fmt.Fprintf(a.stdout, "Paused until %s. Prompts and habits are left out, milestones wait.\n", d.soon(until))
	a.tell("", "daybreak resume ends it sooner.")
	return nil
}

// pauseEnd reads the end of a pause: tomorrow's first minute for nothing.
func (d *desk) pauseEnd(args []string) (time.Time, error) {
	const example = "for example daybreak pause 2d, or daybreak pause until Friday"
	if len(args) == 0 {
		return d.begins(d.f.Today() + 1), nil
	}
	text := strings.Join(args, " ")
	rest, day := strings.CutPrefix(strings.ToLower(text)+" ", "until ")
	if !day {
		span, err := setup.Span(text)
		if err != nil {
			return time.Time{}, fail(exitUsage, err, example)
		}
		return d.now.Add(span), nil
	}
	until, err := d.coming(strings.TrimSpace(rest))
	switch {
	case err != nil:
		return until, fail(exitUsage, err, example)
	case !until.After(d.now):
		return until, fail(exitUsage, fmt.Errorf("%q has been already", text), example)
	case until.Sub(d.now) > journey.MaxDays*24*time.Hour:
		return until, fail(exitUsage, fmt.Errorf("%q is more than %d days ahead", text, journey.MaxDays), example)
	}
	return until, nil
}

// coming reads a day that is to come, as its first minute, or a time of day,
// the next such.
func (d *desk) coming(s string) (time.Time, error) {
	if at, ok := setup.Clock(s); ok {
		c := scheduler.NewCivil(int(journey.DateOf(d.f.Now.In(d.f.Zone))), int(at))
		if t := c.In(d.f.Zone); t.After(d.now) {
			return t, nil
		}
		return (c + scheduler.MinutesPerDay).In(d.f.Zone), nil
	}
	day, err := setup.Coming(s, d.f.Today())
	return d.begins(day), err
}

// begins returns the instant at which a logical day begins.
func (d *desk) begins(day journey.Date) time.Time {
	return scheduler.NewCivil(int(day), int(d.f.Config.DayStarts)).In(d.f.Zone)
}

// soon says when something is, seen from today.
func (d *desk) soon(t time.Time) string {
	return report.Soon(journey.DateOf(d.now.In(d.f.Zone)), scheduler.CivilOf(t.In(d.f.Zone)))
}

func (a *app) resumeCmd() *cobra.Command {
	return &cobra.Command{
		Use:     "resume",
		Short:   "End a pause",
		Long:    "Ends a pause. What was left out in it stays left out; milestones that waited come.",
		Example: "  daybreak resume",
		Args:    cobra.NoArgs,
		RunE:    untilSignal(a.resume),
	}
}

// mostPauses bounds how many pauses one resume ends.
const mostPauses = 100

func (a *app) resume(ctx context.Context) error {
	d, err := a.openDesk(lookBack)
	if err != nil {
		return err
	}
	var ends []ledger.Event // several devices can have paused
	for p, ok := d.h.state.Pause(d.now); ok && len(ends) < mostPauses; p, ok = d.h.state.Pause(d.now) {
		p.Until = d.now
		end := scheduler.Record{Pause: &p}
		d.h.state.Apply(end)
		ends = append(ends, ledger.Event{Record: end})
	}
	if len(ends) == 0 {
		_, err := fmt.Fprintln(a.stdout, "Nothing is paused.")
		return err
	}
	if err := d.say(ctx, ends...); err != nil {
		return err
	}
	_, err = fmt.Fprintln(a.stdout, "The pause is over.")
	return err
}
