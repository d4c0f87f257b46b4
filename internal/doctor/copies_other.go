//go:build !linux

package doctor

// Others is not asked on this system.
func Others(int, string, ...int) (pids []int, known bool) { return nil, false }

// SameProgram is not asked on this system.
func SameProgram(int, string) (same, known bool) { return false, false }
