package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"daybreak/internal/config"
	"daybreak/internal/journey"
	"daybreak/internal/report"
	"daybreak/scheduler"
)

func (a *app) habitDoneCmd() *cobra.Command {
	return a.answerCmd(scheduler.Done, &cobra.Command{
		Use:   "done [ID]",
		Short: "Say that a habit is done",
		Long: "Records that a habit is done: the time of today that is due, the one that went by, or the\n" +
			"next one, which is then not reminded. Without an ID it is the one that is due now. A\n" +
			"habit that moves a goal moves it. On a day without the habit it counts all the same.\n" +
			"Of two answers to one time the last one counts; daybreak undo takes one back.",
		Example: "  daybreak habit done\n  daybreak habit done morning-walk\n" +
			"  daybreak habit done read --at \"yesterday 21:30\"",
	})
}

func (a *app) habitSkipCmd() *cobra.Command {
	return a.answerCmd(scheduler.Skipped, &cobra.Command{
		Use:   "skip [ID]",
		Short: "Let a habit be, this time",
		Long: "Records that a habit is left out this time: the time of today that is due, the one that went\n" +
			"by, or the next one, which is then not reminded. Without an ID it is the one habit that is\n" +
			"due now. Leaving one out is fine; nothing counts it against you.",
		Example: "  daybreak habit skip\n  daybreak habit skip morning-walk\n" +
			"  daybreak habit skip read --at yesterday",
	})
}

// answerCmd completes a command that says something of a habit.
func (a *app) answerCmd(said scheduler.Reason, cmd *cobra.Command) *cobra.Command {
	var at string
	cmd.Args, cmd.ValidArgsFunction = cobra.ArbitraryArgs, a.completeIDs(habits)
	cmd.Flags().StringVar(&at, "at", "", whenUsage)
	cmd.RunE = func(c *cobra.Command, args []string) error {
		return untilSignal(func(ctx context.Context) error { return a.answerHabit(ctx, c, args, said, at) })(c, args)
	}
	return cmd
}

func (a *app) answerHabit(ctx context.Context, c *cobra.Command, args []string, said scheduler.Reason, at string) error {
	d, err := a.openDesk(allDays)
	if err != nil {
		return err
	}
	h, err := d.habitOf(c, args)
	if err != nil {
		return err
	}
	o, state := d.f.Meant(h)
	if at != "" {
		m, err := d.when(at)
		if err != nil {
			return err
		}
		o, state = d.f.MeantAt(h, m.at, m.timed)
	}
	name := fmt.Sprintf("%s (%s)", h.Name, d.at(o))
	if old, ok := d.f.Answered(o); ok && old == said {
		_, err := fmt.Fprintf(a.stdout, "%s is %s already.\n", report.Plain(name), said)
		return err
	}
	e := habitEvent(d.f, o, said, d.now)
	if err := d.say(ctx, e); err != nil {
		return err
	}
	d.h.story.Apply(e.Entry)
	a.tell("", map[scheduler.Reason]string{scheduler.Done: "Done: ", scheduler.Skipped: "Left out: "}[said]+report.Plain(name)+".")
	if state == report.Off && said == scheduler.Done {
		day := "today"
		if at != "" {
			day = "that day"
		}
		a.tell("", "It was not due "+day+"; it counts.")
	}
	if e.Progress != nil {
		d.tellGoal(d.goalOf(h))
	}
	return nil
}

// habitOf returns the habit that the arguments name: where they name none, the one
// that is due now, or the only one there is.
func (d *desk) habitOf(c *cobra.Command, args []string) (config.Habit, error) {
	if len(args) > 0 || len(d.f.Config.Habits) == 0 {
		if len(args) == 0 {
			return config.Habit{}, fail(exitNotFound, errors.New("there are no habits"), "daybreak habit add adds one")
		}
		id, err := theID(c, "habit", habits(d.f), args)
		h, _ := d.f.Config.Habit(id)
		return h, err
	}
	due := d.f.DueHabits()
	if len(due) == 0 && len(d.f.Config.Habits) == 1 {
		due = d.f.Config.Habits
	}
	if len(due) == 1 {
		return due[0], nil
	}
	var ids []string
	for _, h := range due {
		ids = append(ids, h.ID)
	}
	if len(due) > 1 {
		return config.Habit{}, fail(exitUsage, errors.New("several habits are due now"), "say which: "+strings.Join(ids, ", "))
	}
	for _, n := range habits(d.f) {
		ids = append(ids, n.id)
	}
	return config.Habit{}, fail(exitUsage, errors.New("no habit is due now"), "say which: "+strings.Join(ids, ", "))
}

// at says when an occurrence was or is due: its time, and its day unless it is
// today.
func (d *desk) at(o scheduler.Occurrence) string {
	today := journey.DateOf(d.now.In(d.f.Zone))
	if journey.Date(o.Civil.Day()) == today {
		return journey.TimeOfDay(o.Civil.Minute()).String()
	}
	return report.Soon(today, o.Civil)
}

func (d *desk) goalOf(h config.Habit) config.Goal {
	g, _ := d.f.Config.Goal(h.Goal)
	return g
}

// tellGoal says how far a goal has come. That it is reached is a message's to
// say, once.
func (d *desk) tellGoal(g config.Goal) { d.tell("", report.Plain(d.f.Progressed(g))+".") }
