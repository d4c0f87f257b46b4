package doctor

import (
	"fmt"
	"time"

	"daybreak/internal/report"
)

// The years in which a clock is believed: no Daybreak is older.
const firstYear, lastYear = 2026, 2199

// Clock says whether the clock shows a moment that can be, and whether it is
// kept right; synced is nil where nobody can tell.
func Clock(now time.Time, synced *bool) report.Check {
	switch y := now.UTC().Year(); {
	case y < firstYear || y > lastYear:
		return wrong(fmt.Sprintf("The clock shows the year %d.", y), "set it: timedatectl set-ntp true, or by hand")
	case synced == nil:
		return fine("The clock shows a moment that can be.")
	case !*synced:
		return warn("The clock is not kept right by the network, and may drift.",
			"timedatectl set-ntp true; in a virtual machine or a container this is its host's matter")
	}
	return fine("The clock is kept right by the network.")
}

// Zone is how the time zone was found.
type Zone struct {
	Name string // what the config asks for: an IANA name, or "local"
	TZ   string // the variable, "" for none
	Loc  *time.Location
	Err  error
	// System is the zone that the machine is set to, nil where nobody can tell.
	System *time.Location
}

// Check says whether the zone could be read, and whether the shell's is the
// machine's.
func (z Zone) Check(now time.Time) report.Check {
	if z.Err != nil || z.Loc == nil {
		hint := "timedatectl set-timezone Europe/Berlin, with your own"
		switch {
		case z.Name != "local":
			hint = "write local, or a name such as Europe/Berlin, as timezone in the config"
		case z.TZ != "":
			hint = "unset TZ, or give it a name such as Europe/Berlin"
		}
		return wrong("The time zone cannot be read, and UTC stands in for it.", hint)
	}
	if z.Name == "local" && z.TZ != "" && z.System != nil && differ(now, z.Loc, z.System) {
		return warn(fmt.Sprintf("TZ=%s says another time here than the machine does: the service may go by either.", z.TZ),
			"unset TZ, or write the zone as timezone in the config")
	}
	name := z.Loc.String()
	if name == "Local" {
		name = "the machine's own"
	}
	return fine(fmt.Sprintf("The time zone is %s: it is %s.", name, now.In(z.Loc).Format("15:04 on 2 January")))
}

func differ(now time.Time, a, b *time.Location) bool {
	_, one := now.In(a).Zone()
	_, other := now.In(b).Zone()
	return one != other
}

// Sleep says whether a sleep of the machine is noticed; err is why the kernel
// does not tell of it, exact whether a kernel like this one should.
func Sleep(err error, exact bool) report.Check {
	switch {
	case err != nil:
		return warn("The kernel gives no timer that tells of a sleep or a set clock; both are noticed within 30 seconds. "+sentence(err),
			"a sandbox or a very old kernel")
	case !exact:
		return fine("A sleep of the machine, or a set clock, is noticed within 30 seconds.")
	}
	return fine("A sleep of the machine, or a set clock, is noticed at once.")
}
