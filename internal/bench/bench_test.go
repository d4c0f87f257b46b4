// Package bench measures what people feel: how long a command takes, and what
// the daemon costs while it waits. `make bench` runs it and prints tables; a
// plain `go test` leaves it out. It asserts that everything measured does its
// job, and never how fast: see docs/performance.md for the figures.
package bench

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"
)

// span returns how long each part of the benchmark takes: DAYBREAK_BENCH
// seconds. Without it the benchmark is left out.
func span(t *testing.T) time.Duration {
	t.Helper()
	text := os.Getenv("DAYBREAK_BENCH")
	if text == "" {
		t.Skip("make bench runs this")
	}
	seconds, err := strconv.Atoi(text)
	if err != nil || seconds < 1 {
		t.Fatalf("DAYBREAK_BENCH=%q is not a number of seconds", text)
	}
	return time.Duration(seconds) * time.Second
}

// hello is the least that a Go program can be.
const hello = `package main

import "os"

func main() { os.Stdout.WriteString("hello, world\n") }
`

// build builds a package as releases are built and returns the program's path.
// It is a copy, as an installed program is: the linker leaves its file in the
// page cache in small pieces, and a start from it takes a fifth longer.
func build(t testing.TB, name, dir string, args ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	cmd := exec.Command("go", append([]string{"build", "-trimpath", "-ldflags=-s -w", "-o", path + ".linked"}, args...)...)
	cmd.Dir, cmd.Env = dir, append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	program, err := os.ReadFile(path + ".linked")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, program, 0o700); err != nil {
		t.Fatal(err)
	}
	return path
}

func buildDaybreak(t testing.TB) string { return build(t, "daybreak", ".", "daybreak/cmd/daybreak") }

func buildHello(t testing.TB) string {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "main.go"), hello)
	return build(t, "hello", dir, "main.go")
}

// berlin returns the present moment in a zone with daylight saving.
func berlin(t testing.TB) time.Time {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	return time.Now().In(zone)
}

// session returns the environment of a user with the home.
func session(home string, more ...string) []string {
	return append(more, "HOME="+home, "PATH="+os.Getenv("PATH"), "LANG=C.UTF-8", "TZ=Europe/Berlin")
}
