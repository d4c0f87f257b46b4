package scheduler

import (
	"archive/zip"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"
)

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

// In every zone, a daily and a weekly time comes once on each day that matches,
// in order, when the clock first shows it or jumps over it.
func TestEveryZoneEveryDay(t *testing.T) {
	from, to := civil(t, "2026-01-01T00:00")-1, civil(t, "2031-01-01T00:00")
	var times [][]Civil
	for _, expr := range []string{
		"0 9 * * *", "30 2 * * *", "0 0 * * *", "30 1 * * *", "30 23 * * *", "0 9 * * 0", "0 9 * * 5",
	} {
		var all []Civil
		s := cronOf(t, expr)
		for c, _ := s.Next(from); c < to; c, _ = s.Next(c) {
			all = append(all, c)
		}
		if want := matching(expr, from, to); len(all) != want {
			t.Fatalf("%s comes %d times in five years, want %d", expr, len(all), want)
		}
		times = append(times, all)
	}
	names := zoneNames(t)
	start := time.Now()
	for _, name := range names {
		loc := load(t, name)
		for _, all := range times {
			var last time.Time
			for i, c := range all {
				at := c.In(loc)
				if i > 0 && !at.After(last) {
					t.Fatalf("%s: %s at %s is not after %s", name, c, at, last)
				}
				checkShows(t, c, at)
				last = at
			}
		}
	}
	t.Logf("%d zones in %s", len(names), time.Since(start))
}

// matching counts the civil days after from and before to on which expr, whose
// last field alone may name a day, comes.
func matching(expr string, from, to Civil) int {
	n := 0
	for c := from + 1; c < to; c += MinutesPerDay {
		day := strconv.Itoa(int(c.UTC().Weekday()))
		if strings.HasSuffix(expr, "*") || strings.HasSuffix(expr, day) {
			n++
		}
	}
	return n
}
