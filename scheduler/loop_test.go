package scheduler

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// rig is a loop with a courier and an alarm of the bubble. What the loop does
// is read while the bubble is at rest; what it meets is changed by change.
type rig struct {
	*Loop
	mu      sync.Mutex // of the four that follow
	ready   bool
	err     error         // what Deliver returns
	hang    bool          // Deliver waits for the end of its context
	stuck   chan struct{} // Deliver waits for it, whatever its context says
	diskErr error
	tries   int // calls of Record
	sentAt  []time.Time
	records []Record
	wake    chan struct{}
	timer   *time.Timer
	ended   chan struct{}
	stop    context.CancelFunc
}

func (r *rig) Owner() string { return ":1.1" }

func (r *rig) Ready() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.ready
}

func (r *rig) change(f func()) {
	r.mu.Lock()
	defer r.mu.Unlock()
	f()
}

func (r *rig) Deliver(ctx context.Context, _ Send) (string, error) {
	r.mu.Lock()
	hang, err := r.hang, r.err
	r.mu.Unlock()
	r.sentAt = append(r.sentAt, time.Now())
	if r.stuck != nil {
		<-r.stuck
	}
	if hang {
		<-ctx.Done()
		return "", ctx.Err()
	}
	return "fake", err
}

func (r *rig) Record(_ time.Time, records ...Record) error {
	r.records = append(r.records, records...)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.tries++
	return r.diskErr
}

func (r *rig) alarm(at time.Time) {
	if r.timer != nil {
		r.timer.Stop()
	}
	if !at.IsZero() {
		r.timer = time.AfterFunc(time.Until(at), func() { r.wake <- struct{}{} })
	}
}

// start starts a loop in the bubble, at midnight UTC on 1 January 2000, with
// one habit at 07:30.
func start(t *testing.T) *rig {
	r := &rig{ready: true, wake: make(chan struct{}, 1)}
	world := World{Zone: time.UTC, Reminders: []Reminder{habit(t, "walk", "30 7 * * *")}}
	n := 0
	r.Loop = &Loop{
		Now: time.Now, Ask: func(time.Time, *State) World { return world }, State: NewState(), Run: "dev.1",
		NewID:   func() string { n++; return fmt.Sprint(n) },
		Courier: r, Recorder: r, SetAlarm: r.alarm, Wake: r.wake, Log: slog.New(slog.DiscardHandler),
	}
	r.again(t)
	return r
}

// again starts the loop, which may have ended before.
func (r *rig) again(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	r.stop, r.ended = cancel, make(chan struct{})
	go func() { r.Serve(ctx); close(r.ended) }()
}

// end stops the loop and returns how long that took.
func (r *rig) end() time.Duration {
	from := time.Now()
	r.stop()
	<-r.ended
	r.alarm(time.Time{})
	return time.Since(from)
}

// until lets the bubble's clock reach the time of day, and the loop rest.
func (r *rig) until(hour, minute int) {
	time.Sleep(time.Until(time.Date(2000, 1, 1, hour, minute, 0, 0, time.UTC)))
	synctest.Wait()
}

// sentWant compares the clock times of the sends.
func (r *rig) sentWant(t *testing.T, want ...string) {
	t.Helper()
	var got []string
	for _, at := range r.sentAt {
		got = append(got, at.UTC().Format("15:04:05.999"))
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("sent at %v, want %v", got, want)
	}
}

func (r *rig) last(t *testing.T) Outcome {
	t.Helper()
	for i := len(r.records) - 1; i >= 0; i-- {
		if out := r.records[i].Outcome; out != nil {
			return *out
		}
	}
	t.Fatal("no outcome was recorded")
	return Outcome{}
}

func TestLoopDeliversWhenDue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := start(t)
		r.until(23, 0)
		r.sentWant(t, "07:30:00")
		if out := r.last(t); out.Result != Delivered || out.Reason != OnTime || out.Channel != "fake" {
			t.Errorf("outcome %+v", out)
		}
		if took := r.end(); took != 0 {
			t.Errorf("the end took %s", took)
		}
	})
}

func TestLoopEndsDuringAHangingSend(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := start(t)
		r.change(func() { r.hang = true })
		r.until(7, 30)
		if took := r.end(); took > stopTimeout {
			t.Errorf("the end took %s", took)
		}
		if out := r.last(t); out.Result != Uncertain || out.Reason != NoAnswer {
			t.Errorf("outcome %+v", out)
		}
	})
}

func TestLoopBoundsAHangingSend(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := start(t)
		r.change(func() { r.hang = true })
		r.until(9, 0)
		defer r.end()
		out := r.last(t)
		if took := out.At.Sub(r.sentAt[0]); out.Result != Uncertain || took != sendTimeout {
			t.Errorf("outcome %+v after %s", out, took)
		}
		r.sentWant(t, "07:30:00")
	})
}

