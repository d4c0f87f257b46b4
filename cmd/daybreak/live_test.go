package main

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"
)

// liveConfig is a config whose one habit comes next, in five hours.
func liveConfig(t *testing.T, habit string) string {
	t.Helper()
	now := berlin(t)
	return fmt.Sprintf(`breakup_date: %s
wait: {days: 300}
habits:
  - name: %s
    at: "%s"
prompts: {morning: off, evening: off}
milestones: []
quiet_hours: off
`, now.AddDate(0, 0, -2).Format(time.DateOnly), habit, now.Add(5*time.Hour).Format("15:04"))
}

// alive is a home whose config a daemon follows.
type alive struct {
	t    *testing.T
	home string
	p    *process
}

// live starts a daemon on a config with the habit "First walk", laid out by prepare, or
// as usual.
func live(t *testing.T, prepare func(l *alive)) *alive {
	t.Helper()
	l := &alive{t: t, home: t.TempDir()}
	if prepare == nil {
		l.put(".config/daybreak/config.yaml", liveConfig(t, "First walk"))
	} else {
		prepare(l)
	}
	l.p = start(t, environment(l.home), "run")
	t.Cleanup(func() { l.p.end(syscall.SIGKILL) }) // before its home is removed
	l.p.waitFor("Next: ")
	return l
}

func (l *alive) at(name string) string { return filepath.Join(l.home, name) }

func (l *alive) do(err error) {
	l.t.Helper()
	if err != nil {
		l.t.Fatal(err)
	}
}

// put writes a file and its folders.
func (l *alive) put(name, text string) {
	l.t.Helper()
	l.do(os.MkdirAll(filepath.Dir(l.at(name)), 0o700))
	l.do(os.WriteFile(l.at(name), []byte(text), 0o600))
}

func (l *alive) rename(from, to string) { l.t.Helper(); l.do(os.Rename(l.at(from), l.at(to))) }
func (l *alive) remove(name string)     { l.t.Helper(); l.do(os.RemoveAll(l.at(name))) }
func (l *alive) link(target, at string) { l.t.Helper(); l.do(os.Symlink(target, l.at(at))) }

// inForce waits until the daemon says that the habit is next, and returns how
// long that took.
func (l *alive) inForce(habit string) time.Duration {
	l.t.Helper()
	began := time.Now()
	l.p.waitFor("  " + habit + "\n")
	return time.Since(began).Round(time.Millisecond)
}

// recorded counts text in the record.
func (l *alive) recorded(text string) int {
	l.t.Helper()
	files, err := filepath.Glob(l.at(".local/state/daybreak/ledger/*.jsonl"))
	l.do(err)
	n := 0
	for _, name := range files {
		data, err := os.ReadFile(name)
		l.do(err)
		n += strings.Count(string(data), text)
	}
	return n
}

const here = ".config/daybreak/config.yaml"

// However a config is saved, it is in force soon, and nothing is said of what
// it looked like in between.
func TestLiveSaves(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("links and replacing an open folder need a Unix")
	}
	linked := func(l *alive) {
		l.put("dotfiles/daybreak.yaml", liveConfig(l.t, "First walk"))
		l.do(os.MkdirAll(l.at(".config/daybreak"), 0o700))
		l.link("../../dotfiles/daybreak.yaml", here)
	}
	for _, c := range []struct {
		name    string
		prepare func(l *alive)
		save    func(l *alive, text string)
	}{
		{"in place", nil, func(l *alive, text string) { l.put(here, text) }},
		{"truncated, and written in three pieces", nil, inPieces},
		{"renamed over", nil, func(l *alive, text string) {
			l.put(".config/daybreak/.tmp", text)
			l.rename(".config/daybreak/.tmp", here)
		}},
		{"backup and swap", nil, func(l *alive, text string) {
			l.rename(here, here+"~")
			l.put(here, text)
		}},
		{"deleted and put back", nil, func(l *alive, text string) { l.remove(here); l.put(here, text) }},
		{"deleted, and put back a second later", nil, func(l *alive, text string) {
			l.remove(here)
			<-time.After(time.Second)
			l.put(here, text)
		}},
		{"emptied, and written a second later", nil, func(l *alive, text string) {
			l.put(here, "")
			<-time.After(time.Second)
			l.put(here, text)
		}},
		{"a dotfile replaced behind its link", linked, func(l *alive, text string) {
			l.put("dotfiles/tmp", text)
			l.rename("dotfiles/tmp", "dotfiles/daybreak.yaml")
		}},
		{"ln -sfn", linked, func(l *alive, text string) {
			l.put("dotfiles/other.yaml", text)
			l.remove(here)
			l.link("../../dotfiles/other.yaml", here)
		}},
		{"the folder removed and made again", nil, func(l *alive, text string) { l.remove(".config"); l.put(here, text) }},
		{"the folder made later", func(*alive) {}, func(l *alive, text string) { l.put(here, text) }},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			l := live(t, c.prepare)
			c.save(l, liveConfig(t, "Second walk"))
			t.Logf("in force %v after the save", l.inForce("Second walk"))
			if said := l.p.output(); strings.Contains(said, "does not load") || strings.Contains(said, "half a walk") {
				t.Errorf("a state in between counted:\n%s", said)
			}
		})
	}
}

