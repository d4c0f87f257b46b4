package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"daybreak/internal/journey"
	"daybreak/internal/report"
)

// defaultWhy is how many days `why` looks back when it is not told.
const defaultWhy = 7

func (a *app) whyCmd() *cobra.Command {
	var days int
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "why [REMINDER]",
		Short: "Say what became of each reminder, and why",
		Long: "Says what became of every reminder of the last days, or of one: shown, and how late;\n" +
			"folded into another; waiting, and for what; or left out, and why. REMINDER is an id\n" +
			"as in status --json, or its last part.",
		Example: "  daybreak why\n  daybreak why morning-walk --days 30\n  daybreak why checkin/evening --json",
		Args:    cobra.MaximumNArgs(1), ValidArgsFunction: a.completeIDs(reminders),
		RunE: func(c *cobra.Command, args []string) error {
			if days < 1 || days > 3660 {
				return fail(exitUsage, fmt.Errorf("--days %d is not from 1 to 3660", days), "daybreak why --days 30")
			}
			f, err := a.readFacts()
			if err != nil {
				return err
			}
			id := ""
			if len(args) == 1 {
				if id, err = find(c, "reminder", reminders(f), args[0]); err != nil {
					return err
				}
			}
			w := f.Why(id, days)
			if asJSON {
				return a.printJSON(w)
			}
			printWhy(a.stdout, w)
			return nil
		},
	}
	cmd.Flags().IntVar(&days, "days", defaultWhy, "look `N` days back, today included")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON object")
	return cmd
}

// printWhy prints a day a block, with times and ids aligned.
func printWhy(w io.Writer, why report.Why) {
	if len(why.Occurrences) == 0 {
		fmt.Fprintln(w, "Nothing was due.")
	}
	width := 0
	for _, o := range why.Occurrences {
		width = max(width, len(o.ID))
	}
	day := ""
	for _, o := range why.Occurrences {
		if d := journey.Date(o.Civil.Day()).Time().Format("Mon 2 Jan 2006"); d != day {
			if day != "" {
				fmt.Fprintln(w)
			}
			day = d
			fmt.Fprintln(w, d)
		}
		fmt.Fprintf(w, "  %s  %-*s  %s\n", journey.TimeOfDay(o.Civil.Minute()), width, o.ID, o.Sentence())
	}
}
