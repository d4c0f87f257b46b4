package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"daybreak/internal/journey"
	"daybreak/internal/ledger"
	"daybreak/internal/report"
	"daybreak/scheduler"
)

func (a *app) undoCmd() *cobra.Command {
	var dry bool
	cmd := &cobra.Command{
		Use:   "undo",
		Short: "Take back the last thing you recorded here",
		Long: "Takes back the last thing that was recorded on this device and that still stands: a habit\n" +
			"done or skipped, a check-in, a contact, an urge, a snooze, a pause, what moved a goal, or a\n" +
			"change of the wait. It asks nothing, and says what it was. Again, it takes back the one before.\n\n" +
			"The record is not rewritten: a line is added to it that takes the other one back.",
		Example: "  daybreak undo\n  daybreak undo --dry-run",
		Args:    cobra.NoArgs,
		RunE: func(c *cobra.Command, args []string) error {
			return untilSignal(func(ctx context.Context) error { return a.undo(ctx, dry) })(c, args)
		},
	}
	cmd.Flags().BoolVar(&dry, "dry-run", false, "say what would be taken back, and take back nothing")
	return cmd
}

// allDays, for openDesk, asks for the whole record.
const allDays = 1 << 20

func (a *app) undo(ctx context.Context, dry bool) error {
	d, err := a.openDesk(allDays)
	if err != nil {
		return err
	}
	last, ok := d.lastSaid()
	if !ok {
		return fail(exitNotFound, errors.New("there is nothing to take back"), "daybreak journal shows what is recorded")
	}
	what := report.Plain(d.told(last))
	if dry {
		_, err := fmt.Fprintf(a.stdout, "It would take back %s.\n", what)
		return err
	}
	if err := d.say(ctx, ledger.Event{Undo: last.ID}); err != nil {
		return err
	}
	_, err = fmt.Fprintf(a.stdout, "Taken back: %s.\n", what)
	return err
}

// lastSaid returns the last event of this device that the user can take back.
func (d *desk) lastSaid() (last ledger.Event, ok bool) {
	device := ledger.Device(d.h.dir)
	for e := range d.h.view.Standing() {
		if e.Dev == device && e.Said() {
			last, ok = *e, true
		}
	}
	return last, ok
}

// told names what an event says, and of when.
func (d *desk) told(e ledger.Event) string {
	when := report.Soon(journey.DateOf(d.now.In(d.f.Zone)), scheduler.CivilOf(e.At.In(d.f.Zone)))
	return d.what(e) + ", recorded " + when
}

func (d *desk) what(e ledger.Event) string {
	switch {
	case e.CheckIn != nil && e.CheckIn.Difficulty > 0:
		return fmt.Sprintf("the check-in of %s (%d of %d)", e.CheckIn.Day, e.CheckIn.Difficulty, journey.Hardest)
	case e.CheckIn != nil:
		return fmt.Sprintf("the check-in of day %d", e.CheckIn.Milestone)
	case e.Contact != nil:
		return fmt.Sprintf("the contact of %s (%s)", e.Contact.Day, e.Contact.Kind)
	case e.Urge != nil:
		return "an urge"
	case e.Turn != nil:
		return "wait " + string(e.Turn.Kind)
	case e.Answer != nil:
		return fmt.Sprintf("%s of %s, %s", e.Answer.ID, spaced(e.Answer.Civil), e.Answer.Said)
	case e.Progress != nil:
		return fmt.Sprintf("%s %+g", e.Progress.Goal, e.Progress.Amount)
	case e.OneOff != nil && e.OneOff.Of != nil:
		return fmt.Sprintf("the snooze of %s", e.OneOff.Of.ID)
	case e.OneOff != nil:
		return "a reminder after an urge"
	case e.Pause != nil && !e.Pause.Until.After(e.At):
		return "the end of a pause"
	}
	return fmt.Sprintf("the pause until %s", spaced(scheduler.CivilOf(e.Pause.Until.In(d.f.Zone))))
}

func spaced(c scheduler.Civil) string { return strings.Replace(c.String(), "T", " ", 1) }
