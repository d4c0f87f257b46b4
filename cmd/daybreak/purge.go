package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"daybreak/internal/config"
	"daybreak/internal/ledger"
	"daybreak/internal/report"
)

// beyond is what no program of the user's can reach.
const beyond = "What this does not reach: the history of your notification server, the journal of the system, copies\n" +
	"that an editor left, the shell's history, backups and snapshots, and other devices with a synced copy.\n" +
	"On most disks deleted data can be recovered for a while."

func (a *app) purgeCmd() *cobra.Command {
	var yes, keepConfig bool
	cmd := &cobra.Command{
		Use:   "purge",
		Short: "Delete everything that Daybreak keeps",
		Long: "Deletes the record of all devices, the copy of the last good config, and the config with your\n" +
			"prompts in prompts.d. It shows what that is, asks first, and says what it has deleted. A daemon\n" +
			"has to be stopped before.\n\n" +
			beyond + "\n\n" + courts,
		Example: "  daybreak export --output record.json && daybreak purge\n  daybreak purge --keep-config\n  daybreak purge --yes",
		Args:    cobra.NoArgs,
		RunE: func(c *cobra.Command, args []string) error {
			return untilSignal(func(ctx context.Context) error { return a.purge(ctx, yes, keepConfig) })(c, args)
		},
	}
	cmd.Flags().BoolVar(&yes, "yes", false, "ask nothing")
	cmd.Flags().BoolVar(&keepConfig, "keep-config", false, "delete the record alone")
	return cmd
}

// courts is the other half of content rule 11.
const courts = "Records can be asked for by a court; in a live case, ask a lawyer before you delete anything."

func (a *app) purge(ctx context.Context, yes, keepConfig bool) error {
	dir, err := ledger.Dir(a.getenv)
	if err != nil {
		return fail(exitFailed, err, "set HOME or XDG_STATE_HOME")
	}
	if holder, _ := ledger.Probe(dir); holder.Running {
		return fail(exitFailed, fmt.Errorf("a daemon runs (pid %d), and would go on writing", holder.PID),
			"daybreak service uninstall ends it for good; one in a terminal ends with Ctrl-C")
	}
	files, others, err := ledger.Ours(dir)
	if err != nil {
		return fail(exitFailed, err)
	}
	var own []string
	if path, err := a.configPath(); err == nil && !keepConfig {
		own = configFiles(path)
	}
	if len(files) == 0 && len(own) == 0 {
		_, err := fmt.Fprintln(a.stdout, "There is nothing to delete.")
		return err
	}
	a.showPurge(append(files[:len(files):len(files)], own...))
	if err := a.askPurge(ctx, yes); err != nil {
		return err
	}
	return a.delete(dir, files, others, own)
}

// configFiles lists the files of the config: the user's prompts in the folder
// beside it, and itself.
func configFiles(path string) (files []string) {
	folder := config.PromptsFolder(path)
	names, _ := config.PromptNames(folder) // of one that cannot be read nothing is known
	for _, name := range names {
		files = append(files, filepath.Join(folder, name))
	}
	return slices.DeleteFunc(append(files, path), func(file string) bool { return !isFile(file) })
}

// isFile reports whether something that is no folder is there.
func isFile(path string) bool {
	info, err := os.Lstat(path)
	return err == nil && !info.IsDir()
}

// showPurge shows what will be deleted.
func (a *app) showPurge(files []string) {
	fmt.Fprintln(a.stdout, "This deletes, for good:")
	for _, f := range files {
		size := ""
		if info, err := os.Lstat(f); err == nil && info.Mode().IsRegular() {
			size = fmt.Sprintf(" (%d bytes)", info.Size())
		}
		fmt.Fprintf(a.stdout, "  %s%s\n", report.Plain(f), size)
	}
	fmt.Fprintln(a.stdout)
	a.tell("", courts)
}

func (a *app) askPurge(ctx context.Context, yes bool) error {
	switch {
	case yes:
		return nil
	case !a.interactive():
		return fail(exitUsage, errors.New("purge asks on a terminal, and here is none"), "daybreak purge --yes asks nothing")
	}
	line, err := a.talk().Line(ctx, "Type purge to go on, anything else to keep it all: ")
	if err != nil {
		return fail(exitFailed, err)
	}
	if strings.ToLower(strings.TrimSpace(line)) != "purge" {
		return fail(exitFailed, errors.New("nothing was deleted, as you asked"))
	}
	return nil
}

// delete deletes, and says what it has deleted. What is left can be deleted by
// another purge.
func (a *app) delete(dir string, files, others, own []string) error {
	gone, err := ledger.Remove(dir, files)
	for _, file := range own {
		switch e := os.Remove(file); {
		case e == nil:
			gone = append(gone, file)
			_ = os.Remove(filepath.Dir(file)) // where nothing else is in it
		case !errors.Is(e, fs.ErrNotExist):
			err = errors.Join(err, e)
		}
	}
	fmt.Fprintf(a.stdout, "Deleted: %s.\n", count(len(gone), "file"))
	for _, o := range others {
		fmt.Fprintf(a.stdout, "Left, since it is not Daybreak's: %s\n", report.Plain(o))
	}
	fmt.Fprintln(a.stdout, beyond)
	if err != nil {
		return fail(exitFailed, err, "what is left can be deleted by another daybreak purge")
	}
	return nil
}
