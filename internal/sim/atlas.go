package sim

import (
	_ "embed"
	"strings"
	"time"
)

// zoneNames are all zones of the tz database, one a line, in its order of
// names; a test compares them with those of the Go distribution.
//
//go:embed zones.txt
var zoneNames string

// zoneList returns the names of all zones.
func zoneList() []string { return strings.Fields(zoneNames) }

// atlas remembers zones and what was calculated of them. It serves one
// goroutine.
type atlas struct {
	zones map[string]*time.Location
	due   map[place]time.Time
}

// place is a civil time in a zone.
type place struct {
	zone *time.Location
	at   civil
}

func newAtlas() *atlas {
	return &atlas{zones: map[string]*time.Location{}, due: map[place]time.Time{}}
}

// zone returns a zone that the history was checked to name rightly.
func (a *atlas) zone(name string) *time.Location {
	if loc, ok := a.zones[name]; ok {
		return loc
	}
	loc, err := time.LoadLocation(name)
	if err != nil {
		loc = time.UTC
	}
	a.zones[name] = loc
	return loc
}

// maxDue bounds what is remembered.
const maxDue = 200_000

// when returns the first instant at which a clock in loc shows c or more: what
// "first pass, or the moment of the jump" comes to. It looks at the clock,
// quarter by quarter and then minute by minute, and knows nothing of offsets
// and transitions; no zone of our days changes within a quarter of an hour.
func (a *atlas) when(c civil, loc *time.Location) time.Time {
	key := place{loc, c}
	if t, ok := a.due[key]; ok {
		return t
	}
	t := c.time().Add(-16 * time.Hour)
	for civilAt(t, loc) < c {
		t = t.Add(15 * time.Minute)
	}
	for t = t.Add(-15 * time.Minute); civilAt(t, loc) < c; {
		t = t.Add(time.Minute)
	}
	if len(a.due) > maxDue {
		clear(a.due)
	}
	a.due[key] = t
	return t
}
