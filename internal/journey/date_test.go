package journey

import (
	"testing"
	"time"
	_ "time/tzdata"
)

func TestParseDate(t *testing.T) {
	for s, want := range map[string]Date{
		"1970-01-01": 0, "1969-12-31": -1, "1970-03-01": 59, "2000-02-29": 11016, "2026-11-01": 20758,
		"0001-01-01": -719162, "9999-12-31": 2932896,
	} {
		if d, err := ParseDate(s); err != nil || d != want || d.String() != s {
			t.Errorf("%s: %d %s, %v; want %d", s, d, d, err, want)
		}
	}
	for _, s := range []string{
		"", "2026-11-31", "2026-02-29", "2100-02-29", "2026-00-01", "2026-13-01", "2026-1-1", "26-11-01",
		"01.11.2026", "2026-11-01 ", "2026-11-01T00:00:00Z", "20261101", "-001-01-01", "today",
	} {
		if d, err := ParseDate(s); err == nil {
			t.Errorf("%q is read as %s", s, d)
		}
	}
}

// TestDatesAreConsecutive walks four hundred years, in which the Gregorian
// calendar repeats, next to time.Time's own calendar.
func TestDatesAreConsecutive(t *testing.T) {
	day := time.Date(1800, 1, 1, 0, 0, 0, 0, time.UTC)
	for d := DateOf(day); d <= NewDate(2200, 1, 1); d++ {
		if DateOf(day) != d || !d.Time().Equal(day) || d.Weekday() != day.Weekday() {
			t.Fatalf("%s is %s", day, d)
		}
		day = day.AddDate(0, 0, 1)
	}
}

func TestDateOfUsesTheZoneOfTheTime(t *testing.T) {
	at := time.Date(2026, 12, 31, 23, 30, 0, 0, time.UTC)
	for zone, want := range map[string]string{
		"UTC": "2026-12-31", "Europe/Berlin": "2027-01-01", "America/New_York": "2026-12-31",
		"Pacific/Kiritimati": "2027-01-01", "Pacific/Pago_Pago": "2026-12-31",
	} {
		if got := DateOf(at.In(load(t, zone))).String(); got != want {
			t.Errorf("%s: %s, want %s", zone, got, want)
		}
	}
}

func TestDateTextRoundTrip(t *testing.T) {
	var d Date
	if err := d.UnmarshalText([]byte("2028-02-29")); err != nil || d != NewDate(2028, 2, 29) {
		t.Fatalf("%s, %v", d, err)
	}
	if b, err := d.MarshalText(); err != nil || string(b) != "2028-02-29" {
		t.Errorf("%s, %v", b, err)
	}
	if err := d.UnmarshalText([]byte("soon")); err == nil || d != NewDate(2028, 2, 29) {
		t.Errorf("an error changed the date to %s, %v", d, err)
	}
}

func TestParseTimeOfDay(t *testing.T) {
	for m := TimeOfDay(0); m < 24*60; m++ {
		if got, err := ParseTimeOfDay(m.String()); err != nil || got != m {
			t.Fatalf("%s: %d, %v", m, got, err)
		}
	}
	for _, s := range []string{"", "7:30", "24:00", "25:00", "12:60", "0730", "07:30:00", "07.30", " 7:30", "-1:00", "ab:cd"} {
		if m, err := ParseTimeOfDay(s); err == nil {
			t.Errorf("%q is read as %s", s, m)
		}
	}
}

func load(t *testing.T, zone string) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

func TestLogicalDate(t *testing.T) {
	const four = 4 * 60
	for _, tt := range []struct {
		name, zone string
		at         time.Time // UTC
		starts     TimeOfDay
		want       string
	}{
		{"a minute before", "UTC", time.Date(2026, 11, 2, 3, 59, 59, 0, time.UTC), four, "2026-11-01"},
		{"on the minute", "UTC", time.Date(2026, 11, 2, 4, 0, 0, 0, time.UTC), four, "2026-11-02"},
		{"at midnight, if the day starts then", "UTC", time.Date(2026, 11, 2, 0, 0, 0, 0, time.UTC), 0, "2026-11-02"},
		{"the end of a year", "UTC", time.Date(2027, 1, 1, 3, 0, 0, 0, time.UTC), four, "2026-12-31"},
		{"after a leap day", "UTC", time.Date(2028, 3, 1, 3, 0, 0, 0, time.UTC), four, "2028-02-29"},
		// Berlin goes from 02:00 to 03:00 at 01:00 UTC on 28 March 2027.
		{"before the spring jump", "Europe/Berlin", time.Date(2027, 3, 28, 0, 59, 0, 0, time.UTC), 150, "2027-03-27"},
		{"a start that the jump skips", "Europe/Berlin", time.Date(2027, 3, 28, 1, 0, 0, 0, time.UTC), 150, "2027-03-28"},
		{"03:59 after the jump", "Europe/Berlin", time.Date(2027, 3, 28, 1, 59, 0, 0, time.UTC), four, "2027-03-27"},
		{"04:00 after the jump", "Europe/Berlin", time.Date(2027, 3, 28, 2, 0, 0, 0, time.UTC), four, "2027-03-28"},
		// and from 03:00 back to 02:00 at 01:00 UTC on 25 October 2026.
		{"the second 02:30 in autumn", "Europe/Berlin", time.Date(2026, 10, 25, 1, 30, 0, 0, time.UTC), four, "2026-10-24"},
		{"04:00 in autumn", "Europe/Berlin", time.Date(2026, 10, 25, 3, 0, 0, 0, time.UTC), four, "2026-10-25"},
		{"a day that began as the clock showed 02:30", "Europe/Berlin", time.Date(2026, 10, 25, 0, 30, 0, 0, time.UTC), 150, "2026-10-25"},
		{"and does not end as it shows 02:15 again", "Europe/Berlin", time.Date(2026, 10, 25, 1, 15, 0, 0, time.UTC), 150, "2026-10-25"},
		{"nor at the second 00:10, in Havana", "America/Havana", time.Date(2026, 11, 1, 5, 10, 0, 0, time.UTC), 30, "2026-11-01"},
		{"a minute before it began", "Europe/Berlin", time.Date(2026, 10, 25, 0, 29, 0, 0, time.UTC), 150, "2026-10-24"},
		// Cairo jumps from 00:00 to 01:00 on 24 April 2026: the day has no midnight.
		{"a day without midnight", "Africa/Cairo", time.Date(2026, 4, 23, 22, 0, 0, 0, time.UTC), 0, "2026-04-24"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := LogicalDate(tt.at.In(load(t, tt.zone)), tt.starts).String(); got != tt.want {
				t.Errorf("%s, want %s", got, tt.want)
			}
		})
	}
}

