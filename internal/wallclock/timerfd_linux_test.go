package wallclock

import (
	"errors"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// stepClock sets the wall clock to what it is: too small a step to matter to
// anybody, and a step to the kernel. It takes root.
func stepClock(t *testing.T) {
	t.Helper()
	var now unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_REALTIME, &now); err != nil {
		t.Fatal(err)
	}
	err := unix.ClockSettime(unix.CLOCK_REALTIME, &now)
	if errors.Is(err, unix.EPERM) {
		t.Skip("setting the clock takes root")
	}
	if err != nil {
		t.Fatal(err)
	}
}

func TestClockChangeIsToldWithNothingDue(t *testing.T) {
	a := newAlarm(t)
	for i := range 3 { // every one of them, not only the first
		start := time.Now()
		stepClock(t)
		if c := wait(t, a, 5*time.Second); c != ClockChanged {
			t.Fatalf("step %d: cause %v, want a clock change", i, c)
		}
		t.Logf("step %d: told after %v", i, time.Since(start))
	}
}

func TestAlarmOutlivesAClockChange(t *testing.T) {
	a := newAlarm(t)
	a.Set(time.Now().Add(200 * time.Millisecond))
	stepClock(t)
	if c := wait(t, a, 5*time.Second); c != ClockChanged {
		t.Fatalf("cause %v, want a clock change", c)
	}
	if c := wait(t, a, 5*time.Second); c != Due {
		t.Errorf("cause %v, want due", c)
	}
}

// Arming a timer clears the kernel's word of a clock change that was not read
// yet: without a reader nothing else may tell it.
func TestArmingDoesNotSwallowAClockChange(t *testing.T) {
	a := newAlarm(t)
	fd, ok := a.source.(*timerfd)
	if !ok {
		t.Skip("this kernel has no timerfd")
	}
	fd.mu.Lock() // the reader gets no further than its lock
	stepClock(t)
	err := fd.arm()
	fd.mu.Unlock()
	if err != nil {
		t.Fatal(err)
	}
	if c := wait(t, a, 5*time.Second); c != ClockChanged {
		t.Errorf("cause %v, want a clock change", c)
	}
}

func TestCloseEndsTheReader(t *testing.T) {
	box := newMailbox()
	fd, err := newTimerfd(box)
	if err != nil {
		t.Fatal(err)
	}
	fd.set(time.Now().Add(time.Hour))
	if err := fd.close(); err != nil {
		t.Fatal(err)
	}
	select {
	case <-fd.done:
	default:
		t.Error("the reader is still there")
	}
	fd.set(time.Now()) // after the end: nothing, and no panic
	if err := fd.close(); err == nil {
		t.Error("a second close went unnoticed")
	}
}
