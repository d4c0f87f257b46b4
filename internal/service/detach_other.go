//go:build !windows

package service

import "errors"

// spawnDetached is of use on Windows only.
func spawnDetached(string, ...string) error { return errors.ErrUnsupported }