func TestCivilDate(t *testing.T) {
	d := NewDate(2026, 12, 31)
	for _, tt := range []struct {
		at, starts TimeOfDay
		want       Date
	}{
		{8 * 60, 4 * 60, d}, {4 * 60, 4 * 60, d}, {4*60 - 1, 4 * 60, d + 1}, {0, 4 * 60, d + 1}, {0, 0, d}, {1439, 1439, d},
	} {
		if got := CivilDate(d, tt.at, tt.starts); got != tt.want {
			t.Errorf("%s with days from %s: %s, want %s", tt.at, tt.starts, got, tt.want)
		}
	}
}

// TestCivilDateAndLogicalDateAgree: what is due at a time of a logical day
// falls on that logical day.
func TestCivilDateAndLogicalDateAgree(t *testing.T) {
	d := NewDate(2028, 2, 29)
	for at := TimeOfDay(0); at < 24*60; at += 7 {
		for starts := TimeOfDay(0); starts < 24*60; starts += 11 {
			on := CivilDate(d, at, starts).Time().Add(time.Duration(at) * time.Minute)
			if got := LogicalDate(on, starts); got != d {
				t.Fatalf("%s with days from %s is on %s", on, starts, got)
			}
		}
	}
}

func FuzzParseDate(f *testing.F) {
	f.Add("2026-11-01")
	f.Add("2026-02-30")
	f.Fuzz(func(t *testing.T, s string) {
		if d, err := ParseDate(s); err == nil && d.String() != s {
			t.Errorf("%q is read as %s", s, d)
		}
	})
}

// As time goes by, no day comes back: not in the hour that comes twice, not at
// the date line. And the day is never further than one from the calendar's.
func FuzzLogicalDate(f *testing.F) {
	zones := []string{
		"Europe/Berlin", "America/New_York", "America/Havana", "Australia/Lord_Howe", "Africa/Cairo", "Pacific/Apia",
		"Pacific/Kwajalein", "America/St_Johns", "Asia/Kathmandu", "America/Nuuk", "UTC",
	}
	f.Add(uint8(0), time.Date(2026, 10, 25, 0, 30, 0, 0, time.UTC).Unix(), uint32(45*60), uint16(150))
	f.Add(uint8(2), time.Date(2026, 11, 1, 4, 40, 0, 0, time.UTC).Unix(), uint32(30*60), uint16(30))
	f.Add(uint8(5), time.Date(2011, 12, 30, 9, 59, 0, 0, time.UTC).Unix(), uint32(60), uint16(240))
	f.Add(uint8(7), time.Date(2008, 11, 2, 2, 30, 30, 0, time.UTC).Unix(), uint32(60), uint16(0))
	f.Fuzz(func(t *testing.T, zone uint8, unix int64, later uint32, starts uint16) {
		at := time.Unix(unix%(200*365*86400), 0).In(load(t, zones[int(zone)%len(zones)]))
		then := at.Add(time.Duration(later%(3*86400)) * time.Second)
		dayStarts := TimeOfDay(starts % 720)
		d, e := LogicalDate(at, dayStarts), LogicalDate(then, dayStarts)
		if e < d {
			t.Errorf("with days from %s it is %s at %s, and %s at %s", dayStarts, d, at, e, then)
		}
		if off := d - DateOf(at); off < -1 || off > 1 {
			t.Errorf("with days from %s it is %s at %s", dayStarts, d, at)
		}
	})
}

// Whatever is taken for a time of day is written as it was read.
func FuzzParseTimeOfDay(f *testing.F) {
	f.Add("07:30")
	f.Add("24:00")
	f.Add("+1:00")
	f.Fuzz(func(t *testing.T, s string) {
		if m, err := ParseTimeOfDay(s); err == nil && (m.String() != s || m < 0 || m >= 24*60) {
			t.Errorf("%q is read as %s", s, m)
		}
	})
}
