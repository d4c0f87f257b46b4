//go:build unix

package doctor

import "golang.org/x/sys/unix"

// writable returns why a file cannot be written, nil when it can.
func writable(path string) error { return unix.Access(path, unix.W_OK) }
