package service

import "golang.org/x/sys/unix"

// monotonicMicros is the monotonic clock that systemd compares reloads by.
func monotonicMicros() int64 {
	var now unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_MONOTONIC, &now); err != nil {
		return 0
	}
	return now.Nano() / 1000
}
