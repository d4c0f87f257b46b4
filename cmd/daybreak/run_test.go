package main

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// Without a config, a terminal or a bus it starts on the defaults, says so,
// writes no config, and holds its first message.
func TestRunFromNothing(t *testing.T) {
	home := t.TempDir()
	env := environment(home)
	p := start(t, append(env, "DAYBREAK_NOW=2020-01-01T00:00:00Z"), "run") // the clock of other commands, not of this
	p.waitFor("the built-in defaults apply, and the days count from " + berlin(t).Format(time.DateOnly))
	t.Logf("said what is next after %v", p.waitFor("1 message held until a notification server appears"))

	if out, code := command(t, env, "run"); code != 1 || !strings.Contains(out, fmt.Sprintf("pid %d", p.cmd.Process.Pid)) {
		t.Errorf("a second daemon: exit %d, %s", code, out)
	}
	var status struct {
		Wait   struct{ Day int }
		Daemon struct {
			Running bool
			PID     int
		}
	}
	statusJSON(t, env, &status)
	if !status.Daemon.Running || status.Daemon.PID != p.cmd.Process.Pid || status.Wait.Day != 0 {
		t.Errorf("status: %+v, want running, pid %d, day 0", status, p.cmd.Process.Pid)
	}
	if code := p.end(syscall.SIGTERM); code != 0 {
		t.Errorf("SIGTERM: exit %d, want 0", code)
	}
	statusJSON(t, env, &status)
	if status.Daemon.Running {
		t.Error("status says that it runs, after its end")
	}
	private(t, home)
	if _, err := os.Stat(filepath.Join(home, ".config")); err == nil {
		t.Error("a config folder was made")
	}
}

// A start that was recorded stands: the count does not begin anew.
func TestRunAgainKeepsTheStart(t *testing.T) {
	env := environment(t.TempDir())
	first := start(t, env, "run")
	first.waitFor("held until")
	first.end(syscall.SIGTERM)
	tomorrow := berlin(t).AddDate(0, 0, 1)
	out, _ := command(t, append(env, "DAYBREAK_NOW="+tomorrow.Format(time.RFC3339)), "status", "--short")
	// In the small hours tomorrow's logical day is today.
	if !strings.Contains(out, "day 1 of 30, 29 to go") && tomorrow.Hour() >= 4 {
		t.Errorf("status tomorrow: %q", out)
	}
	second := start(t, env, "run")
	second.waitFor("the days count from " + berlin(t).Format(time.DateOnly))
	second.end(syscall.SIGTERM)
}

// On a terminal it asks, writes the config, greets on the console where there
// is no bus, and says what is next.
func TestRunAsksOnATerminal(t *testing.T) {
	home := t.TempDir()
	p := startOnTerminal(t, environment(home), "run")
	p.waitFor("nothing on it is private")
	p.waitFor("[today]: ")
	p.typeLine("tomorrow")
	p.waitFor("still to come")
	p.typeLine("the day before yesterday")
	p.waitFor(", 2 days ago.")
	p.waitFor("[30]: ")
	p.typeLine("3 weeks")
	p.waitFor("21 days: complete on ")
	p.waitFor("[none]: ")
	p.typeLine("Tea")
	p.waitFor("no time of day")
	p.typeLine("Tea on the \"balcony\" 17:15")
	p.waitFor("Daybreak runs.")
	p.waitFor(welcomeTitle)
	p.waitFor("Next: ")
	if code := p.end(syscall.SIGINT); code != 0 {
		t.Errorf("Ctrl-C: exit %d, want 0", code)
	}
	data, err := os.ReadFile(filepath.Join(home, ".config", "daybreak", "config.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"breakup_date: " + berlin(t).AddDate(0, 0, -2).Format(time.DateOnly), "days: 21", `name: "Tea on the \"balcony\""`, `at: "17:15"`} {
		if !strings.Contains(string(data), want) {
			t.Errorf("the config lacks %s:\n%s", want, data)
		}
	}
	private(t, home)
}

// A config that does not load ends it on a terminal; a service goes on with
// the last good one, and says so.
func TestRunWithABadConfig(t *testing.T) {
	home := t.TempDir()
	env := environment(home)
	writeConfig(t, home, "breakup_date: 2026-11-01\nwait: {days: 12}\n")
	p := start(t, env, "run")
	p.waitFor("held until")
	p.end(syscall.SIGTERM)

	writeConfig(t, home, "breakup_date: 2026-11-01\nwait: {dais: 12}\n")
	on := startOnTerminal(t, env, "run")
	if code := on.wait(); code != 2 || !strings.Contains(on.output(), "config.yaml:2:8:") {
		t.Errorf("on a terminal: exit %d, %s", code, on.output())
	}
	p = start(t, env, "run")
	p.waitFor("the last good one is in force")
	p.waitFor("held until")
	out, code := command(t, env, "status")
	if code != 0 || !strings.Contains(out, "of 12") || !strings.Contains(out, "the config does not load") {
		t.Errorf("status: exit %d, %s", code, out)
	}
	p.end(syscall.SIGTERM)

	if err := os.Remove(filepath.Join(home, ".config", "daybreak", "config.yaml")); err != nil {
		t.Fatal(err)
	}
	on = startOnTerminal(t, env, "run")
	if code := on.wait(); code != 3 || !strings.Contains(on.output(), "last-good.yaml") {
		t.Errorf("gone, on a terminal: exit %d, %s", code, on.output())
	}
}

func TestExitCodes(t *testing.T) {
	home := t.TempDir()
	env := environment(home)
	for _, c := range []struct {
		args []string
		want int
	}{
		{[]string{"version"}, 0},
		{[]string{"nonsense"}, 2},
		{[]string{"status", "--nonsense"}, 2},
		{[]string{"status"}, 3},
		{[]string{"today"}, 3},
		{[]string{"config", "check"}, 3},
		{[]string{"config", "path"}, 0},
	} {
		if out, code := command(t, env, c.args...); code != c.want {
			t.Errorf("%v: exit %d, want %d: %s", c.args, code, c.want, out)
		}
	}
}

// berlin returns the moment in the zone that environment sets.
func berlin(t *testing.T) time.Time {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	return time.Now().In(zone)
}

func statusJSON(t *testing.T, env []string, into any) {
	t.Helper()
	out, code := command(t, env, "status", "--json")
	if code != 0 {
		t.Fatalf("status --json: exit %d, %s", code, out)
	}
	if err := json.Unmarshal([]byte(out), into); err != nil {
		t.Fatalf("status --json: %v in %s", err, out)
	}
}

// private fails the test when anything in home can be read by somebody else.
func private(t *testing.T, home string) {
	t.Helper()
	files := 0
	err := filepath.WalkDir(home, func(path string, e fs.DirEntry, err error) error {
		if err != nil || path == home {
			return err
		}
		info, err := e.Info()
		if err != nil {
			return err
		}
		files++
		parent := path == filepath.Join(home, ".local") || path == filepath.Join(home, ".config") ||
			path == filepath.Join(home, ".local", "state")
		if info.Mode().Perm()&0o077 != 0 && !parent {
			t.Errorf("%s is %v", path, info.Mode())
		}
		return nil
	})
	if err != nil || files == 0 {
		t.Errorf("looked at %d files: %v", files, err)
	}
}
