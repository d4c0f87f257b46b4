package main

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/spf13/cobra"

	"daybreak/internal/config"
	"daybreak/internal/nearest"
	"daybreak/internal/report"
)

// named is something with an id that a command takes, and the user's name for
// it, "" for none.
type named struct{ id, name string }

// short returns the last part of the id, which stands for the whole where it
// is the only one.
func (n named) short() string { return n.id[strings.LastIndexByte(n.id, '/')+1:] }

// reminders lists every reminder that the config asks for or the record knows,
// by id.
func reminders(f report.Facts) []named {
	ids := f.State.IDs()
	for _, r := range f.Reminders() {
		ids = append(ids, r.ID)
	}
	slices.Sort(ids)
	var all []named
	for _, id := range slices.Compact(ids) {
		if plain(id) {
			all = append(all, named{id, nameOf(f.Config, id)})
		}
	}
	return all
}

// plain reports whether an id is one that Daybreak makes. Those of other
// devices' records can be anything, and these go to a terminal and a shell.
func plain(id string) bool {
	return !strings.ContainsFunc(id, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("-/:", r)
	})
}

// nameOf returns what the user calls a habit or a goal. Words of their own that
// notifications hide, those of plans and milestones, stay hidden here.
func nameOf(c config.Config, id string) string {
	if rest, ok := strings.CutPrefix(id, config.HabitPrefix); ok {
		h, _ := c.Habit(rest)
		return h.Name
	}
	if rest, ok := strings.CutPrefix(id, config.GoalPrefix); ok {
		g, _ := c.Goal(rest)
		return g.Name
	}
	return ""
}

// find returns the id of the one of all that arg means: its id, or the last
// part of one id alone. what and c name the thing and the command in errors.
func find(c *cobra.Command, what string, all []named, arg string) (string, error) {
	var ids, shorts, found []string
	for _, n := range all {
		if n.id == arg {
			return arg, nil
		}
		if n.short() == arg {
			found = append(found, n.id)
		}
		ids, shorts = append(ids, n.id), append(shorts, n.short())
	}
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		hint := "the " + what + "s are " + strings.Join(ids, ", ")
		if near := nearest.Of(arg, append(ids, shorts...)); near != "" {
			hint = fmt.Sprintf("did you mean %s %s?", c.CommandPath(), near)
		}
		return "", fail(exitNotFound, fmt.Errorf("there is no %s %q", what, arg), hint)
	}
	return "", fail(exitUsage, fmt.Errorf("%q can be several", arg), "say which: "+strings.Join(found, ", "))
}

// completeIDs completes the first argument of a command with the ids of what
// list returns, each with its name. It writes nothing, and where there is
// nothing to read, or nothing that can be, it has no answer rather than an
// error.
func (a *app) completeIDs(list func(report.Facts) []named) cobra.CompletionFunc {
	complete := a.completeFlag(list)
	return func(c *cobra.Command, args []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
		if len(args) > 0 {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		return complete(c, args, typed)
	}
}

// completeFlag is completeIDs for the value of a flag.
func (a *app) completeFlag(list func(report.Facts) []named) cobra.CompletionFunc {
	return func(_ *cobra.Command, _ []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
		f, err := a.readFacts(lookBack)
		if err != nil {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		return candidates(list(f), typed), cobra.ShellCompDirectiveNoFileComp
	}
}

// candidates returns the ids that begin with what was typed or, where none
// does, the last parts that do.
func candidates(all []named, typed string) []cobra.Completion {
	for _, form := range []func(named) string{func(n named) string { return n.id }, named.short} {
		var found []cobra.Completion
		for _, n := range all {
			if s := form(n); strings.HasPrefix(s, typed) {
				found = append(found, cobra.CompletionWithDesc(s, n.name))
			}
		}
		if len(found) > 0 {
			return found
		}
	}
	return nil
}
