//go:build !unix

package service

// ToJournal reports whether w goes to the journal; there is none here.
func ToJournal(func(string) string, any) bool { return false }
