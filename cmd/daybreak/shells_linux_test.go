package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"daybreak/internal/rig"
)

// bashCompletion is what bash loads before a program's own completion.
const bashCompletion = "/usr/share/bash-completion/bash_completion"

// shells start a shell that reads no file of the system's, and put the script
// where the README has it.
var shells = map[string]struct{ args, setUp []string }{
	"bash": {
		args: []string{"--norc", "--noprofile", "-i"},
		setUp: []string{
			"mkdir -p ~/.local/share/bash-completion/completions",
			"daybreak completion bash > ~/.local/share/bash-completion/completions/daybreak",
			"source " + bashCompletion,
		},
	},
	"zsh": {
		args: []string{"-f", "-i"},
		setUp: []string{
			"mkdir -p ~/.zfunc; daybreak completion zsh > ~/.zfunc/_daybreak",
			"fpath+=(~/.zfunc); autoload -U compinit; compinit -u -D",
		},
	},
	"fish": {
		args:  []string{"-i"},
		setUp: []string{"mkdir -p ~/.config/fish/completions; daybreak completion fish > ~/.config/fish/completions/daybreak.fish"},
	},
}

// TestCompletionInShells types the beginning of an id and a tab into each real
// shell on a terminal: what then runs is the command with the whole id, and the
// program's answer shows it.
func TestCompletionInShells(t *testing.T) {
	for shell, with := range shells {
		t.Run(shell, func(t *testing.T) {
			path := rig.Need(t, shell)[0]
			if _, err := os.Stat(bashCompletion); err != nil && shell == "bash" {
				rig.Missing(t, "bash's completions (Debian package bash-completion)")
			}
			home := t.TempDir()
			writeConfig(t, home, "breakup_date: 2026-11-20\nhabits:\n  - name: Evening walk\n    at: \"19:30\"\n")
			env := environment(home, "PATH="+filepath.Dir(build(t))+":"+os.Getenv("PATH"), "SHELL="+path,
				"DAYBREAK_NOW=2026-11-23T12:00:00+01:00")
			cmd := exec.Command(path, with.args...)
			cmd.Env, cmd.Dir = env, home
			p := onTerminal(t, cmd, 0)
			for _, line := range with.setUp {
				p.typeLine(line)
			}
			p.typeLine("daybreak status --short")
			p.waitFor("day 3 of 30")
			p.typeLine("daybreak why checkin/ev\t --json; daybreak nex\t 1")
			p.waitFor(`"occurrences": []`)
			took := p.waitFor(welcomeTitle)
			p.typeLine("exit")
			p.wait()
			t.Logf("loaded, completed and answered in %v", took)
		})
	}
}

// TestCompletionDescribes asks fish, which tells what it would offer.
func TestCompletionDescribes(t *testing.T) {
	fish := rig.Need(t, "fish")[0]
	home := t.TempDir()
	writeConfig(t, home, "breakup_date: 2026-11-20\nhabits:\n  - name: Evening walk\n    at: \"19:30\"\n")
	if err := os.WriteFile(filepath.Join(home, "draft.yaml"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), fish, "--no-config", "-c", "daybreak completion fish | source; "+
		"complete -C 'daybreak why habit/'; complete -C 'daybreak why --config '; complete -C 'daybreak next '")
	cmd.Dir = home
	cmd.Env = environment(home, "PATH="+filepath.Dir(build(t))+":"+os.Getenv("PATH"))
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	if want := "habit/evening-walk\tEvening walk\ndraft.yaml\n"; string(out) != want {
		t.Errorf("fish offers %q, want %q", out, want)
	}
}
