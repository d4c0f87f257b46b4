//go:build unix

package textfile

import (
	"context"
	"errors"
	"os"
	"syscall"
	"testing"
	"time"
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

// TestReplaceTakesTurns: while one holds the file another waits for it, and not
// for ever.
func TestReplaceTakesTurns(t *testing.T) {
	_, path := home(t, 0o600)
	first, second := open(t, path), open(t, path)
	unlock, err := first.lock()
	if err != nil {
		t.Fatal(err)
	}
	second.wait = time.Millisecond
	if err := second.Replace([]byte("second")); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
	holds(t, path, "old", 1)
	unlock()
	second.wait = patience
	if err := second.Replace([]byte("second")); err != nil {
		t.Error(err)
	}
	holds(t, path, "second", 1)
}
