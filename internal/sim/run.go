package sim

import (
	"context"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// Options say which histories are lived through.
type Options struct {
	From      uint64 // the first seed; the others follow on it
	Histories int    // how many; 0: until the context ends
	Failures  int    // how many are enough; 0: one
}

// Failure is a seed whose history breaks a promise.
type Failure struct {
	Seed      uint64
	Violation *Violation
}

// Summary is what many histories came to.
type Summary struct {
	Histories, Starts, Wakes, Messages int
	Windows                            Windows
	Failures                           []Failure
	Took                               time.Duration
}

// Run lives through the histories of many seeds, on all cores, until enough of
// them failed. When it returns no goroutine of it runs any more.
func Run(ctx context.Context, o Options) Summary {
	began := time.Now()
	s := Summary{Windows: Windows{}}
	var mu sync.Mutex
	var next atomic.Uint64
	var enough atomic.Bool
	var group sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() {
			a := newAtlas()
			for ctx.Err() == nil && !enough.Load() {
				n := next.Add(1) - 1
				if o.Histories > 0 && n >= uint64(o.Histories) {
					return
				}
				r := play(a, Generate(o.From+n))
				mu.Lock()
				s.add(o.From+n, r)
				enough.Store(len(s.Failures) >= max(1, o.Failures))
				mu.Unlock()
			}
		})
	}
	group.Wait()
	s.Took = time.Since(began)
	return s
}

func (s *Summary) add(seed uint64, r Report) {
	s.Histories++
	s.Starts += r.Starts
	s.Wakes += r.Wakes
	s.Messages += r.Messages
	s.Windows.Add(r.Windows)
	if r.Violation != nil {
		s.Failures = append(s.Failures, Failure{seed, r.Violation})
	}
}

// String returns the figures, and a table of the windows.
func (s Summary) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d histories of %d days in %s, %.0f a second: %d starts, %d wakes, %d messages\n",
		s.Histories, days, s.Took.Round(time.Millisecond), float64(s.Histories)/s.Took.Seconds(),
		s.Starts, s.Wakes, s.Messages)
	return b.String() + s.Windows.String()
}
