package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

// initNow is the moment of the conversations in testdata/init.
const initNow = "DAYBREAK_NOW=2026-11-25T12:00:00+01:00"

// prompt ends every line on which init waits for an answer.
const prompt = "]: "

// TestInitTalks has the conversations in testdata/init on a real terminal, and
// compares what it looks like and what is written.
func TestInitTalks(t *testing.T) {
	files, err := filepath.Glob("testdata/init/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("%d conversations, %v", len(files), err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			ar, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			parts := map[string]*txtar.File{}
			for i := range ar.Files {
				parts[ar.Files[i].Name] = &ar.Files[i]
			}
			home := t.TempDir()
			screen := converse(t, home, 80, strings.Split(strings.TrimSuffix(string(parts["typed"].Data), "\n"), "\n"))
			private(t, home)
			compare(t, parts["screen"], screen)
			compare(t, parts["config"], read(t, filepath.Join(home, ".config", "daybreak", "config.yaml")))
			if *update {
				if err := os.WriteFile(file, txtar.Format(ar), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if out, code := command(t, environment(home, initNow), "config", "check"); code != 0 || strings.Contains(out, "note:") {
				t.Errorf("config check: exit %d, %s", code, out)
			}
		})
	}
}

// converse types the lines, each at its prompt, and returns the screen at the
// last one; home is ~ in it.
func converse(t *testing.T, home string, columns uint16, lines []string, env ...string) string {
	t.Helper()
	p := startOnTerminalOf(t, columns, environment(home, append(env, initNow)...), "init")
	screen := ""
	for i, line := range lines {
		p.waitForTimes(prompt, i+1)
		screen = p.output()
		p.typeLine(line)
	}
	if code := p.wait(); code != 0 {
		t.Fatalf("exit %d", code)
	}
	return strings.ReplaceAll(strings.ReplaceAll(screen, "\r\n", "\n"), home, "~") + "\n"
}

func compare(t *testing.T, want *txtar.File, got string) {
	t.Helper()
	if *update {
		want.Data = []byte(got)
	}
	if got != string(want.Data) {
		t.Errorf("%s: got\n%s\nwant\n%s", want.Name, got, want.Data)
	}
}

// It fits a narrow window, but for the file and its path, and what it prints is
// plain: nothing that moves a cursor, on whatever terminal.
func TestInitIsPlain(t *testing.T) {
	for _, term := range []string{"dumb", "xterm-256color"} {
		screen := converse(t, t.TempDir(), 40, make([]string, 7), "TERM="+term)
		if strings.Contains(screen, "\x1b") {
			t.Errorf("TERM=%s: it drives the terminal: %q", term, screen)
		}
		talk, _, found := strings.Cut(screen, "# Daybreak's config.")
		if n := longest(talk); !found || n > 40 {
			t.Errorf("a line of %d columns:\n%s", n, screen)
		}
	}
}

// Ctrl-C and Ctrl-D at every question, of init and of the first run, leave
// nothing behind.
func TestInitLeavesNothing(t *testing.T) {
	for _, c := range []struct {
		command string
		prompts int
	}{{"init", 7}, {"run", 3}} {
		for key, says := range map[string]string{"\x03": "ended before anything was written", "\x04": "no answer"} {
			for n := range c.prompts {
				t.Run(fmt.Sprintf("%s %q at question %d", c.command, key, n+1), func(t *testing.T) {
					home := t.TempDir()
					p, errs := startAsking(t, home, c.command)
					for i := range n {
						p.waitForTimes(prompt, i+1)
						p.typeLine("")
					}
					p.waitForTimes(prompt, n+1)
					if _, err := p.tty.WriteString(key); err != nil {
						t.Fatal(err)
					}
					if code := p.wait(); code != 1 || !strings.Contains(errs.String(), says) || !strings.Contains(errs.String(), "nothing was changed") {
						t.Errorf("exit %d, %s", code, errs)
					}
					empty(t, home)
				})
			}
		}
	}
}

// No, too, leaves nothing behind, and --dry-run.
func TestInitWithoutWriting(t *testing.T) {
	home := t.TempDir()
	p, errs := startAsking(t, home, "init")
	for i, line := range []string{"", "", "", "", "", "", "no"} {
		p.waitForTimes(prompt, i+1)
		p.typeLine(line)
	}
	if code := p.wait(); code != 1 || !strings.Contains(errs.String(), "nothing was written, as you asked") {
		t.Errorf("exit %d, %s", code, errs)
	}
	empty(t, home)
	p, errs = startAsking(t, home, "init", "--dry-run")
	for i := range 6 {
		p.waitForTimes(prompt, i+1)
		p.typeLine("")
	}
	if code := p.wait(); code != 0 || errs.Len() > 0 {
		t.Errorf("--dry-run: exit %d, %s", code, errs)
	}
	empty(t, home)
}

// startAsking runs the program on a terminal, with its errors beside it. They may
// be read once it has ended.
func startAsking(t *testing.T, home string, args ...string) (*process, *bytes.Buffer) {
	t.Helper()
	var errs bytes.Buffer
	cmd := exec.Command(build(t), args...)
	cmd.Env, cmd.Stderr = environment(home), &errs
	return onTerminal(t, cmd, 80), &errs
}

// empty fails the test when there is anything in dir.
func empty(t *testing.T, dir string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
		if err == nil && path != dir {
			t.Errorf("%s was left", path)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}
