package ledger

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestSecondDaemonIsToldThePid(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "state")
	held, err := LockDaemon(dir, 4242, noon)
	if err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	_, err = LockDaemon(dir, 1, noon)
	t.Logf("told after %v", time.Since(began))
	var r *Running
	if !errors.As(err, &r) || r.PID != 4242 || !r.Since.Equal(noon) {
		t.Fatalf("%v", err)
	}
	if got := err.Error(); got != "another daybreak is running (pid 4242)" {
		t.Errorf("%q", got)
	}
	held.Release()
	again, err := LockDaemon(dir, 7, noon)
	if err != nil {
		t.Fatal(err)
	}
	defer again.Release()
	if h, known := Probe(dir); !known || h.PID != 7 {
		t.Errorf("a shorter pid is read as %+v", h)
	}
}

func TestProbe(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, daemonLock)
	check := func(when string, want Holder, wantKnown bool) {
		t.Helper()
		h, known := Probe(dir)
		if h.Running != want.Running || h.PID != want.PID || !h.Since.Equal(want.Since) || known != wantKnown {
			t.Errorf("%s: %+v, known %v", when, h, known)
		}
	}
	check("never started", Holder{}, true)
	held, err := LockDaemon(dir, 42, noon)
	if err != nil {
		t.Fatal(err)
	}
	check("running", Holder{Running: true, PID: 42, Since: noon}, true)
	if err := os.WriteFile(path, []byte("garbage"), 0o600); err != nil {
		t.Fatal(err)
	}
	check("running with a garbled file", Holder{Running: true}, true)
	held.Release()
	check("stopped", Holder{}, true)
	if err := os.WriteFile(path, []byte("\n{\"pid\":42}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	check("killed", Holder{}, true)
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(path, 0o700); err != nil {
		t.Fatal(err)
	}
	check("unreadable", Holder{}, false)
}

// TestProbesDoNotKeepADaemonFromStarting: each holds the lock for a moment.
func TestProbesDoNotKeepADaemonFromStarting(t *testing.T) {
	dir := t.TempDir()
	stop := make(chan struct{})
	var wg sync.WaitGroup
	defer func() { close(stop); wg.Wait() }()
	wg.Go(func() {
		for {
			select {
			case <-stop:
				return
			default:
				Probe(dir)
			}
		}
	})
	for i := range 50 {
		held, err := LockDaemon(dir, i+1, noon)
		if err != nil {
			t.Fatal(err)
		}
		held.Release()
	}
}

// What keeps the record from being written is told beside the pid, whatever its
// text is, and taken back.
func TestTellTrouble(t *testing.T) {
	dir := t.TempDir()
	held, err := LockDaemon(dir, 42, noon)
	if err != nil {
		t.Fatal(err)
	}
	defer held.Release()
	for text, want := range map[string]string{
		"no space left on device":      "no space left on device",
		strings.Repeat("\x01", 500):    strings.Repeat("\x01", maxTrouble),
		strings.Repeat("é", 100):       strings.Repeat("é", maxTrouble/2),
		"a" + strings.Repeat("é", 100): "a" + strings.Repeat("é", maxTrouble/2-1),
		"":                             "",
	} {
		if err := held.Tell(text); err != nil {
			t.Fatal(err)
		}
		if h, _ := Probe(dir); h.Trouble != want || h.PID != 42 || !h.Running {
			t.Errorf("%q is read as %+v", text, h)
		}
		if info, err := os.Stat(filepath.Join(dir, daemonLock)); err != nil || info.Size() != holderSize+2 {
			t.Errorf("the file has %d bytes, %v", info.Size(), err)
		}
	}
}

// What a killed writer left behind goes, and nothing else.
func TestLeftoversGo(t *testing.T) {
	dir := t.TempDir()
	for name, age := range map[string]time.Duration{".new-1": 2 * time.Hour, ".new-2": time.Minute, "device": 2 * time.Hour} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(path, noon, noon.Add(-age)); err != nil {
			t.Fatal(err)
		}
	}
	held, err := LockDaemon(dir, 1, noon)
	if err != nil {
		t.Fatal(err)
	}
	defer held.Release()
	left, _ := filepath.Glob(filepath.Join(dir, "*"))
	hidden, _ := filepath.Glob(filepath.Join(dir, ".*"))
	if len(left) != 3 || len(hidden) != 1 || filepath.Base(hidden[0]) != ".new-2" {
		t.Errorf("left: %q %q", left, hidden)
	}
}
