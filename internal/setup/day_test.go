package setup

import (
	"strings"
	"testing"
	"time"

	"daybreak/internal/journey"
)

func on(s string) journey.Date {
	d, err := journey.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func TestDay(t *testing.T) {
	const wednesday = "2026-11-25"
	for _, c := range []struct{ today, typed, want string }{
		{wednesday, "today", "2026-11-25"},
		{wednesday, "  This morning. ", "2026-11-25"},
		{wednesday, "Yesterday", "2026-11-24"},
		{wednesday, "it was yesterday evening", "2026-11-24"},
		{wednesday, "last night", "2026-11-24"},
		{wednesday, "the day before yesterday", "2026-11-23"},
		{"2026-01-01", "yesterday", "2025-12-31"},
		{"2028-03-01", "yesterday", "2028-02-29"},
		{wednesday, "0 days ago", "2026-11-25"},
		{wednesday, "3 days ago", "2026-11-22"},
		{wednesday, "one day ago", "2026-11-24"},
		{wednesday, "about 3 weeks ago", "2026-11-04"},
		{wednesday, "three weeks ago", "2026-11-04"},
		{wednesday, "3w ago", "2026-11-04"},
		{wednesday, "a week ago", "2026-11-18"},
		{wednesday, "a couple of weeks ago", "2026-11-11"},
		{wednesday, "a fortnight ago", "2026-11-11"},
		{wednesday, "a month ago", "2026-10-25"},
		{wednesday, "a month and two days ago", "2026-10-23"},
		{wednesday, "a year ago", "2025-11-25"},
		{"2026-03-31", "a month ago", "2026-02-28"},
		{"2028-03-31", "1 month ago", "2028-02-29"},
		{"2028-02-29", "a year ago", "2027-02-28"},
		{"2026-01-15", "2 months ago", "2025-11-15"},
		{wednesday, "friday", "2026-11-20"},
		{wednesday, "Last Friday", "2026-11-20"},
		{wednesday, "on friday evening", "2026-11-20"},
		{wednesday, "thurs", "2026-11-19"},
		{wednesday, "last wednesday", "2026-11-18"},
		{wednesday, "this wednesday", "2026-11-25"},
		{"2026-01-02", "wed", "2025-12-31"},
		{wednesday, "Nov 1", "2026-11-01"},
		{wednesday, "1 Nov", "2026-11-01"},
		{wednesday, "1nov", "2026-11-01"},
		{wednesday, "Nov. 1st", "2026-11-01"},
		{wednesday, "the 1st of November", "2026-11-01"},
		{wednesday, "November 1, 2026", "2026-11-01"},
		{wednesday, "1 November 2026", "2026-11-01"},
		{wednesday, "2026 Nov 1", "2026-11-01"},
		{wednesday, "1 nov '26", "2026-11-01"},
		{wednesday, "Sunday, 1 November 2026", "2026-11-01"},
		{wednesday, "Nov 25", "2026-11-25"},
		{wednesday, "Nov 26", "2025-11-26"}, // the last one, not the next
		{wednesday, "Dec 24", "2025-12-24"},
		{"2026-01-01", "dec 31", "2025-12-31"},
		{wednesday, "29 Feb", "2024-02-29"},
		{"2104-02-28", "29 feb", "2096-02-29"}, // 2100 has none
		{wednesday, "2026-11-01", "2026-11-01"},
		{wednesday, "2026/11/1", "2026-11-01"},
		{wednesday, "1.11.2026", "2026-11-01"},
		{wednesday, "1.11.", "2026-11-01"},
		{wednesday, "1.11.26", "2026-11-01"},
		{wednesday, "11/24", "2026-11-24"},
		{wednesday, "24/11", "2026-11-24"},
		{wednesday, "11/11", "2026-11-11"},
		{wednesday, "11-24-2026", "2026-11-24"},
		{wednesday, "the 20th", "2026-11-20"},
		{"2026-03-05", "the 31st", "2026-01-31"}, // February has none
		{wednesday, "last contact was Nov 3", "2026-11-03"},
		{wednesday, "no contact since friday", "2026-11-20"},
	} {
		t.Run(c.today+" "+c.typed, func(t *testing.T) {
			got, err := Day(c.typed, on(c.today))
			if err != nil || got != on(c.want) {
				t.Errorf("Day(%q) on %s = %s, %v, want %s", c.typed, c.today, got, err, c.want)
			}
		})
	}
}

func TestDayIsAskedAgain(t *testing.T) {
	for _, c := range []struct{ typed, says string }{
		{"11/1", `"11/1" can be 11 January or 1 November; write the month as a word`},
		{"1/11/2026", `can be 1 November 2026 or 11 January 2026`},
		{"wednesday", "today is a Wednesday, too; write today, or a week ago"},
		{"tomorrow", "Thursday 26 November 2026 is still to come"},
		{"next friday", "Friday 27 November 2026 is still to come"},
		{"2031-01-01", "Wednesday 1 January 2031 is still to come"},
		{"26 Nov 2026", "is still to come"},
		{"31 Feb", "the calendar has no 31 February"},
		{"29 Feb 2026", "the calendar has no 29 February 2026"},
		{"2026-02-30", "the calendar has no 30 February 2026"},
		{"2026-13-01", "the calendar has no 2026-13-01"},
		{"0/5", "the calendar has no 0/5"},
		{"Friday 1 November 2026", "Sunday 1 November 2026 was not a Friday"},
		{"last week", "name one"},
		{"yesteday", "did you mean yesterday?"},
		{"3 weks ago", "did you mean 3 weeks ago?"},
		{"Novmber 1", "did you mean november 1?"},
		{"9999 years ago", "is not from 1971 to 2200"},
		{"1 Nov 1066", "the year of"},
		{"a while ago", `"a while ago" is not understood as a day`},
		{"in the end it was hard", "is not understood"},
		{"11/1/2/3", "is not understood"},
		{"nov", "is not understood"},
		{"5", "is not understood"},
		{"ago", "is not understood"},
		{"a and ago", "is not understood"},
		{"32nd", "is not understood"},
		{"", "is not understood"},
		{"the", "is not understood"},
		{"\x1b[2J", `"\x1b[2J" is not understood`},
	} {
		t.Run(c.typed, func(t *testing.T) {
			got, err := Day(c.typed, on("2026-11-25"))
			if err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("Day(%q) = %s, %v, want an error with %q", c.typed, got, err, c.says)
			}
		})
	}
}

