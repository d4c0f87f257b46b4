package sim

import (
	"archive/zip"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"daybreak/scheduler"
)

// The zones of the histories are all that the Go distribution knows.
func TestZoneList(t *testing.T) {
	//lint:ignore SA1019 the toolchain's own folder is what is meant, and its environment is not read
	z, err := zip.OpenReader(filepath.Join(runtime.GOROOT(), "lib", "time", "zoneinfo.zip"))
	if err != nil {
		t.Skip("no list of zones: ", err)
	}
	defer z.Close()
	var missing []string
	for _, f := range z.File {
		if !strings.HasSuffix(f.Name, "/") && !slices.Contains(zoneList(), f.Name) {
			missing = append(missing, f.Name)
		}
	}
	if len(missing) > 0 {
		t.Errorf("zones.txt lacks %v", missing)
	}
	for _, name := range zoneList() {
		if _, err := time.LoadLocation(name); err != nil {
			t.Error(err)
		}
	}
}

// The oracle and the planner read a civil time in their own ways. In every zone
// they come to the same, hour by hour on the days around its changes.
func TestWhen(t *testing.T) {
	a := newAtlas()
	checked := 0
	for _, name := range zoneList() {
		loc := a.zone(name)
		at := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
		for range 3 {
			_, end := at.In(loc).ZoneBounds()
			if end.IsZero() || end.Year() > 2027 {
				break
			}
			for m := -30 * 60; m < 30*60; m += 47 {
				c := civilAt(end.Add(time.Duration(m)*time.Minute), loc)
				want := scheduler.Civil(c).In(loc)
				if got := a.when(c, loc); !got.Equal(want) {
					t.Fatalf("%s: %s is %s, and the planner says %s", name, c, got, want)
				}
				checked++
			}
			at = end
		}
	}
	t.Logf("%d civil times in %d zones", checked, len(zoneList()))
}
