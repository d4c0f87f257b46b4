//go:build unix

package trust

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// maxLinks is how many links a path may lead over, as with Linux.
const maxLinks = 40

// judge knows for whom it judges.
type judge struct {
	uid      uint32
	unmapped func(uid uint32) bool                    // an owner without a number in this namespace
	private  func(path string, info fs.FileInfo) bool // its group is nobody but the user
}

// place is what a way has come to.
type place struct {
	path string
	info fs.FileInfo // nil where nothing is
	open bool        // others can come to the folder that it is in
}

func way(path string) (place, error) { return user().way(path) }

func folder(path string) error { return user().folder(path) }

func exposed(path string) (fs.FileMode, bool) { return user().exposed(path) }

// way goes the way to path and judges everything on it. It ends early where
// nothing is, or where this user cannot look.
func (j judge) way(path string) (place, error) {
	rest := names(path)
	if !filepath.IsAbs(path) {
		wd, err := os.Getwd()
		if err != nil {
			return place{}, fmt.Errorf("find the current folder: %w", err)
		}
		rest = append(names(wd), rest...)
	}
	last, err := j.step(place{path: "/", open: true}, len(rest) == 0)
	open := map[string]bool{"/": last.open && j.others(last)&0o1 != 0} // folders that others may enter
	for dir, links := "/", 0; err == nil && len(rest) > 0; {
		name := rest[0]
		rest = rest[1:]
		if name == ".." {
			dir = filepath.Dir(dir)
			continue
		}
		last, err = j.step(place{path: filepath.Join(dir, name), open: open[dir]}, len(rest) == 0)
		if err != nil || last.info == nil {
			break
		}
		if last.info.Mode()&fs.ModeSymlink == 0 {
			dir = last.path
			open[dir] = last.open && j.others(last)&0o1 != 0
			continue
		}
		target, linkErr := os.Readlink(last.path)
		if links++; linkErr != nil || links > maxLinks {
			return place{path: last.path}, nil // opening it says what is wrong
		}
		if filepath.IsAbs(target) {
			dir = "/"
		}
		rest = append(names(target), rest...)
	}
	return last, err
}

// names are those that a path is made of. It is not made shorter first: where
// a link is on the way, a/link/../b is not a/b.
func names(path string) []string {
	all := strings.Split(path, "/")
	kept := all[:0]
	for _, n := range all {
		if n != "" && n != "." {
			kept = append(kept, n)
		}
	}
	return kept
}

// step looks at what is at p and judges it; end says that the path ends there.
func (j judge) step(p place, end bool) (place, error) {
	info, err := os.Lstat(p.path)
	if err != nil {
		return p, nil // opening it says what is wrong, if anything
	}
	p.info = info
	return p, j.judge(p, end)
}

func (j judge) judge(p place, end bool) error {
	if uid := owner(p.info); !j.trusts(uid) {
		return &Refused{p.path, fmt.Sprintf("belongs to another user (uid %d)", uid),
			fmt.Sprintf("sudo chown -h %d %s", j.uid, Quote(p.path))}
	}
	mode := p.info.Mode()
	switch {
	case mode&fs.ModeSymlink != 0 || !p.open || j.others(p)&0o2 == 0:
		return nil
	case mode.IsDir() && mode&fs.ModeSticky != 0 && !end:
		return nil // what comes next on the way is judged by its owner
	}
	mend := "chmod go-w " + Quote(p.path)
	if owner(p.info) != j.uid {
		mend = "sudo " + mend
	}
	return &Refused{p.path, fmt.Sprintf("can be written by others on this machine (mode %04o)", mode.Perm()), mend}
}

func (j judge) trusts(uid uint32) bool { return uid == j.uid || uid == 0 || j.unmapped(uid) }

// others returns what somebody else may do with what is at p, as the lowest
// three bits of a mode.
func (j judge) others(p place) fs.FileMode {
	world, group := p.info.Mode().Perm()&0o7, p.info.Mode().Perm()>>3&0o7
	if group&^world != 0 && !j.private(p.path, p.info) {
		world |= group
	}
	return world
}

func (j judge) folder(path string) error {
	end, err := j.way(path)
	if err != nil || end.info == nil || !end.info.IsDir() {
		return err
	}
	entries, err := os.ReadDir(end.path)
	if err != nil {
		return nil // whoever reads it says so
	}
	open := end.open && j.others(end)&0o1 != 0
	for _, e := range entries {
		info, err := e.Info()
		if errors.Is(err, fs.ErrNotExist) || err == nil && !info.Mode().IsRegular() {
			continue
		}
		if err != nil {
			return fmt.Errorf("look at %q: %w", filepath.Join(end.path, e.Name()), err)
		}
		if err := j.judge(place{filepath.Join(end.path, e.Name()), info, open}, true); err != nil {
			return err
		}
	}
	return nil
}

func (j judge) exposed(path string) (fs.FileMode, bool) {
	if info, err := os.Stat(path); err == nil && info.Mode().Perm()&0o044 == 0 {
		return info.Mode().Perm(), false // as nearly always
	}
	end, err := j.way(path)
	if err != nil || end.info == nil || owner(end.info) != j.uid {
		return 0, false
	}
	return end.info.Mode().Perm(), end.open && j.others(end)&0o4 != 0
}

// owner returns the number of the user to whom a file belongs.
func owner(info fs.FileInfo) uint32 {
	if st, ok := info.Sys().(*syscall.Stat_t); ok {
		return st.Uid
	}
	return 0 // a file that is not the system's: a test's
}
