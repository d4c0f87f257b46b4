package main

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"daybreak/internal/rig"
)

// screenOf is a terminal in which a person would type: one of tmux, with a
// server of its own.
type screenOf struct {
	t      *testing.T
	socket string
}

// typeInto starts a program on a screen of its own, which ends with the test.
func typeInto(t *testing.T, env []string, command ...string) *screenOf {
	t.Helper()
	s := &screenOf{t, filepath.Join(t.TempDir(), "tmux")}
	t.Cleanup(func() { _ = exec.Command("tmux", "-S", s.socket, "kill-server").Run() }) // it may have ended by itself
	cmd := s.tmux(append([]string{"-f", "/dev/null", "new-session", "-d", "-x", "100", "-y", "30"}, command...)...)
	cmd.Env = append(env, "TERM=xterm-256color")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("tmux: %v: %s", err, out)
	}
	return s
}

func (s *screenOf) tmux(args ...string) *exec.Cmd {
	return exec.Command("tmux", append([]string{"-S", s.socket}, args...)...)
}

// keys types keys, as tmux names them, or text.
func (s *screenOf) keys(keys ...string) {
	s.t.Helper()
	if out, err := s.tmux(append([]string{"send-keys"}, keys...)...).CombinedOutput(); err != nil {
		s.t.Fatalf("type %q: %v: %s", keys, err, out)
	}
}

// shows waits until text is on the screen.
func (s *screenOf) shows(text string) {
	s.t.Helper()
	until(s.t, text, func() (string, bool) {
		out, err := s.tmux("capture-pane", "-p").CombinedOutput()
		return string(out), err == nil && strings.Contains(string(out), text)
	})
}

// gone types keys that end the program, and waits until it has.
func (s *screenOf) gone(keys ...string) {
	s.t.Helper()
	s.keys(keys...)
	until(s.t, "the end of the editor", func() (string, bool) {
		out, err := s.tmux("list-sessions").CombinedOutput()
		return string(out), err != nil
	})
}

// editor is an open editor: how to replace a word and save, and how to leave.
type editor struct {
	*screenOf
	save func(from, to string)
	quit []string
}

// Real editors save in their own ways; each save is in force soon, and so is
// the next one.
func TestRealEditors(t *testing.T) {
	rig.Need(t, "tmux", "vim", "nano")
	vim := func(options string) func(l *alive) editor {
		return func(l *alive) editor {
			s := typeInto(l.t, environment(l.home), "vim", "-u", "NONE", "-N", "-c", options, l.at(here))
			return editor{s, func(from, to string) { s.keys(":%s/"+from+"/"+to+"/", "Enter", ":w", "Enter") }, []string{":q!", "Enter"}}
		}
	}
	nano := func(flags ...string) func(l *alive) editor {
		return func(l *alive) editor {
			s := typeInto(l.t, environment(l.home), append(append([]string{"nano"}, flags...), l.at(here))...)
			return editor{s, func(from, to string) {
				s.keys("C-Home", "C-\\")
				s.shows("Search (to replace)")
				s.keys("-l", from)
				s.keys("Enter")
				s.shows("Replace with")
				s.keys("-l", to)
				s.keys("Enter")
				s.shows("Replace this instance")
				s.keys("y")
				s.shows("Replaced 1 occurrence")
				s.keys("C-s")
			}, []string{"C-x"}}
		}
	}
	for _, c := range []struct {
		name string
		open func(l *alive) editor
	}{
		{"vim", vim("set nobackup writebackup backupcopy=auto")},
		{"vim, backupcopy=yes", vim("set backup backupcopy=yes backupdir=.")},
		{"vim, backupcopy=no", vim("set backup backupcopy=no backupdir=.")},
		{"vim, nowritebackup", vim("set nobackup nowritebackup")},
		{"nano", nano()},
		{"nano, with backups", nano("-B")},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			l := live(t, nil)
			e := c.open(l)
			e.shows("First walk")
			e.save("First", "Second")
			t.Logf("in force %v after the keys", l.inForce("Second walk"))
			e.save("Second", "Third")
			t.Logf("in force %v after the keys", l.inForce("Third walk"))
			e.gone(e.quit...)
			if said := l.p.output(); strings.Contains(said, "does not load") {
				t.Errorf("a state in between counted:\n%s", said)
			}
		})
	}
}
