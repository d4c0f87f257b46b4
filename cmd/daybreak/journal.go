package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"daybreak/internal/ledger"
	"daybreak/internal/report"
)

// usualJournal is how many days a journal shows when nobody says.
const usualJournal = 30

func (a *app) journalCmd() *cobra.Command {
	var days int
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "journal",
		Short: "Read back what you wrote",
		Long: "Shows check-ins, urges, contacts, notes, goals and what was done, as a diary: a day a block,\n" +
			"today last. What was taken back with undo is left out. It is for your eyes; nothing else\n" +
			"reads it.",
		Example: "  daybreak journal\n  daybreak journal --days 7\n  daybreak journal --json",
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if days < 1 || days > 3660 {
				return fail(exitUsage, fmt.Errorf("--days %d is not from 1 to 3660", days), "daybreak journal --days 30")
			}
			d, err := a.openDesk(allDays)
			if err != nil {
				return err
			}
			j := d.f.Journal(saidIn(d.h.view), days)
			if asJSON {
				return a.printJSON(j)
			}
			_, err = fmt.Fprint(a.stdout, j.Text(a.style()))
			return err
		},
	}
	cmd.Flags().IntVar(&days, "days", usualJournal, "show the last `N` days, today included")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON object")
	return cmd
}

// saidIn returns what the user said, without what was taken back.
func saidIn(v *ledger.View) []report.Said {
	var all []report.Said
	for e := range v.Standing() {
		if e.Said() {
			all = append(all, report.Said{ID: e.ID, At: e.At, Answer: e.Answer, Entry: e.Entry})
		}
	}
	return all
}
