package service

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"
)

// Status is what the manager knows of the service.
type Status struct {
	Installed  bool   // it is there, Daybreak's own or a package's
	Enabled    bool   // it starts with the user's session
	Active     bool   // it runs and is ready
	State      string // the manager's words, as "active (running)"
	StatusText string // what the service last said of itself
	Path       string // of the unit, "" without one
	MainPID    int    // 0 when it does not run
	// Since is when it became active, in UTC and to the second; zero when it
	// is not.
	Since time.Time
	// Elsewhere says that the service starts another file than Options.Exec: the
	// program was moved, or there are two.
	Elsewhere bool
	// Outdated says that what runs is not what Options.Exec is by now: the
	// file was replaced since. It is not known of a service that is elsewhere.
	Outdated bool
}

// properties are what query asks for.
const properties = "--property=LoadState,UnitFileState,ActiveState,SubState,StatusText,MainPID,ActiveEnterTimestamp,FragmentPath"

func (s systemd) query(ctx context.Context) (Status, error) {
	if _, err := s.reach(ctx); err != nil {
		return Status{}, err
	}
	out, err := s.systemctl(ctx, "show", "--timestamp=utc", properties, Name)
	if err != nil {
		return Status{}, err
	}
	st, err := parseStatus(string(out))
	if err != nil {
		return st, fmt.Errorf("read the service's state: %w", err)
	}
	s.compare(&st)
	return st, nil
}

// compare holds what is installed and what runs against the program at Exec.
func (s systemd) compare(st *Status) {
	want, err := os.Stat(s.Exec)
	if err != nil || !st.Installed {
		return
	}
	if data, err := os.ReadFile(st.Path); err == nil {
		st.Elsewhere = !strings.Contains(string(data), "\nExecStart="+execStart(s.Exec, nil)+" ")
	}
	// By what they are, not by what they are called: the file behind the
	// process may be gone. A process that cannot be looked at is left alone.
	runs, err := os.Stat(fmt.Sprintf("/proc/%d/exe", st.MainPID))
	st.Outdated = err == nil && !st.Elsewhere && !os.SameFile(runs, want)
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
		Active:     value["ActiveState"] == "active" || value["ActiveState"] == "reloading",
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
