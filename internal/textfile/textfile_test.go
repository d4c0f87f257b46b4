package textfile

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"testing"
)

// home returns a folder with a file in it that holds "old".
func home(t *testing.T, mode fs.FileMode) (dir, path string) {
	t.Helper()
	dir = t.TempDir()
	path = filepath.Join(dir, "config.yaml")
	if err := os.WriteFile(path, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, mode); err != nil {
		t.Fatal(err)
	}
	return dir, path
}

func open(t *testing.T, path string) *File {
	t.Helper()
	f, err := Open(path, 1000)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// holds fails unless the file holds text and its folder holds nothing else.
func holds(t *testing.T, path, text string, files int) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil || string(data) != text {
		t.Errorf("%s holds %q, error %v; want %q", path, data, err, text)
	}
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(entries) != files {
		t.Errorf("%d files are there, error %v; want %d", len(entries), err, files)
	}
}

func TestReplaceKeepsModeAndLink(t *testing.T) {
	for _, mode := range []fs.FileMode{0o600, 0o644, 0o664, 0o700} {
		dir, path := home(t, mode)
		away := filepath.Join(t.TempDir(), "link.yaml")
		if err := os.Symlink(path, away); err != nil {
			t.Skip(err)
		}
		if err := open(t, away).Replace([]byte("new")); err != nil {
			t.Fatal(err)
		}
		holds(t, path, "new", 1)
		if to, err := os.Readlink(away); err != nil || to != path {
			t.Errorf("the link leads to %q, error %v", to, err)
		}
		if info, err := os.Stat(path); err != nil || runtime.GOOS != "windows" && info.Mode() != mode {
			t.Errorf("in %s: mode %v, error %v; want %v", dir, info.Mode(), err, mode)
		}
	}
}

func TestReplaceRefuses(t *testing.T) {
	for _, tt := range []struct {
		name  string
		mode  fs.FileMode
		since func(t *testing.T, path string) // what happens after it was opened
		want  error
		holds string
		files int
	}{
		{"read-only", 0o444, func(*testing.T, string) {}, ErrReadOnly, "old", 1},
		{"changed", 0o600, func(t *testing.T, path string) { write(t, path, "theirs") }, ErrChanged, "theirs", 1},
		{"longer", 0o600, func(t *testing.T, path string) { write(t, path, "old and more") }, ErrChanged, "old and more", 1},
		{"another file", 0o600, func(t *testing.T, path string) {
			write(t, path+"2", "old")
			if err := os.Rename(path+"2", path); err != nil {
				t.Fatal(err)
			}
		}, ErrChanged, "old", 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, path := home(t, tt.mode)
			f := open(t, path)
			tt.since(t, path)
			if err := f.Replace([]byte("new")); !errors.Is(err, tt.want) {
				t.Errorf("got %v, want %v", err, tt.want)
			}
			holds(t, path, tt.holds, tt.files)
		})
	}
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestReplaceRefusesASecondName(t *testing.T) {
	_, path := home(t, 0o600)
	if err := os.Link(path, path+".hard"); err != nil {
		t.Skip(err)
	}
	if err := open(t, path).Replace([]byte("new")); !errors.Is(err, ErrLinked) && runtime.GOOS != "windows" {
		t.Errorf("got %v", err)
	}
	holds(t, path, "old", 2)
}

func TestOpenRefuses(t *testing.T) {
	if _, err := Open(filepath.Join(t.TempDir(), "none"), 10); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v", err)
	}
	if _, err := Open(t.TempDir(), 10); err == nil {
		t.Error("a folder was read")
	}
}

// TestReplaceTogether: of many at once, each that says it wrote did so on top
// of what was there, so that no letter is lost.
func TestReplaceTogether(t *testing.T) {
	_, path := home(t, 0o600)
	const writers = 8
	var all sync.WaitGroup
	for i := range writers {
		all.Go(func() {
			for {
				f, err := Open(path, 1000)
				if err != nil {
					t.Error(err)
					return
				}
				err = f.Replace(fmt.Append(f.Data, i))
				if err == nil {
					return
				}
				if !errors.Is(err, ErrChanged) {
					t.Error(err)
					return
				}
			}
		})
	}
	all.Wait()
	data, err := os.ReadFile(path)
	if err != nil || len(data) != len("old")+writers {
		t.Errorf("%q, error %v: somebody was written over", data, err)
	}
	holds(t, path, string(data), 1)
}