// inPieces writes as a slow editor does: what stands there in between parses,
// and is wrong.
func inPieces(l *alive, text string) {
	l.t.Helper()
	pause := time.Second
	if runtime.GOOS != "linux" { // where nobody knows that the file is still open
		pause = 50 * time.Millisecond
	}
	f, err := os.Create(l.at(here))
	l.do(err)
	half := strings.Index(text, "Second walk")
	for _, piece := range []string{text[:len("breakup_date: 2026-11-01\n")], text[len("breakup_date: 2026-11-01\n"):half], text[half:]} {
		_, err := f.WriteString(piece)
		l.do(err)
		<-time.After(pause)
	}
	l.do(f.Close())
}

// A save that does not load changes nothing, and is told once; the next good
// one ends it.
func TestLiveFault(t *testing.T) {
	t.Parallel()
	l := live(t, nil)
	bad := strings.Replace(liveConfig(t, "Second walk"), "days: 300", "days: 3000", 1)
	l.put(here, bad)
	l.p.waitFor("the config does not load; what was set before stays in force")
	l.p.waitFor("config.yaml:2:14 ")
	l.p.waitFor("2 messages held") // the welcome, and the notice
	l.p.waitForTimes("  First walk\n", 2)
	env := environment(l.home)
	if out, code := command(t, env, "status"); code != 0 || !strings.Contains(out, "First walk") || !strings.Contains(out, "config.yaml:2:14: ") {
		t.Errorf("status: exit %d, %s", code, out)
	}
	if out, code := command(t, env, "config", "check"); code != 2 || !strings.Contains(out, "config.yaml:2:14: ") {
		t.Errorf("config check: exit %d, %s", code, out)
	}
	l.put(here, "# a line more\n"+bad) // the same mistake, a line further down
	l.p.waitFor("config.yaml:3:14 ")
	if strings.Contains(l.p.output(), "3 messages held") {
		t.Error("the same mistake is another notice")
	}
	l.remove(here)
	l.p.waitFor("no such file")
	l.put(here, liveConfig(t, "Third walk"))
	l.inForce("Third walk")
	l.p.waitFor("1 message held until a notification server appears. Next: ")
	if out, _ := command(t, env, "status"); strings.Contains(out, "does not load") || !strings.Contains(out, "Third walk") {
		t.Errorf("status after it is mended: %s", out)
	}
	if n := l.recorded(`"spec":"mended"`); n != 1 {
		t.Errorf("that it is mended is recorded %d times", n)
	}
	if strings.Contains(l.p.output(), "Second walk") {
		t.Error("a config that does not load was in force")
	}
}

// Without a config the defaults apply; a bad first one changes nothing, and is
// forgotten when it goes.
func TestLiveWithoutAConfig(t *testing.T) {
	t.Parallel()
	l := live(t, func(*alive) {})
	l.put(here, "habits: 7\n")
	l.p.waitFor("does not load")
	l.p.waitFor("2 messages held")
	l.remove(here)
	before := strings.Count(l.p.output(), "1 message held")
	l.p.waitForTimes("1 message held", before+1)
	l.put(here, liveConfig(t, "First walk"))
	l.inForce("First walk")
}

// The zone, the channel and the rest hang on the config as well.
func TestLiveParts(t *testing.T) {
	t.Parallel()
	l := live(t, nil)
	tokyo, err := time.LoadLocation("Asia/Tokyo")
	if err != nil {
		t.Fatal(err)
	}
	// Due now, or in a minute, by the clock there, and only there.
	now := time.Now().In(tokyo)
	text := liveConfig(t, "Second walk") + "timezone: Asia/Tokyo\n"
	there := fmt.Sprintf("  - {name: Tea, at: [%q, %q]}\n", now.Format("15:04"), now.Add(time.Minute).Format("15:04"))
	text = strings.Replace(text, "habits:\n", "habits:\n"+there, 1)
	l.put(here, text)
	l.p.waitFor("2 messages held until a notification server appears")
	l.put(here, text+"notify: {channel: console}\n")
	l.p.waitFor("  " + welcomeTitle + "\n") // printed: what was held has somebody to go to
	l.p.waitFor("  Tea\n")
	l.put(here, liveConfig(t, "Third walk")+"notify: {channel: freedesktop, when_locked: send}\n")
	l.inForce("Third walk")
}
