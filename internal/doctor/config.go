package doctor

import (
	"errors"
	"fmt"
	"io/fs"

	"daybreak/internal/config"
	"daybreak/internal/report"
	"daybreak/internal/trust"
)

const checkConfig = "daybreak config check shows every mistake and its place"

// Config is what came of reading the config.
type Config struct {
	Path  string
	Err   error // why the file is not in force, nil where it is
	Stand bool  // something stands in for it: the last good copy, or the defaults
	Notes int   // things in it that do nothing
}

// Check says whether the config is in force, and who else can read it.
func (c Config) Check() report.Check {
	var faults config.Faults
	if found, bad := refused(trust.File(c.Path)); bad {
		return found
	}
	switch {
	case errors.Is(c.Err, fs.ErrNotExist) && c.Stand:
		return warn(fmt.Sprintf("There is no config at %s; what was known before it went, or the defaults, are in force.", c.Path),
			"put the file back, or write one with daybreak init")
	case errors.Is(c.Err, fs.ErrNotExist):
		return warn("There is no config yet, and nothing was ever started.", "daybreak init asks a few questions and writes one")
	case errors.As(c.Err, &faults) && len(faults) > 0:
		return wrong(fmt.Sprintf("The config does not load: its first mistake is in line %d of %s. %s",
			faults[0].Line, c.Path, c.inForce()), checkConfig)
	case c.Err != nil:
		return wrong(fmt.Sprintf("The config cannot be read. %s %s", sentence(c.Err), c.inForce()), checkConfig)
	}
	if mode, yes := trust.Exposed(c.Path); yes {
		return warn(fmt.Sprintf("Others on this machine can read the config (mode %04o).", mode), "chmod 600 "+trust.Quote(c.Path))
	}
	if c.Notes > 0 {
		return warn(fmt.Sprintf("The config loads, and has %s.", count(c.Notes, "note")), "daybreak config check shows them")
	}
	return fine("The config loads.")
}

func (c Config) inForce() string {
	if c.Stand {
		return "The last good one is in force."
	}
	return "No daemon can start with it."
}

// refused says what somebody else could have written.
func refused(err error) (found report.Check, bad bool) {
	var r *trust.Refused
	if !errors.As(err, &r) {
		return found, false
	}
	return wrong("Somebody else could have written what Daybreak reads, so it does not: "+r.Error()+".",
		"look through it, then make it yours alone: "+r.Mend), true
}
