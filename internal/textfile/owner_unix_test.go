//go:build unix

package textfile

import (
	"os"
	"syscall"
	"testing"
)

// TestReplaceKeepsTheOwner needs root: who else may give a file away?
func TestReplaceKeepsTheOwner(t *testing.T) {
	_, path := home(t, 0o640)
	if err := os.Chown(path, 1234, 2345); err != nil {
		t.Skipf("only root can give a file to somebody: %v", err)
	}
	if err := open(t, path).Replace([]byte("new")); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	st, ok := info.Sys().(*syscall.Stat_t)
	if !ok || st.Uid != 1234 || st.Gid != 2345 || info.Mode() != 0o640 {
		t.Errorf("owner %+v, mode %v", st, info.Mode())
	}
}
