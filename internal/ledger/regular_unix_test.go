//go:build unix

package ledger

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

func TestOnlyRegularFilesAreRead(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, "far.jsonl", line("a", 1, startBody))
	put(t, dir, ".hidden.jsonl", "garbage\n")
	put(t, dir, "notes.txt", "garbage\n")
	in := func(name string) string { return filepath.Join(dir, folder, name) }
	if err := os.Mkdir(in("dir.jsonl"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mkfifo(in("pipe.jsonl"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(in("nowhere"), in("link.jsonl")); err != nil {
		t.Fatal(err)
	}
	want := []string{in("dir.jsonl"), in("link.jsonl"), in("pipe.jsonl")}
	v := read(t, dir)
	if len(v.Events) != 1 || len(v.Damage) != len(want) {
		t.Fatalf("%d events, damage %v", len(v.Events), v.Damage)
	}
	for i, d := range v.Damage {
		if d.File != want[i] || d.Line != 0 {
			t.Errorf("%v", d)
		}
	}
	l := open(t, dir)
	for range 2 {
		if _, _, err := l.Refresh(); err != nil || len(l.scan.damage) != len(want) {
			t.Errorf("reported again: %v, %v", l.scan.damage, err)
		}
	}
}
