//go:build unix

package main

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

const mine = "# Mine.\nbreakup_date: 2026-11-01   # a Sunday\nhabits: []\n"

// editorScript writes a program that stands for an editor, and returns it with
// an option, as people have theirs. In body, $1 is the file.
func editorScript(t *testing.T, body string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "my editor")
	if err := os.WriteFile(path, []byte("#!/bin/sh\nset -e\n[ \"$1\" = --wait ]\nshift\n"+body+"\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	return "'" + path + "' --wait"
}

// files returns what lies beside the config of a home.
func files(t *testing.T, home string) []string {
	t.Helper()
	all, err := filepath.Glob(filepath.Join(home, ".config", "daybreak", ".config.yaml.*"))
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func editorEnv(home, editor string) []string {
	return environment(home, "VISUAL="+editor, "EDITOR=false", "DAYBREAK_NOW=2026-11-23T12:00:00+01:00")
}

// TestConfigEdit: an editor of every kind, and each of the answers.
func TestConfigEdit(t *testing.T) {
	const spoil = `case $(cat "$1") in *oops*) sed -i 's/oops.*/day_starts: "05:00"/' "$1";; *) echo 'oops: 1' >>"$1";; esac`
	for _, tt := range []struct {
		name, editor string
		answers      []string // to the question, each when it comes
		code         int
		says         string
		holds        string
		copies       int
	}{
		{"good", `printf 'day_starts: "05:00"\n' >>"$1"`, nil, 0, "Saved ", mine + "day_starts: \"05:00\"\n", 0},
		{"by renaming", `sed 's/Mine/Ours/' "$1" >"$1.new"; mv "$1.new" "$1"`, nil, 0, "Saved ", strings.Replace(mine, "Mine", "Ours", 1), 0},
		{"unchanged", `:`, nil, 0, "Nothing changed.", mine, 0},
		{"fails", `exit 3`, nil, 1, "exit status 3", mine, 0},
		{"fails with text", `echo '# more' >>"$1"; exit 3`, nil, 1, "what you wrote is in ", mine, 1},
		{"edit again", spoil, []string{"x", "E"}, 0, "Saved ", mine + "day_starts: \"05:00\"\n", 0},
		{"edit again by Enter", spoil, []string{""}, 0, "Saved ", mine + "day_starts: \"05:00\"\n", 0},
		{"keep", spoil, []string{"keep"}, 1, "what you wrote is in ", mine, 1},
		{"discard", spoil, []string{"d"}, 1, "discarded; the config is as it was", mine, 0},
		{"copy is gone", `rm "$1"`, nil, 1, "no such file", mine, 0},
		{"changed meanwhile", `echo '# more' >>"$1"; echo '# theirs' >>"${1%/*}/config.yaml"`, nil, 1, "the file changed meanwhile", mine + "# theirs\n", 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			home := t.TempDir()
			writeConfig(t, home, mine)
			p := startOnTerminal(t, editorEnv(home, editorScript(t, tt.editor)), "config", "edit")
			for i, answer := range tt.answers {
				p.waitForTimes("discard it [e]: ", i+1)
				p.typeLine(answer)
			}
			if code := p.wait(); code != tt.code {
				t.Errorf("exit code %d, want %d", code, tt.code)
			}
			if !strings.Contains(p.output(), tt.says) {
				t.Errorf("it does not say %q", tt.says)
			}
			if len(tt.answers) > 0 && !strings.Contains(p.output(), "config.yaml:4:1: oops: is not a key that Daybreak knows") {
				t.Error("the fault is not told")
			}
			data, err := os.ReadFile(filepath.Join(home, ".config", "daybreak", "config.yaml"))
			if err != nil || string(data) != tt.holds {
				t.Errorf("the config holds %q, error %v", data, err)
			}
			if found := files(t, home); len(found) != tt.copies {
				t.Errorf("beside the config are %q", found)
			}
		})
	}
}

// The first config is what `run` would write, and is not there before it is
// good.
func TestConfigEditWithoutConfig(t *testing.T) {
	home := t.TempDir()
	p := startOnTerminal(t, editorEnv(home, editorScript(t, `sed -i 's/days: 30/days: 45/' "$1"`)), "config", "edit")
	if code := p.wait(); code != 0 {
		t.Fatalf("exit code %d", code)
	}
	path := filepath.Join(home, ".config", "daybreak", "config.yaml")
	if text := read(t, path); !strings.Contains(text, "breakup_date: 2026-11-23\n") || !strings.Contains(text, "days: 45") {
		t.Errorf("it holds %q", text)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, error %v", info.Mode(), err)
	}
	if found := files(t, home); len(found) != 0 {
		t.Errorf("beside the config are %q", found)
	}
}

// A Ctrl-C at the question keeps the copy; one in the editor is the editor's.
func TestConfigEditInterrupted(t *testing.T) {
	home := t.TempDir()
	writeConfig(t, home, mine)
	p := startOnTerminal(t, editorEnv(home, editorScript(t,
		`trap 'echo caught; echo "oops: 1" >>"$1"; exit 0' INT; echo ready; while :; do sleep 0.05; done`)), "config", "edit")
	p.waitFor("ready")
	if _, err := p.tty.WriteString("\x03"); err != nil {
		t.Fatal(err)
	}
	p.waitFor("caught")
	p.waitFor("discard it [e]: ")
	if _, err := p.tty.WriteString("\x03"); err != nil {
		t.Fatal(err)
	}
	if code := p.wait(); code != 1 || len(files(t, home)) != 1 {
		t.Errorf("exit code %d, beside the config are %q", code, files(t, home))
	}
}

// SIGTERM ends the editor too, and what was written is kept.
func TestConfigEditEnded(t *testing.T) {
	home := t.TempDir()
	writeConfig(t, home, mine)
	p := startOnTerminal(t, editorEnv(home, editorScript(t, `echo '# more' >>"$1"; echo ready; exec sleep 600`)), "config", "edit")
	p.waitFor("ready")
	if code := p.end(syscall.SIGTERM); code != 1 || len(files(t, home)) != 1 {
		t.Errorf("exit code %d, beside the config are %q", code, files(t, home))
	}
	t.Logf("ended after %v", p.waitFor("what you wrote is in "))
}

func TestConfigEditNeedsATerminal(t *testing.T) {
	home := t.TempDir()
	writeConfig(t, home, mine)
	out, code := command(t, editorEnv(home, "false"), "config", "edit")
	if code != exitUsage || !strings.Contains(out, "an editor needs a terminal") {
		t.Errorf("exit code %d: %s", code, out)
	}
}
