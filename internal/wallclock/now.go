//go:build !fastclock

package wallclock

import "time"

// Now returns what the wall clock shows, without a monotonic reading. It is the
// one place where the program reads the clock, and the build tag fastclock
// swaps this file alone: see now_fast.go.
func Now() time.Time { return time.Now().Round(0) }

// onSystem returns what the system's clock shows at the moment at which Now
// returns at.
func onSystem(at time.Time) time.Time { return at }
