package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"daybreak/internal/rig"
)

// What the service says is in the real journal, with its priorities and without
// a word of the user's; where it does not go there, `service logs` says so.
func TestRealServiceLogs(t *testing.T) {
	t.Parallel()
	rig.Need(t, "journalctl", "dunst")
	s := rig.StartSystemd(t)
	program := s.Put(t, build(t), "bin/daybreak")
	if out, err := s.Exec(t.Context(), program, "service", "logs"); err == nil || !strings.Contains(err.Error(), "not installed") {
		t.Errorf("before install: %s, %v", out, err)
	}
	s.Setenv(t, "DISPLAY", rig.StartDisplay(t))
	s.Start(t, "dunst")
	const words = "breakup_date: 2026-01-01\nhabits: [{name: Rosamunde, at: \"07:30\", say: [Zerbinetta]}]\n" +
		"goals: [{name: Amneris}]\nprompts: {own: [Leonore]}\n"
	config := func(text string) {
		s.Run(t, "sh", "-c", `umask 077; mkdir -p .config/daybreak; printf %s "$0" >.config/daybreak/config.yaml`, text)
	}
	config(words)
	s.Run(t, program, "service", "install", "--log-level", "debug")
	lines := func(want string, args ...string) string {
		t.Helper()
		var all string
		until(t, want, func() (string, bool) {
			out, err := s.Exec(t.Context(), args[0], args[1:]...)
			all = string(out)
			return fmt.Sprint(all, err), strings.Contains(all, want)
		})
		return all
	}
	lines("result=delivered", program, "service", "logs")
	config(words + "Rosamunde: 7\n")
	lines("level=ERROR", "journalctl", "--user", "-u", "daybreak", "-p", "err")
	all := lines("does not load", program, "service", "logs", "--lines", "1000")
	for _, word := range []string{"Rosamunde", "rosamunde", "Zerbinetta", "Amneris", "Leonore"} {
		if strings.Contains(all, word) {
			t.Errorf("the log has the word %s:\n%s", word, all)
		}
	}
	if strings.Contains(all, "time=") || strings.Contains(all, ">level=") || !strings.Contains(all, "level=INFO") {
		t.Errorf("times or priorities as text:\n%s", all)
	}
	if errors := s.Run(t, "journalctl", "--user", "-u", "daybreak", "-p", "err"); strings.Contains(errors, "level=INFO") {
		t.Errorf("infos among the errors:\n%s", errors)
	}
	if one := s.Run(t, program, "service", "logs", "-n", "1"); strings.Count(one, "\n") != 1 {
		t.Errorf("one line is\n%s", one)
	}
	followLogs(t, s, program)

	dropIn(t, s, "[Service]\nStandardError=append:%h/log\n")
	if out, err := s.Exec(t.Context(), program, "service", "logs"); err == nil || !strings.Contains(err.Error(), "does not go to the journal") {
		t.Errorf("with a log elsewhere: %s, %v", out, err)
	}
	s.Run(t, "systemctl", "--user", "restart", "daybreak")
	until(t, "a log with times", func() (string, bool) {
		data, _ := os.ReadFile(filepath.Join(s.Home(), "log"))
		return string(data), strings.HasPrefix(string(data), "time=")
	})
}

// followLogs sees a line that comes while the log is followed.
func followLogs(t *testing.T, s *rig.Systemd, program string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	done := make(chan string, 1)
	go func() {
		out, _ := s.Exec(ctx, "timeout", "--signal=INT", "10", program, "service", "logs", "--follow", "--lines", "1")
		done <- string(out)
	}()
	tick := time.NewTicker(500 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case out := <-done:
			if n := strings.Count(out, "\n"); n < 2 {
				t.Errorf("followed:\n%s", out)
			}
			return
		case <-tick.C:
			s.Run(t, "systemctl", "--user", "reload", "daybreak") // says something
		}
	}
}
