package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"time"

	"daybreak/internal/sim"
)

// The exit codes: every promise was kept; one was not; wrong usage.
const (
	kept   = 0
	broken = 1
	usage  = 2
)

func run(ctx context.Context, args []string, in io.Reader, out, errs io.Writer) int {
	flags := flag.NewFlagSet("simulate", flag.ContinueOnError)
	flags.SetOutput(errs)
	histories := flags.Int("histories", 20_000, "how many `seeds`")
	from := flags.Uint64("from", 0, "the first `seed`")
	soak := flags.Duration("soak", 0, "new seeds, for this `time`")
	replay := flags.Bool("replay", false, "play the history on the standard input")
	raw := flags.Bool("raw", false, "do not shrink what fails")
	if err := flags.Parse(args); err != nil {
		return usage
	}
	if *replay {
		return play(in, out, errs)
	}
	o := sim.Options{From: *from, Histories: *histories}
	if *soak > 0 {
		o = sim.Options{From: uint64(time.Now().UnixNano())}
		fmt.Fprintf(out, "seeds from %d on, for %s\n", o.From, *soak)
		var end context.CancelFunc
		ctx, end = context.WithTimeout(ctx, *soak)
		defer end()
	}
	s := sim.Run(ctx, o)
	fmt.Fprint(out, s)
	if len(s.Failures) == 0 {
		return kept
	}
	first := s.Failures[0] // one is enough to go by
	fmt.Fprintf(out, "\nseed %d broke %v\n", first.Seed, first.Violation)
	if !*raw {
		fmt.Fprint(out, shrunk(first.Seed))
	}
	return broken
}

// shrunk returns the short history that breaks what the seed's history breaks,
// and how to see it again.
func shrunk(seed uint64) string {
	h := sim.Shrink(sim.Generate(seed))
	return fmt.Sprintf("go run ./internal/sim/cmd/simulate -from %d -histories 1\nshrunk to, for -replay:\n\n%s\n%v\n",
		seed, h, sim.Play(h).Violation)
}

// play plays one history from in.
func play(in io.Reader, out, errs io.Writer) int {
	text, err := io.ReadAll(io.LimitReader(in, 1<<20))
	if err != nil {
		fmt.Fprintln(errs, "simulate: read the history:", err)
		return usage
	}
	h, err := sim.Parse(string(text))
	if err != nil {
		fmt.Fprintln(errs, "simulate: read the history:", err)
		return usage
	}
	r := sim.Play(h)
	fmt.Fprintf(out, "%d starts, %d wakes, %d messages\n%s", r.Starts, r.Wakes, r.Messages, r.Windows)
	if r.Violation != nil {
		fmt.Fprintln(out, "broke", r.Violation)
		return broken
	}
	return kept
}
