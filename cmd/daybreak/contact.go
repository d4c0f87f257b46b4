package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"daybreak/internal/journey"
	"daybreak/internal/ledger"
	"daybreak/internal/report"
)

// contactCmd holds a command for each kind of contact. Under an order the one
// that is not offered is in no help and no completion, and neither is what
// changes the days.
func (a *app) contactCmd(order bool) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "contact",
		Short: "Record a contact; nothing is erased",
		Long: "Records that there was a contact, and asks what the situation was. What was kept stays kept.\n" +
			"daybreak undo takes back what was recorded by mistake.\n\n" + notesUsage,
		Example: "  daybreak contact reached-out\n  daybreak contact received --at \"yesterday 21:00\"",
		Args:    cobra.ArbitraryArgs, RunE: choose, SuggestionsMinimumDistance: 2,
	}
	cmd.AddCommand(
		a.reachedOutCmd(order),
		a.contactOf(journey.Received, "Say that something came from the other person",
			"Records that a message, a call or a visit came from the other person. The days stay as they are."),
		a.contactOf(journey.Logistics, "Say that something had to be arranged",
			"Records what has to be arranged: children, work, a flat. It is no slip, and the days stay as they are."),
		a.contactOf(journey.Looked, "Say that you looked at their profile",
			"Records that you looked at their profile, or for news of them. The days stay as they are."))
	if order {
		hide(cmd, journey.Logistics)
	}
	return cmd
}

func hide(cmd *cobra.Command, kind journey.ContactKind) {
	for _, c := range cmd.Commands() {
		c.Hidden = c.Hidden || c.Name() == string(kind)
	}
}

// orderNow reports whether the config asks for an order's rules, where the
// command line is about a contact: help and completion depend on it, and cobra
// asks for neither before the flags are read. Every other command goes without.
func (a *app) orderNow(args []string) bool {
	if !slices.Contains(args, "contact") {
		return false
	}
	f := pflag.NewFlagSet("", pflag.ContinueOnError)
	f.ParseErrorsAllowlist.UnknownFlags = true
	f.StringVar(&a.configFlag, "config", "", "")
	f.BoolP("help", "h", false, "") // or it ends the reading, and prints
	_ = f.Parse(args)               // what is wrong with a flag is said once it is read in earnest
	return a.anyConfig().Wait.Order
}

// contactOf is the command of a kind that never touches the days.
func (a *app) contactOf(kind journey.ContactKind, short, long string) *cobra.Command {
	return a.contactWith(kind, &cobra.Command{Short: short, Long: long}, keepDays)
}

// contactWith completes the command of a kind. choose decides what becomes of the
// days.
func (a *app) contactWith(kind journey.ContactKind, cmd *cobra.Command, choose chooser) *cobra.Command {
	var at string
	name := "daybreak contact " + string(kind)
	cmd.Use, cmd.Args = string(kind)+" [NOTE|-]", cobra.ArbitraryArgs
	cmd.Long += "\n\n" + notesUsage + "\n\nWith --at it is for an earlier time; daybreak undo takes it back."
	cmd.Example = "  " + name + "\n  " + name + " --at \"yesterday 21:00\"\n  " + name + " - < note.txt" + cmd.Example
	cmd.Flags().StringVar(&at, "at", "", whenUsage)
	cmd.RunE = func(c *cobra.Command, args []string) error {
		return untilSignal(func(ctx context.Context) error { return a.contact(ctx, kind, args, at, choose) })(c, args)
	}
	return cmd
}

func (a *app) contact(ctx context.Context, kind journey.ContactKind, args []string, at string, choose chooser) error {
	d, err := a.openDesk(lookBack)
	if err != nil {
		return err
	}
	if d.f.Config.Wait.Order && kind == journey.Logistics {
		return fail(exitUsage, errors.New("logistics is not offered under an order"), d.f.Contact(kind))
	}
	m, err := d.when(at)
	if err != nil {
		return err
	}
	c := journey.Contact{Kind: kind, Day: m.day, At: m.at}
	decide, err := choose(d, &c)
	if err != nil {
		return err
	}
	if c.Note, err = d.note(ctx, args); err != nil {
		return err
	}
	if err := decide(ctx); err != nil {
		return err
	}
	before := d.f.Wait()
	e := ledger.Event{Entry: journey.Entry{Contact: &c}}
	if err := d.say(ctx, e); err != nil {
		return err
	}
	d.h.story.Apply(e.Entry)
	d.tellContact(c, before, at != "" && m.timed)
	return nil
}

// tellContact says the answer, and where that leaves the days.
func (d *desk) tellContact(c journey.Contact, before journey.Wait, timed bool) {
	d.tell("", d.f.Contact(c.Kind))
	var facts []string
	switch {
	case timed:
		facts = append(facts, "Recorded for "+d.soon(c.At)+".")
	case c.Day != d.f.Today():
		facts = append(facts, "Recorded for "+c.Day.Time().Format("Mon 2 Jan 2006")+".")
	}
	if c.Kind == journey.ReachedOut && !d.f.Config.Wait.Order {
		facts = append(facts, d.becameOf(c, before), d.f.KeptSoFar())
	}
	if text := strings.TrimSpace(strings.Join(facts, " ")); text != "" {
		d.tell("", text)
	}
}

// becameOf says what became of the wait that there was before.
func (d *desk) becameOf(c journey.Contact, before journey.Wait) string {
	now := d.f.Wait()
	const form = "Mon 2 Jan 2006"
	switch {
	case c.Day < before.Start:
		return "That was before these days began, and they stay as they are."
	case c.Then == journey.Restart && now.Open():
		return fmt.Sprintf("The days count from %s.", now.Start.Time().Format(form))
	case c.Then == journey.Restart:
		return fmt.Sprintf("The days count from %s: %s", now.Start.Time().Format(form), report.Lasts(now))
	case c.Then == journey.Extend:
		return fmt.Sprintf("%s more: until %s.", count(c.Days, "day"), now.Ends().Time().Format(form))
	case d.f.Ended():
		return "The count has stopped, and stays so."
	case now.Open():
		return "The days go on."
	}
	return fmt.Sprintf("The date stays: %s.", now.Ends().Time().Format(form))
}
