package doctor

import "golang.org/x/sys/unix"

// Synced reports whether the kernel's clock is kept right by something, nil
// where nobody can tell: adjtimex(2), which is what timedatectl shows too.
func Synced() *bool {
	var t unix.Timex // modes 0: nothing is set
	state, err := unix.Adjtimex(&t)
	if err != nil {
		return nil
	}
	yes := state != unix.TIME_ERROR && t.Status&unix.STA_UNSYNC == 0
	return &yes
}
