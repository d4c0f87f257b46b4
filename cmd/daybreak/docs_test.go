package main

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"
	"time"

	"github.com/spf13/cobra"
)

const (
	commandsPage = "../../docs/commands.md"
	manPage      = "../../contrib/man/daybreak.1"
	yamlPage     = "../../contrib/man/daybreak.yaml.5"
)

// TestDocsPages compares the pages with the program they are about.
func TestDocsPages(t *testing.T) {
	m := newManual()
	if len(m.commands) < 12 {
		t.Fatalf("only %d commands", len(m.commands))
	}
	for _, c := range m.commands {
		if c.short == "" || c.long == "" || c.example == "" {
			t.Fatalf("%s lacks a line about it, more than a line, or an example", c.path)
		}
	}
	comparePage(t, commandsPage, m.markdown())
	compareManPage(t, manPage, m.man)
	compareManPage(t, yamlPage, func(date string) string { return manYAML(t, m, date) })
}

// compareManPage compares a page whose date is the day on which its words last
// changed.
func compareManPage(t *testing.T, path string, page func(date string) string) {
	t.Helper()
	date := "none"
	if found := manDate.FindStringSubmatch(read(t, path)); found != nil {
		date = found[1]
	}
	if *update && page(date) != read(t, path) {
		date = time.Now().UTC().Format(time.DateOnly)
	}
	comparePage(t, path, page(date))
}

var manDate = regexp.MustCompile(`(?m)^\.TH \S+ [15] (\S+)`)

// A hidden command is for the program itself.
func TestDocsLeaveOutWhatIsHidden(t *testing.T) {
	nothing := func(*cobra.Command, []string) {}
	root := &cobra.Command{Use: "root"}
	inner := &cobra.Command{Use: "inner", Hidden: true}
	inner.AddCommand(&cobra.Command{Use: "leaf", Run: nothing})
	root.AddCommand(inner, &cobra.Command{Use: "hidden", Hidden: true, Run: nothing}, &cobra.Command{Use: "shown", Run: nothing})
	walk(root, func(c *cobra.Command) {
		if c.Name() != "shown" {
			t.Errorf("%s is in the pages", c.CommandPath())
		}
	})
}

// comparePage compares a page with what it should be, or writes it.
func comparePage(t *testing.T, path, want string) {
	t.Helper()
	if got := read(t, path); got == want {
		return
	}
	if !*update {
		t.Errorf("%s is not what the program says: run go test ./cmd/daybreak -run Docs -update", filepath.Base(path))
		return
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
		t.Fatal(err)
	}
}

// read returns a file of the project, "" for one that is to be made.
func read(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil && !(*update && os.IsNotExist(err)) {
		t.Fatal(err)
	}
	return string(data)
}
