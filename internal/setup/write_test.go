package setup

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
)

// holds fails the test unless dir holds these names and nothing else.
func holds(t *testing.T, dir string, names ...string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	var got []string
	for _, e := range entries {
		got = append(got, e.Name())
	}
	if err != nil || len(got) != len(names) {
		t.Fatalf("%s holds %q, %v, want %q", dir, got, err, names)
	}
	for i := range names {
		if got[i] != names[i] {
			t.Fatalf("%s holds %q, want %q", dir, got, names)
		}
	}
}

func TestSave(t *testing.T) {
	base := t.TempDir()
	path := filepath.Join(base, "a", "b", "config.yaml")
	if err := Save(path, []byte("first\n")); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]fs.FileMode{path: 0o600, filepath.Dir(path): 0o700, filepath.Join(base, "a"): 0o700} {
		if info, err := os.Stat(name); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v, %v, want %v", name, info.Mode(), err, want)
		}
	}
	if err := Save(path, []byte("second\n")); !errors.Is(err, fs.ErrExist) {
		t.Errorf("over a file: %v", err)
	}
	if data, err := os.ReadFile(path); err != nil || string(data) != "first\n" {
		t.Errorf("%q, %v", data, err)
	}
	holds(t, filepath.Dir(path), "config.yaml")
}

// A folder that is a link is fine; a file that is one, even to nowhere, is there.
func TestSaveAndLinks(t *testing.T) {
	base := t.TempDir()
	target := filepath.Join(base, "target")
	if err := os.Mkdir(target, 0o755); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(base, "link")
	if err := os.Symlink(target, link); err != nil {
		t.Skipf("no links here: %v", err)
	}
	if err := Save(filepath.Join(link, "config.yaml"), []byte("x")); err != nil {
		t.Fatal(err)
	}
	holds(t, target, "config.yaml")
	dangling := filepath.Join(target, "other.yaml")
	if err := os.Symlink(filepath.Join(base, "nowhere"), dangling); err != nil {
		t.Fatal(err)
	}
	if err := Save(dangling, []byte("x")); !errors.Is(err, fs.ErrExist) {
		t.Errorf("over a link to nowhere: %v", err)
	}
	holds(t, base, "link", "target")
}

// What was made on the way to an error is gone after it.
func TestSaveLeavesNothing(t *testing.T) {
	base := t.TempDir()
	long := filepath.Join(base, "a", "b", string(make([]byte, 300)), "config.yaml") // no name of a file
	if err := Save(long, []byte("x")); err == nil {
		t.Error("no error")
	}
	holds(t, base)
	if err := os.WriteFile(filepath.Join(base, "file"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := Save(filepath.Join(base, "file", "config.yaml"), []byte("x")); err == nil {
		t.Error("below a file: no error")
	}
	holds(t, base, "file")
}

// Of several at once one writes, and what it wrote is there whole.
func TestSaveTogether(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a", "config.yaml")
	var group sync.WaitGroup
	var won atomic.Int32
	var text atomic.Value
	for i := range 16 {
		group.Go(func() {
			mine := string(make([]byte, 1000)) + string(rune('a'+i))
			if err := Save(path, []byte(mine)); err == nil {
				won.Add(1)
				text.Store(mine)
			} else if !errors.Is(err, fs.ErrExist) {
				t.Error(err)
			}
		})
	}
	group.Wait()
	data, err := os.ReadFile(path)
	if err != nil || won.Load() != 1 || string(data) != text.Load() {
		t.Errorf("%d wrote, %v", won.Load(), err)
	}
	holds(t, filepath.Dir(path), "config.yaml")
}

// Where the file system has no links, the file is written under its name, and
// still over nothing.
func TestPlaceWithoutLinks(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "config.yaml")
	noLink := filepath.Join(dir, "not-there")
	if err := place(noLink, path, []byte("x")); err != nil {
		t.Fatal(err)
	}
	if err := place(noLink, path, []byte("y")); !errors.Is(err, fs.ErrExist) {
		t.Errorf("over a file: %v", err)
	}
	if data, err := os.ReadFile(path); err != nil || string(data) != "x" {
		t.Errorf("%q, %v", data, err)
	}
}
