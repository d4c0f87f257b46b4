package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"
)

// completionCmd stands in for cobra's own command of this name.
func (a *app) completionCmd() *cobra.Command {
	scripts := map[string]func(root *cobra.Command) error{
		"bash":       func(root *cobra.Command) error { return root.GenBashCompletionV2(a.stdout, true) },
		"zsh":        func(root *cobra.Command) error { return root.GenZshCompletion(a.stdout) },
		"fish":       func(root *cobra.Command) error { return root.GenFishCompletion(a.stdout, true) },
		"powershell": func(root *cobra.Command) error { return root.GenPowerShellCompletionWithDesc(a.stdout) },
	}
	shells := slices.Sorted(maps.Keys(scripts))
	return &cobra.Command{
		Use:   "completion SHELL",
		Short: "Print what completes commands and ids in your shell",
		Long: "Prints a script with which Tab completes commands, flags and ids. SHELL is bash, fish,\n" +
			"powershell or zsh. Put the script where your shell looks, once, and start a new shell:\n\n" +
			"  bash        ~/.local/share/bash-completion/completions/daybreak\n" +
			"  fish        ~/.config/fish/completions/daybreak.fish\n" +
			"  zsh         ~/.zfunc/_daybreak, with fpath+=(~/.zfunc) before compinit\n" +
			"  powershell  your profile\n\n" +
			"For bash, the package bash-completion has to be installed.",
		Example: "  source <(daybreak completion bash)      # for this shell only\n" +
			"  daybreak completion fish > ~/.config/fish/completions/daybreak.fish",
		Args: cobra.ArbitraryArgs, ValidArgs: shells,
		RunE: func(c *cobra.Command, args []string) error {
			switch {
			case len(args) == 0:
				return c.Help()
			case len(args) == 1 && scripts[args[0]] != nil:
				return scripts[args[0]](c.Root())
			}
			return fail(exitUsage, fmt.Errorf("%q is not one of %s", strings.Join(args, " "), strings.Join(shells, ", ")),
				"daybreak completion bash")
		},
	}
}

// helpCmd stands in for cobra's own command of this name, and is as strict as
// the others.
func helpCmd() *cobra.Command {
	return &cobra.Command{
		Use:     "help [COMMAND]",
		Short:   "Show what a command does, with examples",
		Long:    "Shows what a command does, as COMMAND --help does.",
		Example: "  daybreak help why\n  daybreak help config check",
		Args:    cobra.ArbitraryArgs,
		ValidArgsFunction: func(c *cobra.Command, args []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
			var found []cobra.Completion
			for _, sub := range under(c.Root(), args) {
				if sub.IsAvailableCommand() && strings.HasPrefix(sub.Name(), typed) {
					found = append(found, cobra.CompletionWithDesc(sub.Name(), sub.Short))
				}
			}
			return found, cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(c *cobra.Command, args []string) error {
			target, rest, err := c.Root().Find(args)
			if err != nil {
				return err
			}
			target.InitDefaultHelpFlag()
			return choose(target, rest)
		},
	}
}

// under returns the commands that the command named by args holds.
func under(root *cobra.Command, args []string) []*cobra.Command {
	if c, rest, err := root.Find(args); err == nil && len(rest) == 0 {
		return c.Commands()
	}
	return nil
}
