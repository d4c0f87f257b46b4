package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/rogpeppe/go-internal/diff"
	"github.com/spf13/cobra"

	"daybreak/internal/config"
	"daybreak/internal/journey"
	"daybreak/internal/report"
	"daybreak/internal/textfile"
	"daybreak/internal/wallclock"
	"daybreak/scheduler"
)

// draft is the config of a command that is about to edit it.
type draft struct {
	a    *app
	file *textfile.File
	cfg  config.Config
	o    config.Options
}

// openDraft reads the config for an edit. One that does not load is not edited.
func (a *app) openDraft() (*draft, error) {
	path, now, err := a.pathAndNow()
	if err != nil {
		return nil, err
	}
	file, err := openConfig(path)
	if err != nil {
		return nil, a.loadError(path, err)
	}
	d := &draft{a: a, file: file, o: config.Options{Now: now, Name: path}}
	if d.cfg, _, err = config.Parse(file.Data, d.o); err != nil {
		return nil, a.loadError(path, err)
	}
	return d, nil
}

// finish writes what an edit came to, or shows it, and says done.
func (d *draft) finish(e config.Edited, err error, dryRun bool, done func(config.Config) string) error {
	if err != nil {
		return editError(err)
	}
	if dryRun {
		// The file's name as the user knows it, not where a link leads.
		_, text, _ := bytes.Cut(diff.Diff(d.o.Name, d.file.Data, d.o.Name, e.Data), []byte("\n"))
		fmt.Fprint(d.a.stdout, d.a.style().Diff(string(text)))
		return nil
	}
	if bytes.Equal(e.Data, d.file.Data) {
		fmt.Fprintln(d.a.stdout, "Nothing to change: it says so already.")
		return nil
	}
	if err := d.file.Replace(e.Data); err != nil {
		return writeError(err)
	}
	fmt.Fprintln(d.a.stdout, report.Plain(done(e.Config)))
	return nil
}

// editError gives an error of an edit its exit code and a way out.
func editError(err error) error {
	var wrong *config.WrongEdit
	var refused *config.Refused
	switch {
	case errors.As(err, &wrong):
		return wrongEdit(wrong.Faults)
	case errors.As(err, &refused):
		return fail(exitFailed, err, "nothing was changed. With daybreak config edit, "+refused.Type)
	}
	return fail(exitFailed, err)
}

// wrongEdit tells what is wrong with the values of an edit: by their flags,
// since they have no place in a file yet.
func wrongEdit(faults config.Faults) error {
	var told, hints []string
	for _, f := range faults {
		key := f.Path[strings.LastIndexByte(f.Path, '.')+1:]
		if i := strings.IndexByte(key, '['); i >= 0 {
			key = key[:i]
		}
		switch key {
		case "habits", "goals": // an item as a whole
			told = append(told, f.Msg)
		case "name":
			told = append(told, "the name: "+f.Msg)
		default:
			told = append(told, "--"+key+": "+f.Msg)
		}
		switch {
		case f.Hint == "give it an id: of its own, or another name:":
			hints = append(hints, "give it another name, or another id with --id")
		case strings.HasPrefix(f.Hint, "add it to goals:"):
			hints = append(hints, "daybreak goal list shows the goals")
		case f.Hint != "":
			hints = append(hints, f.Hint)
		}
	}
	return fail(exitUsage, errors.New(strings.Join(told, "\ndaybreak: ")), hints...)
}

// writeError gives an error of writing the config its exit code and a way out.
func writeError(err error) error {
	hint := "nothing was changed"
	switch {
	case errors.Is(err, textfile.ErrChanged):
		hint = "nothing was changed; try again"
	case errors.Is(err, textfile.ErrReadOnly):
		hint = "make it writable (chmod u+w), or change it where it is made; --dry-run shows what to type"
	case errors.Is(err, textfile.ErrLinked), errors.Is(err, textfile.ErrOwner):
		hint = "nothing was changed; --dry-run shows what to type"
	case errors.Is(err, fs.ErrPermission):
		hint = "the folder has to be writable too; --dry-run shows what to type"
	}
	return fail(exitFailed, err, hint)
}

// next says when something scheduled so comes next, as " Next: today 18:00.".
func (d *draft) next(c config.Config, s scheduler.Schedule) string {
	zone, _ := wallclock.LoadZone(c.Timezone, d.a.getenv) // UTC serves where it is not found
	if zone == nil {
		return ""
	}
	now := d.o.Now.In(zone)
	civil, ok := s.Next(scheduler.CivilOf(now))
	if !ok {
		return ""
	}
	return fmt.Sprintf(" Next: %s.", report.Soon(journey.DateOf(now), civil))
}

// given returns those of the flags that were given, in this order.
func given(c *cobra.Command, flags ...config.Field) ([]config.Field, error) {
	var all []config.Field
	for _, f := range flags {
		if !c.Flags().Changed(f.Key) {
			continue
		}
		for i, v := range f.Values {
			f.Values[i] = strings.TrimSpace(v) // after a comma
		}
		if len(f.Values) == 0 {
			return nil, fail(exitUsage, fmt.Errorf("--%s is empty", f.Key), c.CommandPath()+" --help has examples")
		}
		all = append(all, f)
	}
	return all, nil
}

// itemName returns the name that the arguments make: quotes are easily
// forgotten.
func itemName(c *cobra.Command, args []string) (config.Field, error) {
	name := strings.TrimSpace(strings.Join(args, " "))
	if name == "" {
		return config.Field{}, fail(exitUsage, errors.New("it needs a name"), c.CommandPath()+" --help has examples")
	}
	return config.Field{Key: "name", Values: []string{name}}, nil
}

// theID returns the one id that the arguments name.
func theID(c *cobra.Command, what string, all []named, args []string) (string, error) {
	again := strings.TrimSuffix(c.CommandPath(), c.Name())
	switch {
	case len(args) != 1:
		return "", fail(exitUsage, fmt.Errorf("it takes the id of one %s", what), again+"list shows them")
	case len(all) == 0:
		return "", fail(exitNotFound, fmt.Errorf("there is no %s %q, nor any other", what, args[0]), again+"add adds one")
	}
	return find(c, what, all, strings.TrimPrefix(args[0], what+"/"))
}

const dryRunUsage = "show the change as a diff, and make none"
