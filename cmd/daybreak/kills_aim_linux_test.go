package main

import (
	"bytes"
	"os"
	"time"

	"daybreak/internal/rig"
)

// aims are the moments at which the daemon is killed, in turn. Half of them are
// any moment; the others are where a kill hurts most.
var aims = []struct {
	name string
	wait func(*killLane)
}{
	{"at any moment", anyMoment},
	{"as something falls due", asDue},
	{"at any moment", anyMoment},
	{"as a claim is written", func(l *killLane) { l.asWritten(`"claim":`) }},
	{"at any moment", anyMoment},
	{"as the server is asked", func(l *killLane) { l.asAsked(func(*rig.Call) bool { return true }) }},
	{"at any moment", anyMoment},
	{"as the server answers", asAnswered},
	{"at any moment", anyMoment},
	{"as a milestone is claimed", func(l *killLane) { l.asWritten(`"kind":"milestone"`) }},
	{"at any moment", anyMoment},
	{"as a milestone is shown", func(l *killLane) { l.asAsked(isMilestone) }},
}

// aimPatience ends the waiting for an aim that does not come: the kill is then
// one at any moment. It is more than a day of the fast clock.
const aimPatience = 5 * time.Second

// pause waits for a random time up to most.
func (l *killLane) pause(most time.Duration) {
	<-time.After(time.Duration(l.rnd.Int64N(int64(most))))
}

func anyMoment(l *killLane) { l.pause(400 * time.Millisecond) }

// asDue is within some milliseconds of a due time.
func asDue(l *killLane) {
	l.pause(200 * time.Millisecond)
	due := l.clock.real(nextDue(l.clock.now()))
	early := time.Duration(l.rnd.Int64N(int64(10*time.Millisecond))) - 5*time.Millisecond
	<-time.After(time.Until(due.Add(-early)))
}

// asWritten is as soon as a line with the mark is in the record.
func (l *killLane) asWritten(mark string) {
	end := time.After(aimPatience)
	read := map[string]int64{}
	for name, size := range l.sizes() {
		read[name] = size
	}
	for {
		select {
		case e := <-l.written.Events:
			data, err := os.ReadFile(e.Name)
			if err != nil {
				continue // a file that was replaced meanwhile
			}
			fresh := data[min(read[e.Name], int64(len(data))):]
			if bytes.Contains(fresh, []byte(mark)) {
				return
			}
		case <-end:
			return
		}
	}
}

// asAsked is a moment after the bus has seen such a call.
func (l *killLane) asAsked(such func(*rig.Call) bool) {
	l.monitor.Answered()
	seen := len(l.monitor.Calls())
	l.monitor.Until(time.After(aimPatience), func() bool {
		for ; seen < len(l.monitor.Calls()); seen++ {
			if such(l.monitor.Calls()[seen]) {
				return true
			}
		}
		return false
	})
	l.pause(2 * time.Millisecond)
}

func asAnswered(l *killLane) {
	seen := len(l.monitor.Answered())
	l.monitor.Until(time.After(aimPatience), func() bool { return len(l.monitor.Answered()) > seen })
	l.pause(2 * time.Millisecond)
}

// sizes returns how much of each file of the record there is.
func (l *killLane) sizes() map[string]int64 {
	all := map[string]int64{}
	for _, name := range l.recordFiles() {
		if info, err := os.Stat(name); err == nil {
			all[name] = info.Size()
		}
	}
	return all
}
