package main

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"daybreak/internal/rig"
)

// TestRealNotesStayPrivate has notes written while a daemon runs on a desktop, and
// looks for a word of them everywhere but in the record: in what was sent to the
// notification server, in its history, in the daemon's log at its most talkative,
// in what the commands say, in the arguments of processes and in every file.
func TestRealNotesStayPrivate(t *testing.T) {
	t.Parallel()
	const secret = "marmalade"
	desk := rig.StartDesk(t, "dunst")
	monitor := desk.StartMonitor(t)
	home := t.TempDir()
	now := berlin(t)
	writeConfig(t, home, "breakup_date: "+now.AddDate(0, 0, -8).Format(time.DateOnly)+
		"\nhabits:\n  - name: Walk\n    at: \""+now.Add(2*time.Minute).Format("15:04")+"\"\nquiet_hours: off\n")
	env := onDesk(desk, home)
	p := start(t, env, "run", "--log-level", "debug")
	monitor.WaitNotify(t, 1, patience)
	said := func(args ...string) string {
		t.Helper()
		cmd := exec.Command(build(t), args...)
		cmd.Env, cmd.Stdin = env, strings.NewReader("the "+secret+" incident")
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%v: %v\n%s", args, err, out)
		}
		return string(out)
	}
	var told strings.Builder
	for _, args := range [][]string{{"checkin", "5", "-"}, {"contact", "looked", "-"}, {"urge", "-"},
		{"checkin", "2", "-"}, {"undo"}} {
		told.WriteString(said(args...))
	}
	for _, args := range [][]string{{"status"}, {"status", "--json"}, {"status", "--waybar"}, {"today"}, {"today", "--json"},
		{"next"}, {"why"}, {"simulate", "--days", "40"}, {"support"}, {"config", "check"}} {
		told.WriteString(said(args...))
	}
	monitor.WaitNotify(t, 2, 4*patience) // the habit, after the notes
	told.WriteString(said("snooze"))
	p.end(syscall.SIGTERM)
	for what, text := range map[string]string{
		"commands": told.String(), "the daemon's log": p.output(), "dunst's history": string(desk.Run(t, "dunstctl", "history")),
	} {
		if strings.Contains(text, secret) {
			t.Errorf("%s: the note is there\n%s", what, text)
		}
	}
	for _, call := range monitor.Calls() {
		if strings.Contains(call.Title+call.Body, secret) {
			t.Errorf("a notification says it: %+v", call)
		}
	}
	if !strings.Contains(said("journal"), secret) {
		t.Error("the journal does not have it: nothing was tested")
	}
	for _, path := range filesWith(t, home, secret) {
		rel, _ := filepath.Rel(home, path)
		if !strings.HasPrefix(rel, ".local/state/daybreak/ledger/") {
			t.Errorf("%s holds it", rel)
		}
	}
}

// filesWith returns the files under dir that hold text.
func filesWith(t *testing.T, dir, text string) (found []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		data, err := os.ReadFile(path)
		if strings.Contains(string(data), text) {
			found = append(found, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}
