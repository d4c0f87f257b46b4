package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"daybreak/internal/config"
	"daybreak/internal/journey"
	"daybreak/internal/report"
)

// usualExtension is how many days are added where nobody says how many.
const usualExtension = 7

// chooser decides what becomes of the days after a contact, in two steps: what
// can be refused is refused before anything is asked, and then decide fills c in,
// and asks where it may.
type chooser func(d *desk, c *journey.Contact) (decide func(context.Context) error, err error)

// keepDays leaves the days alone.
func keepDays(*desk, *journey.Contact) (func(context.Context) error, error) {
	return func(context.Context) error { return nil }, nil
}

// afterFlags are the flags of reached-out that decide.
type afterFlags struct {
	keep, restart bool
	extend        int
	cmd           *cobra.Command
}

func (a *app) reachedOutCmd(order bool) *cobra.Command {
	cmd := &cobra.Command{Short: "Say that you reached out", Long: "Records that you reached out: wrote, called, went there."}
	if order {
		cmd.Long += " Nothing else changes: follow the\norder's wording, and ask a lawyer."
	} else {
		cmd.Long += " On a terminal it asks what is to\n" +
			"become of the days: the date stays, some days are added, or they count anew from that day.\n" +
			"Enter, and where nobody can be asked, is what wait.after_contact of the config says; extend is\n" +
			fmt.Sprintf("by %d days unless you say how many. Days without a last one have no date to move.\n\n", usualExtension) +
			"Nothing is erased: the days kept and the longest run stay in the record, also when the days\n" +
			"count anew. A contact from before they began leaves them as they are."
		cmd.Example = "\n  daybreak contact reached-out --keep\n  daybreak contact reached-out --extend 5"
	}
	f := &afterFlags{cmd: cmd}
	cmd.Flags().BoolVar(&f.keep, "keep", false, "the last day stays")
	cmd.Flags().IntVar(&f.extend, "extend", 0, "add so many `DAYS`")
	cmd.Flags().BoolVar(&f.restart, "restart", false, "count the days from that day on")
	cmd.MarkFlagsMutuallyExclusive("keep", "extend", "restart")
	for _, name := range []string{"keep", "extend", "restart"} {
		cmd.Flags().Lookup(name).Hidden = order
	}
	return a.contactWith(journey.ReachedOut, cmd, f.choose)
}

// given returns what the flags decide, "" for nothing.
func (f *afterFlags) given() journey.AfterContact {
	switch {
	case f.keep:
		return journey.Keep
	case f.cmd.Flags().Changed("extend"):
		return journey.Extend
	case f.restart:
		return journey.Restart
	}
	return ""
}

// choose is the chooser of reached-out.
func (f *afterFlags) choose(d *desk, c *journey.Contact) (func(context.Context) error, error) {
	then := f.given()
	if d.f.Config.Wait.Order {
		if then != "" {
			return nil, fail(exitUsage, errors.New("under an order a contact changes nothing: --keep, --extend and --restart are not taken"),
				"daybreak contact reached-out records it")
		}
		return keepDays(d, c)
	}
	if then == journey.Extend {
		if err := d.extendable(c.Day, f.extend); err != nil {
			return nil, fail(exitUsage, fmt.Errorf("--extend %d: %w", f.extend, err), "--keep leaves the days as they are")
		}
	}
	return func(ctx context.Context) error {
		switch {
		case c.Day < d.f.Wait().Start: // it belongs to an earlier wait, or to none
			c.Then = journey.Keep
		case then != "":
			c.Then, c.Days = then, f.extend
		case !d.underWay(c.Day):
			c.Then = journey.Keep
		case d.interactive():
			return d.askDays(ctx, c)
		default:
			d.takeDefault(c)
		}
		return nil
	}, nil
}

// underWay reports whether a day falls into a wait that is still counted.
func (d *desk) underWay(day journey.Date) bool {
	w := d.f.Wait()
	return day >= w.Start && !w.Complete(day) && !d.f.Ended()
}

// extendable says why the wait cannot be extended by so many days after a contact
// on a day.
func (d *desk) extendable(day journey.Date, by int) error {
	w := d.f.Wait()
	switch {
	case by < 1:
		return errors.New("it takes at least one day")
	case w.Open():
		return errors.New("there is no last day to move")
	case day >= w.Start && !d.underWay(day):
		return errors.New("the days are over; daybreak wait renew begins others")
	case w.Days+by > journey.MaxDays:
		return fmt.Errorf("that makes %d days, and %d are the most", w.Days+by, journey.MaxDays)
	}
	return nil
}

// takeDefault decides as the config says.
func (d *desk) takeDefault(c *journey.Contact) {
	c.Then = d.f.Config.Wait.AfterContact
	if c.Then != config.Extend {
		return
	}
	if c.Days = usualExtension; d.extendable(c.Day, c.Days) != nil {
		c.Then, c.Days = journey.Keep, 0
	}
}

// askDays asks what is to become of the days.
func (d *desk) askDays(ctx context.Context, c *journey.Contact) error {
	d.takeDefault(c)
	choices := "keep the date, extend it by some days, or restart from " + c.Day.Time().Format("Mon 2 Jan")
	if d.f.Wait().Open() {
		choices = "keep counting, or restart from " + c.Day.Time().Format("Mon 2 Jan")
	}
	d.tell("", "What is to become of the days? You can "+choices+".")
	talk := d.talk()
	for {
		line, err := talk.Line(ctx, fmt.Sprintf("[%s]: ", c.Then))
		if err != nil {
			return fail(exitFailed, err)
		}
		then, by, err := d.takeDays(*c, line)
		if err == nil && by == 0 && then == journey.Extend {
			d.tell("", "By how many days?")
			if line, err = talk.Line(ctx, fmt.Sprintf("[%d]: ", usualExtension)); err != nil {
				return fail(exitFailed, err)
			}
			then, by, err = d.takeDays(*c, "extend "+orUsual(line))
		}
		if err == nil {
			c.Then, c.Days = then, by
			return nil
		}
		d.tell("  ", err.Error()+".")
	}
}

func orUsual(line string) string {
	if line == "" {
		return strconv.Itoa(usualExtension)
	}
	return line
}

// takeDays reads an answer: keep, extend, "extend 5", restart, or their first
// letters; "" is what c holds. The days are 0 where extend names none.
func (d *desk) takeDays(c journey.Contact, line string) (then journey.AfterContact, by int, err error) {
	w := strings.Fields(strings.ToLower(line))
	means := func(word string) bool { return strings.HasPrefix(word, w[0]) }
	switch {
	case len(w) == 0:
		return c.Then, 0, nil
	case means("keep") && len(w) == 1:
		return journey.Keep, 0, nil
	case means("restart") && len(w) == 1:
		return journey.Restart, 0, nil
	case !means("extend"):
		return "", 0, fmt.Errorf("%q is not keep, extend or restart", report.Plain(line))
	case len(w) == 1:
		return journey.Extend, 0, d.extendable(c.Day, 1)
	}
	if by, err = strconv.Atoi(w[1]); err != nil {
		return "", 0, fmt.Errorf("%q is not a number of days", report.Plain(w[1]))
	}
	return journey.Extend, by, d.extendable(c.Day, by)
}
