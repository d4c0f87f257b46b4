package doctor

import (
	"fmt"
	"time"

	"daybreak/internal/report"
)

const startAgain = "start it again: systemctl --user restart daybreak, or end it and daybreak run"

// Daemon is what the state folder tells of the daemon.
type Daemon struct {
	Running *bool     // nil where the lock cannot be read
	PID     int       // 0 where it is not known
	Trouble string    // what keeps it from writing its record, in words
	Started bool      // the record has a start: it ran before
	Overdue time.Time // when something was due that it has not dealt with; zero for nothing
	Other   bool      // it runs another program file than this one
}

// Check says whether a daemon runs and does its work.
func (d Daemon) Check() report.Check {
	who := "The daemon"
	if d.PID != 0 {
		who = fmt.Sprintf("The daemon (pid %d)", d.PID)
	}
	switch {
	case d.Running == nil:
		return unknown("Whether a daemon runs cannot be told: its lock cannot be read.", "ls -la on the state folder shows whose it is")
	case !*d.Running && !d.Started:
		return warn("No daemon runs, and none ever has.", "daybreak service install starts it with every login; daybreak run starts it here")
	case !*d.Running:
		return wrong("No daemon runs, so no reminder comes.", "daybreak service install starts it with every login; daybreak run starts it here")
	case d.Trouble != "":
		return wrong(who+" runs, but "+d.Trouble+".", "make room on the disk, or make the state folder writable")
	case !d.Overdue.IsZero():
		return wrong(fmt.Sprintf("%s runs, but has not dealt with what was due at %s.", who, d.Overdue.Format("15:04 on Mon 2 Jan")), startAgain)
	case d.Other:
		return warn(who+" runs another program file than this one, perhaps the one from before an update.", startAgain)
	}
	return fine("The daemon runs and has dealt with all that was due.")
}
