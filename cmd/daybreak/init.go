package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"

	"daybreak/internal/journey"
	"daybreak/internal/setup"
)

// initExample is the config by flags that errors show.
const initExample = `daybreak init --breakup-date 2026-11-01 --days 30 --habit "Morning walk 07:30"`

func (a *app) initCmd() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "init",
		Short: "Write the config, after a short conversation",
		Long: "Asks six short questions on a terminal, shows the config that comes of them, and writes it\n" +
			"once you say so: with comments, readable by you alone. A config that is there stays as it is.\n\n" +
			"With flags it asks nothing. A date is 2026-11-01, or words for it: \"Nov 1\", yesterday,\n" +
			"\"3 weeks ago\", \"last Friday\".\n\n" + privacy + "\n" + setup.Names,
		Example: "  daybreak init\n  " + initExample + "\n  daybreak init --yes --dry-run",
		Args:    cobra.NoArgs,
	}
	f := cmd.Flags()
	f.String(setup.KeyEnded, "", "the `day` it ended")
	f.String(setup.KeyLastContact, "", "the `day` of the last contact, where that was later")
	f.String(setup.KeyDays, "", "how long you want to wait: a `number` of days, 1 to 365, or open (default 30)")
	f.Bool(setup.KeyOrder, false, "there is a court order, or their clear request: nothing speaks of contact")
	f.String(setup.KeyIntention, "", "what the days are for: a `word` of heal, reconnect, safe, undecided")
	f.StringArray(setup.KeyHabit, nil, "a `habit` with its times, as \"Swim sat 10:00\"; may be given several times")
	f.Bool("yes", false, "ask nothing; without --"+setup.KeyEnded+" it ended today")
	f.Bool("dry-run", false, "print the config and write nothing")
	// The flags are there.
	_ = cmd.RegisterFlagCompletionFunc(setup.KeyIntention, cobra.FixedCompletions(
		[]cobra.Completion{"heal", "reconnect", "safe", "undecided"}, cobra.ShellCompDirectiveNoFileComp))
	cmd.RunE = func(c *cobra.Command, args []string) error {
		return untilSignal(func(ctx context.Context) error { return a.init(ctx, c) })(c, args)
	}
	return cmd
}

// init writes a config where none is, from the flags or from what is asked.
func (a *app) init(ctx context.Context, cmd *cobra.Command) error {
	path, err := a.configPath()
	if err != nil {
		return err
	}
	dry, _ := cmd.Flags().GetBool("dry-run") // the flag is there
	if _, err := os.Lstat(path); err == nil && !dry {
		return haveConfig(path)
	}
	now, err := a.now()
	if err != nil {
		return err
	}
	if now, err = a.local(now); err != nil {
		return err
	}
	today := journey.DateOf(now)
	answers, given, err := fromFlags(cmd, today)
	switch {
	case err != nil:
		return err
	case given:
		return a.initGiven(path, answers, now, dry)
	case !a.interactive():
		return fail(exitUsage, errors.New("init asks on a terminal, and here is none"), "with flags it asks nothing: "+initExample)
	}
	return a.initAsk(ctx, path, answers, now, dry)
}

// fromFlags reads the answers that the flags give, and reports whether there
// are any.
func fromFlags(cmd *cobra.Command, today journey.Date) (a setup.Answers, given bool, err error) {
	a = setup.Default(today)
	for _, q := range setup.Questions(today) {
		if !cmd.Flags().Changed(q.Key) {
			continue
		}
		given = true
		if a, err = q.Take(a, flagValue(cmd, q.Key)); err != nil {
			return a, true, fail(exitUsage, fmt.Errorf("--%s: %w", q.Key, err), q.Example)
		}
	}
	yes, _ := cmd.Flags().GetBool("yes") // the flag is there
	if given && !yes && !cmd.Flags().Changed(setup.KeyEnded) {
		return a, true, fail(exitUsage, errors.New("the day it ended is missing"),
			"add --"+setup.KeyEnded+" with the day, or --yes if that is today")
	}
	return a, given || yes, nil
}

// flagValue returns the flag's value as an answer.
func flagValue(cmd *cobra.Command, key string) string {
	f := cmd.Flags().Lookup(key)
	all, err := cmd.Flags().GetStringArray(key)
	if err != nil { // it is no list
		return f.Value.String()
	}
	answer := ""
	for _, s := range all {
		answer += s + ","
	}
	return answer
}

// initGiven writes the config, or prints it, without a question.
func (a *app) initGiven(path string, answers setup.Answers, now time.Time, dry bool) error {
	data, err := a.newConfig(path, answers, now)
	if err != nil {
		return err
	}
	if dry {
		_, err := a.stdout.Write(data)
		return err
	}
	a.tell("", privacy)
	if len(answers.Habits) > 0 {
		a.tell("", setup.Names)
	}
	for _, q := range setup.Questions(journey.DateOf(now)) {
		for _, line := range q.Told(answers) {
			a.tell("", line)
		}
	}
	return a.initSave(path, data)
}

// initAsk has the conversation, as often as the user wants it.
func (a *app) initAsk(ctx context.Context, path string, answers setup.Answers, now time.Time, dry bool) error {
	today := journey.DateOf(now)
	a.tell("", "Six questions, and a config that is yours. Enter takes what is in brackets; Ctrl-C leaves nothing behind.")
	a.tell("", privacy)
	talk := a.talk()
	for {
		var err error
		if answers, err = talk.Ask(ctx, setup.Questions(today), answers); err != nil {
			return fail(exitFailed, err)
		}
		data, err := a.newConfig(path, answers, now)
		if err != nil {
			return err
		}
		fmt.Fprintf(a.stdout, "\n%s\n", data)
		if dry {
			return nil
		}
		fmt.Fprintf(a.stdout, "This goes to %s, readable by you alone.\n", path)
		switch decision, err := talk.Confirm(ctx); {
		case err != nil:
			return fail(exitFailed, err)
		case decision == setup.Leave:
			return fail(exitFailed, errors.New("nothing was written, as you asked"))
		case decision == setup.Write:
			return a.initSave(path, data)
		}
	}
}

func (a *app) initSave(path string, data []byte) error {
	if err := saveConfig(path, data); err != nil {
		return err
	}
	fmt.Fprintf(a.stdout, "Written to %s.\n", path)
	a.tell("", "daybreak run starts it here; daybreak service install starts it with every login.")
	return nil
}
