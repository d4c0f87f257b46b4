package vm_test

import (
	"encoding/json"
	"maps"
	"testing"
	"time"

	"daybreak/internal/rig/vm"
)

// soon is how long after a step, or after waking, what is due may take.
const soon = 2 * time.Second

// welcome is the first message of all.
const welcome = "Daybreak is running"

// config is that of every scenario: only what it adds is ever due.
const config = `breakup_date: 2026-11-01
quiet_hours: off
milestones: []
`

// TestVM holds the scenarios; each has a machine and a disk of its own. Most of
// their time is waiting, so they share the host well.
func TestVM(t *testing.T) {
	i := newImage(t)
	for name, scenario := range map[string]func(*testing.T, image){
		"steps": steps, "suspend": suspend, "journey": journey, "power cut": powerCut,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			scenario(t, i)
		})
	}
}

// steps moves the clock by an hour, and by two hours back, and forth again.
func steps(t *testing.T, i image) {
	m := i.boot(t, newDisk(t))
	m.settle(t, "2026-11-10T08:00:35", `
prompts: {morning: off, evening: off}
habits:
  - {name: Tea, at: "07:01"}
  - {name: Walk, at: "08:30"}
  - {name: Read, at: "09:01"}
`)
	m.hears(t, "Next: 08:30  Walk")

	step := m.do(t, vm.Request{Do: vm.Step, For: time.Hour}) // 09:00:35
	after(t, "a step of +1 h over Walk", step.Before, m.next(t, "Walk"))
	m.hears(t, "Next: 09:01  Read")

	m.do(t, vm.Request{Do: vm.Step, For: -2 * time.Hour}) // 07:00:35, and Walk is due again by the clock
	m.hears(t, "Next: 07:01  Tea")
	onTime(t, m.next(t, "Tea"), "07:01")
	m.hears(t, "Next: 09:01  Read")

	step = m.do(t, vm.Request{Do: vm.Step, For: 2 * time.Hour}) // 09:01, over Walk again
	after(t, "a step of +2 h over Walk again, and Read", step.Before, m.next(t, "Read"))
	m.hears(t, "Next: Wed 11 Nov 07:01  Tea")
	m.quiet(t)
	m.became(t, map[string]string{
		"habit/tea 2026-11-10T07:01":  "delivered on-time",
		"habit/walk 2026-11-10T08:30": "delivered late",
		"habit/read 2026-11-10T09:01": "delivered on-time",
	})
}

// journey changes the system's zone as timedatectl does, under the daemon. It
// runs since before anything is due: what is from before it came is not owed.
func journey(t *testing.T, i image) {
	m := i.boot(t, newDisk(t))
	m.settle(t, "2026-11-10T04:00:10", `
prompts: {morning: off, evening: off}
habits:
  - {name: Lunch, at: "12:30"}
  - {name: Call, at: "16:00"}
  - {name: Walk, at: "17:00"}
`)
	m.hears(t, "Next: 12:30  Lunch")
	m.do(t, vm.Request{Do: vm.SetTime, At: berlin(t, "2026-11-10T08:59:45")})

	zone := m.do(t, vm.Request{Do: vm.SetZone, Text: "Asia/Tokyo"}) // 16:59:45
	after(t, "the zone's change, over Call", zone.Before, m.next(t, "Call"))
	m.hears(t, "Next: 17:00  Walk")
	onTime(t, m.next(t, "Walk"), "09:00") // in Berlin
	m.hears(t, "Next: Wed 11 Nov 12:30  Lunch")
	m.quiet(t)
	m.became(t, map[string]string{
		"habit/lunch 2026-11-10T12:30": "dropped late",
		"habit/call 2026-11-10T16:00":  "delivered late",
		"habit/walk 2026-11-10T17:00":  "delivered on-time",
	})
}

// settle starts the daemon for the first time, at a moment in Berlin.
func (m *machine) settle(t *testing.T, at, more string) {
	t.Helper()
	m.do(t, vm.Request{Do: vm.Put, Path: vm.Config + "/daybreak/config.yaml", Text: config + more})
	m.start(t, at)
	m.next(t, welcome)
}

// start starts the daemon at a moment in Berlin.
func (m *machine) start(t *testing.T, at string) {
	t.Helper()
	m.do(t, vm.Request{Do: vm.SetZone, Text: "Europe/Berlin"})
	m.do(t, vm.Request{Do: vm.SetTime, At: berlin(t, at)})
	m.do(t, vm.Request{Do: vm.Start})
}

func berlin(t *testing.T, at string) time.Time {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	when, err := time.ParseInLocation("2006-01-02T15:04:05", at, zone)
	if err != nil {
		t.Fatal(err)
	}
	return when
}

// after checks that a message came soon after a moment, on the clock that no
// step moves.
func after(t *testing.T, what string, from vm.Stamp, l vm.Line) {
	t.Helper()
	late := l.At.Boot - from.Boot
	t.Logf("%s: %q %v after it", what, l.Text, late.Round(time.Millisecond))
	if late > soon {
		t.Errorf("%q came %v after %s, want at most %v", l.Text, late, what, soon)
	}
}

// onTime checks that a message came at its minute in Berlin on 10 November, by
// the wall clock.
func onTime(t *testing.T, l vm.Line, at string) {
	t.Helper()
	late := l.At.Wall.Sub(berlin(t, "2026-11-10T"+at+":00"))
	t.Logf("%q at %s: late by %v", l.Text, at, late.Round(time.Millisecond))
	if late < 0 || late > soon {
		t.Errorf("%q of %s is late by %v, want 0 to %v", l.Text, at, late, soon)
	}
}

// became compares what `daybreak why` says of all but the welcome.
func (m *machine) became(t *testing.T, want map[string]string) {
	t.Helper()
	l := m.do(t, vm.Request{Do: vm.Run, Args: []string{vm.Daemon, "why", "--json"}})
	var why struct {
		Occurrences []struct{ ID, Civil, Outcome, Reason string }
	}
	if err := json.Unmarshal([]byte(l.Text), &why); err != nil {
		t.Fatalf("read what why says: %v\n%s", err, l.Text)
	}
	got := map[string]string{}
	for _, o := range why.Occurrences {
		if o.ID != "welcome" {
			got[o.ID+" "+o.Civil] = o.Outcome + " " + o.Reason
		}
	}
	if !maps.Equal(got, want) {
		t.Errorf("why says %v\nwant %v", got, want)
	}
}
