package wallclock

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

// watched gives a Zone that follows a link to Berlin in a folder of its own.
func watched(t *testing.T) (*Zone, string) {
	t.Helper()
	needZoneinfo(t)
	path := filepath.Join(t.TempDir(), "localtime")
	if err := os.Symlink(zoneinfo+"Europe/Berlin", path); err != nil {
		t.Fatal(err)
	}
	z, err := WatchZone(Options{Name: "local", Getenv: env(), Localtime: path})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := z.Close(); err != nil {
			t.Error(err)
		}
	})
	return z, path
}

func waitZone(t *testing.T, z *Zone) {
	t.Helper()
	start := time.Now()
	select {
	case <-z.Changes():
		t.Logf("told after %v", time.Since(start))
	case <-time.After(10 * time.Second):
		t.Fatal("no change told within 10s")
	}
}

func TestZoneChangeIsNoticed(t *testing.T) {
	swap := map[string]func(t *testing.T, path string){
		"a file renamed over it": func(t *testing.T, path string) {
			put(t, path+".new", zoneData(t, "Asia/Tokyo"))
			rename(t, path+".new", path)
		},
		"a link renamed over it": func(t *testing.T, path string) {
			symlink(t, zoneinfo+"Asia/Tokyo", path+".new")
			rename(t, path+".new", path)
		},
		"removed and put there again": func(t *testing.T, path string) {
			if err := os.Remove(path); err != nil {
				t.Fatal(err)
			}
			symlink(t, zoneinfo+"Asia/Tokyo", path)
		},
	}
	for name, change := range swap {
		t.Run(name, func(t *testing.T) {
			z, path := watched(t)
			change(t, path)
			waitZone(t, z)
			if _, offset := time.Unix(0, 0).In(z.Location()).Zone(); offset != 9*3600 {
				t.Errorf("the zone is %v with %d s, want Tokyo's", z.Location(), offset)
			}
		})
	}
}

func TestZoneRewrittenWithTheSameRulesIsNoChange(t *testing.T) {
	z, path := watched(t)
	if err := z.Close(); err != nil { // only Refresh looks from here on
		t.Fatal(err)
	}
	put(t, path+".new", zoneData(t, "Europe/Berlin"))
	rename(t, path+".new", path)
	if z.Refresh() {
		t.Error("a copy of the same rules counts as a change")
	}
	if got := z.Location().String(); got != "Local" {
		t.Errorf("the name is %q, want that of the copy", got)
	}
	put(t, path+".new", []byte("nonsense"))
	rename(t, path+".new", path)
	if z.Refresh() || z.Location().String() != "Local" {
		t.Error("a damaged file replaced a good zone")
	}
	symlink(t, zoneinfo+"Asia/Tokyo", path+".new")
	rename(t, path+".new", path)
	if !z.Refresh() {
		t.Error("a real change was not reported")
	}
	waitZone(t, z)
}

func TestNamedZoneIsNotWatched(t *testing.T) {
	needZoneinfo(t)
	z, err := WatchZone(Options{Name: "Asia/Tokyo", Getenv: env()})
	if err != nil {
		t.Fatal(err)
	}
	if z.watcher != nil || z.Refresh() {
		t.Error("a zone that cannot change is watched")
	}
	if err := z.Close(); err != nil {
		t.Error(err)
	}
	if _, err := WatchZone(Options{Name: "Mars/Olympus", Getenv: env()}); err == nil {
		t.Error("an unknown zone is accepted")
	}
}

func rename(t *testing.T, from, to string) {
	t.Helper()
	if err := os.Rename(from, to); err != nil {
		t.Fatal(err)
	}
}

func symlink(t *testing.T, target, path string) {
	t.Helper()
	if err := os.Symlink(target, path); err != nil {
		t.Fatal(err)
	}
}
