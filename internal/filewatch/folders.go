package filewatch

import (
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/fsnotify/fsnotify"
)

// folders is the source that watches real folders.
type folders struct {
	changed func()
	log     *slog.Logger
	inside  bool              // the way leads to a folder, and on to all in it
	watcher *fsnotify.Watcher // nil before the first arm
}

// arm watches everything anew. That costs some tens of microseconds, and what
// it saves is knowing which watch died with which folder.
func (s *folders) arm(path string) error {
	w, err := fsnotify.NewWatcher()
	if err != nil {
		return fmt.Errorf("watch %q: %w", path, err)
	}
	at, err := s.follow(path)
	if err != nil {
		w.Close()
		return fmt.Errorf("watch %q: %w", path, err)
	}
	var errs []error
	for _, dir := range at.folders() {
		if err := w.Add(dir); err != nil {
			errs = append(errs, fmt.Errorf("watch the folder %q: %w", dir, err))
		}
	}
	s.close()
	s.watcher = w
	go s.pass(w, at)
	if now, err := s.follow(path); err != nil || !maps.Equal(now, at) {
		s.changed() // while it was being followed
	}
	return errors.Join(errs...)
}

// pass tells of the events that are on the way, until the watcher is closed.
func (s *folders) pass(w *fsnotify.Watcher, at way) {
	for {
		select {
		case e, ok := <-w.Events:
			if !ok {
				return
			}
			if at.leadsOver(e.Name) {
				s.changed()
			}
		case err, ok := <-w.Errors:
			if !ok {
				return
			}
			s.log.Debug("events were lost", "err", err)
			s.changed()
		}
	}
}

func (s *folders) close() {
	if s.watcher != nil {
		if err := s.watcher.Close(); err != nil {
			s.log.Debug("end a watch", "err", err)
		}
	}
}

// way is what decides where a path leads: names (links, the file, or what is
// missing) with the folder that each is in.
type way map[string]string

// folders returns the folders to watch, sorted.
func (w way) folders() []string {
	dirs := slices.Sorted(maps.Values(w))
	return slices.Compact(dirs)
}

// leadsOver reports whether name is on the way, as an entry or as a folder
// that is watched.
func (w way) leadsOver(name string) bool {
	if _, ok := w[name]; ok {
		return true
	}
	if _, ok := w[all(filepath.Dir(name))]; ok {
		return true
	}
	return slices.Contains(slices.Collect(maps.Values(w)), name)
}

// all stands on a way for every name in a folder.
func all(folder string) string { return filepath.Join(folder, "*") }

// maxInside is how many of the files of a folder are followed.
const maxInside = 1000

// inside returns the files of a folder, up to a number of them.
func inside(folder string) []string {
	var paths []string
	entries, _ := os.ReadDir(folder) // one that is not there has none
	for _, e := range entries[:min(len(entries), maxInside)] {
		paths = append(paths, filepath.Join(folder, e.Name()))
	}
	return paths
}

// follow goes the way to path; where that is a folder that counts with its
// files, on to each of them.
func (s *folders) follow(path string) (way, error) {
	w, err := follow(path)
	if err != nil || !s.inside {
		return w, err
	}
	folder, err := filepath.EvalSymlinks(path)
	if err != nil {
		return w, nil // it is not there, or leads nowhere
	}
	if folder, err = filepath.Abs(folder); err != nil {
		return w, err
	}
	if info, err := os.Stat(folder); err != nil || !info.IsDir() {
		return w, nil
	}
	w[all(folder)] = folder
	for _, file := range inside(folder) {
		more, err := follow(file)
		if err != nil {
			return w, err
		}
		maps.Copy(w, more)
	}
	return w, nil
}

// maxLinks is how many links a path may lead over, as with Linux.
const maxLinks = 40

// follow goes the way that the system goes to find path, link by link. It ends
// at the file, or at the first name that is not there.
func follow(path string) (way, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	w, links := way{}, 0
	dir, rest := split(path)
	for len(rest) > 0 {
		name := filepath.Join(dir, rest[0])
		info, err := os.Lstat(name)
		switch {
		case err == nil && info.Mode()&os.ModeSymlink != 0 && links < maxLinks:
			links++
			w[name] = dir
			target, err := os.Readlink(name)
			if err != nil {
				return w, nil // gone this moment: there is an event
			}
			to := names(target)
			if filepath.IsAbs(target) {
				dir, to = split(target)
			}
			rest = append(to, rest[1:]...)
		case err == nil && info.IsDir() && len(rest) > 1:
			dir, rest = name, rest[1:]
		default: // the file, or the end of the way
			w[name] = dir
			return w, nil
		}
	}
	return w, nil
}

// split takes an absolute path apart: its root and its names.
func split(path string) (root string, rest []string) {
	volume := filepath.VolumeName(path)
	return volume + string(filepath.Separator), names(path[len(volume):])
}

func names(path string) []string {
	return strings.FieldsFunc(path, func(r rune) bool { return r < utf8.RuneSelf && os.IsPathSeparator(uint8(r)) })
}
