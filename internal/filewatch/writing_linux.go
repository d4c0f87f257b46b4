package filewatch

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// writing asks for a read lease, which nobody gets for a file that is open for
// writing (EAGAIN: fcntl(2), F_SETLEASE), and gives it back at once. Where it is
// refused for another reason (somebody else's file, a file system without
// leases) nothing is known.
func (s *folders) writing(path string) bool {
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() { // opening a FIFO waits for its other end
		return false
	}
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	_, err = unix.FcntlInt(f.Fd(), unix.F_SETLEASE, unix.F_RDLCK)
	if err != nil {
		return errors.Is(err, unix.EAGAIN)
	}
	_, _ = unix.FcntlInt(f.Fd(), unix.F_SETLEASE, unix.F_UNLCK) // closing does it too
	return false
}
