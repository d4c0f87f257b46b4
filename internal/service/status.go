package service

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Status is what the manager knows of the service.
type Status struct {
	Installed  bool   // a unit is there, Daybreak's own or a package's
	Enabled    bool   // it starts with the user's session
	Active     bool   // it runs and is ready
	State      string // systemd's words, as "active (running)"
	StatusText string // what the service last said of itself
	Path       string // of the unit, "" without one
	MainPID    int    // 0 when it does not run
	// Since is when it became active, in UTC and to the second; zero when it
	// is not.
	Since time.Time
}

// properties are what Query asks for.
const properties = "--property=LoadState,UnitFileState,ActiveState,SubState,StatusText,MainPID,ActiveEnterTimestamp,FragmentPath"

// Query asks the manager. A service that is not installed is no error; a
// manager that cannot be reached is.
func Query(ctx context.Context, o Options) (Status, error) {
	if err := o.reach(ctx); err != nil {
		return Status{}, err
	}
	out, err := o.systemctl(ctx, "show", "--timestamp=utc", properties, Name)
	if err != nil {
		return Status{}, err
	}
	s, err := parseStatus(string(out))
	if err != nil {
		return s, fmt.Errorf("read the service's state: %w", err)
	}
	return s, nil
}

// parseStatus reads the KEY=VALUE lines of systemctl show.
func parseStatus(out string) (Status, error) {
	value := map[string]string{}
	for line := range strings.Lines(out) {
		if k, v, ok := strings.Cut(strings.TrimRight(line, "\r\n"), "="); ok {
			value[k] = v
		}
	}
	s := Status{
		Installed:  value["LoadState"] == "loaded",
		Enabled:    value["UnitFileState"] == "enabled",
		Active:     value["ActiveState"] == "active",
		State:      fmt.Sprintf("%s (%s)", value["ActiveState"], value["SubState"]),
		StatusText: value["StatusText"],
		Path:       value["FragmentPath"],
	}
	var errPID, errSince error
	if v := value["MainPID"]; v != "" {
		s.MainPID, errPID = strconv.Atoi(v)
	}
	if v := value["ActiveEnterTimestamp"]; s.Active && v != "" && v != "n/a" {
		s.Since, errSince = time.Parse("Mon 2006-01-02 15:04:05 UTC", v)
	}
	return s, errors.Join(errPID, errSince)
}