// Today is the date of the clock on the wall where the user is, in the night of
// a clock change too.
func TestDayByTheWall(t *testing.T) {
	for _, c := range []struct{ zone, instant, yesterday string }{
		{"Pacific/Kiritimati", "2026-11-25T12:00:00Z", "2026-11-25"}, // the 26th there
		{"Pacific/Pago_Pago", "2026-11-25T10:00:00Z", "2026-11-23"},  // still the 24th
		{"Europe/Berlin", "2026-10-25T00:30:00Z", "2026-10-24"},      // 02:30, for the first time
		{"Europe/Berlin", "2026-10-25T01:30:00Z", "2026-10-24"},      // and again
		{"America/New_York", "2026-03-08T06:59:00Z", "2026-03-07"},   // a minute before the jump
		{"Africa/Cairo", "2026-04-23T22:30:00Z", "2026-04-23"},       // 00:00 does not exist
	} {
		zone, err := time.LoadLocation(c.zone)
		if err != nil {
			t.Fatal(err)
		}
		now, err := time.Parse(time.RFC3339, c.instant)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := Day("yesterday", journey.DateOf(now.In(zone))); err != nil || got != on(c.yesterday) {
			t.Errorf("%s at %s: yesterday is %s, %v, want %s", c.zone, c.instant, got, err, c.yesterday)
		}
	}
}

// Whatever is understood has come, and is understood again as it is repeated
// back.
func FuzzDay(f *testing.F) {
	for _, s := range []string{"yesterday", "3 weeks ago", "a month and 2 days ago", "Nov 1", "1.11.", "2026-11-01", "the 20th", "last fri", "11/1"} {
		f.Add(s, 20782)
	}
	f.Fuzz(func(t *testing.T, s string, n int) {
		today := on("1971-01-01") + journey.Date(uint(n)%80000)
		d, err := Day(s, today)
		if err != nil {
			if strings.TrimSpace(err.Error()) == "" || strings.ContainsAny(err.Error(), "\x1b\n") {
				t.Errorf("Day(%q): %q", s, err)
			}
			return
		}
		if d > today {
			t.Errorf("Day(%q) on %s = %s, which is to come", s, today, d)
		}
		for _, again := range []string{d.String(), long(d), d.Time().Format("2 January 2006")} {
			if got, err := Day(again, today); err != nil || got != d {
				t.Errorf("Day(%q) = %s; %q is %s, %v", s, d, again, got, err)
			}
		}
	})
}
