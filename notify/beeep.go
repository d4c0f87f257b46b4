package notify

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"runtime"
	"sync"
)

// BeeepOptions says how messages go out through the beeep library.
type BeeepOptions struct {
	// Command is the program, and its arguments, that runs DeliverBeeep: this
	// one, as a child.
	Command []string
	// Getenv reads the environment from which the child gets the few variables
	// it needs; nil gives it none.
	Getenv func(string) string
	// Bus says where the notification server is looked for, and its CallTimeout
	// bounds one Send everywhere. macOS and Windows have no bus to look at.
	Bus FreedesktopOptions
}

// Beeep is the Channel that sends through github.com/gen2brain/beeep. Each
// message has a short-lived child process of its own, for in one process the
// library hangs with a server that does not answer, fails when it is called
// twice at once, and panics on a malformed signal. The child has a deadline,
// and it and what it started are killed at the end in every case.
//
// Where there is a bus (Linux, the BSDs) a Freedesktop watches who is there:
// Ready, Owner, Changes and what a message is escaped for are its, and so is
// the rule by which a server is started. Of the library's ways only one is
// open to each child, since it tries the next even when the first may have
// shown the message:
//
//   - D-Bus, where the watch is connected;
//   - notify-send, where it never will be: on a bus that takes no proof but
//     cookies (DBUS_COOKIE_SHA1), of which Go's D-Bus library knows nothing.
//     Nobody can ask for the owner there, so Owner is "beeep".
//
// On macOS that is osascript, and on Windows a toast, whose Owner is "beeep"
// too: always there, and never seen to restart. The text of a message is an
// argument of notify-send and of osascript while they run, which other users
// of the machine can see.
//
// No message is ever replaced, for the library has no ids; Tag, Urgency, the
// buttons and Brief are not used. It asks the server to show a message for 5 seconds, always.
//
// Not tried, for want of the systems: osascript and the toasts themselves. That
// a text is harmless to both is tested; see beeepText.
type Beeep struct {
	o     BeeepOptions
	watch *Freedesktop // nil where there is no bus

	life  context.Context // ends with Close
	end   context.CancelFunc
	sends sync.RWMutex // held for reading by every Send, for Close to wait
}

// NewBeeep returns the channel. It neither dials nor blocks; Close it.
func NewBeeep(o BeeepOptions) *Beeep {
	if o.Getenv == nil {
		o.Getenv = func(string) string { return "" }
	}
	setDefault(&o.Bus.CallTimeout, beeepTimeout)
	c := &Beeep{o: o}
	c.life, c.end = context.WithCancel(context.Background())
	if nativeWay(runtime.GOOS) == "" {
		c.watch = NewFreedesktop(o.Bus)
	}
	return c
}

// way is one of the library's ways to show a message.
type way string

const (
	byBus        way = "bus"
	byNotifySend way = "notify-send"
	byScript     way = "osascript"
	byToast      way = "toast"
)

// nativeWay returns the one way of a system that has no bus, or "".
func nativeWay(goos string) way {
	switch goos {
	case "darwin":
		return byScript
	case "windows":
		return byToast
	}
	return ""
}

// present returns the way that is open now and who is at its end, "" and ""
// for nobody.
func (c *Beeep) present() (w way, owner string) {
	if c.watch == nil {
		return nativeWay(runtime.GOOS), c.Name()
	}
	if owner := c.watch.Owner(); owner != "" {
		return byBus, owner
	}
	if c.watch.foreignBus() && c.notifySend() != "" {
		return byNotifySend, c.Name()
	}
	return "", ""
}

// notifySend finds the program on the PATH of Getenv, or returns "".
func (c *Beeep) notifySend() string {
	for _, dir := range filepath.SplitList(c.o.Getenv("PATH")) {
		if path, err := exec.LookPath(filepath.Join(dir, "notify-send")); err == nil && filepath.IsAbs(path) {
			return path
		}
	}
	return ""
}

// Name returns "beeep".
func (c *Beeep) Name() string { return "beeep" }

// Owner returns the server's unique bus name where it is known, "beeep" where
// nobody can know it, and "" while there is nobody to show a message.
func (c *Beeep) Owner() string {
	_, owner := c.present()
	return owner
}

// Ready reports whether there is somebody to show a message; if not, a server
// is looked for in the background.
func (c *Beeep) Ready() bool {
	return c.Owner() != "" || c.watch.Ready()
}

// Changes tells that Ready or Owner may have changed.
func (c *Beeep) Changes() <-chan struct{} {
	if c.watch == nil {
		return nil
	}
	return c.watch.Changes()
}

// Answers returns nil: the library has no buttons.
func (c *Beeep) Answers() <-chan Answer { return nil }

// Close ends the children of sends under way, which then have an unknown end,
// and waits for them. It may be called more than once and returns nil.
func (c *Beeep) Close() error {
	c.end()
	c.sends.Lock()
	defer c.sends.Unlock()
	if c.watch != nil {
		return c.watch.Close()
	}
	return nil
}

// Send has a child show m, within CallTimeout. It is refused at once while
// there is nobody to show it. A child that ends, or is killed, before it says
// that it sends is refused; after that, and without a clear answer, the end is
// unknown.
func (c *Beeep) Send(ctx context.Context, m Message) (Receipt, error) {
	c.sends.RLock()
	defer c.sends.RUnlock()
	ctx, cancel := context.WithTimeout(ctx, c.o.Bus.CallTimeout)
	defer cancel()
	defer context.AfterFunc(c.life, cancel)()
	w, owner := c.present()
	if w == "" {
		c.watch.Ready() // a wish
		return Receipt{}, fmt.Errorf("send through beeep: no notification server: %w", ErrRefused)
	}
	markup, err := c.markup(ctx, w, owner)
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		return Receipt{}, fmt.Errorf("send through beeep: %w: %w", ErrRefused, err)
	}
	title, body := beeepText(w, markup, m.Title, m.plain())
	if err := c.deliver(ctx, job{Way: w, Title: title, Body: body}); err != nil {
		return Receipt{}, fmt.Errorf("send through beeep: %w", err)
	}
	return Receipt{Channel: c.Name()}, nil
}

// markup reports whether the body is read as markup. The library does not ask;
// notify-send cannot tell, and the servers that are in use all do.
func (c *Beeep) markup(ctx context.Context, w way, owner string) (bool, error) {
	if w != byBus {
		return w == byNotifySend, nil
	}
	b, _ := c.watch.server()
	if b == nil {
		return false, errors.New("the session bus is lost")
	}
	caps, err := c.watch.capabilities(ctx, b, owner)
	return caps["body-markup"], err
}
