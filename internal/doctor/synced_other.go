//go:build !linux

package doctor

// Synced returns nil: this system is not asked.
func Synced() *bool { return nil }
