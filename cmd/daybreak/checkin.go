package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"daybreak/internal/journey"
	"daybreak/internal/ledger"
	"daybreak/internal/prompts"
	"daybreak/internal/report"
)

func (a *app) checkinCmd() *cobra.Command {
	var at string
	var milestone bool
	cmd := &cobra.Command{
		Use:   "checkin [1-5] [NOTE|-]",
		Short: "Say how hard the day was",
		Long: "Records how hard today was, from 1 (easy) to 5 (very hard), and a note if you like. The evening's\n" +
			"question does not come any more then. On a terminal it asks for what is missing.\n\n" +
			"With --milestone it walks through three short questions of this part of the wait and your goals, and\n" +
			"keeps what you write. Enter leaves one out.\n\n" + notesUsage,
		Example: "  daybreak checkin\n  daybreak checkin 2\n  daybreak checkin 4 - < note.txt\n" +
			"  daybreak checkin 3 --at yesterday\n  daybreak checkin --milestone",
		Args: cobra.ArbitraryArgs, ValidArgs: []string{"1", "2", "3", "4", "5"},
		RunE: func(c *cobra.Command, args []string) error {
			return untilSignal(func(ctx context.Context) error { return a.checkIn(ctx, args, at, milestone) })(c, args)
		},
	}
	cmd.Flags().StringVar(&at, "at", "", whenUsage)
	cmd.Flags().BoolVar(&milestone, "milestone", false, "ask the questions of the last milestone")
	return cmd
}

func (a *app) checkIn(ctx context.Context, args []string, at string, milestone bool) error {
	d, err := a.openDesk(lookBack)
	if err != nil {
		return err
	}
	m, err := d.when(at)
	if err != nil {
		return err
	}
	c := journey.CheckIn{Day: m.day}
	var moved []ledger.Event
	if milestone {
		if err = d.milestone(ctx, &c, args); err == nil {
			moved, err = d.goals(ctx, m.day)
		}
	} else {
		err = d.evening(ctx, &c, args)
	}
	if err != nil {
		return err
	}
	if err := d.say(ctx, append(moved, checkInEvent(d.f, c, d.now))...); err != nil {
		return err
	}
	a.tell("", d.checkedIn(c))
	return nil
}

// checkedIn is what is said after a check-in.
func (d *desk) checkedIn(c journey.CheckIn) string {
	if c.Milestone > 0 {
		return "Kept. daybreak journal shows it again."
	}
	return prompts.CheckedIn(prompts.Context{Language: d.f.Language}, c.Difficulty)
}

// evening takes how hard a day was from the arguments, and asks for what they
// leave open.
func (d *desk) evening(ctx context.Context, c *journey.CheckIn, args []string) (err error) {
	const hint = "for example daybreak checkin 3"
	switch {
	case len(args) > 0:
		if c.Difficulty, err = difficulty(args[0]); err != nil {
			return fail(exitUsage, err, hint)
		}
		args = args[1:]
	case !d.interactive():
		return fail(exitUsage, errors.New("how hard was it, from 1 to 5?"), hint)
	default:
		if c.Difficulty, err = d.askDifficulty(ctx); err != nil {
			return fail(exitFailed, err)
		}
	}
	c.Note, err = d.note(ctx, args)
	return err
}

func (d *desk) askDifficulty(ctx context.Context) (int, error) {
	talk := d.talk()
	for {
		line, err := talk.Line(ctx, "How hard was today, from 1 (easy) to 5 (very hard)? ")
		if err != nil {
			return 0, err
		}
		n, err := difficulty(strings.TrimSpace(line))
		if err == nil {
			return n, nil
		}
		d.tell("", err.Error()+".")
	}
}

func difficulty(s string) (int, error) {
	n, err := strconv.Atoi(s)
	if err != nil || n < journey.Easiest || n > journey.Hardest {
		return 0, fmt.Errorf("%q is not from %d to %d", report.Plain(s), journey.Easiest, journey.Hardest)
	}
	return n, nil
}

// milestone asks the questions of the last milestone.
func (d *desk) milestone(ctx context.Context, c *journey.CheckIn, args []string) error {
	day, ok := d.f.LastMilestone()
	switch {
	case len(args) > 0:
		return fail(exitUsage, errors.New("--milestone takes no arguments"), "daybreak checkin --milestone")
	case !ok:
		return fail(exitNotFound, errors.New("no milestone has come yet"), "daybreak checkin 3 is for today")
	case !d.interactive():
		return fail(exitUsage, errors.New("--milestone asks on a terminal, and here is none"), "daybreak checkin 3 asks nothing")
	}
	c.Milestone = day
	d.tell("", fmt.Sprintf("Day %d. Three questions; Enter leaves one out.", d.f.Wait().Day(d.f.Today())))
	talk := d.talk()
	for _, q := range d.f.Questions() {
		fmt.Fprintln(d.stdout)
		d.tell("", q)
		line, err := talk.Line(ctx, "> ")
		if err != nil {
			return fail(exitFailed, err)
		}
		if text := cleanNote(line); text != "" {
			c.Replies = append(c.Replies, journey.Reply{Question: q, Text: text})
		}
	}
	return nil
}

// goals asks how far each goal has come since, and returns what moved.
func (d *desk) goals(ctx context.Context, day journey.Date) (moved []ledger.Event, err error) {
	talk := d.talk()
	for _, g := range d.f.Config.Goals {
		fmt.Fprintln(d.stdout)
		d.tell("", report.Plain(d.f.Progressed(g)))
		for {
			line, err := talk.Line(ctx, "How much to add (Enter for nothing)? ")
			if err != nil {
				return nil, fail(exitFailed, err)
			}
			if line = strings.TrimSpace(line); line == "" {
				break
			}
			amount, err := amountOf(line)
			if err != nil {
				d.tell("", err.Error()+".")
				continue
			}
			p := journey.Progress{Goal: g.ID, Day: day, Amount: amount}
			moved = append(moved, ledger.Event{Entry: journey.Entry{Progress: &p}})
			break
		}
	}
	return moved, nil
}
