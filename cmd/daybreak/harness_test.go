package main

import (
	"bufio"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
)

// patience is the deadline of everything that a real part has to do. It is
// generous: what counts is the figure that the test prints.
const patience = 60 * time.Second

// welcomeTitle is the title of the first message.
const welcomeTitle = "Daybreak is running"

var binary struct {
	sync.Once
	path string
	err  error
	out  []byte
}

// build returns the path of the real program, built once, with the race
// detector where the tests have it.
func build(t *testing.T) string {
	t.Helper()
	binary.Do(func() {
		dir, err := os.MkdirTemp("", "daybreak-build-")
		if err != nil {
			binary.err = err
			return
		}
		binary.path = filepath.Join(dir, "daybreak")
		args := []string{"build", "-o", binary.path}
		if raceDetector {
			args = append(args, "-race")
		}
		cmd := exec.Command("go", append(args, ".")...)
		binary.out, binary.err = cmd.CombinedOutput()
	})
	if binary.err != nil {
		t.Fatalf("go build: %v\n%s", binary.err, binary.out)
	}
	return binary.path
}

// process is a running daybreak whose output is read line by line.
type process struct {
	t       *testing.T
	cmd     *exec.Cmd
	started time.Time
	tty     *os.File // its terminal, where it has one
	mu      sync.Mutex
	text    strings.Builder
	grown   chan struct{} // closed and replaced with every line
	ended   chan error
}

// race has the race detector end the program at once: with a failure when it
// finds something, and without its second of waiting when it does not.
const race = "halt_on_error=1 atexit_sleep_ms=0"

// environment returns what a user's session has: a home, and what is given. The
// machine's own system bus is not in it, for its screen may be locked.
func environment(home string, more ...string) []string {
	env := []string{"HOME=" + home, "PATH=" + os.Getenv("PATH"), "LANG=C.UTF-8", "TZ=Europe/Berlin",
		"GORACE=" + race, "DBUS_SYSTEM_BUS_ADDRESS=unix:path=" + home + "/no-bus"}
	return append(env, more...)
}

// start runs the program without a terminal.
func start(t *testing.T, env []string, args ...string) *process {
	t.Helper()
	cmd := exec.Command(build(t), args...)
	cmd.Env = env
	p := newProcess(t, cmd)
	p.pipe()
	return p
}

// pipe starts the process with its output on a pipe.
func (p *process) pipe() {
	p.t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		p.t.Fatal(err)
	}
	p.cmd.Stdout, p.cmd.Stderr = w, w
	p.begin(r)
	w.Close()
}

// startOnTerminal runs the program on a terminal of its own.
func startOnTerminal(t *testing.T, env []string, args ...string) *process {
	t.Helper()
	return startOnTerminalOf(t, 0, env, args...)
}

// startOnTerminalOf runs the program on a terminal of so many columns.
func startOnTerminalOf(t *testing.T, columns uint16, env []string, args ...string) *process {
	t.Helper()
	cmd := exec.Command(build(t), args...)
	cmd.Env = env
	return onTerminal(t, cmd, columns)
}

// onTerminal starts cmd on a terminal of its own, of so many columns, or of a
// size that nobody has set for 0; its errors go elsewhere where it says so. It
// leads the session: as it ends the kernel hangs the terminal up, and now and
// then throws away what was printed last.
func onTerminal(t *testing.T, cmd *exec.Cmd, columns uint16) *process {
	t.Helper()
	p := newProcess(t, cmd)
	cmd.Env = append([]string{"TERM=xterm-256color"}, cmd.Env...) // the last of a key counts
	master, slave, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	if columns > 0 {
		if err := pty.Setsize(master, &pty.Winsize{Rows: 24, Cols: columns}); err != nil {
			t.Fatal(err)
		}
	}
	p.tty = master
	p.cmd.Stdin, p.cmd.Stdout = slave, slave
	if p.cmd.Stderr == nil {
		p.cmd.Stderr = slave
	}
	p.cmd.SysProcAttr = ownTerminal()
	p.begin(master)
	slave.Close()
	return p
}

func newProcess(t *testing.T, cmd *exec.Cmd) *process {
	return &process{t: t, cmd: cmd, grown: make(chan struct{}), ended: make(chan error, 1)}
}

func (p *process) begin(out io.ReadCloser) {
	p.t.Helper()
	p.started = time.Now()
	if err := p.cmd.Start(); err != nil {
		p.t.Fatal(err)
	}
	go func() {
		for r := bufio.NewReader(out); ; {
			b, err := r.ReadByte()
			if err != nil {
				break
			}
			p.mu.Lock()
			p.text.WriteByte(b)
			close(p.grown)
			p.grown = make(chan struct{})
			p.mu.Unlock()
		}
		out.Close()
		p.ended <- p.cmd.Wait()
	}()
	p.t.Cleanup(func() {
		_ = p.cmd.Process.Kill() // it may have ended
		if p.t.Failed() {
			p.t.Logf("daybreak said:\n%s", p.output())
		}
	})
}

func (p *process) output() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.text.String()
}

// waitFor waits until the program has said text, and returns how long after
// its start that was.
func (p *process) waitFor(text string) time.Duration {
	p.t.Helper()
	return p.waitForTimes(text, 1)
}

// waitForTimes waits until the program has said text so often.
func (p *process) waitForTimes(text string, times int) time.Duration {
	p.t.Helper()
	deadline := time.After(patience)
	for {
		p.mu.Lock()
		said, grown := strings.Count(p.text.String(), text) >= times, p.grown
		p.mu.Unlock()
		if said {
			return time.Since(p.started)
		}
		select {
		case <-grown:
		case <-deadline:
			p.t.Fatalf("daybreak did not say %q (%d times)", text, times)
		}
	}
}

func (p *process) typeLine(s string) {
	p.t.Helper()
	if _, err := p.tty.WriteString(s + "\n"); err != nil {
		p.t.Fatal(err)
	}
}

// end sends the signal and returns the exit code.
func (p *process) end(sig syscall.Signal) int {
	p.t.Helper()
	if err := p.cmd.Process.Signal(sig); err != nil && !errors.Is(err, os.ErrProcessDone) {
		p.t.Fatal(err)
	}
	return p.wait()
}

func (p *process) wait() int {
	p.t.Helper()
	select {
	case err := <-p.ended:
		p.ended <- err
		return p.cmd.ProcessState.ExitCode()
	case <-time.After(patience):
		p.t.Fatal("daybreak did not end")
		return -1
	}
}

// command runs the program to its end and returns what it printed and its exit
// code.
func command(t *testing.T, env []string, args ...string) (string, int) {
	t.Helper()
	p := start(t, env, args...)
	code := p.wait()
	return p.output(), code
}

// writeConfig writes the config of a home.
func writeConfig(t testing.TB, home, text string) {
	t.Helper()
	dir := filepath.Join(home, ".config", "daybreak")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "config.yaml"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
