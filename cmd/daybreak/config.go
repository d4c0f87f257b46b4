package main

import (
	"errors"
	"fmt"
	"io/fs"
	"time"

	"github.com/spf13/cobra"

	"daybreak/internal/config"
	"daybreak/internal/prompts"
	"daybreak/internal/wallclock"
)

func (a *app) configCmd() *cobra.Command {
	cmd := &cobra.Command{
		Use:     "config",
		Short:   "Check or edit the config file, show where it is, help an editor",
		Example: "  daybreak config check\n  daybreak config edit",
		Args:    cobra.ArbitraryArgs, RunE: choose, SuggestionsMinimumDistance: 2,
	}
	cmd.AddCommand(
		&cobra.Command{
			Use:   "check",
			Short: "Say whether the config loads, and what is wrong with it",
			Long: "Reads the config, and your prompts in the folder prompts.d beside it, and reports every\n" +
				"fault at once, each with line, column and key. Exits 0 when the config is fine, 2 when it is not, 3 when there is none.",
			Example: "  daybreak config check\n  daybreak config check --config ./draft.yaml",
			Args:    cobra.NoArgs,
			RunE:    func(*cobra.Command, []string) error { return a.configCheck() },
		},
		&cobra.Command{
			Use:     "path",
			Short:   "Print where the config file is, or would be",
			Long:    "Prints where the config file is, or would be: what --config names, else DAYBREAK_CONFIG,\nelse config.yaml in your config folder.",
			Example: "  daybreak config path",
			Args:    cobra.NoArgs,
			RunE: func(*cobra.Command, []string) error {
				path, err := a.configPath()
				if err == nil {
					fmt.Fprintln(a.stdout, path)
				}
				return err
			},
		},
		&cobra.Command{
			Use:   "schema",
			Short: "Print the JSON Schema of the config, for your editor",
			Long: "Prints the JSON Schema (draft 2020-12) of the config. With it, an editor that has\n" +
				"yaml-language-server completes the keys, explains them and marks mistakes. Put it\n" +
				"beside the config, and this line at the top of the config:\n\n" +
				"  # yaml-language-server: $schema=./daybreak.schema.json\n\n" +
				"config check sees more: what is in the future, used twice, or not there.",
			Example: "  daybreak config schema > ~/.config/daybreak/daybreak.schema.json",
			Args:    cobra.NoArgs,
			RunE: func(*cobra.Command, []string) error {
				_, err := fmt.Fprint(a.stdout, config.Schema())
				return err
			},
		},
		a.configEditCmd())
	return cmd
}

func (a *app) configPath() (string, error) {
	path, err := config.Path(a.getenv, a.configFlag)
	if err != nil {
		return "", fail(exitUsage, err, "set HOME, or name the file with --config")
	}
	return path, nil
}

func (a *app) configCheck() error {
	path, now, err := a.pathAndNow()
	if err != nil {
		return err
	}
	cfg, notes, _, err := config.Load(path, now)
	if err != nil {
		return a.loadError(path, err)
	}
	fmt.Fprintf(a.stdout, "%s: fine, %s and %s\n", path, count(len(cfg.Habits), "habit"), count(len(cfg.Goals), "goal"))
	if n := len(cfg.Prompts.Added); n > 0 {
		fmt.Fprintf(a.stdout, "%s: fine, %s\n", config.PromptsFolder(path), count(n, "prompt"))
	}
	if cfg.Language != "auto" && !prompts.Speaks(cfg.Language) {
		notes = append(notes, fmt.Sprintf("language: there are no words in %s yet; messages are in English", cfg.Language))
	}
	if told := exposedConfig(path); told != "" {
		notes = append(notes, told)
	}
	for _, n := range notes {
		fmt.Fprintf(a.stdout, "note: %s\n", n)
	}
	return nil
}

// pathAndNow returns where the config is, and the moment in the system's zone.
func (a *app) pathAndNow() (string, time.Time, error) {
	path, err := a.configPath()
	if err != nil {
		return "", time.Time{}, err
	}
	now, err := a.now()
	if err != nil {
		return "", time.Time{}, err
	}
	now, err = a.local(now)
	return path, now, err
}

// loadError gives an error of config.Load its exit code and a way out.
func (a *app) loadError(path string, err error) error {
	var faults config.Faults
	switch {
	case errors.As(err, &faults):
		return faults
	case errors.Is(err, fs.ErrNotExist):
		return fail(exitNotFound, fmt.Errorf("there is no config at %s", path),
			"daybreak init asks a few questions and writes one")
	}
	return fail(exitUsage, err, mend(err)...)
}

// local returns now in the system's zone, which is the user's before a config
// names another.
func (a *app) local(now time.Time) (time.Time, error) {
	zone, err := wallclock.LoadZone("local", a.getenv)
	if zone == nil {
		return now, fail(exitFailed, err)
	}
	return now.In(zone), nil
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
