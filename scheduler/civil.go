package scheduler

import (
	"fmt"
	"time"
)

// Civil is what a wall clock and a calendar show, to the minute and without a
// zone: whole minutes since 1970-01-01T00:00 on that clock. Which instant it
// means is decided late, by In, in the zone the user is in by then.
type Civil int64

const civilLayout = "2006-01-02T15:04"

// MinutesPerDay is the number of civil minutes in a civil day, always.
const MinutesPerDay = 24 * 60

// NewCivil returns the civil time minutes after midnight of the civil day that
// lies days after 1 January 1970.
func NewCivil(days, minutes int) Civil { return Civil(days)*MinutesPerDay + Civil(minutes) }

// CivilOf returns what the clock of t's own zone shows at t, seconds cut off.
func CivilOf(t time.Time) Civil {
	_, off := t.Zone()
	return Civil(floorDiv(t.Unix()+int64(off), 60))
}

// ParseCivil reads the form that String writes.
func ParseCivil(s string) (Civil, error) {
	t, err := time.Parse(civilLayout, s)
	if err != nil || len(s) != len(civilLayout) {
		return 0, fmt.Errorf("%q is not a civil time (%s)", s, civilLayout)
	}
	return CivilOf(t), nil
}

// UTC returns the instant at which a clock in UTC shows c: the carrier of the
// civil digits that a cron schedule is asked with.
func (c Civil) UTC() time.Time { return time.Unix(int64(c)*60, 0).UTC() }

// String returns c as "2006-01-02T15:04".
func (c Civil) String() string { return c.UTC().Format(civilLayout) }

// Day returns the civil day of c in days since 1 January 1970.
func (c Civil) Day() int { return int(floorDiv(int64(c), MinutesPerDay)) }

// Minute returns the minutes since midnight of c, 0 to 1439.
func (c Civil) Minute() int { return int(int64(c) - int64(c.Day())*MinutesPerDay) }

// MarshalText implements encoding.TextMarshaler with String's form.
func (c Civil) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// UnmarshalText implements encoding.TextUnmarshaler with ParseCivil's rules.
func (c *Civil) UnmarshalText(b []byte) error {
	v, err := ParseCivil(string(b))
	if err != nil {
		return err
	}
	*c = v
	return nil
}

// maxOffset is more than any zone has ever been away from UTC.
const maxOffset = 16 * time.Hour

// In returns the instant at which a clock in loc first shows c. A civil time
// that the clock shows twice (autumn) is its first pass; one that it never
// shows (spring, or a day skipped at the date line) is the moment of the jump.
// In never decreases as c grows.
//
// time.Date promises neither, so the zone's intervals are walked: every
// instant at which loc could show c lies within maxOffset of c read as UTC.
func (c Civil) In(loc *time.Location) time.Time {
	asUTC := c.UTC()
	for t := asUTC.Add(-maxOffset).In(loc); ; {
		_, end := t.ZoneBounds()
		_, off := t.Zone()
		at := asUTC.Add(-time.Duration(off) * time.Second)
		if end.IsZero() || at.Before(end) {
			// Before t's interval began c was not shown, so in it c is either
			// shown at at, or was jumped over as the interval began.
			if at.Before(t) {
				return t
			}
			return at.In(loc)
		}
		t = end.In(loc)
	}
}

// inQuiet reports whether the minute of the day lies in [from, to), which may
// go over midnight. from == to is no time at all.
func inQuiet(minute, from, to int) bool {
	if from <= to {
		return from <= minute && minute < to
	}
	return minute >= from || minute < to
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}
