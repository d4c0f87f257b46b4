package filewatch

import (
	"log/slog"
	"path/filepath"

	"github.com/fsnotify/fsnotify"
)

// Folder is a folder that is watched: it tells that something in it may have
// changed, at once and not what. One that is removed and made again is followed.
type Folder struct {
	watcher *fsnotify.Watcher // nil where the system has none left
	changes chan struct{}     // buffered 1
	done    chan struct{}
}

// WatchFolder begins to watch the folder at path. Where that is not possible, it
// is logged, and nothing is ever told. Close it.
func WatchFolder(path string, log *slog.Logger) *Folder {
	f := &Folder{changes: make(chan struct{}, 1), done: make(chan struct{})}
	w, err := fsnotify.NewWatcher()
	if err == nil {
		err = w.Add(filepath.Dir(path))
	}
	if err != nil {
		log.Warn("changes of others are seen later", "err", err)
		if w != nil {
			w.Close()
		}
		close(f.done)
		return f
	}
	f.watcher = w
	_ = w.Add(path) // where it is not there yet, its making is seen
	go f.pass(path)
	return f
}

func (f *Folder) pass(path string) {
	defer close(f.done)
	for {
		select {
		case e, ok := <-f.watcher.Events:
			switch {
			case !ok:
				return
			case e.Op == fsnotify.Chmod:
				continue
			case e.Name == path && e.Has(fsnotify.Create):
				_ = f.watcher.Add(path) // it may be gone again, and is seen again then
			case filepath.Dir(e.Name) != path:
				continue // beside the folder
			}
		case _, ok := <-f.watcher.Errors: // something was missed
			if !ok {
				return
			}
		}
		select {
		case f.changes <- struct{}{}:
		default:
		}
	}
}

// Changes tells that something may have changed since the last time.
func (f *Folder) Changes() <-chan struct{} { return f.changes }

// Close ends the watching.
func (f *Folder) Close() {
	if f.watcher != nil {
		f.watcher.Close()
	}
	<-f.done
}
