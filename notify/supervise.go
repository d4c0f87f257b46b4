package notify

import (
	"context"
	"errors"
	"os"
	"time"

	"daybreak/internal/bus"
)

// supervise is the channel's one goroutine: it waits for a wish, connects, and
// stays with the connection until that is lost. A wish stands until there is a
// connection or the pause between attempts has reached its limit; whoever has a
// message to show wishes again. Without a wish nothing wakes.
func (f *Freedesktop) supervise(ctx context.Context) {
	defer close(f.done)
	pause := bus.Backoff{Min: f.o.BackoffMin, Max: f.o.BackoffMax}
	var refused bool // told already
	for wait(ctx, f.wish) {
		for standing := true; standing && ctx.Err() == nil; standing = !pause.Spent() {
			b, err := f.connect(ctx)
			f.setForeign(errors.Is(err, bus.ErrForeign))
			if bus.Refused(err) && !refused {
				f.o.Log.Warn("the session bus refuses this program", "uid", os.Getuid(), "err", err)
			}
			refused = bus.Refused(err)
			if err == nil {
				began := time.Now()
				f.serve(ctx, b)
				// A bus that drops us at once must not be dialled in a circle.
				if time.Since(began) > f.o.BackoffMax {
					pause.Reset()
				}
				sleep(ctx, pause.Take())
				break
			}
			f.o.Log.Debug("no session bus", "err", err)
			sleep(ctx, pause.Take())
		}
	}
}

// serve keeps owner up to date while the connection lives. It enters with a
// wish for a server, which stands as supervise has it.
func (f *Freedesktop) serve(ctx context.Context, b *link) {
	defer func() {
		if err := b.Shut(); err != nil {
			f.o.Log.Debug("close the session bus", "err", err)
		}
		f.setServer(nil, "")
		poke(f.changes)
	}()
	pause := bus.Backoff{Min: f.o.BackoffMin, Max: f.o.BackoffMax}
	wished, due := true, time.Now()
	var since time.Time // when the present owner was first seen
	poke(b.changed)     // look once at the start, before anything is started
	for wait(ctx, b.changed) {
		owner, err := b.OwnerOf(ctx, f.o.CallTimeout, serverName)
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
				pause.Reset()
			}
			due, since = time.Now().Add(pause.Take()), time.Time{}
		}
		for len(b.changed) == 0 {
			if !f.rest(ctx, b, &wished, due) {
				return
			}
			if wished && !time.Now().Before(due) {
				f.activate(ctx, b)
				due = time.Now().Add(pause.Take())
				wished = !pause.Spent()
			}
		}
	}
}

// rest waits until the server changes, a wish comes, or a standing wish is due
// again. It is false when the connection or ctx has ended.
func (f *Freedesktop) rest(ctx context.Context, b *link, wished *bool, due time.Time) bool {
	timer := time.NewTimer(time.Until(due))
	defer timer.Stop()
	if !*wished {
		timer.Stop() // nothing to do, so nothing wakes
	}
	select {
	case <-ctx.Done():
		return false
	case <-b.Context().Done():
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
