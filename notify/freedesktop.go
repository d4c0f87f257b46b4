package notify

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/godbus/dbus/v5"
)

const (
	serverName  = "org.freedesktop.Notifications"
	serverPath  = dbus.ObjectPath("/org/freedesktop/Notifications")
	serverIface = "org.freedesktop.Notifications."
	maxTags     = 128 // tags remembered for replacement; the oldest is forgotten
)

// FreedesktopOptions says how to reach the notification server.
type FreedesktopOptions struct {
	// Address gives the bus address, or "" while there is none. It is asked
	// again before every dial, so a bus may appear later. See BusAddress.
	Address func() string
	// Graphical says that this process's own environment has a display.
	Graphical    bool
	AppName      string       // shown by some servers; default "Daybreak"
	Icon         string       // an icon's name or path; "" for none
	Log          *slog.Logger // nil discards
	DialTimeout, // connecting, up to and with Hello; default 5s
	CallTimeout, // one Send, and any other call; default 10s
	StartTimeout, // one activation of the server; default 10s
	BackoffMin, BackoffMax time.Duration // between attempts; default 500ms and 60s
}

// Freedesktop is the Channel of the Desktop Notifications Specification. One
// goroutine keeps one connection to the session bus; it is made when Ready is
// first asked and again, with a growing pause, whenever it is lost and wished
// for. Nothing but an explicit, permitted activation ever starts a server.
type Freedesktop struct {
	o       FreedesktopOptions
	cancel  context.CancelFunc
	done    chan struct{} // closed when the goroutine has ended
	wish    chan struct{} // buffered 1: somebody asked for a server
	changes chan struct{} // buffered 1
	answers chan Answer   // buffered maxAnswers

	mu      sync.Mutex
	link    *link  // nil while there is no connection
	foreign bool   // the bus was there last time, and is bus.ErrForeign
	owner   string // unique bus name of the server, "" while there is none
	caps    map[string]bool
	ids     map[string]uint32 // by tag, of the present owner only
	order   []string          // tags, oldest first
	sent    map[uint32]sent   // by those ids
}

// NewFreedesktop returns the channel. It neither dials nor blocks; Close it.
func NewFreedesktop(o FreedesktopOptions) *Freedesktop {
	if o.AppName == "" {
		o.AppName = "Daybreak"
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	setDefault(&o.DialTimeout, 5*time.Second)
	setDefault(&o.CallTimeout, 10*time.Second)
	setDefault(&o.StartTimeout, 10*time.Second)
	setDefault(&o.BackoffMin, 500*time.Millisecond)
	setDefault(&o.BackoffMax, time.Minute)
	ctx, cancel := context.WithCancel(context.Background())
	f := &Freedesktop{
		o: o, cancel: cancel,
		done:    make(chan struct{}),
		wish:    make(chan struct{}, 1),
		changes: make(chan struct{}, 1),
		answers: make(chan Answer, maxAnswers),
	}
	go f.supervise(ctx)
	return f
}

func setDefault(d *time.Duration, to time.Duration) {
	if *d <= 0 {
		*d = to
	}
}

// Name returns "freedesktop".
func (f *Freedesktop) Name() string { return "freedesktop" }

// Ready reports whether a server owns the name on a live connection; if not,
// one is looked for in the background.
func (f *Freedesktop) Ready() bool {
	if f.Owner() != "" {
		return true
	}
	poke(f.wish)
	return false
}

// Owner returns the server's unique bus name, or "".
func (f *Freedesktop) Owner() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.link == nil || !f.link.Connected() {
		return ""
	}
	return f.owner
}

// Changes tells that Ready or Owner may have changed.
func (f *Freedesktop) Changes() <-chan struct{} { return f.changes }

// Close ends the connection and waits for everything the channel started. It
// may be called more than once and returns nil.
func (f *Freedesktop) Close() error {
	f.cancel()
	<-f.done
	return nil
}

// server returns the connection and the server's unique bus name, nil and ""
// while there is none.
func (f *Freedesktop) server() (*link, string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.link, f.owner
}

// foreignBus reports whether the bus, when last tried, was one that this
// package cannot talk to.
func (f *Freedesktop) foreignBus() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.foreign
}

func (f *Freedesktop) setForeign(foreign bool) {
	f.mu.Lock()
	changed := f.foreign != foreign
	f.foreign = foreign
	f.mu.Unlock()
	if changed {
		poke(f.changes)
	}
}

// setServer stores what is known of the bus and the server. What belonged to
// another owner is forgotten, for ids mean nothing to a new one.
func (f *Freedesktop) setServer(b *link, owner string) {
	f.mu.Lock()
	changed := f.link != b || f.owner != owner
	if changed {
		f.caps, f.ids, f.order, f.sent = nil, nil, nil, nil
	}
	f.link, f.owner = b, owner
	f.mu.Unlock()
	if changed {
		poke(f.changes)
	}
}

// poke leaves one value in a channel buffered 1, and never blocks.
func poke(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}
