package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"daybreak/internal/config"
	"daybreak/internal/report"
)

func (a *app) habitCmd() *cobra.Command {
	cmd := &cobra.Command{
		Use:     "habit",
		Short:   "Answer, add, list, edit and remove habits",
		Example: "  daybreak habit add Morning walk --at 07:30 --days weekdays\n  daybreak habit list",
		Args:    cobra.ArbitraryArgs, RunE: choose, SuggestionsMinimumDistance: 2,
	}
	cmd.AddCommand(a.habitAddCmd(), a.habitListCmd(), a.habitEditCmd(), a.habitRemoveCmd(),
		a.habitDoneCmd(), a.habitSkipCmd())
	return cmd
}

// habits lists the habits of the config.
func habits(f report.Facts) []named { return habitsOf(f.Config) }

func habitsOf(c config.Config) []named {
	var all []named
	for _, h := range c.Habits {
		all = append(all, named{h.ID, h.Name})
	}
	return all
}

func (a *app) habitAddCmd() *cobra.Command {
	var at, days, say []string
	var id, cron, late, goal, amount string
	var dryRun bool
	cmd := &cobra.Command{
		Use:   "add NAME",
		Short: "Add a habit to the config",
		Long: "Adds a habit to the end of habits: in the config, written as the others are. Every other\n" +
			"byte of the file stays as it is, or nothing is changed. NAME shows on the screen as you\n" +
			"write it; its id is made from it unless --id gives one. One of --at and --cron is needed.",
		Example: "  daybreak habit add Morning walk --at 07:30 --days weekdays\n" +
			"  daybreak habit add \"Call a friend\" --cron \"0 18 * * 0\" --say \"Anyone will do.\"\n" +
			"  daybreak habit add Read --at 21:30 --goal read-3 --amount 0.1 --dry-run",
		Args: cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, args []string) error {
			name, err := itemName(c, args)
			if err != nil {
				return err
			}
			if at == nil && cron == "" {
				return fail(exitUsage, errors.New("there is neither --at nor --cron"), "say when it is, for example --at 18:00")
			}
			fields, err := given(c, one("id", id), config.Field{Key: "at", Values: at}, config.Field{Key: "days", Values: days}, one("cron", cron),
				config.Field{Key: "say", Values: say}, one("late", late), one("goal", goal), one("amount", amount))
			if err != nil {
				return err
			}
			d, err := a.openDraft()
			if err != nil {
				return err
			}
			e, err := config.Add(d.file.Data, d.o, config.HabitList, append([]config.Field{name}, fields...))
			return d.finish(e, err, dryRun, func(cfg config.Config) string {
				h := cfg.Habits[len(cfg.Habits)-1]
				return fmt.Sprintf("Added %s.%s", h.ID, d.next(cfg, h.Schedule))
			})
		},
	}
	f := cmd.Flags()
	f.StringVar(&id, "id", "", "its `ID`: lower-case letters, digits and hyphens")
	f.StringSliceVar(&at, "at", nil, "when it comes, as `HH:MM`, or several: 07:30,18:00")
	f.StringSliceVar(&days, "days", nil, "on which `DAYS`: daily, weekdays, weekends, or mon,wed,fri")
	f.StringVar(&cron, "cron", "", "a cron `EXPRESSION` of five fields, instead of --at and --days")
	f.StringArrayVar(&say, "say", nil, "a `TEXT` that it says; may be given several times")
	f.StringVar(&late, "late", "", "for what `DURATION` after its time it is worth showing (default 2h)")
	f.StringVar(&goal, "goal", "", "the `ID` of the goal that it moves")
	f.StringVar(&amount, "amount", "", "the `NUMBER` by which it moves the goal (default 1)")
	f.BoolVar(&dryRun, "dry-run", false, dryRunUsage)
	_ = cmd.RegisterFlagCompletionFunc("goal", a.completeFlag(goals)) // the flag is there
	return cmd
}

