package main

import (
	"fmt"

	"github.com/spf13/cobra"
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
			f, err := a.readFacts(days + lookBack)
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
			_, err = fmt.Fprint(a.stdout, w.Text(a.style()))
			return err
		},
	}
	cmd.Flags().IntVar(&days, "days", defaultWhy, "look `N` days back, today included")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON object")
	return cmd
}