func TestLoopGoesOnWithoutADisk(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := start(t)
		r.change(func() { r.diskErr = errors.New("disk full") })
		r.until(9, 0)
		defer r.end()
		r.sentWant(t, "07:30:00")
		if !r.failing {
			t.Error("the fault was not noticed")
		}
	})
}

func TestLoopWaitsForAServer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := start(t)
		r.change(func() { r.ready = false })
		r.until(7, 45)
		r.sentWant(t)
		time.Sleep(10 * time.Second)
		r.change(func() { r.ready = true })
		r.wake <- struct{}{}
		r.until(9, 0)
		defer r.end()
		r.sentWant(t, "07:45:10")
	})
}

func TestLoopBacksOff(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := start(t)
		r.change(func() { r.err = fmt.Errorf("%w: no owner", ErrRefused) })
		r.until(8, 2)
		r.change(func() { r.err = nil })
		r.until(9, 29)
		defer r.end()
		r.sentWant(t, "07:30:00", "07:31:00", "07:33:00", "07:37:00", "07:45:00", "08:00:00", "08:15:00")
		if out := r.last(t); out.Result != Delivered || out.Reason != TooLate {
			t.Errorf("outcome %+v", out)
		}
	})
}

// What could not be written is tried again now and then, without anything new
// to write, until it is written; then nothing wakes for it.
func TestLoopWritesAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := start(t)
		r.change(func() { r.diskErr = errors.New("disk full") })
		r.until(7, 32) // failed at 07:30, with four records in as many calls
		r.change(func() { r.tries = 0 })
		r.until(9, 0)
		tries := r.tries
		if tries < 5 || tries > 12 {
			t.Errorf("tried %d times in 88 minutes", tries)
		}
		r.change(func() { r.diskErr = nil })
		r.until(10, 0)
		if r.failing || r.tries != tries+1 {
			t.Errorf("failing %v, tried %d times after the disk was well", r.failing, r.tries-tries)
		}
		r.end()
	})
}

// What was asked and could not write has the loop try again at once, and then now
// and then, until it is written.
func TestLoopWritesWhatOthersCouldNot(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := start(t)
		r.until(1, 0)
		ask, unsaved := r.Ask, true
		r.Ask = func(now time.Time, s *State) World {
			w := ask(now, s)
			w.Unsaved, unsaved = unsaved, false
			return w
		}
		tries := r.tries
		r.change(func() { r.diskErr = errors.New("disk full") })
		r.wake <- struct{}{}
		r.until(1, 0)
		if !r.failing || r.tries != tries+1 {
			t.Errorf("failing %v, tried %d times", r.failing, r.tries-tries)
		}
		r.change(func() { r.diskErr = nil })
		r.until(1, 2)
		if r.failing || r.tries != tries+2 {
			t.Errorf("after a minute: failing %v, tried %d times", r.failing, r.tries-tries)
		}
		r.end()
	})
}

// A log is read by others than the user: an id may be made of the user's words.
func TestLoopLogsNoWords(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var out bytes.Buffer
		r := start(t)
		r.stop()
		<-r.ended
		r.Log = slog.New(slog.NewTextHandler(&out, &slog.HandlerOptions{Level: slog.LevelDebug}))
		r.again(t)
		r.until(9, 0)
		r.end()
		if got := out.String(); !strings.Contains(got, "kind=habit") || !strings.Contains(got, "result=delivered") || strings.Contains(got, "walk") {
			t.Errorf("it logs %s", got)
		}
	})
}

// The loop answers for itself: what holds it up holds up the answers, and a send
// that takes its time does not.
func TestLoopIsAlive(t *testing.T) {
	const beat = 2 * time.Minute
	tests := []struct {
		name  string
		stick func(r *rig) // at 07:30
		until int          // the hour at which is looked
		least int          // beats since 07:30
		most  int
	}{
		{"asleep", func(*rig) {}, 9, 45, 49},
		{"a server that does not answer", func(r *rig) { r.hang = true }, 9, 45, 49},
		{"stuck", func(r *rig) { r.stuck = make(chan struct{}) }, 9, 1, 2},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := start(t)
				var beats atomic.Int64 // the race detector knows no order in a bubble's time
				r.stop()
				<-r.ended
				r.Alive, r.Beat = func() { beats.Add(1) }, beat
				r.again(t)
				r.until(7, 29)
				before := beats.Load()
				r.change(func() { tt.stick(r) })
				r.until(tt.until, 0)
				if n := int(beats.Load() - before); n < tt.least || n > tt.most {
					t.Errorf("%d answers, want %d to %d", n, tt.least, tt.most)
				}
				if r.stuck != nil {
					close(r.stuck)
				}
				r.end()
			})
		})
	}
}
