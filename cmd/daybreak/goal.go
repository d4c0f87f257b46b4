package main

import (
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"daybreak/internal/config"
	"daybreak/internal/journey"
	"daybreak/internal/report"
)

func (a *app) goalCmd() *cobra.Command {
	cmd := &cobra.Command{
		Use:     "goal",
		Short:   "Add, list, move and remove goals",
		Example: "  daybreak goal add Read three books --target 3 --unit books\n  daybreak goal list",
		Args:    cobra.ArbitraryArgs, RunE: choose, SuggestionsMinimumDistance: 2,
	}
	cmd.AddCommand(a.goalAddCmd(), a.goalListCmd(), a.goalRemoveCmd(), a.goalLogCmd())
	return cmd
}

// goals lists the goals of the config.
func goals(f report.Facts) []named { return goalsOf(f.Config) }

func goalsOf(c config.Config) []named {
	var all []named
	for _, g := range c.Goals {
		all = append(all, named{g.ID, g.Name})
	}
	return all
}

func (a *app) goalAddCmd() *cobra.Command {
	var id, target, unit, by string
	var dryRun bool
	cmd := &cobra.Command{
		Use:   "add NAME",
		Short: "Add a goal to the config",
		Long: "Adds a goal to the end of goals: in the config, written as the others are. Every other byte\n" +
			"of the file stays as it is, or nothing is changed. A target, a unit and a date are optional.",
		Example: "  daybreak goal add Read three books --target 3 --unit books --by \"day 30\"\n" +
			"  daybreak goal add \"Swim a mile\" --by 2026-12-24 --dry-run",
		Args: cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, args []string) error {
			name, err := itemName(c, args)
			if err != nil {
				return err
			}
			fields, err := given(c, one("id", id), one("target", target), one("unit", unit), one("by", by))
			if err != nil {
				return err
			}
			d, err := a.openDraft()
			if err != nil {
				return err
			}
			e, err := config.Add(d.file.Data, d.o, config.GoalList, append([]config.Field{name}, fields...))
			return d.finish(e, err, dryRun, func(cfg config.Config) string {
				return "Added " + cfg.Goals[len(cfg.Goals)-1].ID + "."
			})
		},
	}
	f := cmd.Flags()
	f.StringVar(&id, "id", "", "its `ID`: lower-case letters, digits and hyphens")
	f.StringVar(&target, "target", "", "the `NUMBER` to reach, above 0")
	f.StringVar(&unit, "unit", "", "of what: a `WORD` such as books")
	f.StringVar(&by, "by", "", "until which `DATE`, or day of the wait such as \"day 30\"")
	f.BoolVar(&dryRun, "dry-run", false, dryRunUsage)
	return cmd
}

func (a *app) goalListCmd() *cobra.Command {
	return &cobra.Command{
		Use:     "list",
		Short:   "List the goals, each with its id",
		Long:    "Lists the goals of the config: the id of each, its target and date, and its name.",
		Example: "  daybreak goal list",
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			d, err := a.openDraft()
			if err != nil {
				return err
			}
			text := report.GoalList(d.cfg, journey.DateOf(d.o.Now), a.style())
			if text == "" {
				text = "No goals yet. To add one: daybreak goal add Read three books --target 3\n"
			}
			_, err = fmt.Fprint(a.stdout, text)
			return err
		},
	}
}

func (a *app) goalRemoveCmd() *cobra.Command {
	var dryRun bool
	cmd := &cobra.Command{
		Use:   "remove ID",
		Short: "Take a goal out of the config",
		Long: "Takes a goal out of the config, with the comments in it and those directly above it. Every\n" +
			"other byte stays as it is, or nothing is changed. A goal that a habit moves stays.",
		Example: "  daybreak goal remove read-3\n  daybreak goal remove read-3 --dry-run",
		Args:    cobra.ArbitraryArgs, ValidArgsFunction: a.completeIDs(goals),
		RunE: func(c *cobra.Command, args []string) error {
			d, err := a.openDraft()
			if err != nil {
				return err
			}
			id, err := theID(c, "goal", goalsOf(d.cfg), args)
			if err != nil {
				return err
			}
			if i := slices.IndexFunc(d.cfg.Habits, func(h config.Habit) bool { return h.Goal == id }); i >= 0 {
				habit := d.cfg.Habits[i].ID
				return fail(exitFailed, fmt.Errorf("the habit %s moves the goal %s", habit, id),
					"take goal: out of the habit with daybreak config edit, or first: daybreak habit remove "+habit)
			}
			e, err := config.Remove(d.file.Data, d.o, config.GoalList, id)
			return d.finish(e, err, dryRun, func(config.Config) string { return "Removed " + id + "." })
		},
	}
	cmd.Flags().BoolVar(&dryRun, "dry-run", false, dryRunUsage)
	return cmd
}
