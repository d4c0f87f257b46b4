//go:build !linux && !darwin

package doctor

// roomOn is not asked on this system.
func roomOn(string) (bytes uint64, known bool) { return 0, false }
