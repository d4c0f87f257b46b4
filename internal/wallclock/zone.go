package wallclock

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

const (
	systemLocaltime = "/etc/localtime"
	maxZoneFile     = 1 << 20 // bytes; the largest real one has under 4 KiB
)

// LoadZone returns the zone called name: an IANA name, or "local" (or "") for
// the system's.
//
// The system's zone is what TZ in getenv names (a file, as "/path" or ":/path",
// or an IANA name; an empty TZ counts as unset), else /etc/localtime as it is
// now, else UTC. Unlike time.Local it is read anew with every call, but on
// Windows, where it is time.Local. When the system's zone cannot be read, UTC
// comes back together with the error, since that is what other programs use
// then; for an unknown name the zone is nil.
func LoadZone(name string, getenv func(string) string) (*time.Location, error) {
	r, err := zoneSource{name: name, getenv: getenv, localtime: systemLocaltime}.read()
	return r.loc, err
}

// zoneSource is where a zone comes from.
type zoneSource struct {
	name      string
	getenv    func(string) string
	localtime string // usually /etc/localtime
}

// reading is a zone as it was found; data is what it was made from, and empty
// where that cannot change under a running process.
type reading struct {
	loc  *time.Location
	data string
}

// system reports whether the system's zone file decides, so that it is worth
// watching.
func (s zoneSource) system() bool {
	return s.local() && s.getenv("TZ") == "" && runtime.GOOS != "windows"
}

func (s zoneSource) local() bool { return s.name == "" || strings.EqualFold(s.name, "local") }

func (s zoneSource) read() (reading, error) {
	if !s.local() {
		loc, err := time.LoadLocation(s.name)
		if err != nil {
			return reading{}, fmt.Errorf("load the time zone %q: %w", s.name, err)
		}
		return reading{loc: loc}, nil
	}
	if s.system() {
		return readSystem(s.localtime)
	}
	if tz := s.getenv("TZ"); tz != "" {
		return readTZ(tz)
	}
	return reading{loc: time.Local}, nil // Windows keeps no such file
}

// readSystem reads the system's zone file. Where there is none the zone is UTC:
// that is how a system says so.
func readSystem(path string) (reading, error) {
	r, err := readZoneFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return reading{loc: time.UTC}, nil
	}
	return r, err
}

// readTZ reads the zone that the variable TZ names.
func readTZ(tz string) (reading, error) {
	name := strings.TrimPrefix(tz, ":")
	if strings.HasPrefix(name, "/") {
		return readZoneFile(name)
	}
	loc, err := time.LoadLocation(name)
	if err != nil || name == "Local" {
		return reading{loc: time.UTC}, fmt.Errorf("load the time zone of TZ=%q (an IANA name or a file is understood, a POSIX rule is not): %w",
			tz, errors.Join(err, errors.ErrUnsupported))
	}
	return reading{loc: loc}, nil
}

// readZoneFile reads a compiled zone file. The zone is UTC with an error.
func readZoneFile(path string) (reading, error) {
	utc := reading{loc: time.UTC}
	// A pipe or a device would make the read wait, or never end.
	info, err := os.Stat(path)
	if err == nil && (!info.Mode().IsRegular() || info.Size() > maxZoneFile) {
		err = fmt.Errorf("%q is not a zone file", path)
	}
	if err != nil {
		return utc, fmt.Errorf("read the time zone: %w", err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return utc, fmt.Errorf("read the time zone: %w", err)
	}
	loc, err := time.LoadLocationFromTZData(zoneName(path), data)
	if err != nil {
		return utc, fmt.Errorf("read the time zone from %q: %w", path, err)
	}
	return reading{loc: loc, data: string(data)}, nil
}

// zoneName finds the IANA name of a zone file: the part of its path, or of a
// path it links to, after "zoneinfo". It is "Local" for a plain copy.
func zoneName(path string) string {
	const dir = "/zoneinfo/"
	for range 8 { // links to links: enough for any real system
		if _, name, ok := strings.Cut(filepath.ToSlash(path), dir); ok {
			return strings.TrimPrefix(strings.TrimPrefix(name, "posix/"), "right/")
		}
		target, err := os.Readlink(path)
		if err != nil {
			break
		}
		if !filepath.IsAbs(target) {
			target = filepath.Join(filepath.Dir(path), target)
		}
		path = target
	}
	return "Local"
}
