package scheduler

import (
	"testing"
	"time"
)

func load(t testing.TB, name string) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

func civil(t testing.TB, s string) Civil {
	t.Helper()
	c, err := ParseCivil(s)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestCivilIn(t *testing.T) {
	for _, tt := range []struct{ name, zone, civil, want string }{
		{"plain", "Europe/Berlin", "2026-06-01T09:00", "2026-06-01T07:00:00Z"},
		{"gap comes at the jump", "Europe/Berlin", "2026-03-29T02:30", "2026-03-29T01:00:00Z"},
		{"end of the gap", "Europe/Berlin", "2026-03-29T03:00", "2026-03-29T01:00:00Z"},
		{"overlap is the first pass", "Europe/Berlin", "2026-10-25T02:30", "2026-10-25T00:30:00Z"},
		{"New York gap", "America/New_York", "2026-03-08T02:30", "2026-03-08T07:00:00Z"},
		{"New York overlap", "America/New_York", "2026-11-01T01:30", "2026-11-01T05:30:00Z"},
		{"Lord Howe's half-hour gap", "Australia/Lord_Howe", "2026-10-04T02:15", "2026-10-03T15:30:00Z"},
		{"Lord Howe's half-hour overlap", "Australia/Lord_Howe", "2026-04-05T01:45", "2026-04-04T14:45:00Z"},
		{"gap at midnight, Cairo", "Africa/Cairo", "2026-04-24T00:30", "2026-04-23T22:00:00Z"},
		{"gap at midnight, Beirut", "Asia/Beirut", "2026-03-29T00:00", "2026-03-28T22:00:00Z"},
		{"a day that Apia skipped", "Pacific/Apia", "2011-12-30T09:00", "2011-12-30T10:00:00Z"},
		{"the day after it", "Pacific/Apia", "2011-12-31T00:00", "2011-12-30T10:00:00Z"},
		{"before 1970", "UTC", "1969-12-31T23:59", "1969-12-31T23:59:00Z"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := civil(t, tt.civil).In(load(t, tt.zone)).UTC().Format(time.RFC3339)
			if got != tt.want {
				t.Errorf("%s in %s is %s, want %s", tt.civil, tt.zone, got, tt.want)
			}
		})
	}
}

// Around every kind of change, minute by minute: In never decreases, and what
// it returns shows c, or is the jump over c.
func TestCivilInNeverDecreases(t *testing.T) {
	for _, tt := range []struct{ zone, from string }{
		{"Europe/Berlin", "2026-03-28T00:00"}, {"Europe/Berlin", "2026-10-24T00:00"},
		{"America/New_York", "2026-03-07T00:00"}, {"America/New_York", "2026-10-31T00:00"},
		{"Australia/Lord_Howe", "2026-04-04T00:00"}, {"Australia/Lord_Howe", "2026-10-03T00:00"},
		{"Africa/Cairo", "2026-04-23T00:00"}, {"Asia/Beirut", "2026-03-28T00:00"},
		{"Pacific/Apia", "2011-12-28T12:00"}, {"Pacific/Kwajalein", "1993-08-19T12:00"},
		{"Africa/Casablanca", "2026-02-14T00:00"}, {"Antarctica/Troll", "2026-03-28T00:00"},
	} {
		loc := load(t, tt.zone)
		first := civil(t, tt.from)
		last := first.In(loc)
		for c := first; c < first+4*MinutesPerDay; c++ {
			at := c.In(loc)
			if at.Before(last) {
				t.Fatalf("%s: %s is %s, before %s", tt.zone, c, at, last)
			}
			checkShows(t, c, at)
			last = at
		}
	}
}

// checkShows fails unless at is when the clock of its zone first shows c, or
// jumps over it.
func checkShows(t testing.TB, c Civil, at time.Time) {
	t.Helper()
	if prev := CivilOf(at.Add(-time.Nanosecond)); prev >= c || CivilOf(at) < c {
		t.Fatalf("%s in %s resolves to %s, whose minute before shows %s", c, at.Location(), at, prev)
	}
	if began, _ := at.ZoneBounds(); !began.IsZero() && CivilOf(began.Add(-time.Nanosecond)) >= c {
		t.Fatalf("%s in %s resolves to %s, and was shown before", c, at.Location(), at)
	}
}

func TestCivilText(t *testing.T) {
	for _, s := range []string{"2026-11-23T07:30", "1969-12-31T23:59", "2011-12-30T00:00"} {
		c := civil(t, s)
		if c.String() != s || NewCivil(c.Day(), c.Minute()) != c {
			t.Errorf("%s becomes %s, day %d minute %d", s, c, c.Day(), c.Minute())
		}
	}
	for _, s := range []string{"", "2026-11-23", "2026-11-23T7:30", "2026-02-30T00:00", "2026-11-23T24:00", "2026-11-23T07:30Z"} {
		if c, err := ParseCivil(s); err == nil {
			t.Errorf("%q is taken for %s", s, c)
		}
		var c Civil
		if c.UnmarshalText([]byte(s)) == nil {
			t.Errorf("%q is unmarshalled", s)
		}
	}
}

func TestInQuiet(t *testing.T) {
	for _, tt := range []struct {
		minute, from, to int
		want             bool
	}{
		{60, 60, 120, true}, {119, 60, 120, true}, {120, 60, 120, false}, {59, 60, 120, false},
		{1350, 1350, 420, true}, {0, 1350, 420, true}, {419, 1350, 420, true},
		{420, 1350, 420, false}, {1349, 1350, 420, false}, {500, 500, 500, false}, {0, 0, 0, false},
	} {
		if got := inQuiet(tt.minute, tt.from, tt.to); got != tt.want {
			t.Errorf("minute %d in %d-%d: %v", tt.minute, tt.from, tt.to, got)
		}
	}
}

// In any zone and year: a later civil time is no earlier instant, what In
// returns is the first that shows the civil time or jumps over it, and texts
// and parts of a civil time make it again.
func FuzzCivil(f *testing.F) {
	zones := []string{
		"Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Cairo", "Pacific/Apia", "Pacific/Kwajalein",
		"America/St_Johns", "Asia/Kathmandu", "Africa/Monrovia", "Asia/Manila", "Antarctica/Troll", "UTC",
	}
	f.Add(uint8(0), int64(civil(f, "2026-03-29T02:30")), uint16(90))
	f.Add(uint8(4), int64(civil(f, "2011-12-29T23:59")), uint16(1440))
	f.Add(uint8(5), int64(civil(f, "1993-08-20T12:00")), uint16(1440))
	f.Add(uint8(6), int64(civil(f, "2008-11-02T00:00")), uint16(1))
	f.Fuzz(func(t *testing.T, zone uint8, minutes int64, later uint16) {
		loc := load(t, zones[int(zone)%len(zones)])
		c := Civil(minutes % (250 * 366 * MinutesPerDay)) // 1720 to 2219
		at := c.In(loc)
		if next := (c + Civil(later)).In(loc); next.Before(at) {
			t.Errorf("%s is %s, and %s is %s", c, at, c+Civil(later), next)
		}
		if off := at.Sub(c.UTC()); off < -48*time.Hour || off > 48*time.Hour {
			t.Errorf("%s is %s", c, at)
		}
		checkShows(t, c, at)
		if again, err := ParseCivil(c.String()); err != nil || again != c || NewCivil(c.Day(), c.Minute()) != c {
			t.Errorf("%s is read as %s: %v", c, again, err)
		}
	})
}
