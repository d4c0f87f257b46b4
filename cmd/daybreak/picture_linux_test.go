package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"daybreak/internal/rig"
)

// pictures returns the folder for the README's pictures, and skips the test
// when none is named: make pictures names it.
func pictures(t *testing.T) string {
	t.Helper()
	dir := os.Getenv("DAYBREAK_PICTURES")
	if dir == "" {
		t.Skip("DAYBREAK_PICTURES is not set")
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return dir
}

// TestPictureNotification takes the picture of a habit as dunst shows it.
func TestPictureNotification(t *testing.T) {
	path := filepath.Join(pictures(t), "notification.png")
	desk := rig.StartDesk(t, "dunst")
	monitor := desk.StartMonitor(t)
	home := t.TempDir()
	habitSoon(t, home)
	p := start(t, onDesk(desk, home), "run")
	monitor.WaitNotify(t, 1, patience)
	desk.Run(t, "dunstctl", "close-all") // the welcome: the habit is the picture
	monitor.WaitNotify(t, 2, 3*patience)
	desk.Picture(t, path)
	p.end(syscall.SIGTERM)
}

// TestPictureStatus takes the picture of `status` in a terminal.
func TestPictureStatus(t *testing.T) {
	path := filepath.Join(pictures(t), "status.png")
	desk := rig.StartDesk(t, "dunst")
	home := t.TempDir()
	today := berlin(t)
	writeConfig(t, home, fmt.Sprintf(`breakup_date: %s
goals:
  - {name: Read three books, target: 3, unit: books, by: %s}
habits:
  - {name: Morning walk, at: "07:30"}
  - {name: Call a friend, at: "18:00", days: [%s]}
  - {name: Read before bed, at: "21:30"}
  - {name: Swim, at: "10:00", days: [%s]}
`, today.AddDate(0, 0, -20).Format(time.DateOnly), today.AddDate(0, 0, 8).Format(time.DateOnly),
		strings.ToLower(today.Format("Mon")), strings.ToLower(today.AddDate(0, 0, 2).Format("Mon"))))
	p := start(t, onDesk(desk, home), "run")
	p.waitFor("Next: ")
	desk.Run(t, "dunstctl", "close-all")
	for _, said := range [][]string{{"habit", "done", "morning-walk"}, {"goal", "log", "read-three-books", "1"}} {
		if out, code := command(t, onDesk(desk, home), said...); code != 0 {
			t.Fatal(out)
		}
	}
	terminalPicture(t, desk, path, "13", "56x22", onDesk(desk, home), build(t)+" status")
	p.end(syscall.SIGTERM)
}

// TestPictureJournal takes the picture of a few days of the journal.
func TestPictureJournal(t *testing.T) {
	path := filepath.Join(pictures(t), "journal.png")
	desk := rig.StartDesk(t, "dunst")
	home := t.TempDir()
	writeConfig(t, home, `breakup_date: 2026-11-01
goals:
  - {id: read-3, name: Read three books, target: 3, unit: books}
habits:
  - {name: Morning walk, at: "07:30"}
  - {name: Read before bed, at: "21:30", goal: read-3, amount: 0.1}
`)
	said := func(now, in string, args ...string) {
		t.Helper()
		cmd := exec.Command(build(t), args...)
		cmd.Env, cmd.Stdin = environment(home, "DAYBREAK_NOW=2026-11-"+now+":00+01:00"), strings.NewReader(in)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
	}
	said("21T07:50", "", "habit", "done")
	said("21T21:10", "Their name came up at dinner.\nI went out for air, and came back.", "checkin", "4", "-")
	said("22T07:40", "", "habit", "done")
	said("22T21:05", "Slept well. The kitchen is clean.", "checkin", "2", "-")
	said("22T21:40", "", "habit", "done", "read-before-bed")
	said("23T07:45", "", "habit", "done")
	terminalPicture(t, desk, path, "13", "56x14", append(onDesk(desk, home), "DAYBREAK_NOW=2026-11-23T12:00:00+01:00"), build(t)+" journal")
}

// TestPictureUrge takes the picture of the first step, under the user's own plan.
func TestPictureUrge(t *testing.T) {
	path := filepath.Join(pictures(t), "urge.png")
	desk := rig.StartDesk(t, "dunst")
	home := t.TempDir()
	writeConfig(t, home, `breakup_date: 2026-11-01
hard_dates:
  - date: 12-24
    name: Christmas Eve
    plan: If I reach for the phone, then I put it in the kitchen and call my sister.
`)
	terminalPicture(t, desk, path, "13", "66x14", append(onDesk(desk, home), "DAYBREAK_NOW=2026-11-23T12:00:00+01:00"),
		"echo '$ daybreak urge'; "+build(t)+" urge")
}

// TestPictureFaults takes the picture of `config check` with a few mistakes in
// the file.
func TestPictureFaults(t *testing.T) {
	path := filepath.Join(pictures(t), "faults.png")
	desk := rig.StartDesk(t, "dunst")
	home := t.TempDir()
	writeConfig(t, home, `breakup_date: 1.11.2026
wait:
  dyas: 60
habits:
  - name: Morning walk
    at: "24:00"
  - name: Read before bed
    at: "21:30"
    goal: Read three books
goals:
  - name: Read three books
`)
	terminalPicture(t, desk, path, "13", "76x16", onDesk(desk, home),
		"cd "+home+"; "+build(t)+" config check --config .config/daybreak/config.yaml")
}

// TestPictureInit takes the picture of a conversation with `init`, as a terminal
// of 80 columns shows it.
func TestPictureInit(t *testing.T) {
	path := filepath.Join(pictures(t), "init.png")
	desk := rig.StartDesk(t, "dunst")
	home := t.TempDir()
	screen := converse(t, home, 80, []string{"3 weeks ago", "last Friday", "6 weeks", "", "heal", "1, Swim sat 10:00", ""})
	talk, _, _ := strings.Cut(screen, "\n\n# Daybreak's config.")
	text := filepath.Join(home, "screen")
	if err := os.WriteFile(text, []byte("$ daybreak init\n"+talk+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	size := fmt.Sprintf("80x%d", strings.Count(talk, "\n")+3)
	terminalPicture(t, desk, path, "11", size, onDesk(desk, home), "cat "+text)
}

// TestPictureHabit takes the picture of a habit that is about to be added to a
// config with a style of its own.
func TestPictureHabit(t *testing.T) {
	path := filepath.Join(pictures(t), "habit.png")
	desk := rig.StartDesk(t, "dunst")
	home := t.TempDir()
	writeConfig(t, home, `# One day at a time.
breakup_date: 2026-11-01

habits:
  - name: Morning walk
    at: '07:30'          # before the coffee
    days: weekdays

# Nights are for sleeping.
quiet_hours: '22:30-07:00'
`)
	const typed = `habit add Swim --at 18:00 --days tue,fri --dry-run`
	terminalPicture(t, desk, path, "13", "66x15", onDesk(desk, home), fmt.Sprintf(
		"cd '%s/.config/daybreak'; echo '$ daybreak %s'; DAYBREAK_CONFIG=config.yaml %s %[2]s; printf '\033[?25l'", home, typed, build(t)))
}

// terminalPicture takes the picture of what a command prints in a terminal, with
// letters of so many points and that size, as columns x lines.
func terminalPicture(t *testing.T, desk *rig.Desk, path, points, size string, env []string, command string) {
	t.Helper()
	xterm := exec.Command("xterm", "-fa", "DejaVu Sans Mono", "-fs", points, "-geometry", size, "-b", "12",
		"-bg", "#fbfaf7", "-fg", "#2b2b2b", "-xrm", "xterm*cursorColor: #fbfaf7", "-xrm", "xterm*color2: #3f7d5c",
		"-e", "sh", "-c", command+"; read wait")
	xterm.Env = env
	if err := xterm.Start(); err != nil {
		rig.Missing(t, "xterm (Debian package xterm): "+err.Error())
	}
	t.Cleanup(func() {
		_ = xterm.Process.Kill() // it may have ended
		_ = xterm.Wait()         // killed
	})
	window := strings.Fields(string(desk.Run(t, "xdotool", "search", "--sync", "--onlyvisible", "--class", "xterm")))[0]
	until(t, "text in the terminal", func() (string, bool) {
		desk.Run(t, "import", "-silent", "-window", window, "-strip", path)
		out, err := exec.Command("identify", "-format", "%k", path).Output()
		n, convErr := strconv.Atoi(strings.TrimSpace(string(out)))
		return string(out), err == nil && convErr == nil && n > 40
	})
	<-time.After(300 * time.Millisecond) // the rest of the text; no event tells
	desk.Run(t, "import", "-silent", "-window", window, "-strip", path)
}
