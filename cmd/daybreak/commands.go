package main

import "github.com/spf13/cobra"

// commands returns the commands below the root: the one that args begin with,
// or all of them where they begin with anything else. Making those that are not
// asked for would be a good part of a short command's time.
func (a *app) commands(args []string) []*cobra.Command {
	all := [...]struct {
		name string
		made func(*app) *cobra.Command
	}{
		{"init", (*app).initCmd}, {"run", (*app).runCmd}, {"status", (*app).statusCmd}, {"today", (*app).todayCmd},
		{"next", (*app).nextCmd}, {"simulate", (*app).simulateCmd}, {"why", (*app).whyCmd},
		{"contact", func(a *app) *cobra.Command { return a.contactCmd(a.orderNow(args)) }}, {"urge", (*app).urgeCmd},
		{"checkin", (*app).checkinCmd}, {"snooze", (*app).snoozeCmd}, {"pause", (*app).pauseCmd},
		{"resume", (*app).resumeCmd}, {"undo", (*app).undoCmd}, {"wait", (*app).waitCmd},
		{"journal", (*app).journalCmd}, {"export", (*app).exportCmd}, {"purge", (*app).purgeCmd},
		{"habit", (*app).habitCmd}, {"goal", (*app).goalCmd}, {"plan", (*app).planCmd}, {"config", (*app).configCmd},
		{"service", (*app).serviceCmd}, {"support", (*app).supportCmd}, {"doctor", (*app).doctorCmd}, {"completion", (*app).completionCmd},
		{"version", (*app).versionCmd}, {beeepName, (*app).beeepCmd},
	}
	var made []*cobra.Command
	for _, c := range all {
		if len(args) > 0 && args[0] == c.name {
			return []*cobra.Command{c.made(a)}
		}
	}
	for _, c := range all {
		made = append(made, c.made(a))
	}
	return made
}
