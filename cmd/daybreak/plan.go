package main

import (
	"fmt"

	"github.com/spf13/cobra"
)

func (a *app) planCmd() *cobra.Command {
	cmd := &cobra.Command{
		Use:     "plan",
		Short:   "List your plans for hard dates",
		Example: "  daybreak plan list",
		Args:    cobra.ArbitraryArgs, RunE: choose, SuggestionsMinimumDistance: 2,
	}
	cmd.AddCommand(a.planListCmd())
	return cmd
}

func (a *app) planListCmd() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List your plans, each with when it comes",
		Long: "Lists the hard dates of the config with your plans for them, in your own words, and when\n" +
			"each comes: the evening before, and that morning. Where a milestone falls on the date, one\n" +
			"message says both.",
		Example: "  daybreak plan list\n  daybreak plan list --json",
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			f, err := a.readFacts(lookBack)
			if err != nil {
				return err
			}
			if asJSON {
				return a.printJSON(f.Plans())
			}
			_, err = fmt.Fprint(a.stdout, f.Plans().Text(a.style()))
			return err
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON object")
	return cmd
}
