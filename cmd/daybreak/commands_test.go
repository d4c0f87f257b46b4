package main

import (
	"testing"

	"github.com/spf13/cobra"
)

// The command that is asked for is made alone, and is the same as among all.
func TestOneCommandIsMade(t *testing.T) {
	a := &app{getenv: lookup(nil)}
	all := a.root(nil)
	if n := len(all.Commands()); n < 25 {
		t.Fatalf("%d commands in all", n)
	}
	seen := map[string]bool{}
	for _, c := range all.Commands() {
		if seen[c.Name()] {
			t.Errorf("%s is there twice", c.Name())
		}
		seen[c.Name()] = true
		t.Run(c.Name(), func(t *testing.T) {
			alone := a.root([]string{c.Name()}).Commands()
			if len(alone) != 1 || alone[0].Name() != c.Name() {
				t.Fatalf("%d commands are made, the first is %s", len(alone), alone[0].Name())
			}
			if got, want := usage(alone[0]), usage(c); got != want {
				t.Errorf("alone it says\n%s\nand among all\n%s", got, want)
			}
		})
	}
	for _, args := range [][]string{{"--config", "x", "status"}, {"help", "status"}, {"stauts"}, {cobra.ShellCompRequestCmd, "s"}} {
		if n := len(a.root(args).Commands()); n != len(all.Commands()) {
			t.Errorf("%q: %d commands are made", args, n)
		}
	}
}

func usage(c *cobra.Command) string { return c.Long + c.Example + c.UsageString() }
