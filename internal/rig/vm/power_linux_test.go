package vm_test

import (
	"testing"

	"daybreak/internal/rig/vm"
)

// powerCut takes the power away between a message and its answer, from a
// milestone and then from a habit, and looks at what the disk remembers.
// Nothing but what the daemon synced is on it: see package guest.
func powerCut(t *testing.T, i image) {
	disk := newDisk(t)
	m := i.boot(t, disk)
	m.settle(t, "2026-12-01T08:29:35", `
prompts: {morning: off, evening: off}
habits:
  - {name: Walk, at: "08:31"}
  - {name: Read, at: "08:32"}
`)
	m.hears(t, "Next: 08:30")
	m.do(t, vm.Request{Do: vm.Stall})
	m.shows(t, "Day 30: the last you set")
	m.cut(t)

	m = i.boot(t, disk)
	m.start(t, "2026-12-01T08:30:35")
	m.next(t, "Day 30: the last you set") // a milestone comes at least once
	m.do(t, vm.Request{Do: vm.Stall})
	m.shows(t, "Walk")
	m.cut(t)

	m = i.boot(t, disk)
	m.start(t, "2026-12-01T08:31:50")
	m.next(t, "Read") // and not Walk: everything else comes at most once
	m.hears(t, "Next: Wed 2 Dec")
	m.quiet(t)
	m.became(t, map[string]string{
		"milestone/30 2026-12-01T08:30": "delivered on-time",
		"habit/walk 2026-12-01T08:31":   "uncertain crash",
		"habit/read 2026-12-01T08:32":   "delivered on-time",
	})
}
