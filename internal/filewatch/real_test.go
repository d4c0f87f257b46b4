package filewatch

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
	"time"
)

// patience is the deadline of a change; what counts is the figure printed.
const patience = 30 * time.Second

// desk is a folder in which a real file is watched, and saved in every way.
type desk struct {
	t    *testing.T
	dir  string
	path string
	*File
}

// setUp begins with path in a folder, holding "old"; prepare may lay it out
// otherwise and returns where the file really is.
func setUp(t *testing.T, prepare func(d *desk)) *desk {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	d := &desk{t: t, dir: dir, path: filepath.Join(dir, "conf", "app", "config")}
	if prepare == nil {
		d.write("conf/app/config", "old")
	} else {
		prepare(d)
	}
	d.File = Watch(Options{Path: d.path, Read: os.ReadFile, Rest: rest, Known: Content{Err: errors.New("not read yet")}})
	t.Cleanup(d.Close)
	select { // the first look, which comes after the watch
	case <-d.Changes():
		d.Take()
	case <-time.After(patience):
		t.Fatal("never looked")
	}
	return d
}

func (d *desk) do(err error) {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
}

func (d *desk) at(name string) string { return filepath.Join(d.dir, name) }

func (d *desk) write(name, text string) {
	d.t.Helper()
	d.do(os.MkdirAll(filepath.Dir(d.at(name)), 0o700))
	d.do(os.WriteFile(d.at(name), []byte(text), 0o600))
}

func (d *desk) rename(from, to string)   { d.t.Helper(); d.do(os.Rename(d.at(from), d.at(to))) }
func (d *desk) remove(name string)       { d.t.Helper(); d.do(os.RemoveAll(d.at(name))) }
func (d *desk) link(target, name string) { d.t.Helper(); d.do(os.Symlink(target, d.at(name))) }
func (d *desk) relink(target, at string) { d.t.Helper(); d.link(target, "next"); d.rename("next", at) }
func (d *desk) pieces(name string, text ...string) {
	d.t.Helper()
	pause := quiet / 3
	if runtime.GOOS == "linux" { // where it is known that the file is still open
		pause = 2 * quiet
	}
	f, err := os.Create(d.at(name))
	d.do(err)
	for _, s := range text {
		_, err := f.WriteString(s)
		d.do(err)
		<-time.After(pause)
	}
	d.do(f.Close())
}

// stowed lays the file out as stow does: the folder is a link into another one.
func stowed(d *desk) {
	d.write("dotfiles/app/config", "old")
	d.do(os.MkdirAll(d.at("conf"), 0o700))
	d.link("../dotfiles/app", "conf/app")
}

// linked makes the file a link into another folder.
func linked(d *desk) {
	d.write("dotfiles/config", "old")
	d.do(os.MkdirAll(d.at("conf/app"), 0o700))
	d.link("../../dotfiles/config", "conf/app/config")
}

func TestRealSaves(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("links and replacing an open folder need a Unix")
	}
	for _, c := range []struct {
		name    string
		prepare func(d *desk)
		save    func(d *desk)
	}{
		{"in place", nil, func(d *desk) { d.write("conf/app/config", "new") }},
		{"truncated and written in pieces", nil, func(d *desk) { d.pieces("conf/app/config", "n", "e", "w") }},
		{"renamed over", nil, func(d *desk) { d.write("conf/app/tmp", "new"); d.rename("conf/app/tmp", "conf/app/config") }},
		{"renamed over from elsewhere", nil, func(d *desk) { d.write("tmp", "new"); d.rename("tmp", "conf/app/config") }},
		{"backup and swap", nil, func(d *desk) {
			d.rename("conf/app/config", "conf/app/config~")
			d.write("conf/app/config", "new")
		}},
		{"deleted and put back", nil, func(d *desk) { d.remove("conf/app/config"); d.write("conf/app/config", "new") }},
		{"a linked file, its target in place", linked, func(d *desk) { d.write("dotfiles/config", "new") }},
		{"a linked file, its target renamed over", linked, func(d *desk) {
			d.write("dotfiles/tmp", "new")
			d.rename("dotfiles/tmp", "dotfiles/config")
		}},
		{"a linked file, the link renamed over", linked, func(d *desk) {
			d.write("other/config", "new")
			d.relink("../../other/config", "conf/app/config")
		}},
		{"a linked file, ln -sfn", linked, func(d *desk) {
			d.write("other/config", "new")
			d.remove("conf/app/config")
			d.link("../../other/config", "conf/app/config")
		}},
		{"a link replaced by a file", linked, func(d *desk) {
			d.remove("conf/app/config")
			d.write("conf/app/config", "new")
		}},
		{"a linked folder, in place", stowed, func(d *desk) { d.write("dotfiles/app/config", "new") }},
		{"a linked folder, the link renamed over", stowed, func(d *desk) {
			d.write("other/config", "new")
			d.relink("../other", "conf/app")
		}},
		{"a linked folder, the target made anew", stowed, func(d *desk) {
			d.remove("dotfiles/app")
			d.write("dotfiles/app/config", "new")
		}},
		{"the folder removed and made again", nil, func(d *desk) { d.remove("conf/app"); d.write("conf/app/config", "new") }},
		{"both folders removed and made again", nil, func(d *desk) { d.remove("conf"); d.write("conf/app/config", "new") }},
		{"the folder swapped", nil, func(d *desk) {
			d.write("conf/app.new/config", "new")
			d.rename("conf/app", "conf/app.old")
			d.rename("conf/app.new", "conf/app")
			d.remove("conf/app.old")
		}},
		{"folders made later", func(*desk) {}, func(d *desk) { d.write("conf/app/config", "new") }},
		{"a dangling link gets its file", func(d *desk) { linked(d); d.remove("dotfiles") }, func(d *desk) { d.write("dotfiles/config", "new") }},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			d := setUp(t, c.prepare)
			c.save(d)
			d.told("new")
			d.write(d.realName(), "old")
			d.told("old")
			c.save(d) // on what the first one left
			d.told("new")
		})
	}
}

