package wallclock

import (
	"errors"
	"fmt"
	"os"
	"sync"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// far stands for "nothing is due": no manual promises that a timer which is not
// armed is told of clock changes. The kernel counts nanoseconds until 2262.
var far = time.Date(2240, 1, 1, 0, 0, 0, 0, time.UTC)

// timerfd waits on CLOCK_REALTIME in the kernel.
type timerfd struct {
	box  *mailbox
	file *os.File // non-blocking, so that reads wait in the runtime's poller
	raw  syscall.RawConn
	done chan struct{} // closed when the reader has ended

	mu sync.Mutex
	at time.Time // zero when nothing is due
}

// newSource prefers the kernel's timer, and makes do with the other where a
// kernel (or what poses as one) lacks it.
func newSource(box *mailbox) (source, error) {
	t, err := newTimerfd(box)
	if err != nil {
		return newCapped(box, time.Now), nil
	}
	return t, nil
}

func newTimerfd(box *mailbox) (*timerfd, error) {
	fd, err := unix.TimerfdCreate(unix.CLOCK_REALTIME, unix.TFD_NONBLOCK|unix.TFD_CLOEXEC)
	if err != nil {
		return nil, fmt.Errorf("create a wall-clock timer: %w", err)
	}
	t := &timerfd{box: box, file: os.NewFile(uintptr(fd), "timerfd"), done: make(chan struct{})}
	if t.raw, err = t.file.SyscallConn(); err == nil {
		err = t.arm()
	}
	if err != nil {
		t.file.Close()
		return nil, fmt.Errorf("arm a wall-clock timer: %w", err)
	}
	go t.read()
	return t, nil
}

// set cannot fail once the first arm went well: the arguments are bounded.
func (t *timerfd) set(at time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.at = at
	_ = t.arm()
}

func (t *timerfd) close() error {
	err := t.file.Close() // wakes the reader
	<-t.done
	if err != nil {
		return fmt.Errorf("close the wall-clock timer: %w", err)
	}
	return nil
}

// arm gives the kernel the instant. Where the clock has changed since the last
// read, arming answers ECANCELED and swallows that news: it is passed on here.
// The timer is armed all the same.
func (t *timerfd) arm() error {
	spec := unix.ItimerSpec{Value: timespec(t.at)}
	var err error
	ctl := t.raw.Control(func(fd uintptr) {
		err = unix.TimerfdSettime(int(fd), unix.TFD_TIMER_ABSTIME|unix.TFD_TIMER_CANCEL_ON_SET, &spec, nil)
	})
	if errors.Is(err, unix.ECANCELED) {
		t.box.put(ClockChanged)
		err = nil
	}
	return errors.Join(ctl, err)
}

// timespec keeps at within what the kernel takes; all zeros would disarm.
func timespec(at time.Time) unix.Timespec {
	switch {
	case at.IsZero() || at.After(far):
		at = far
	case !at.After(time.Unix(0, 0)):
		at = time.Unix(0, 1)
	}
	return unix.NsecToTimespec(at.UnixNano())
}

// read passes on what the kernel tells until the file is closed.
func (t *timerfd) read() {
	defer close(t.done)
	var expirations [8]byte
	for {
		_, err := t.file.Read(expirations[:])
		switch {
		case err == nil:
			t.fired()
		case errors.Is(err, unix.ECANCELED):
			t.canceled()
		default:
			return
		}
	}
}

// fired tells Due, unless the instant was replaced between the kernel's word
// and this line.
func (t *timerfd) fired() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.at.IsZero() && !time.Now().Before(t.at) {
		t.at = time.Time{}
		t.box.put(Due)
	}
	_ = t.arm() // stays listening for clock changes
}

// canceled arms anew: an instant that came together with the change is not
// told otherwise.
func (t *timerfd) canceled() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.box.put(ClockChanged)
	_ = t.arm()
}

// Exact reports whether on this system the kernel tells of a sleep, and of a
// clock that is set; elsewhere, and where err says why it does not, the clock is
// looked at every 30 seconds. A timer is armed to find out, and let go.
func Exact() (exact bool, err error) {
	t, err := newTimerfd(newMailbox())
	if err != nil {
		return true, err
	}
	return true, t.close()
}
