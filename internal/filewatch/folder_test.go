package filewatch

import (
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// expect waits until f tells of what do does.
func expect(t *testing.T, f *Folder, what string, do func() error) {
	t.Helper()
	for { // what was told of before
		select {
		case <-f.Changes():
			continue
		default:
		}
		break
	}
	began := time.Now()
	if err := do(); err != nil {
		t.Fatal(err)
	}
	select {
	case <-f.Changes():
		t.Logf("%s: told after %s", what, time.Since(began))
	case <-time.After(patience):
		t.Fatalf("%s: never told", what)
	}
}

func TestFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "ledger")
	f := WatchFolder(dir, slog.New(slog.DiscardHandler))
	defer f.Close()
	file := filepath.Join(dir, "a.jsonl")
	write := func(text string) func() error {
		return func() error { return os.WriteFile(file, []byte(text), 0o600) }
	}
	expect(t, f, "the folder is made", func() error { return os.Mkdir(dir, 0o700) })
	expect(t, f, "a file is made", write("x"))
	expect(t, f, "it grows", write("xy"))
	expect(t, f, "the folder is replaced", func() error {
		if err := os.Rename(dir, dir+".old"); err != nil {
			return err
		}
		return os.Mkdir(dir, 0o700)
	})
	expect(t, f, "a file of the new one", write("z"))
}

// Where the folder above does not exist either, it does nothing, and ends.
func TestFolderThatCannotBe(t *testing.T) {
	f := WatchFolder(filepath.Join(t.TempDir(), "none", "ledger"), slog.New(slog.DiscardHandler))
	f.Close()
}