func (a *app) habitListCmd() *cobra.Command {
	return &cobra.Command{
		Use:     "list",
		Short:   "List the habits, each with its id and when it comes",
		Long:    "Lists the habits of the config: the id of each, when it comes, and its name.",
		Example: "  daybreak habit list",
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			d, err := a.openDraft()
			if err != nil {
				return err
			}
			text := report.HabitList(d.cfg, a.style())
			if text == "" {
				text = "No habits yet. To add one: daybreak habit add Morning walk --at 07:30\n"
			}
			_, err = fmt.Fprint(a.stdout, text)
			return err
		},
	}
}

func (a *app) habitEditCmd() *cobra.Command {
	var at, days []string
	var cron, name, late string
	var dryRun bool
	cmd := &cobra.Command{
		Use:   "edit ID",
		Short: "Change when a habit comes, or its name",
		Long: "Changes values of a habit in the config, in their places; every other byte stays as it is,\n" +
			"or nothing is changed. --at takes the place of a cron expression, and --cron that of times\n" +
			"and days. A habit that gets another name keeps its id, and with it its record.",
		Example: "  daybreak habit edit morning-walk --at 08:00\n" +
			"  daybreak habit edit morning-walk --at 07:30,18:00 --days mon,wed,fri\n" +
			"  daybreak habit edit read --name \"Read in bed\" --dry-run",
		Args: cobra.ArbitraryArgs, ValidArgsFunction: a.completeIDs(habits),
		RunE: func(c *cobra.Command, args []string) error {
			fields, err := given(c, one("name", name), config.Field{Key: "at", Values: at}, one("cron", cron),
				config.Field{Key: "days", Values: days}, one("late", late))
			if err != nil {
				return err
			}
			d, err := a.openDraft()
			if err != nil {
				return err
			}
			id, err := theID(c, "habit", habitsOf(d.cfg), args)
			if err != nil {
				return err
			}
			if len(fields) == 0 {
				return fail(exitUsage, errors.New("there is nothing to change"), "for example: daybreak habit edit "+id+" --at 18:00")
			}
			e, err := config.Change(d.file.Data, d.o, config.HabitList, id, fields)
			return d.finish(e, err, dryRun, func(cfg config.Config) string {
				h, _ := cfg.Habit(id)
				return fmt.Sprintf("Changed %s.%s", id, d.next(cfg, h.Schedule))
			})
		},
	}
	f := cmd.Flags()
	f.StringVar(&name, "name", "", "its new `NAME`")
	f.StringSliceVar(&at, "at", nil, "when it comes, as `HH:MM`, or several: 07:30,18:00")
	f.StringSliceVar(&days, "days", nil, "on which `DAYS`: daily, weekdays, weekends, or mon,wed,fri")
	f.StringVar(&cron, "cron", "", "a cron `EXPRESSION` of five fields, instead of times and days")
	f.StringVar(&late, "late", "", "for what `DURATION` after its time it is worth showing, such as 90m")
	f.BoolVar(&dryRun, "dry-run", false, dryRunUsage)
	return cmd
}

func (a *app) habitRemoveCmd() *cobra.Command {
	var dryRun bool
	cmd := &cobra.Command{
		Use:   "remove ID",
		Short: "Take a habit out of the config",
		Long: "Takes a habit out of the config, with the comments in it and those directly above it. Every\n" +
			"other byte stays as it is, or nothing is changed. What the record knows of it stays.",
		Example: "  daybreak habit remove morning-walk\n  daybreak habit remove morning-walk --dry-run",
		Args:    cobra.ArbitraryArgs, ValidArgsFunction: a.completeIDs(habits),
		RunE: func(c *cobra.Command, args []string) error {
			d, err := a.openDraft()
			if err != nil {
				return err
			}
			id, err := theID(c, "habit", habitsOf(d.cfg), args)
			if err != nil {
				return err
			}
			e, err := config.Remove(d.file.Data, d.o, config.HabitList, id)
			return d.finish(e, err, dryRun, func(config.Config) string { return "Removed " + id + "." })
		},
	}
	cmd.Flags().BoolVar(&dryRun, "dry-run", false, dryRunUsage)
	return cmd
}

// one is a field of a single value.
func one(key, value string) config.Field { return config.Field{Key: key, Values: []string{value}} }
