//go:build linux || darwin

package doctor

import "golang.org/x/sys/unix"

// roomOn returns the bytes that a user can still write on the disk of a path.
func roomOn(path string) (bytes uint64, known bool) {
	var s unix.Statfs_t
	if err := unix.Statfs(path, &s); err != nil {
		return 0, false
	}
	return s.Bavail * uint64(s.Bsize), true
}
