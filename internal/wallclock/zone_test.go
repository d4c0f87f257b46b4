package wallclock

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"
)

const zoneinfo = "/usr/share/zoneinfo/"

func needZoneinfo(t *testing.T) {
	t.Helper()
	if _, err := os.Stat(zoneinfo + "Europe/Berlin"); err != nil {
		t.Skip("needs the zone files (Debian package tzdata)")
	}
}

// env makes a getenv of pairs.
func env(pairs ...string) func(string) string {
	return func(key string) string {
		for i := 0; i < len(pairs); i += 2 {
			if pairs[i] == key {
				return pairs[i+1]
			}
		}
		return ""
	}
}

func put(t *testing.T, path string, data []byte) {
	t.Helper()
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

func zoneData(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(zoneinfo + name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestReadZone(t *testing.T) {
	needZoneinfo(t)
	dir := t.TempDir()
	link, copied, bad := filepath.Join(dir, "link"), filepath.Join(dir, "copy"), filepath.Join(dir, "bad")
	if err := os.Symlink(zoneinfo+"Asia/Kolkata", link); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("link", filepath.Join(dir, "twice")); err != nil {
		t.Fatal(err)
	}
	put(t, copied, zoneData(t, "Asia/Kolkata"))
	put(t, bad, []byte("TZif"))
	tests := []struct {
		name, zone, tz, localtime string
		want                      string
		offset                    int // seconds east of UTC in November
		fails                     bool
	}{
		{"a name", "Europe/Berlin", "", link, "Europe/Berlin", 3600, false},
		{"a name over TZ", "Europe/Berlin", "Asia/Tokyo", link, "Europe/Berlin", 3600, false},
		{"an unknown name", "Mars/Olympus", "", link, "", 0, true},
		{"a link", "local", "", link, "Asia/Kolkata", 19800, false},
		{"a link to a link", "local", "", filepath.Join(dir, "twice"), "Asia/Kolkata", 19800, false},
		{"a copy", "local", "", copied, "Local", 19800, false},
		{"no file", "local", "", filepath.Join(dir, "none"), "UTC", 0, false},
		{"a damaged file", "local", "", bad, "UTC", 0, true},
		{"a folder", "local", "", dir, "UTC", 0, true},
		{"TZ with a name", "local", "Asia/Tokyo", link, "Asia/Tokyo", 32400, false},
		{"TZ with a colon", "local", ":Asia/Tokyo", link, "Asia/Tokyo", 32400, false},
		{"TZ with a file", "local", ":" + copied, link, "Local", 19800, false},
		{"TZ with a named file", "local", zoneinfo + "Asia/Tokyo", link, "Asia/Tokyo", 32400, false},
		{"TZ of nothing", "local", ":", link, "UTC", 0, false},
		{"TZ with a rule", "local", "CET-1CEST,M3.5.0,M10.5.0/3", link, "UTC", 0, true},
	}
	november := time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r, err := zoneSource{name: tt.zone, getenv: env("TZ", tt.tz), localtime: tt.localtime}.read()
			if (err != nil) != tt.fails {
				t.Fatalf("error %v, want one: %v", err, tt.fails)
			}
			if r.loc == nil {
				if tt.want != "" {
					t.Errorf("no zone, want %q", tt.want)
				}
				return
			}
			if _, offset := november.In(r.loc).Zone(); r.loc.String() != tt.want || offset != tt.offset {
				t.Errorf("zone %q with %d s, want %q with %d s", r.loc, offset, tt.want, tt.offset)
			}
		})
	}
}

func TestLoadZoneSaysThatARuleIsNotUnderstood(t *testing.T) {
	loc, err := LoadZone("local", env("TZ", "CET-1CEST,M3.5.0,M10.5.0/3"))
	if loc != time.UTC || !errors.Is(err, errors.ErrUnsupported) {
		t.Errorf("zone %v, error %v; want UTC and an unsupported rule", loc, err)
	}
}
