package main

import (
	"os/exec"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"
)

// printed runs the program to its end on a terminal of so many columns, and
// returns what it printed, with plain line ends.
func printed(t *testing.T, columns uint16, env []string, args ...string) string {
	t.Helper()
	cmd := exec.Command(build(t), args...)
	cmd.Env = env
	p := onTerminal(t, cmd, columns)
	if code := p.wait(); code != 0 {
		t.Fatalf("exit code %d", code)
	}
	return strings.ReplaceAll(p.output(), "\r\n", "\n")
}

var colour = regexp.MustCompile("\x1b\\[[0-9]+m")

// longest returns the runes of the longest line without its colours.
func longest(text string) int {
	most := 0
	for line := range strings.SplitSeq(colour.ReplaceAllString(text, ""), "\n") {
		most = max(most, utf8.RuneCountInString(line))
	}
	return most
}

// On a terminal the texts have its width, or that of a sane COLUMNS, and
// colour unless the user or the terminal will have none.
func TestOnTerminal(t *testing.T) {
	home := t.TempDir()
	writeConfig(t, home, `breakup_date: 2026-11-03
habits:
  - {name: Stretch for ten whole minutes before anything else happens, at: "18:00", say: ["Ten minutes on the mat by the window are worth it, and eleven are more than enough of it, every day."]}
`)
	const words = "Ten minutes on the mat by the window are worth it, and eleven are more than enough of it, every day."
	for _, c := range []struct {
		name     string
		columns  uint16
		env      []string
		width    int // what the lines of today have to fit
		coloured bool
		ascii    bool
	}{
		{"40", 40, nil, 40, true, false},
		{"80", 80, nil, 80, true, false},
		{"200", 200, nil, 200, true, false},
		{"does not know its size", 0, nil, 80, true, false},
		{"COLUMNS is sane", 200, []string{"COLUMNS=50"}, 50, true, false},
		{"COLUMNS is zero", 60, []string{"COLUMNS=0"}, 60, true, false},
		{"COLUMNS is a word", 60, []string{"COLUMNS=wide"}, 60, true, false},
		{"COLUMNS is too much", 60, []string{"COLUMNS=100000"}, 60, true, false},
		{"NO_COLOR", 60, []string{"NO_COLOR=1"}, 60, false, false},
		{"NO_COLOR is empty", 60, []string{"NO_COLOR="}, 60, true, false},
		{"TERM=dumb", 60, []string{"TERM=dumb"}, 60, false, true},
		{"LANG=C", 60, []string{"LANG=C"}, 60, true, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			env := append(environment(home, "DAYBREAK_NOW=2026-11-23T12:00:00+01:00", "TERM=xterm-256color"), c.env...)
			for _, command := range []string{"status", "today", "next", "why"} {
				text := printed(t, c.columns, env, command)
				if n := longest(text); n > c.width {
					t.Errorf("%s: a line of %d columns", command, n)
				}
				if command != "why" && colour.MatchString(text) != c.coloured {
					t.Errorf("%s: coloured: %v", command, !c.coloured)
				}
				if strings.ContainsAny(text, "█░…") == c.ascii && command == "status" {
					t.Errorf("%s: a frame in ASCII: %v", command, !c.ascii)
				}
				if told := strings.Join(strings.Fields(colour.ReplaceAllString(text, "")), " "); command == "today" && !strings.Contains(told, words) {
					t.Errorf("not all words are there:\n%s", text)
				}
			}
		})
	}
}

// What is wrong with a config has colour and the terminal's width too, also
// where stdout is no terminal.
func TestFaultsOnTerminal(t *testing.T) {
	home := t.TempDir()
	writeConfig(t, home, "breakup_date: 1.11.2026\nsoundtrack: blues\n")
	for _, c := range []struct {
		name     string
		columns  uint16
		env      string
		coloured bool
	}{
		{"40", 40, "", true},
		{"120", 120, "", true},
		{"NO_COLOR", 60, "NO_COLOR=1", false},
		{"TERM=dumb", 60, "TERM=dumb", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			cmd := exec.Command("sh", "-c", `cd && exec "$0" config check --config .config/daybreak/config.yaml >/dev/null`, build(t))
			cmd.Env = append(environment(home, "DAYBREAK_NOW=2026-11-23T12:00:00+01:00", "TERM=xterm-256color"), c.env)
			p := onTerminal(t, cmd, c.columns)
			if code := p.wait(); code != exitUsage {
				t.Errorf("exit code %d", code)
			}
			text := strings.ReplaceAll(p.output(), "\r\n", "\n")
			if n := longest(text); n > int(c.columns) {
				t.Errorf("a line of %d columns:\n%s", n, text)
			}
			if colour.MatchString(text) != c.coloured {
				t.Errorf("coloured: %v:\n%s", !c.coloured, text)
			}
			if !strings.Contains(colour.ReplaceAllString(text, ""), "\n  hint: write year, month and day:") {
				t.Errorf("no hint:\n%s", text)
			}
		})
	}
}
