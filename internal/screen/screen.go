// Package screen tells whether the user's screen is locked, as far as anybody
// on the system bus or the session bus says so: systemd-logind, and the
// screen savers of the desktops. One that says "locked" is enough; somebody who
// is not there, does not know the question or does not answer says nothing.
//
// Signals wake whoever waits on Changes. They are never believed: what Locked
// returns has been asked for after it was called, so neither a signal that is
// late (as after a suspend) nor one that is forged can make it wrong.
//
// Nothing here starts a program, polls, or wakes by itself: without a signal
// and without a question the package sleeps. Every call has a deadline. The
// package imports nothing of the project but bus.
package screen

import (
	"context"
	"log/slog"
	"slices"
	"sync"
	"time"
)

// Options says whom to ask.
type Options struct {
	// System and Session give the address of a bus, or "" while there is none.
	// They are asked again before every dial. A nil one is no bus.
	System, Session func() string
	UID             int // whose screen; see os.Getuid
	Log             *slog.Logger

	Answer time.Duration // how long Locked waits for the answer; default 1s
	Call   time.Duration // one round of questions to everybody on a bus; default 2s
	Dial   time.Duration // connecting, up to and with the first signal; default 5s
	// Grace is how long a lock outlives who told of it: a service that
	// restarts behind a locked screen is no unlock. Default 10s.
	Grace                  time.Duration
	BackoffMin, BackoffMax time.Duration // between attempts; default 500ms and 15s
}

func (o *Options) fill() {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	for d, to := range map[*time.Duration]time.Duration{
		&o.Answer: time.Second, &o.Call: 2 * time.Second, &o.Dial: 5 * time.Second, &o.Grace: 10 * time.Second,
		&o.BackoffMin: 500 * time.Millisecond, &o.BackoffMax: 15 * time.Second,
	} {
		if *d <= 0 {
			*d = to
		}
	}
}

// Screen is a watch on the lock. Its methods are safe for concurrent use. A nil
// *Screen is one that is never locked.
type Screen struct {
	o         Options
	ctx       context.Context // ends with Close
	cancel    context.CancelFunc
	running   sync.WaitGroup
	listeners []*listener
	changes   chan struct{} // buffered 1

	mu   sync.Mutex
	told bool // what Locked last returned
}

// Watch begins to watch. It neither dials nor blocks; Close it.
func Watch(o Options) *Screen {
	o.fill()
	ctx, cancel := context.WithCancel(context.Background())
	s := &Screen{o: o, ctx: ctx, cancel: cancel, changes: make(chan struct{}, 1)}
	if o.System != nil {
		s.listeners = append(s.listeners, newListener(s, o.System, []source{logind(o.UID)}))
	}
	if o.Session != nil {
		s.listeners = append(s.listeners, newListener(s, o.Session, savers()))
	}
	for _, l := range s.listeners { // each looks at all of them
		s.running.Go(l.run)
	}
	return s
}

// Locked reports whether anybody says that the screen is locked. It asks, and
// waits up to Options.Answer; the questions themselves take a millisecond or
// two. When the time is up the answer before counts, and where there has been
// none the screen counts as locked: nobody knows yet, and Changes tells when
// somebody does, or is known not to. A bus that is lost or absent is dialled
// again by this question alone, with a growing pause.
func (s *Screen) Locked() bool {
	if s == nil {
		return false
	}
	ctx, cancel := context.WithTimeout(s.ctx, s.o.Answer)
	defer cancel()
	var answers []<-chan struct{}
	for _, l := range s.listeners {
		answers = append(answers, l.ask())
	}
	for _, a := range answers {
		select {
		case <-a:
		case <-ctx.Done():
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.told = s.locked()
	return s.told
}

// locked is what is known. The caller holds mu.
func (s *Screen) locked() bool {
	return s.ctx.Err() == nil && slices.ContainsFunc(s.listeners, func(l *listener) bool { return !l.known || l.locked })
}

// tell stores what a listener knows, and tells where that makes the last
// answer of Locked untrue.
func (s *Screen) tell(l *listener, locked bool) {
	s.mu.Lock()
	l.known, l.locked = true, locked
	changed := s.locked() != s.told
	s.mu.Unlock()
	if changed {
		poke(s.changes)
	}
}

// Changes receives a value (never more than one unread) after what Locked would
// return may have changed.
func (s *Screen) Changes() <-chan struct{} {
	if s == nil {
		return nil
	}
	return s.changes
}

// Close ends the watch and waits for everything that it started. It may be
// called more than once; afterwards the screen counts as not locked.
func (s *Screen) Close() {
	if s == nil {
		return
	}
	s.cancel()
	s.running.Wait()
}

// poke leaves one value in a channel buffered 1, and never blocks.
func poke(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}
