package vm_test

import (
	"testing"
	"time"

	"daybreak/internal/rig/vm"
)

// suspend sleeps over a due time, then with nothing due, and waits for what
// comes after.
func suspend(t *testing.T, i image) {
	m := i.boot(t, newDisk(t))
	m.settle(t, "2026-11-10T08:59:35", `
prompts: {morning: off, evening: off}
habits:
  - {name: Walk, at: "09:00"}
  - {name: Read, at: "09:01"}
`)
	m.hears(t, "Next: 09:00  Walk")

	woken := m.sleep(t, "2026-11-10T09:00:10")
	after(t, "waking, of a suspend over Walk", woken, m.next(t, "Walk"))
	m.hears(t, "Next: 09:01  Read")

	// Nothing is due, and Read has to come on time in spite of it: what is told
	// next is Read, so the waking told nothing.
	m.sleep(t, "2026-11-10T09:00:50")
	onTime(t, m.next(t, "Read"), "09:01")
	m.hears(t, "Next: Wed 11 Nov 09:00  Walk")
	m.quiet(t)
	m.became(t, map[string]string{
		"habit/walk 2026-11-10T09:00": "delivered on-time",
		"habit/read 2026-11-10T09:01": "delivered on-time",
	})
}

// sleep suspends the machine to RAM until a moment in Berlin, makes sure that it
// slept, and returns the moment of waking.
func (m *machine) sleep(t *testing.T, until string) vm.Stamp {
	t.Helper()
	l := m.do(t, vm.Request{Do: vm.Suspend, At: berlin(t, until)})
	wall := l.At.Wall.Sub(l.Before.Wall)
	awake := l.At.Mono - l.Before.Mono
	asleep := l.At.Boot - l.Before.Boot - awake
	t.Logf("suspend to RAM: %v by the wall clock, %v of it awake", wall.Round(time.Millisecond), awake.Round(time.Millisecond))
	if asleep < 5*time.Second {
		t.Fatalf("the machine slept for %v only", asleep)
	}
	return l.At
}
