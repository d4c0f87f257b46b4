//go:build linux

package main

import (
	"bytes"
	"fmt"
	"os"
	"strconv"
	"time"

	"golang.org/x/sys/unix"

	"daybreak/internal/rig/vm"
)

// stamp reads the three clocks.
func stamp() vm.Stamp {
	return vm.Stamp{Wall: time.Now().Round(0), Mono: read(unix.CLOCK_MONOTONIC), Boot: read(unix.CLOCK_BOOTTIME)}
}

func read(clock int32) time.Duration {
	var t unix.Timespec
	_ = unix.ClockGettime(clock, &t) // every kernel has these clocks
	return time.Duration(t.Nano())
}

func setTime(at time.Time) error {
	t := unix.NsecToTimespec(at.UnixNano())
	return unix.ClockSettime(unix.CLOCK_REALTIME, &t)
}

const (
	rtc   = "/sys/class/rtc/rtc0/"
	power = "/sys/power/"
)

// suspend sets the alarm of the real-time clock, whose seconds are its own, and
// puts the machine to sleep: S3, not the kernel's own idling. It returns when
// the machine is awake again. See the kernel's Documentation/power/interface.
func suspend(d time.Duration) error {
	now, err := os.ReadFile(rtc + "since_epoch")
	if err != nil {
		return err
	}
	n, err := strconv.ParseInt(string(bytes.TrimSpace(now)), 10, 64)
	if err != nil {
		return fmt.Errorf("read the real-time clock: %w", err)
	}
	alarm := strconv.FormatInt(n+int64(d/time.Second), 10)
	for _, w := range [][2]string{
		{rtc + "wakealarm", "0"}, // an old one would be refused to be replaced
		{rtc + "wakealarm", alarm},
		{power + "mem_sleep", "deep"},
		{power + "state", "mem"},
	} {
		if err := os.WriteFile(w[0], []byte(w[1]), 0); err != nil {
			return err
		}
	}
	return nil
}
