package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// fastClock is the clock of a test build: it shows shown when the system's
// clock shows origin, and goes factor times as fast.
type fastClock struct {
	origin, shown time.Time
	factor        time.Duration
}

// newFastClock returns a clock that shows shown (RFC 3339) now.
func newFastClock(t testing.TB, shown string, factor time.Duration) fastClock {
	t.Helper()
	at, err := time.Parse(time.RFC3339, shown)
	if err != nil {
		t.Fatal(err)
	}
	return fastClock{time.Now().Round(0), at, factor}
}

// env gives the clock to a program that buildFast built.
func (c fastClock) env() string {
	return fmt.Sprintf("DAYBREAK_FAST_CLOCK=%s %s %d",
		c.origin.Format(time.RFC3339Nano), c.shown.Format(time.RFC3339Nano), c.factor)
}

func (c fastClock) now() time.Time { return c.shown.Add(time.Since(c.origin) * c.factor) }

// real returns the system's time at which the clock shows at.
func (c fastClock) real(at time.Time) time.Time { return c.origin.Add(at.Sub(c.shown) / c.factor) }

// buildFast builds the program with the fast clock, for the length of the test.
func buildFast(t testing.TB) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "daybreak")
	out, err := exec.Command("go", "build", "-tags", "fastclock", "-o", path, ".").CombinedOutput()
	if err != nil {
		t.Fatalf("go build -tags fastclock: %v\n%s", err, out)
	}
	return path
}

// The program that people run has no other clock than the system's, and the
// build with the tag has one.
func TestFastClockIsInTestsOnly(t *testing.T) {
	for path, want := range map[string]bool{build(t): false, buildFast(t): true} {
		program, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if got := bytes.Contains(program, []byte("DAYBREAK_FAST_CLOCK")); got != want {
			t.Errorf("%s holds the fast clock: %v, want %v", path, got, want)
		}
	}
}
