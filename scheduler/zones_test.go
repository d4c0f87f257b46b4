package scheduler

import (
	"archive/zip"
	"fmt"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"
)

// The years in which the schedules of these tests are followed.
const firstYear, lastYear = 2026, 2030

// sevenTimes are times of day around which clocks change, and days on which
// they do.
var sevenTimes = []struct {
	expr   string
	minute int
	days   []time.Weekday // none: every day
}{
	{"0 9 * * *", 9 * 60, nil},
	{"30 2 * * *", 2*60 + 30, nil},
	{"0 0 * * *", 0, nil},
	{"30 1 * * *", 60 + 30, nil},
	{"30 23 * * *", 23*60 + 30, nil},
	{"0 9 * * 0", 9 * 60, []time.Weekday{time.Sunday}},
	{"0 9 * * 5", 9 * 60, []time.Weekday{time.Friday}},
}

// matching returns, without cron, when the i-th of sevenTimes is due in
// [from, to).
func matching(i int, from, to Civil) []Civil {
	var all []Civil
	for day := from.Day(); day <= to.Day(); day++ {
		c := NewCivil(day, sevenTimes[i].minute)
		days := sevenTimes[i].days
		if c >= from && c < to && (days == nil || days[0] == c.UTC().Weekday()) {
			all = append(all, c)
		}
	}
	return all
}

func newYear(year int) Civil {
	return CivilOf(time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC))
}

// zoneNames returns every zone that the Go distribution knows.
func zoneNames(t *testing.T) []string {
	//lint:ignore SA1019 the toolchain's own folder is what is meant, and its environment is not read
	z, err := zip.OpenReader(filepath.Join(runtime.GOROOT(), "lib", "time", "zoneinfo.zip"))
	if err != nil {
		t.Skip("no list of zones: ", err)
	}
	defer z.Close()
	var names []string
	for _, f := range z.File {
		if !strings.HasSuffix(f.Name, "/") {
			names = append(names, f.Name)
		}
	}
	return names
}

// change is a moment at which the clocks of a zone are moved.
type change struct {
	at    time.Time
	clock Civil // what they would have shown
	by    int   // seconds forward
}

// changes returns those of the years under test and the days around them.
func changes(loc *time.Location) []change {
	var all []change
	at := newYear(firstYear).UTC().AddDate(0, 0, -3).In(loc)
	end := newYear(lastYear+1).UTC().AddDate(0, 0, 3)
	_, off := at.Zone()
	for _, at = at.ZoneBounds(); !at.IsZero() && at.Before(end); _, at = at.ZoneBounds() {
		was := off
		if _, off = at.Zone(); off != was {
			clock := CivilOf(at.In(time.FixedZone("", was)))
			all = append(all, change{at, clock, off - was})
		}
	}
	return all
}

// zonesThatDiffer returns one zone of each group of those whose clocks agree in
// what key tells of them.
func zonesThatDiffer(t *testing.T, key func(*time.Location) string) (names []string) {
	t.Helper()
	all, known := zoneNames(t), map[string]bool{}
	for _, name := range all {
		if k := key(load(t, name)); !known[k] {
			known[k] = true
			names = append(names, name)
		}
	}
	t.Logf("%d zones are %d to this test", len(all), len(names))
	return names
}

// byInstant tells zones apart whose clocks ever differ.
func byInstant(loc *time.Location) string {
	_, off := newYear(firstYear).UTC().AddDate(0, 0, -3).In(loc).Zone()
	key := fmt.Sprintln(off)
	for _, c := range changes(loc) {
		key += fmt.Sprintln(c.at.Unix(), c.by)
	}
	return key
}

// byClock tells zones apart by when, on their own clocks, they move them and
// how far. Zones that agree in it differ by a shift of everything, which no
// schedule can notice.
func byClock(loc *time.Location) string {
	key := ""
	for _, c := range changes(loc) {
		key += fmt.Sprintln(c.clock, c.by)
	}
	return key
}

// In every zone, a daily and a weekly time comes once on each day that matches,
// in order, when the clock first shows it or jumps over it.
func TestEveryZoneEveryDay(t *testing.T) {
	from, to := newYear(firstYear), newYear(lastYear+1)
	var times [][]Civil
	for i, seven := range sevenTimes {
		var all []Civil
		s := cronOf(t, seven.expr)
		for c, _ := s.Next(from - 1); c < to; c, _ = s.Next(c) {
			all = append(all, c)
		}
		if want := matching(i, from, to); fmt.Sprint(all) != fmt.Sprint(want) {
			t.Fatalf("%s comes %d times in five years, want %d", seven.expr, len(all), len(want))
		}
		times = append(times, all)
	}
	for _, name := range zonesThatDiffer(t, byInstant) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			loc := load(t, name)
			for _, all := range times {
				var last time.Time
				for _, c := range all {
					at := c.In(loc)
					if !at.After(last) {
						t.Fatalf("%s at %s is not after %s", c, at, last)
					}
					checkShows(t, c, at)
					last = at
				}
			}
		})
	}
}
