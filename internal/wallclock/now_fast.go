//go:build fastclock

package wallclock

import (
	"os"
	"strconv"
	"strings"
	"time"
)

// fastEnv tells how the clock of this test build runs, as "ORIGIN SHOWN FACTOR":
// when the system's clock shows the instant ORIGIN, Now returns the instant
// SHOWN (both RFC 3339), and from there it goes FACTOR times as fast. Processes
// with the same value share one time, so a restart goes on in it. With anything
// else in it the clock is the system's.
const fastEnv = "DAYBREAK_FAST_CLOCK"

// Now returns what the fast clock shows, without a monotonic reading.
func Now() time.Time {
	now := time.Now().Round(0)
	origin, shown, factor := pace()
	return shown.Add(now.Sub(origin) * factor)
}

// onSystem returns what the system's clock shows at the moment at which Now
// returns at, rounded up: an alarm is never early.
func onSystem(at time.Time) time.Time {
	if at.IsZero() {
		return at
	}
	origin, shown, factor := pace()
	return origin.Add((at.Sub(shown) + factor - 1) / factor)
}

// pace reads the environment every time, so that there is nothing to keep.
func pace() (origin, shown time.Time, factor time.Duration) {
	parts := strings.Fields(os.Getenv(fastEnv))
	if len(parts) != 3 {
		return time.Unix(0, 0), time.Unix(0, 0), 1
	}
	origin, err1 := time.Parse(time.RFC3339, parts[0])
	shown, err2 := time.Parse(time.RFC3339, parts[1])
	n, err3 := strconv.Atoi(parts[2])
	if err1 != nil || err2 != nil || err3 != nil || n < 1 {
		return time.Unix(0, 0), time.Unix(0, 0), 1
	}
	return origin, shown, time.Duration(n)
}
