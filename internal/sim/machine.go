package sim

import (
	"math/rand/v2"
	"strings"
	"time"
)

// machine is a computer with a user's session, in which the daemon runs.
type machine struct {
	atlas  *atlas
	now    time.Time     // the true time
	offset time.Duration // what the wall clock is ahead of it
	zone   *time.Location
	setup  *setup
	locked bool
	disk   *disk
	desk   *desktop
	check  *checker
	backup map[string]*file

	daemon *daemon   // nil while none runs
	alarm  time.Time // wall-clock time of its next wake, zero for none
	back   time.Time // true time at which a daemon that ended starts again
	armed  blow
	ids    int // of events and sends
	counts counts

	journeys int
}

// blow is an end of the daemon that waits for its moment.
type blow struct {
	verb string // kill, power or term; "" for none
	in   int    // steps
	down time.Duration
	seed uint64
}

// killed unwinds the daemon's stack at the step at which it dies.
type killed struct{}

// counts are the figures of a history.
type counts struct{ wakes, starts, ends, messages int }

// stepTime is what a step of the daemon takes.
const stepTime = 200 * time.Microsecond

func (m *machine) wall() time.Time { return m.now.Add(m.offset) }

// hook is called at each step of the daemon.
func (m *machine) hook() {
	m.now = m.now.Add(stepTime)
	if m.armed.verb == "" {
		return
	}
	if m.armed.in--; m.armed.in > 0 {
		return
	}
	if m.armed.verb == "term" {
		m.daemon.term(m.armed.down)
		m.armed = blow{}
		return
	}
	m.disk.dead = true
	panic(killed{})
}

// protect runs the daemon's code until it returns or is killed.
func (m *machine) protect(run func()) {
	defer func() {
		switch r := recover().(type) {
		case nil:
		case killed:
			m.die(m.armed)
		case *Violation:
			m.daemon = nil
		default:
			panic(r) // a fault of the program: nothing panics
		}
	}()
	run()
}

// die ends the daemon as b says.
func (m *machine) die(b blow) {
	m.armed, m.disk.dead = blow{}, false
	m.check.died()
	if b.verb == "power" {
		m.check.powerCut(m.disk.lied)
		m.disk.powerCut(rand.New(rand.NewPCG(b.seed, 0)))
	}
	m.daemon, m.alarm = nil, time.Time{}
	m.back = m.now.Add(b.down)
	m.counts.ends++
}

// until lets the true time pass, wake by wake.
func (m *machine) until(end time.Time) {
	for m.check.bad == nil {
		next := m.back
		if m.daemon != nil {
			next = time.Time{}
			if !m.alarm.IsZero() {
				next = m.alarm.Add(-m.offset)
			}
		}
		if next.IsZero() || next.After(end) {
			break
		}
		if next.After(m.now) {
			m.now = next
		}
		if m.daemon == nil {
			m.boot()
		} else {
			m.wake()
		}
	}
	if end.After(m.now) {
		m.now = end
	}
}

// do lets an action happen.
func (m *machine) do(a Action) {
	switch a.Verb {
	case "kill", "power":
		m.arm(blow{verb: a.Verb, in: a.int(0), down: a.duration(1)}, a)
	case "term":
		m.arm(blow{verb: a.Verb, in: a.int(0), down: a.duration(1)}, a)
	case "stop":
		m.stop(a.duration(0))
	case "server":
		m.desk.mode, m.desk.left = mode(a.Args[0]), a.int(1)
	case "disk":
		m.disk.fault, m.disk.left = fault(a.Args[0]), a.int(1)
	case "lock":
		m.locked = true
	case "backup":
		m.backup = m.disk.copyOf()
	case "vanish":
		m.disk.restore(nil)
	case "restore":
		m.restore(a.duration(0))
	default:
		m.change(a)
		m.wake()
	}
}

// change lets happen what wakes the daemon.
func (m *machine) change(a Action) {
	switch a.Verb {
	case "suspend":
		m.now = m.now.Add(a.duration(0))
	case "step":
		m.offset += a.duration(0)
	case "zone":
		m.zone = m.atlas.zone(a.Args[0])
		m.journeys++
	case "unlock":
		m.locked = false
	case "owner", "back":
		m.desk.appear()
	case "gone":
		m.desk.owner = ""
	case "pause", "resume", "snooze", "urge", "done", "skip", "undo":
		m.command(a)
	case "config":
		m.setup, _ = parseSetup(strings.Join(a.Args, " ")) // checked by Parse
	}
}

func (m *machine) arm(b blow, a Action) {
	if b.verb == "power" {
		b.seed = uint64(a.int(2))
	}
	if b.in > 0 {
		m.armed = b
	} else if m.daemon != nil {
		m.die(b)
	}
}

func (m *machine) stop(down time.Duration) {
	if m.daemon != nil {
		m.die(blow{verb: "stop", down: down})
	}
}

func (m *machine) restore(down time.Duration) {
	if m.backup == nil {
		return
	}
	m.stop(down)
	m.check.restored()
	m.disk.restore(m.backup)
}

// wake is one wake of the daemon, if there is one.
func (m *machine) wake() {
	if m.daemon == nil || m.check.bad != nil {
		return
	}
	m.counts.wakes++
	m.protect(func() {
		d := m.daemon
		dec := d.loop.Step(d.ctx)
		if d.ctx.Err() != nil {
			m.die(blow{verb: "stop", down: d.down})
			return
		}
		m.alarm = dec.Wake
		m.check.rest(dec)
	})
}

// boot starts the daemon, or tries to.
func (m *machine) boot() {
	m.counts.starts++
	m.back = m.now.Add(startAgain) // unless it is there in a moment
	m.protect(func() {
		if d := m.start(); d != nil {
			m.daemon = d
		}
	})
	m.wake()
}

// startAgain is how long the service manager waits when a start failed, and
// the model with it.
const startAgain = 10 * time.Minute

// settle makes everything well again, and gives what waits the time to come.
func (m *machine) settle() {
	m.armed = blow{}
	m.locked, m.disk.fault, m.desk.mode = false, diskGood, serverGood
	m.desk.appear()
	m.stop(time.Second)
	m.back = m.now.Add(time.Second)
	m.until(m.now.Add(25 * time.Hour))
}
