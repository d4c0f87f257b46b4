//go:build !linux

package service

// monotonicMicros is of use to systemd only.
func monotonicMicros() int64 { return 0 }
