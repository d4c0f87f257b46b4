package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// dialogue runs the program on a terminal and types an answer whenever it has
// asked for one; it returns what stood on the screen, and the exit code.
func dialogue(t *testing.T, env []string, args []string, turns ...string) (string, int) {
	t.Helper()
	p := startOnTerminal(t, env, args...)
	for i := 0; i+1 < len(turns); i += 2 {
		p.waitFor(turns[i])
		p.typeLine(turns[i+1])
	}
	code := p.wait()
	return strings.ReplaceAll(p.output(), "\r\n", "\n"), code
}

const askedConfig = `breakup_date: 2026-11-01
goals:
  - {id: read-3, name: Read three books, target: 3, unit: books}
`

// A check-in on a terminal asks for what is missing, and again for what is no
// number.
func TestCheckInAsks(t *testing.T) {
	home := t.TempDir()
	writeConfig(t, home, askedConfig)
	env := environment(home, "DAYBREAK_NOW=2026-11-23T21:00:00+01:00")
	out, code := dialogue(t, env, []string{"checkin"},
		"(very hard)? ", "rather", "\"rather\" is not from 1 to 5.", "4", "(Enter for none): ", "a long day")
	if code != 0 || !strings.Contains(out, "daybreak support") {
		t.Fatalf("exit %d\n%s", code, out)
	}
	if journal, _ := command(t, env, "journal"); !strings.Contains(journal, "hard, 4 of 5") || !strings.Contains(journal, "a long day") {
		t.Errorf("the journal says\n%s", journal)
	}
}

// A milestone's check-in walks through three questions and the goals; all of it
// is one line of the record and one of each goal, or nothing after Ctrl-C.
func TestMilestoneCheckInAsks(t *testing.T) {
	home := t.TempDir()
	writeConfig(t, home, askedConfig)
	env := environment(home, "DAYBREAK_NOW=2026-11-23T21:00:00+01:00")
	p := startOnTerminal(t, env, "checkin", "--milestone")
	p.waitFor("> ")
	p.typeLine("not to be kept")
	p.waitForTimes("> ", 2)
	if _, err := p.tty.Write([]byte{3}); err != nil {
		t.Fatal(err)
	}
	if code := p.wait(); code == 0 {
		t.Error("Ctrl-C ended it well")
	}
	if out, _ := command(t, env, "journal"); !strings.Contains(out, "Nothing written yet") {
		t.Errorf("after Ctrl-C the journal says\n%s", out)
	}
	p = startOnTerminal(t, env, "checkin", "--milestone")
	for i, answer := range []string{"first words", "", "third words"} {
		p.waitForTimes("> ", i+1)
		p.typeLine(answer)
	}
	p.waitFor("(Enter for nothing)? ")
	p.typeLine("some")
	p.waitFor("\"some\" is not a number.")
	p.typeLine("1")
	if code := p.wait(); code != 0 {
		t.Fatalf("exit %d", code)
	}
	out, _ := command(t, env, "journal")
	for _, want := range []string{"Check-in of day 21", "first words", "third words", "Read three books (+1)"} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is not in the journal\n%s", want, out)
		}
	}
}

// purge deletes for the word purge alone.
func TestPurgeAsks(t *testing.T) {
	home := t.TempDir()
	writeConfig(t, home, askedConfig)
	env := environment(home)
	if out, code := command(t, env, "checkin", "2"); code != 0 {
		t.Fatal(out)
	}
	config := filepath.Join(home, ".config", "daybreak", "config.yaml")
	if out, code := dialogue(t, env, []string{"purge"}, "keep it all: ", "yes"); code != 1 || !exists(config) {
		t.Errorf("exit %d\n%s", code, out)
	}
	if out, code := dialogue(t, env, []string{"purge"}, "keep it all: ", "purge"); code != 0 || exists(config) {
		t.Errorf("exit %d\n%s", code, out)
	}
	if _, err := os.Stat(filepath.Join(home, ".local", "state", "daybreak")); err == nil {
		t.Error("the state folder is there")
	}
}
