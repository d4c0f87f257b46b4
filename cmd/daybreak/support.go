package main

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"daybreak/internal/config"
	"daybreak/internal/ledger"
	"daybreak/internal/report"
	"daybreak/internal/support"
)

func (a *app) supportCmd() *cobra.Command {
	var asJSON bool
	var country string
	cmd := &cobra.Command{
		Use:   "support",
		Short: "Show where to get help now, offline",
		Long: "Shows what to do in danger, and whom you can call, text or write to. It works offline,\n" +
			"without a config, and with one that does not load.\n\n" +
			"The country is the one you name, else support.country of the config, else that of\n" +
			"your locale. Each line has its source and the day on which that was last read.",
		Example: "  daybreak support\n  daybreak support --country DE\n  daybreak support --json | jq -r '.lines[].ways[].to'",
		Args:    cobra.ArbitraryArgs, // a country, from somebody who does not look for flags now
		RunE: func(_ *cobra.Command, args []string) error {
			s := a.support(cmp.Or(country, strings.Join(args, " ")))
			if asJSON {
				return a.printJSON(s)
			}
			_, err := fmt.Fprint(a.stdout, s.Text(a.style()))
			return err
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON object")
	cmd.Flags().StringVar(&country, "country", "", "the country: its `code` or its name")
	_ = cmd.RegisterFlagCompletionFunc("country", completeCountry) // the flag is there
	cmd.SetFlagErrorFunc(func(_ *cobra.Command, err error) error {
		return fail(exitUsage, err, "daybreak support needs no flag")
	})
	return cmd
}

// support returns the answer for the country that was asked for, or that of the
// config or the locale. It has no errors: what cannot be read counts for
// nothing, and what needs no file is there still.
func (a *app) support(asked string) report.Support {
	cfg := a.anyConfig()
	safe := cfg.Intention == config.Safe
	switch {
	case strings.TrimSpace(asked) != "":
		return report.NewSupport(strings.TrimSpace(asked), report.Asked, safe)
	case cfg.Support.Country != "":
		return report.NewSupport(cfg.Support.Country, report.Config, safe)
	}
	region := support.Region(a.getenv("LC_ALL"), a.getenv("LC_MESSAGES"), a.getenv("LANG"))
	return report.NewSupport(region, report.Locale, safe)
}

// anyConfig returns the config, else the copy of the last good one, else
// nothing.
func (a *app) anyConfig() config.Config {
	var paths []string
	if path, err := a.configPath(); err == nil {
		paths = append(paths, path)
	}
	if dir, err := ledger.Dir(a.getenv); err == nil {
		paths = append(paths, (&home{dir: dir}).copyPath())
	}
	for _, path := range paths {
		if cfg, _, _, err := config.Load(path, time.Time{}); err == nil {
			return cfg
		}
	}
	return config.Config{}
}

func completeCountry(_ *cobra.Command, _ []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
	var found []cobra.Completion
	for _, c := range support.Countries() {
		if len(c.Lines) > 0 && strings.HasPrefix(c.Code, strings.ToUpper(typed)) {
			found = append(found, cobra.CompletionWithDesc(c.Code, c.Name))
		}
	}
	return found, cobra.ShellCompDirectiveNoFileComp
}
