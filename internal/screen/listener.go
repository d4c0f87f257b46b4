package screen

import (
	"context"
	"errors"
	"sync"
	"time"

	"daybreak/internal/bus"

	"github.com/godbus/dbus/v5"
)

// listener is the one goroutine that knows one bus.
type listener struct {
	s       *Screen
	address func() string
	sources []source
	until   []time.Time   // by source: the screen counts as locked up to then
	quiet   []time.Time   // by source: it fell silent, and is left alone up to then
	pauses  []bus.Backoff // by source
	wish    chan struct{} // buffered 1: somebody asked

	mu    sync.Mutex
	asked chan struct{} // closed when those who asked so far have their answer

	// Guarded by the Screen's mu: what was last heard.
	known, locked bool

	// Of the goroutine alone: the connection, nil while there is none.
	conn  *bus.Conn
	ears  *ears
	began time.Time // when it was made
	due   time.Time // not dialled before
	pause bus.Backoff
}

// forever is when a lock ends whose end is not in sight.
var forever = time.Unix(1<<40, 0)

func newListener(s *Screen, address func() string, sources []source) *listener {
	pause := bus.Backoff{Min: s.o.BackoffMin, Max: s.o.BackoffMax}
	l := &listener{
		s: s, address: address, sources: sources, pause: pause,
		until: make([]time.Time, len(sources)), quiet: make([]time.Time, len(sources)),
		wish: make(chan struct{}, 1), asked: make(chan struct{}),
	}
	for range sources {
		l.pauses = append(l.pauses, pause)
	}
	return l
}

// ask wishes for an answer; the channel is closed once it is there.
func (l *listener) ask() <-chan struct{} {
	l.mu.Lock()
	defer l.mu.Unlock()
	poke(l.wish)
	return l.asked
}

// take returns the channel of those who have asked so far. Who asks from here
// on waits for the next answer.
func (l *listener) take() chan struct{} {
	l.mu.Lock()
	defer l.mu.Unlock()
	asked := l.asked
	l.asked = make(chan struct{})
	return asked
}

// run listens until the Screen is closed. It wakes for a question, for a signal
// that says that something may have changed, for the loss of the connection,
// and for the end of a grace, and then looks anew.
func (l *listener) run() {
	ctx := l.s.ctx
	poke(l.wish)
	for {
		grace := l.grace()
		var news, lost <-chan struct{}
		if l.conn != nil {
			news, lost = l.ears.news, l.conn.Context().Done()
		}
		wished := false
		select {
		case <-ctx.Done():
			l.drop()
			return
		case <-l.wish:
			wished = true
		case <-news:
		case <-lost:
			l.lose()
		case <-grace.C:
		}
		grace.Stop()
		asked := l.take()
		if wished && l.conn == nil && !time.Now().Before(l.due) {
			l.connect(ctx)
		}
		l.s.tell(l, l.look(ctx))
		close(asked)
	}
}

// connect dials once. An attempt that failed is not made again for a while.
func (l *listener) connect(ctx context.Context) {
	ears := &ears{news: make(chan struct{}, 1), sources: l.sources, owners: make([]string, len(l.sources))}
	var watch [][]dbus.MatchOption
	for _, src := range l.sources {
		watch = append(append(watch, bus.OwnerChanges(src.name)), src.watch...)
	}
	conn, err := bus.Dial(ctx, bus.Options{
		Address: l.address(), Dial: l.s.o.Dial, Write: l.s.o.Call, Handler: ears, Watch: watch,
	})
	if err != nil {
		l.s.o.Log.Debug("nobody to ask about the screen", "err", err)
		l.due = time.Now().Add(l.pause.Take())
		return
	}
	l.conn, l.ears, l.began = conn, ears, time.Now()
}

// lose forgets a lost connection. A bus that drops us at once must not be
// dialled in a circle.
func (l *listener) lose() {
	l.drop()
	if time.Since(l.began) > l.s.o.BackoffMax {
		l.pause.Reset()
	}
	l.due = time.Now().Add(l.pause.Take())
}

func (l *listener) drop() {
	if l.conn == nil {
		return
	}
	if err := l.conn.Shut(); err != nil {
		l.s.o.Log.Debug("close a bus", "err", err)
	}
	l.conn, l.ears = nil, nil
}

// look asks everybody at once and reports whether the screen is locked.
func (l *listener) look(ctx context.Context) bool {
	words := make([]word, len(l.sources))
	if l.conn != nil {
		ctx, cancel := context.WithTimeout(ctx, l.s.o.Call)
		defer cancel()
		var all sync.WaitGroup
		for i := range l.sources {
			if time.Now().Before(l.quiet[i]) {
				words[i] = saysSame
				continue
			}
			all.Go(func() { words[i] = l.hear(ctx, i) })
		}
		all.Wait()
	}
	return l.weigh(words, time.Now())
}

// weigh takes down what everybody said. A lock whose teller has gone stands for
// the grace.
func (l *listener) weigh(words []word, now time.Time) (locked bool) {
	for i, w := range words {
		switch {
		case w == saysLocked:
			l.until[i] = forever
		case w == saysOpen:
			l.until[i] = time.Time{}
		case w == saysNothing && l.until[i] == forever:
			l.until[i] = now.Add(l.s.o.Grace)
		}
		locked = locked || now.Before(l.until[i])
	}
	return locked
}

// hear asks one source. One that stays silent has not taken back its last word,
// and is left alone for a while, so that it cannot hold up every question.
func (l *listener) hear(ctx context.Context, i int) word {
	locked, err := l.inquire(ctx, i)
	switch {
	case ctx.Err() != nil:
		l.quiet[i] = time.Now().Add(l.pauses[i].Take())
		return saysSame
	case err != nil:
		l.s.o.Log.Debug("no word about the screen", "from", l.sources[i].name, "err", err)
		return saysNothing
	}
	l.pauses[i].Reset()
	if locked {
		return saysLocked
	}
	return saysOpen
}

// inquire asks the present owner of a source's name.
func (l *listener) inquire(ctx context.Context, i int) (locked bool, err error) {
	src := l.sources[i]
	owner, err := l.conn.OwnerOf(ctx, l.s.o.Call, src.name)
	if err != nil {
		return false, err
	}
	l.ears.own(i, owner) // before it is asked: a signal in between is not missed
	if owner == "" {
		return false, errors.New("nobody there")
	}
	return src.ask(ctx, l.conn, owner)
}

// grace returns a timer for the next end of a grace; it stands still where
// there is none, so that nothing wakes.
func (l *listener) grace() *time.Timer {
	end := forever
	for _, u := range l.until {
		if !u.IsZero() && time.Now().Before(u) && u.Before(end) {
			end = u
		}
	}
	t := time.NewTimer(time.Until(end))
	if end == forever {
		t.Stop()
	}
	return t
}
