package main

import (
	"fmt"
	"strconv"

	"github.com/spf13/cobra"

	"daybreak/internal/journey"
	"daybreak/internal/report"
)

const (
	defaultNext = 5   // messages that next shows when it is not told
	farthest    = 366 // days from today that simulate begins at the most
)

func (a *app) nextCmd() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "next [N]",
		Short: "Show the next messages",
		Long:  "Shows the next N messages, 5 unless you say, as they will come: after quiet hours\nthat hold them, and without those that a pause drops.",
		Example: "  daybreak next\n  daybreak next 20\n" +
			"  daybreak next 1 --json",
		Args: cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			n := defaultNext
			if len(args) == 1 {
				v, err := strconv.Atoi(args[0])
				if err != nil || v < 1 || v > 1000 {
					return fail(exitUsage, fmt.Errorf("%q is not a number from 1 to 1000", args[0]), "daybreak next 5")
				}
				n = v
			}
			f, err := a.readFacts(lookBack)
			if err != nil {
				return err
			}
			return a.printSimulation(f.Coming(n), asJSON)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON object")
	return cmd
}

func (a *app) simulateCmd() *cobra.Command {
	var days int
	var from string
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "simulate",
		Short: "Show every message of the days to come",
		Long: "Shows every message of the next days, as a machine that is always on and unlocked\n" +
			"would show it. It is decided as the daemon decides, and nothing is sent.",
		Example: "  daybreak simulate --days 7\n  daybreak simulate --from 2026-12-24 --days 1 --json",
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if days < 1 || days > 366 {
				return fail(exitUsage, fmt.Errorf("--days %d is not from 1 to 366", days), "daybreak simulate --days 30")
			}
			f, err := a.readFacts(lookBack)
			if err != nil {
				return err
			}
			if from == "" {
				return a.printSimulation(f.Simulate(nil, days), asJSON)
			}
			first, err := journey.ParseDate(from)
			if err != nil {
				return fail(exitUsage, fmt.Errorf("--from %w", err), "write it like 2026-12-24")
			}
			if d := first - f.Today(); d < -farthest || d > farthest {
				return fail(exitUsage, fmt.Errorf("--from %s is more than a year away", first))
			}
			return a.printSimulation(f.Simulate(&first, days), asJSON)
		},
	}
	cmd.Flags().IntVar(&days, "days", journey.DefaultDays, "show `N` days, 1 to 366")
	cmd.Flags().StringVar(&from, "from", "", "the first day, as `YYYY-MM-DD` (default today, from now)")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON object")
	return cmd
}

// readFacts reads what the commands that tell speak of, with days of the record.
func (a *app) readFacts(days int) (report.Facts, error) {
	now, err := a.now()
	if err != nil {
		return report.Facts{}, err
	}
	h, err := a.open(now, days)
	if err != nil {
		return report.Facts{}, err
	}
	return h.facts(a, now)
}

func (a *app) printSimulation(s report.Simulation, asJSON bool) error {
	if asJSON {
		return a.printJSON(s)
	}
	_, err := fmt.Fprint(a.stdout, s.Text(a.style()))
	return err
}
