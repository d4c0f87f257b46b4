package wallclock

import (
	"fmt"
	"log/slog"
	"path/filepath"
	"sync"
	"time"

	"github.com/fsnotify/fsnotify"
)

// settle is how long the zone file is left alone after a change: tools remove
// it before they put the new one there.
const settle = 250 * time.Millisecond

// Options says which zone to watch.
type Options struct {
	Name      string              // an IANA name, or "local"
	Getenv    func(string) string // the environment, for TZ
	Localtime string              // the system's zone file; "" is /etc/localtime
	Log       *slog.Logger        // nil is silent
}

// Zone is a time zone that follows the system's. Its methods are safe for
// concurrent use.
type Zone struct {
	source  zoneSource
	log     *slog.Logger
	changes chan struct{}
	watcher *fsnotify.Watcher // nil when nothing can change, or nothing can watch
	done    chan struct{}     // closed when the watching has ended

	mu  sync.Mutex
	now reading
}

// WatchZone loads the zone as LoadZone does, and follows the system's zone file
// when that is what it came from. The error is that of an unknown name. When
// the system's zone cannot be read, UTC serves and the log says so; when it
// cannot be watched, the log says so and only Refresh finds a change.
func WatchZone(o Options) (*Zone, error) {
	z := &Zone{
		source:  zoneSource{name: o.Name, getenv: o.Getenv, localtime: o.Localtime},
		log:     o.Log,
		changes: make(chan struct{}, 1),
		done:    make(chan struct{}),
	}
	if z.source.localtime == "" {
		z.source.localtime = systemLocaltime
	}
	if z.log == nil {
		z.log = slog.New(slog.DiscardHandler)
	}
	// Watched before read: a change in between is then seen.
	if err := z.watch(); err != nil {
		z.log.Warn("a change of the time zone may be noticed late", "err", err)
	}
	r, err := z.source.read()
	if r.loc == nil { // an unknown name, so nothing is watched either
		return nil, err
	}
	if err != nil {
		z.log.Warn("the time zone is taken to be UTC", "err", err)
	}
	z.mu.Lock()
	z.now = r
	z.mu.Unlock()
	if z.watcher == nil {
		close(z.done)
	} else {
		go z.follow()
	}
	return z, nil
}

// Location returns the zone as it was last read.
func (z *Zone) Location() *time.Location {
	z.mu.Lock()
	defer z.mu.Unlock()
	return z.now.loc
}

// Changes receives a value, never more than one unread, after the zone has
// really changed: a file rewritten with the same rules is no change. It is
// never closed.
func (z *Zone) Changes() <-chan struct{} { return z.changes }

// Refresh reads the zone anew, and reports whether its rules have changed;
// Changes tells the same. It is worth calling after every clock change, since
// an update of the zone's rules behind a link is not watched. A zone that can
// no longer be read stays what it was.
func (z *Zone) Refresh() bool {
	z.mu.Lock()
	defer z.mu.Unlock()
	r, err := z.source.read()
	if err != nil {
		z.log.Warn("the time zone stays as it was", "zone", z.now.loc.String(), "err", err)
		return false
	}
	changed := r.data != z.now.data
	if changed || r.loc.String() != z.now.loc.String() {
		z.now = r // a new name alone is worth showing, not worth planning for
	}
	if changed {
		select {
		case z.changes <- struct{}{}:
		default:
		}
	}
	return changed
}

// Close ends the watching.
func (z *Zone) Close() error {
	if z.watcher == nil {
		return nil
	}
	err := z.watcher.Close()
	<-z.done
	if err != nil {
		return fmt.Errorf("close the time zone's watch: %w", err)
	}
	return nil
}

// watch asks for the events of the zone file's folder: the file itself is
// usually a link that is replaced as a whole.
func (z *Zone) watch() error {
	if !z.source.system() {
		return nil
	}
	w, err := fsnotify.NewWatcher()
	if err != nil {
		return fmt.Errorf("watch the time zone: %w", err)
	}
	if err := w.Add(filepath.Dir(z.source.localtime)); err != nil {
		w.Close()
		return fmt.Errorf("watch the time zone: %w", err)
	}
	z.watcher = w
	return nil
}

// follow refreshes once the zone file has been left alone for a moment.
func (z *Zone) follow() {
	defer close(z.done)
	quiet := time.NewTimer(settle)
	quiet.Stop()
	defer quiet.Stop()
	base := filepath.Base(z.source.localtime)
	for {
		select {
		case e, ok := <-z.watcher.Events:
			if !ok {
				return
			}
			if filepath.Base(e.Name) == base {
				quiet.Reset(settle)
			}
		case err, ok := <-z.watcher.Errors:
			if !ok {
				return
			}
			// Events were lost: look at what is there.
			z.log.Warn("the time zone's watch", "err", err)
			quiet.Reset(settle)
		case <-quiet.C:
			z.Refresh()
		}
	}
}
