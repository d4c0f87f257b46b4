package bench

import (
	"bufio"
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

// patience is the deadline for the daemon to say that it waits.
const patience = 30 * time.Second

// TestIdle prints what the daemon costs while nothing is due: the context
// switches of all its threads, and its memory.
func TestIdle(t *testing.T) {
	total := span(t)
	daybreak := buildDaybreak(t)
	t.Run("with a notification server", func(t *testing.T) {
		t.Parallel()
		desk := rig.StartDesk(t, "dunst")
		idle(t, daybreak, total, "beside a notification server", desk.Env())
	})
	t.Run("without a session bus", func(t *testing.T) {
		t.Parallel()
		idle(t, daybreak, total, "without a session bus", nil)
	})
}

// idle starts the daemon, lets it settle, and counts for as long as total.
func idle(t *testing.T, daybreak string, total time.Duration, label string, env []string) {
	home := newHome(t, berlin(t))
	write(t, filepath.Join(home, ".config", "daybreak", "config.yaml"), farConfig(berlin(t)))
	pid := startDaemon(t, daybreak, session(home, env...))
	<-time.After(2*total + total/12) // a bus that is not there is looked for during two minutes
	before := switches(t, pid)
	<-time.After(total)
	after := switches(t, pid)
	fmt.Fprintf(t.Output(), "%s: %d context switches in %v; %s resident, of it %s anonymous; %d threads\n", label,
		after-before, total, memory(t, pid, "VmRSS"), memory(t, pid, "RssAnon"), len(threads(t, pid)))
}

// farConfig is a config of which nothing is due soon: its times are hours away.
func farConfig(now time.Time) string {
	text := fmt.Sprintf("breakup_date: %s\nprompts: {morning: off, evening: off}\nquiet_hours: off\nmilestones: [29]\nhabits:\n",
		now.AddDate(0, 0, -past).Format(time.DateOnly))
	for i, h := range habits {
		text += fmt.Sprintf("  - name: %s\n    at: %q\n", h.name, now.Add(time.Duration(i+3)*time.Hour).Format("15:04"))
	}
	return text
}

// startDaemon returns the pid of a daemon that has said what comes next.
func startDaemon(t *testing.T, daybreak string, env []string) int {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(daybreak, "run")
	cmd.Env, cmd.Stdout, cmd.Stderr = env, w, w
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	w.Close()
	t.Cleanup(func() {
		_ = cmd.Process.Signal(syscall.SIGTERM) // it may have ended
		if err := cmd.Wait(); err != nil {
			t.Errorf("the daemon ended with %v", err)
		}
		r.Close() // not before: writing to nobody would end it
	})
	if err := r.SetReadDeadline(time.Now().Add(patience)); err != nil {
		t.Fatal(err)
	}
	for lines := bufio.NewScanner(r); lines.Scan(); {
		if strings.HasPrefix(lines.Text(), "Next: ") {
			return cmd.Process.Pid
		}
	}
	t.Fatal("the daemon did not say what comes next")
	return 0
}

// threads returns the folders of a process's threads, see proc(5).
func threads(t *testing.T, pid int) []string {
	t.Helper()
	all, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*", pid))
	if err != nil || len(all) == 0 {
		t.Fatalf("threads of %d: %d, %v", pid, len(all), err)
	}
	return all
}

// switches counts the context switches of all threads, wanted or not.
func switches(t *testing.T, pid int) int {
	t.Helper()
	n := 0
	for _, dir := range threads(t, pid) {
		for _, key := range []string{"voluntary_ctxt_switches", "nonvoluntary_ctxt_switches"} {
			v, err := strconv.Atoi(field(t, filepath.Join(dir, "status"), key))
			if err != nil {
				t.Fatal(err)
			}
			n += v
		}
	}
	return n
}

// memory returns a size of the process in MB.
func memory(t *testing.T, pid int, key string) string {
	t.Helper()
	kb, err := strconv.Atoi(strings.TrimSuffix(field(t, fmt.Sprintf("/proc/%d/status", pid), key), " kB"))
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%.1f MB", float64(kb)*1024/1e6)
}

// field returns a line's value in a file of "key: value" lines.
func field(t *testing.T, path, key string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(data)) {
		if k, v, ok := strings.Cut(line, ":"); ok && k == key {
			return strings.TrimSpace(v)
		}
	}
	t.Fatalf("%s has no %q", path, key)
	return ""
}
