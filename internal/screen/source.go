package screen

import (
	"context"
	"slices"
	"sync"

	"daybreak/internal/bus"

	"github.com/godbus/dbus/v5"
)

// word is what one source says about the lock.
type word int

const (
	saysNothing word = iota // it is not there, or cannot tell
	saysSame                // it is there and silent: what it said before counts
	saysOpen
	saysLocked
)

// source is somebody who may know whether the screen is locked.
type source struct {
	name  string                                                                        // on the bus
	watch [][]dbus.MatchOption                                                          // its signals
	news  func(s *dbus.Signal) bool                                                     // a well-formed one that is about the lock
	ask   func(ctx context.Context, c *bus.Conn, owner string) (locked bool, err error) // an error says nothing
}

// ears notice that something may have changed. They keep nothing and never
// block, so no flood of signals can grow memory or hold up replies; and only
// the present owner of a source's name, or the bus itself, makes them hear.
type ears struct {
	news    chan struct{} // buffered 1
	sources []source
	mu      sync.Mutex
	owners  []string // by source: its unique name, "" while there is none
}

// own stores the owner of a source's name.
func (e *ears) own(i int, owner string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.owners[i] = owner
}

// DeliverSignal implements dbus.SignalHandler.
func (e *ears) DeliverSignal(_, _ string, s *dbus.Signal) {
	if name := bus.OwnerChanged(s); name != "" {
		if slices.ContainsFunc(e.sources, func(src source) bool { return src.name == name }) {
			poke(e.news)
		}
		return
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	for i, src := range e.sources {
		if s.Sender != "" && s.Sender == e.owners[i] && src.news(s) {
			poke(e.news)
			return
		}
	}
}

// saver is a desktop's screen saver. All of them descend from GNOME's: the
// method GetActive, and the signal ActiveChanged(b), on an interface of the
// bus name's name. One that shows its pictures without a lock counts as locked,
// too: nobody would see a message behind it.
func saver(name string, paths ...dbus.ObjectPath) source {
	return source{
		name: name,
		watch: [][]dbus.MatchOption{{dbus.WithMatchSender(name),
			dbus.WithMatchInterface(name), dbus.WithMatchMember("ActiveChanged")}},
		news: func(s *dbus.Signal) bool {
			return s.Name == name+".ActiveChanged" && len(s.Body) == 1 && is[bool](s.Body[0])
		},
		ask: func(ctx context.Context, c *bus.Conn, owner string) (active bool, err error) {
			for _, path := range paths {
				err = c.Ask(ctx, owner, path, name+".GetActive").Store(&active)
				if err == nil || ctx.Err() != nil {
					break
				}
			}
			return active, err
		},
	}
}

// savers are the names under which screen savers and lockers are asked. Some
// own a name and do not know the question (GNOME's proxy for the first); they
// say nothing.
func savers() []source {
	return []source{
		saver("org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver", "/ScreenSaver"),
		saver("org.gnome.ScreenSaver", "/org/gnome/ScreenSaver"),
		saver("org.cinnamon.ScreenSaver", "/org/cinnamon/ScreenSaver"),
		saver("org.mate.ScreenSaver", "/org/mate/ScreenSaver"),
		saver("org.xfce.ScreenSaver", "/org/xfce/ScreenSaver"),
	}
}

func is[T any](v any) bool { _, ok := v.(T); return ok }
