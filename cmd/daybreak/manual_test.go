package main

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// manual is what docs/commands.md and the man page say: the commands as the
// program has them, and the sections of manual_text_test.go. In prose, words
// between backticks are typed as they stand, and a paragraph of lines that
// begin with two spaces keeps its lines.
type manual struct {
	name, short, long string
	global            []flagDoc
	commands          []commandDoc
	sections          []section
}

// commandDoc is a command that does something, "daybreak config check".
type commandDoc struct {
	path, synopsis, short, long, example string
	flags                                []flagDoc
}

// flagDoc is a flag, "--days N".
type flagDoc struct{ name, value, usage string }

func (f flagDoc) String() string { return strings.TrimSpace("--" + f.name + " " + f.value) }

type section struct {
	title, intro string
	head         [2]string // of the table that the terms are
	terms        []entry
	outro        string
}

type entry struct{ name, text string }

// newManual reads the manual out of the program.
func newManual() manual {
	a := &app{getenv: lookup(nil), stdin: strings.NewReader(""), stdout: &bytes.Buffer{}, stderr: &bytes.Buffer{}}
	root := a.root(nil)
	root.InitDefaultHelpCmd()
	m := manual{
		name: root.Name(), short: root.Short, long: root.Long, global: flagDocs(root.PersistentFlags()), sections: sections(),
	}
	m.global = append(m.global, flagDoc{"help", "", "show what the command does, with examples"})
	walk(root, func(c *cobra.Command) { m.commands = append(m.commands, docOf(c)) })
	return m
}

// walk visits the commands below c that do something and are not hidden.
func walk(c *cobra.Command, visit func(*cobra.Command)) {
	for _, sub := range c.Commands() {
		if sub.Hidden {
			continue
		}
		if !sub.HasSubCommands() {
			visit(sub)
		}
		walk(sub, visit)
	}
}

func docOf(c *cobra.Command) commandDoc {
	d := commandDoc{path: c.CommandPath(), short: c.Short, long: c.Long, example: c.Example, flags: flagDocs(c.LocalNonPersistentFlags())}
	d.synopsis = c.CommandPath()
	if _, args, ok := strings.Cut(c.Use, " "); ok {
		d.synopsis += " " + args
	}
	told := map[string]bool{}
	for _, f := range d.flags {
		if !told[f.name] {
			d.synopsis += " [" + together(c, d.flags, f, told) + "]"
		}
	}
	return d
}

// together returns f and the flags that exclude it, as "--json | --short".
func together(c *cobra.Command, all []flagDoc, f flagDoc, told map[string]bool) string {
	group := []string{f.name}
	if ann := c.Flags().Lookup(f.name).Annotations["cobra_annotation_mutually_exclusive"]; len(ann) > 0 {
		group = strings.Fields(ann[0])
	}
	var forms []string
	for _, name := range group {
		told[name] = true
		for _, other := range all {
			if other.name == name {
				forms = append(forms, other.String())
			}
		}
	}
	return strings.Join(forms, " | ")
}

func flagDocs(set *pflag.FlagSet) []flagDoc {
	var all []flagDoc
	set.VisitAll(func(f *pflag.Flag) {
		if f.Hidden || f.Name == "help" {
			return
		}
		value, usage := pflag.UnquoteUsage(f)
		if d := f.DefValue; d != "" && d != "false" && d != "0" && d != "[]" && !strings.Contains(usage, "(default ") {
			usage += fmt.Sprintf(" (default %s)", d)
		}
		all = append(all, flagDoc{f.Name, value, usage})
	})
	return all
}

// paragraphs splits a long text; those that keep their lines are verbatim, and
// come without their two spaces.
func paragraphs(long string) (all []paragraph) {
	for _, p := range strings.Split(strings.Trim(long, "\n"), "\n\n") {
		if strings.HasPrefix(p, "  ") {
			all = append(all, paragraph{strings.ReplaceAll(strings.TrimPrefix(p, "  "), "\n  ", "\n"), true})
		} else {
			all = append(all, paragraph{strings.Join(strings.Fields(p), " "), false})
		}
	}
	return all
}

type paragraph struct {
	text     string
	verbatim bool
}

// helpOf returns what the program itself prints.
func helpOf(t *testing.T, args ...string) string {
	t.Helper()
	var out, errs bytes.Buffer
	if code := run(context.Background(), args, nil, strings.NewReader(""), &out, &errs); code != 0 {
		t.Fatalf("daybreak %q: exit %d\n%s", args, code, &errs)
	}
	return out.String()
}
