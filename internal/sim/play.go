package sim

import "time"

// Report is what a history came to.
type Report struct {
	Violation *Violation // nil for none
	Windows   Windows
	Starts    int
	Wakes     int
	Messages  int
}

// Play lives through a history.
func Play(h History) Report { return play(newAtlas(), h) }

func play(a *atlas, h History) Report {
	m := &machine{atlas: a, now: h.Start, zone: a.zone(h.Zone)}
	m.disk = newDisk(m.hook)
	m.desk = &desktop{m: m, mode: serverGood}
	m.check = newChecker(m)
	m.setup, _ = parseSetup(h.Config) // checked by Parse
	m.desk.appear()
	m.live(h)
	return Report{
		Violation: m.check.bad, Windows: m.check.windows,
		Starts: m.counts.starts, Wakes: m.counts.wakes, Messages: m.counts.messages,
	}
}

func (m *machine) live(h History) {
	m.boot()
	for _, a := range h.Actions {
		m.until(h.Start.Add(a.At))
		if m.check.bad != nil {
			return
		}
		m.do(a)
	}
	m.until(h.Start.Add(time.Duration(h.Days) * 24 * time.Hour))
	m.settle()
	if m.check.bad == nil {
		m.protect(m.check.end)
	}
}
