package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// timeout bounds a build, and a simulation.
const timeout = 5 * time.Minute

func run(ctx context.Context, args []string, out, errs io.Writer) int {
	flags := flag.NewFlagSet("mutants", flag.ContinueOnError)
	flags.SetOutput(errs)
	seeds := flags.Int("seeds", 3000, "how many `histories` a fault may take to be found")
	only := flags.String("only", "", "the faults whose name has this `text`")
	if err := flags.Parse(args); err != nil {
		return 2
	}
	dir, err := os.MkdirTemp("", "mutants-")
	if err != nil {
		fmt.Fprintln(errs, "mutants:", err)
		return 1
	}
	defer os.RemoveAll(dir)
	missed, began := 0, time.Now()
	for i, m := range mutants {
		if !strings.Contains(m.name, *only) {
			continue
		}
		found, err := m.hunt(ctx, filepath.Join(dir, strconv.Itoa(i)), *seeds)
		if err != nil {
			missed++
			found = "MISSED: " + err.Error()
		}
		fmt.Fprintf(out, "%-52s %s\n", m.name, found)
	}
	fmt.Fprintf(out, "%d faults, %d missed, in %s\n", len(mutants), missed, time.Since(began).Round(time.Second))
	if missed > 0 {
		return 1
	}
	return 0
}

// hunt builds the simulator with the fault in it, and says after how many
// histories which rule found it.
func (m mutant) hunt(ctx context.Context, dir string, seeds int) (string, error) {
	bin, err := m.build(ctx, dir)
	if err != nil {
		return "", err
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	text, err := exec.CommandContext(ctx, bin, "-raw", "-histories", strconv.Itoa(seeds)).CombinedOutput()
	var exit *exec.ExitError
	switch {
	case ctx.Err() != nil:
		return "", ctx.Err()
	case err == nil:
		return "", fmt.Errorf("nothing found in %d histories", seeds)
	case !errors.As(err, &exit):
		return "", err
	}
	return verdict(string(text))
}

var (
	count = regexp.MustCompile(`(?m)^(\d+) histories`)
	broke = regexp.MustCompile(`(?m)^seed \d+ broke ([a-z-]+):`)
)

// verdict reads what the simulator prints.
func verdict(text string) (string, error) {
	n, rule := count.FindStringSubmatch(text), broke.FindStringSubmatch(text)
	if n == nil || rule == nil {
		return "", fmt.Errorf("the simulator says %q", text)
	}
	return fmt.Sprintf("%-11s after %5s histories", rule[1], n[1]), nil
}

// build builds the simulator with the fault in a copy of one file.
func (m mutant) build(ctx context.Context, dir string) (string, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", err
	}
	source, err := filepath.Abs(m.file)
	if err != nil {
		return "", err
	}
	text, err := m.apply(source)
	if err != nil {
		return "", err
	}
	mutated, overlay, bin := filepath.Join(dir, "mutated.go"), filepath.Join(dir, "overlay.json"), filepath.Join(dir, "simulate")
	list, err := json.Marshal(map[string]any{"Replace": map[string]string{source: mutated}})
	if err != nil {
		return "", err
	}
	if err := errors.Join(os.WriteFile(mutated, text, 0o600), os.WriteFile(overlay, list, 0o600)); err != nil {
		return "", err
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	cmd := exec.CommandContext(ctx, "go", "build", "-overlay", overlay, "-ldflags", "-s -w", "-o", bin, "./internal/sim/cmd/simulate")
	if said, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build: %w: %s", err, said)
	}
	return bin, nil
}

// apply returns the source with the fault in it. That the place to plant it is
// not there exactly once is an error: the table is to be mended.
func (m mutant) apply(source string) ([]byte, error) {
	data, err := os.ReadFile(source)
	if err != nil {
		return nil, err
	}
	if n := strings.Count(string(data), m.old); n != 1 {
		return nil, fmt.Errorf("%s has %q %d times, not once: the table of faults is to be mended", m.file, m.old, n)
	}
	return []byte(strings.Replace(string(data), m.old, m.new, 1)), nil
}
