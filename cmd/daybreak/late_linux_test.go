package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"daybreak/internal/ledger"
	"daybreak/internal/rig"
	"daybreak/scheduler"
)

// BenchmarkLateness has the real program deliver as many messages as asked for,
// each alone, a tenth of a second apart, to a real server, and measures from
// the instant at which a message is due to the moment at which the bus has the
// call and the answer. All figures are real time. The minutes are those of a
// clock that goes 600 times as fast: the program waits on the same timer of the
// kernel as ever, for an instant that is worked out from that clock.
func BenchmarkLateness(b *testing.B) {
	desk := rig.StartDesk(b, "dunst")
	home, clock := b.TempDir(), newFastClock(b, "2026-11-01T00:00:00+01:00", 600)
	writeConfig(b, home, `breakup_date: 2026-11-01
habits:
  - {name: Tick, cron: "* * * * *"}
prompts: {morning: off, evening: off}
milestones: []
quiet_hours: off
`)
	cmd := exec.Command(buildFast(b), "run")
	cmd.Env = append(onDesk(desk, home), clock.env())
	monitor := desk.StartMonitor(b)
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	defer func() { _ = cmd.Process.Kill() }()
	const first = 3 // the welcome, and what is due before all is warm
	monitor.WaitNotify(b, first+b.N, patience+time.Duration(b.N)*time.Second)
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		b.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		b.Fatal(err)
	}
	reportLateness(b, clock, claimed(b, filepath.Join(home, ".local", "state", "daybreak")), monitor, first)
	fsyncs(b, home)
}

// claimed returns the claims of a record in order, as events with their times.
func claimed(b *testing.B, state string) []ledger.Event {
	b.Helper()
	view, err := ledger.Read(state, ledger.Everything)
	if err != nil {
		b.Fatal(err)
	}
	var all []ledger.Event
	for _, e := range view.Events {
		if e.Claim != nil {
			all = append(all, e)
		}
	}
	return all
}

// reportLateness takes the messages from the first on: those before are not
// measured.
func reportLateness(b *testing.B, clock fastClock, claims []ledger.Event, monitor *rig.Monitor, first int) {
	b.Helper()
	monitor.Answered()
	var late, wake, send, answer []time.Duration
	for i, call := range monitor.Calls()[first : first+b.N] {
		e := claims[first+i]
		if e.Claim.Kind != scheduler.Habit || call.Title != "Tick" {
			b.Fatalf("message %d is %q, and its claim %v", i, call.Title, e.Claim)
		}
		due := clock.real(e.Claim.Of[len(e.Claim.Of)-1].Civil.In(killZone))
		at := clock.real(e.At)
		late = append(late, call.Seen.Sub(due))
		wake, send = append(wake, at.Sub(due)), append(send, call.Seen.Sub(at))
		answer = append(answer, call.Replied.Sub(call.Seen))
	}
	rig.Figures(b, "", late)
	if b.N > 1 {
		rig.Figures(b, "due to claim (timer, decision)", wake)
		rig.Figures(b, "claim to call (fsync, bus)", send)
		rig.Figures(b, "due to call", late)
		rig.Figures(b, "call to answer (the server)", answer)
	}
}

// fsyncs measures what a line in the record costs on this disk, the write left
// out of account.
func fsyncs(b *testing.B, dir string) {
	b.Helper()
	if b.N == 1 {
		return
	}
	f, err := os.Create(filepath.Join(dir, "fsync"))
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	var took []time.Duration
	for range min(b.N, 1000) {
		if _, err := f.Write(make([]byte, 300)); err != nil {
			b.Fatal(err)
		}
		began := time.Now()
		if err := f.Sync(); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(began))
	}
	rig.Figures(b, "one fsync of 300 bytes here", took)
}
