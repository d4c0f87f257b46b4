package wallclock

import (
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// clocks moves the wall clock apart from the bubble's monotonic one.
type clocks struct{ offset atomic.Int64 }

func (c *clocks) wall() time.Time { return time.Now().Add(time.Duration(c.offset.Load())) }

// pending returns the cause that is waiting, 0 for none.
func pending(m *mailbox) Cause {
	synctest.Wait()
	select {
	case c := <-m.c:
		return c
	default:
		return 0
	}
}

func TestCapped(t *testing.T) {
	tests := []struct {
		name string
		due  time.Duration // after the start, by the wall clock
		jump time.Duration // of the wall clock, right after Set
		look time.Duration // how long to wait before the first look
		want Cause
		then time.Duration // how long to wait further for Due; 0: not at all
	}{
		{"on time", 10 * time.Minute, 0, 10 * time.Minute, Due, 0},
		{"not early", 10 * time.Minute, 0, 10*time.Minute - 1, 0, 1},
		{"already past", -time.Hour, 0, 0, Due, 0},
		{"asleep over it", time.Hour, 2 * time.Hour, longest, ClockChanged, 0},
		{"asleep before it", 2 * time.Hour, time.Hour, longest, ClockChanged, time.Hour},
		{"stepped back", time.Minute, -time.Hour, longest, ClockChanged, time.Hour + time.Minute},
		{"a small step", 10 * time.Minute, time.Second, 10*time.Minute - time.Second, Due, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var clk clocks
				box := newMailbox()
				c := newCapped(box, clk.wall)
				defer c.close()
				c.set(clk.wall().Add(tt.due))
				clk.offset.Store(int64(tt.jump))
				time.Sleep(tt.look) // the bubble's clock
				if got := pending(box); got != tt.want {
					t.Fatalf("cause %v, want %v", got, tt.want)
				}
				if tt.then > 0 {
					time.Sleep(tt.then)
					if got := pending(box); got != Due {
						t.Errorf("then cause %v, want due", got)
					}
				}
			})
		})
	}
}

func TestCappedWithNothingDueSleeps(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var looks atomic.Int32
		box := newMailbox()
		c := newCapped(box, func() time.Time { looks.Add(1); return time.Now() })
		c.set(time.Time{})
		looks.Store(0)
		time.Sleep(24 * time.Hour)
		if n := looks.Load(); n != 0 {
			t.Errorf("looked %d times with nothing due", n)
		}
		c.set(time.Now().Add(time.Minute))
		c.close()
		time.Sleep(time.Hour)
		if got := pending(box); got != 0 {
			t.Errorf("cause %v after the end", got)
		}
	})
}
