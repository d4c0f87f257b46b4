//go:build unix

package service

import (
	"fmt"
	"os"
	"syscall"
)

// ToJournal reports whether what is written to w goes to the journal: systemd
// names the device and inode of that stream in JOURNAL_STREAM, since a child may
// have its own output elsewhere (systemd.exec(5)).
func ToJournal(getenv func(string) string, w any) bool {
	f, ok := w.(*os.File)
	stream := getenv("JOURNAL_STREAM")
	if !ok || stream == "" {
		return false
	}
	info, err := f.Stat()
	if err != nil {
		return false
	}
	st, ok := info.Sys().(*syscall.Stat_t)
	return ok && fmt.Sprintf("%d:%d", st.Dev, st.Ino) == stream
}
