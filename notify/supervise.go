package notify

import (
	"context"
	"errors"
	"net"
	"time"
)

// backoff is a pause that doubles up to a limit.
type backoff struct{ min, max, next time.Duration }

func (b *backoff) reset() { b.next = 0 }

func (b *backoff) take() time.Duration {
	b.next = min(max(2*b.next, b.min), b.max)
	return b.next
}

// spent reports whether the pause has reached its limit.
func (b *backoff) spent() bool { return b.next >= b.max }

// supervise is the channel's one goroutine: it waits for a wish, connects, and
// stays with the connection until that is lost. A wish stands until there is a
// connection or the pause between attempts has reached its limit; whoever has a
// message to show wishes again. Without a wish nothing wakes.
func (f *Freedesktop) supervise(ctx context.Context) {
	defer close(f.done)
	pause := backoff{min: f.o.BackoffMin, max: f.o.BackoffMax}
	for wait(ctx, f.wish) {
		for standing := true; standing && ctx.Err() == nil; standing = !pause.spent() {
			b, err := f.connect(ctx)
			if err == nil {
				began := time.Now()
				f.serve(ctx, b)
				// A bus that drops us at once must not be dialled in a circle.
				if time.Since(began) > f.o.BackoffMax {
					pause.reset()
				}
				sleep(ctx, pause.take())
				break
			}
			f.o.Log.Debug("no session bus", "err", err)
			sleep(ctx, pause.take())
		}
	}
}

// serve keeps owner up to date while the connection lives. It enters with a
// wish for a server, which stands as supervise has it.
func (f *Freedesktop) serve(ctx context.Context, b *bus) {
	defer func() {
		if err := ignoreClosed(b.conn.Close()); err != nil {
			f.o.Log.Debug("close the session bus", "err", err)
		}
		f.setServer(nil, "")
		poke(f.changes)
	}()
	pause := backoff{min: f.o.BackoffMin, max: f.o.BackoffMax}
	wished, due := true, time.Now()
	var since time.Time // when the present owner was first seen
	poke(b.changed)     // look once at the start, before anything is started
	for wait(ctx, b.changed) {
		owner, err := b.ownerOf(ctx, f.o.CallTimeout, serverName)
		if err != nil {
			f.o.Log.Warn("session bus does not answer", "err", err)
			return
		}
		f.setServer(b, owner)
		switch {
		case owner != "":
			wished, since = false, time.Now()
		case !since.IsZero(): // lost: one that keeps crashing is not started in a circle
			if time.Since(since) > f.o.BackoffMax {
				pause.reset()
			}
			due, since = time.Now().Add(pause.take()), time.Time{}
		}
		for len(b.changed) == 0 {
			if !f.rest(ctx, b, &wished, due) {
				return
			}
			if wished && !time.Now().Before(due) {
				f.activate(ctx, b)
				due = time.Now().Add(pause.take())
				wished = !pause.spent()
			}
		}
	}
}

// rest waits until the server changes, a wish comes, or a standing wish is due
// again. It is false when the connection or ctx has ended.
func (f *Freedesktop) rest(ctx context.Context, b *bus, wished *bool, due time.Time) bool {
	timer := time.NewTimer(time.Until(due))
	defer timer.Stop()
	if !*wished {
		timer.Stop() // nothing to do, so nothing wakes
	}
	select {
	case <-ctx.Done():
		return false
	case <-b.conn.Context().Done():
		f.o.Log.Info("session bus lost")
		return false
	case <-f.wish:
		*wished = f.Owner() == ""
	case <-b.changed:
		poke(b.changed)
	case <-timer.C:
	}
	return true
}

func wait(ctx context.Context, c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	case <-ctx.Done():
		return false
	}
}

func sleep(ctx context.Context, d time.Duration) {
	ctx, cancel := context.WithTimeout(ctx, d)
	defer cancel()
	<-ctx.Done()
}

func ignoreClosed(err error) error {
	if errors.Is(err, net.ErrClosed) {
		return nil
	}
	return err
}