// realName returns where the file is by now.
func (d *desk) realName() string {
	d.t.Helper()
	real, err := filepath.EvalSymlinks(d.path)
	d.do(err)
	name, err := filepath.Rel(d.dir, real)
	d.do(err)
	return name
}

// told waits for the file to hold want, and fails if it was told to hold
// anything else.
func (d *desk) told(want string) {
	d.t.Helper()
	began := time.Now()
	select {
	case <-d.Changes():
	case <-time.After(patience):
		d.t.Fatalf("%q is not told within %v", want, patience)
	}
	if c, _ := d.Take(); c.Err != nil || string(c.Data) != want {
		d.t.Fatalf("told %q, %v, want %q", c.Data, c.Err, want)
	}
	d.t.Logf("told %v after the save", time.Since(began).Round(time.Millisecond))
}

// The files of a folder are told together, however one is saved, and whichever
// comes or goes: also the folder itself, and a file behind a link.
func TestRealFolder(t *testing.T) {
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	d := &desk{t: t, dir: dir, path: filepath.Join(dir, "conf", "texts")}
	read := func(folder string) (all []byte, err error) {
		entries, err := os.ReadDir(folder)
		if errors.Is(err, os.ErrNotExist) {
			return nil, nil
		}
		for _, e := range entries {
			data, err := os.ReadFile(filepath.Join(folder, e.Name()))
			if err != nil {
				return nil, err
			}
			all = append(append(all, data...), ' ')
		}
		return all, err
	}
	d.File = Watch(Options{Path: d.path, Folder: true, Read: read})
	t.Cleanup(d.Close)
	<-time.After(2 * quiet) // the first look finds what is known: no folder
	d.write("conf/texts/a", "one")
	d.told("one ")
	d.write("conf/texts/a", "two")
	d.told("two ")
	d.write("conf/texts/b", "new")
	d.told("two new ")
	d.write("conf/tmp", "three")
	d.rename("conf/tmp", "conf/texts/a")
	d.told("three new ")
	d.remove("conf/texts/b")
	d.told("three ")
	if runtime.GOOS == "windows" {
		return
	}
	d.write("dotfiles/c", "far")
	d.link("../../dotfiles/c", "conf/texts/c")
	d.told("three far ")
	d.write("dotfiles/c", "behind a link")
	d.told("three behind a link ")
	d.remove("conf/texts")
	d.told("")
	d.write("dotfiles/texts/x", "whole")
	d.link("../dotfiles/texts", "conf/texts")
	d.told("whole ")
	d.write("dotfiles/texts/x", "again")
	d.told("again ")
}

// A path over a circle of links, and one over a file, end somewhere.
func TestFollowEnds(t *testing.T) {
	dir := t.TempDir()
	for name, target := range map[string]string{"a": "b", "b": "a"} {
		if err := os.Symlink(target, filepath.Join(dir, name)); err != nil {
			t.Skip("no links here: ", err)
		}
	}
	w, err := follow(filepath.Join(dir, "a", "config"))
	if err != nil || len(w) != 2 {
		t.Errorf("a circle: %v, %v", w, err)
	}
	if err := os.WriteFile(filepath.Join(dir, "file"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	w, err = follow(filepath.Join(dir, "file", "sub", "config"))
	if got := w.folders(); err != nil || !slices.Equal(got, []string{dir}) {
		t.Errorf("over a file: %v, %v", got, err)
	}
}
