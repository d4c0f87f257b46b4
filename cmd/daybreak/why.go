package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

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
		Args:    cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			if days < 1 || days > 3660 {
				return fail(exitUsage, fmt.Errorf("--days %d is not from 1 to 3660", days), "daybreak why --days 30")
			}
			f, err := a.readFacts()
			if err != nil {
				return err
			}
			id := ""
			if len(args) == 1 {
				if id, err = reminderID(f, args[0], days); err != nil {
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
	cmd.Flags().IntVar(&days, "days", defaultWhy, "how many days back, today included")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON object")
	return cmd
}

// reminderID finds the reminder that name means: its id, or the last part of
// one id alone.
func reminderID(f report.Facts, name string, days int) (string, error) {
	known := map[string]bool{}
	for _, r := range f.Reminders() {
		known[r.ID] = true
	}
	for _, o := range f.Why("", days).Occurrences {
		known[o.ID] = true
	}
	if known[name] {
		return name, nil
	}
	var found []string
	for id := range known {
		if strings.HasSuffix(id, "/"+name) {
			found = append(found, id)
		}
	}
	slices.Sort(found)
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		return "", fail(exitNotFound, fmt.Errorf("there is no reminder %q", name),
			"the reminders are "+strings.Join(slices.Sorted(maps.Keys(known)), ", "))
	}
	return "", fail(exitUsage, fmt.Errorf("%q can be several", name), "say which: "+strings.Join(found, ", "))
}
