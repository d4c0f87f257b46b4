package main

import (
	"fmt"

	"github.com/spf13/cobra"
)

func (a *app) todayCmd() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "today",
		Short: "Show today's messages in full",
		Long: "Shows every message of today in full, with what became of it, and those of\n" +
			"earlier days that came today or still wait. Where a notification hid your own\n" +
			"words, here they are.",
		Example: "  daybreak today\n  daybreak today --json",
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			f, err := a.readFacts(lookBack)
			if err != nil {
				return err
			}
			if asJSON {
				return a.printJSON(f.Messages())
			}
			_, err = fmt.Fprint(a.stdout, f.Messages().Text(a.style()))
			return err
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON object")
	return cmd
}
