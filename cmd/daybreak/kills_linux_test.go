package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/fsnotify/fsnotify"

	"daybreak/internal/ledger"
	"daybreak/internal/report"
	"daybreak/internal/rig"
)

const (
	killsTotal = 300
	killLanes  = 4 // desks side by side, each with a daemon of its own

	// killPace makes a day of three seconds, so that every lane sees some
	// milestones, and a quarter of a second of the two hours after which a
	// prompt is no longer worth showing.
	killPace = 28800
	// killsBegin is some days before the clock goes back: that hour is in it.
	killsBegin = "2026-10-20T00:00:00+02:00"
)

var killsSeed = flag.Uint64("kills-seed", 0, "the seed of TestRealKills, 0 for a new one")

// The real program with its clock run fast, before a real notification server,
// killed at any moment and started again, 300 times: nothing is unaccounted
// for, and what is lost or comes twice was caught between claim and outcome,
// the first case of "Where it ends" in docs/time.md.
func TestRealKills(t *testing.T) {
	t.Parallel()
	rig.Need(t, "dunst")
	program, seed := buildFast(t), *killsSeed
	if seed == 0 {
		seed = rand.Uint64()
	}
	t.Logf("the moments are those of -kills-seed %d; what falls on them is the machine's doing", seed)
	counts := make([]killCounts, killLanes)
	t.Run("lanes", func(t *testing.T) {
		for i := range counts {
			t.Run(fmt.Sprint(i), func(t *testing.T) {
				t.Parallel()
				l := newLane(t, program, rand.New(rand.NewPCG(seed, uint64(i))))
				for k := range killsTotal / killLanes {
					l.live(k)
					l.look(k)
				}
				counts[i] = l.account(l.lastLife())
			})
		}
	})
	var all killCounts
	for _, c := range counts {
		all.add(c)
	}
	t.Log(all)
	if all.kills != killsTotal {
		t.Errorf("%d kills, want %d", all.kills, killsTotal)
	}
}

// killLane is one user: a desk, a home and a clock.
type killLane struct {
	t       *testing.T
	program string
	env     []string
	state   string // the state folder
	clock   fastClock
	rnd     *rand.Rand
	desk    *rig.Desk
	monitor *rig.Monitor
	said    *os.File // what the lives print, one after the other
	written *fsnotify.Watcher
	damage  map[string]bool // what was set aside so far
	counts  killCounts
}

func newLane(t *testing.T, program string, rnd *rand.Rand) *killLane {
	t.Helper()
	desk := rig.StartDesk(t, "dunst")
	home := t.TempDir()
	l := &killLane{t: t, program: program, rnd: rnd, desk: desk, monitor: desk.StartMonitor(t),
		state: filepath.Join(home, ".local", "state", "daybreak"), damage: map[string]bool{}}
	writeConfig(t, home, killConfig())
	var err error
	if l.said, err = os.Create(filepath.Join(t.TempDir(), "said")); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.said.Close() })
	if err := os.MkdirAll(filepath.Join(l.state, "ledger"), 0o700); err != nil {
		t.Fatal(err)
	}
	if l.written, err = fsnotify.NewWatcher(); err == nil {
		err = l.written.Add(filepath.Join(l.state, "ledger"))
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.written.Close() })
	l.clock = newFastClock(t, killsBegin, killPace)
	l.env = append(onDesk(desk, home), l.clock.env())
	return l
}

// start begins a life of the daemon.
func (l *killLane) start() *exec.Cmd {
	l.t.Helper()
	cmd := exec.Command(l.program, "run")
	cmd.Env, cmd.Stdout, cmd.Stderr = l.env, l.said, l.said
	if err := cmd.Start(); err != nil {
		l.t.Fatal(err)
	}
	l.t.Cleanup(func() { _ = cmd.Process.Kill() }) // as a rule it is gone
	return cmd
}

// live is the k-th life and its end.
func (l *killLane) live(k int) {
	l.t.Helper()
	cmd := l.start()
	aims[k%len(aims)].wait(l)
	if err := cmd.Process.Kill(); err != nil {
		l.t.Fatal(err)
	}
	_ = cmd.Wait() // says that it was killed
	if w, ok := cmd.ProcessState.Sys().(syscall.WaitStatus); !ok || w.Signal() != syscall.SIGKILL {
		l.t.Fatalf("life %d ended before it was killed: %v\n%s", k, cmd.ProcessState, l.tail())
	}
	l.counts.kills++
}

// look sees to it that a kill has left nothing locked, and nothing that cannot
// be read.
func (l *killLane) look(k int) {
	l.t.Helper()
	if h, known := ledger.Probe(l.state); !known || h.Running {
		l.t.Errorf("after kill %d the lock says running: %v, known: %v", k, h.Running, known)
	}
	view, err := ledger.Read(l.state, ledger.Everything)
	if err != nil {
		l.t.Fatalf("after kill %d: %v", k, err)
	}
	for _, d := range view.Damage {
		if l.damage[d.String()] {
			continue
		}
		l.damage[d.String()] = true
		l.counts.torn++
		if !lastLine(l.t, d) {
			l.t.Errorf("after kill %d: %v", k, d)
		}
	}
	l.why()
}

// lastLine reports whether the damage is to what was written last.
func lastLine(t *testing.T, d ledger.Damage) bool {
	t.Helper()
	data, err := os.ReadFile(d.File)
	if err != nil {
		t.Fatal(err)
	}
	return d.Line == strings.Count(strings.TrimSuffix(string(data), "\n"), "\n")+1
}

// why asks the program what became of everything.
func (l *killLane) why(more ...string) report.Why {
	l.t.Helper()
	cmd := exec.Command(l.program, "why", "--json", "--days", "400")
	cmd.Env = append(l.env, more...)
	out, err := cmd.Output()
	if err != nil {
		l.t.Fatalf("why: %v\n%s", err, l.tail())
	}
	var w report.Why
	if err := json.Unmarshal(out, &w); err != nil {
		l.t.Fatalf("why: %v in %s", err, out)
	}
	return w
}

// lastLife is one that ends as it should, once everything that was due when it
// had begun has been dealt with. It returns until when that is so.
func (l *killLane) lastLife() time.Time {
	l.t.Helper()
	cmd := l.start()
	seen := len(l.monitor.Calls())
	end := time.NewTimer(patience)
	defer end.Stop()
	if !l.monitor.Until(end.C, func() bool { return len(l.monitor.Calls()) > seen }) {
		l.t.Fatalf("the last life shows nothing\n%s", l.tail())
	}
	until := l.clock.now()
	// Once a message of a later day was shown, and the daemon has gone to sleep
	// after it, nothing from before is left to be done.
	said := -1
	rested := func() bool {
		if calls := l.monitor.Answered(); said < 0 && len(calls) > 0 && dueAfter(calls[len(calls)-1], until) {
			said = len(l.output())
		}
		return said >= 0 && strings.Contains(l.output()[said:], "Next: ")
	}
	if !l.monitor.Until(end.C, rested) {
		l.t.Fatalf("the last life shows nothing of a day after %v\n%s", until, l.tail())
	}
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		l.t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		l.t.Errorf("the last life: %v\n%s", err, l.tail())
	}
	l.monitor.Answered() // takes note of what is left
	return until
}

// output returns what the daemon said, in all its lives.
func (l *killLane) output() string {
	l.t.Helper()
	data, err := os.ReadFile(l.said.Name())
	if err != nil {
		l.t.Fatal(err)
	}
	return string(data)
}

// tail returns the last of it.
func (l *killLane) tail() string {
	said := l.output()
	return said[max(0, len(said)-4000):]
}
