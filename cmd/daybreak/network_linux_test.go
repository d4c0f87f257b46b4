package main

import (
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"daybreak/internal/rig"
)

// Nothing leaves the machine, and nobody is listened to, at any moment: from its
// start to its end, through a delivery, the daemon and its children ask the
// system for Unix sockets alone, and for none that others could connect to.
func TestRealNoNetwork(t *testing.T) {
	rig.Need(t, "strace")
	for _, channel := range []string{"freedesktop", "beeep"} {
		t.Run(channel, func(t *testing.T) {
			t.Parallel()
			desk := rig.StartDesk(t, "dunst")
			monitor := desk.StartMonitor(t)
			home := t.TempDir()
			writeConfig(t, home, "breakup_date: 2026-11-01\nnotify: {channel: "+channel+"}\n")
			p := newProcess(t, nil)
			trace := traced(t, p, onDesk(desk, home), build(t), "run")
			monitor.WaitNotify(t, 1, patience)
			p.waitFor("Next: ")
			p.end(syscall.SIGTERM)
			calls := trace()
			if !strings.Contains(calls, "connect(") {
				t.Fatalf("not even the bus was connected to:\n%s", calls)
			}
			for line := range strings.Lines(calls) {
				if reachesOut(line) {
					t.Errorf("%s", line)
				}
			}
		})
	}
}

// What the test above looks with does see a socket. Traced, this is the program
// that has one.
func TestTraceSeesSockets(t *testing.T) {
	if os.Getenv("DAYBREAK_TEST_LISTENS") != "" {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		l.Close()
		return
	}
	rig.Need(t, "strace")
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	p := newProcess(t, nil)
	trace := traced(t, p, append(os.Environ(), "DAYBREAK_TEST_LISTENS=1"), self, "-test.run=^TestTraceSeesSockets$")
	if code := p.wait(); code != 0 {
		t.Fatalf("exit %d: %s", code, p.output())
	}
	found := 0
	for line := range strings.Lines(trace()) {
		if reachesOut(line) {
			found++
		}
	}
	if found < 2 { // a socket, and that it listens
		t.Errorf("%d calls were seen", found)
	}
}

// traced starts a program with its children under strace, and returns what tells
// their calls about sockets, once it has ended. The process is the program, and
// the tracer somebody else's.
func traced(t *testing.T, p *process, env []string, args ...string) func() string {
	t.Helper()
	log := filepath.Join(t.TempDir(), "trace")
	p.cmd = exec.Command("strace", append([]string{"-D", "-f", "-qq", "-e", "trace=socket,connect,bind,listen,accept,accept4", "-o", log, "--"}, args...)...)
	p.cmd.Env = env
	p.pipe()
	return func() string {
		data, err := os.ReadFile(log)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(p.output(), "Operation not permitted") && len(data) == 0 {
			rig.Missing(t, "the right to trace processes")
		}
		return string(data)
	}
}

var (
	ofUnix = regexp.MustCompile(`^(\d+ +)?(socket\((AF|PF)_UNIX,|(connect|bind)\(\d+, \{sa_family=AF_UNIX,)`)
	ofNone = regexp.MustCompile(`^(\d+ +)?(<\.\.\. \w+ resumed>|--- SIG|\+\+\+ |\?\?\?\( <detached)`) // what began elsewhere, signals, and the tracer's end
)

// reachesOut reports whether a line of strace is of a socket that is not Unix's,
// or of one that listens.
func reachesOut(line string) bool { return !ofUnix.MatchString(line) && !ofNone.MatchString(line) }
