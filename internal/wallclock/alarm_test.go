package wallclock

import (
	"testing"
	"time"
)

// wait returns the next cause, or fails after within.
func wait(t *testing.T, a *Alarm, within time.Duration) Cause {
	t.Helper()
	select {
	case c := <-a.C():
		return c
	case <-time.After(within):
		t.Fatalf("no cause within %v", within)
		return 0
	}
}

func newAlarm(t *testing.T) *Alarm {
	t.Helper()
	a, err := NewAlarm()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	})
	return a
}

func TestAlarmGoesOffAtItsInstant(t *testing.T) {
	a := newAlarm(t)
	at := time.Now().Add(50 * time.Millisecond)
	a.Set(at)
	if c := wait(t, a, 5*time.Second); c != Due {
		t.Fatalf("cause %v, want due", c)
	}
	late := time.Now().Round(0).Sub(at.Round(0))
	t.Logf("late by %v", late)
	if late < 0 {
		t.Errorf("went off %v early", -late)
	}
}

func TestAlarmOfThePastGoesOffAtOnce(t *testing.T) {
	for name, at := range map[string]time.Time{
		"a minute ago": time.Now().Add(-time.Minute),
		"1970":         time.Unix(0, 0),
		"1066":         time.Date(1066, 10, 14, 9, 0, 0, 0, time.UTC),
	} {
		t.Run(name, func(t *testing.T) {
			a := newAlarm(t)
			a.Set(at)
			if c := wait(t, a, 5*time.Second); c != Due {
				t.Errorf("cause %v, want due", c)
			}
		})
	}
}

func TestSetReplacesWhatIsPending(t *testing.T) {
	a := newAlarm(t)
	a.Set(time.Now().Add(time.Hour))
	a.Set(time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC))
	at := time.Now().Add(30 * time.Millisecond)
	a.Set(at)
	wait(t, a, 5*time.Second)
	if time.Now().Before(at) {
		t.Error("went off for an instant that was replaced")
	}
	// An unread Due of an instant that no longer counts is taken back.
	a.box.put(Due)
	a.Set(time.Time{})
	select {
	case c := <-a.C():
		t.Errorf("cause %v after nothing was set", c)
	default:
	}
}

func TestMailboxKeepsTheStrongestAndNeverWaits(t *testing.T) {
	m := newMailbox()
	m.put(Due)
	m.put(ClockChanged)
	m.put(Due)
	m.forgetDue()
	if c := <-m.c; c != ClockChanged {
		t.Errorf("cause %v, want the clock change", c)
	}
	m.put(Due)
	m.shut()
	m.put(Due)
	select {
	case c := <-m.c:
		t.Errorf("cause %v after the end", c)
	default:
	}
}

func TestCauseInWords(t *testing.T) {
	for c, want := range map[Cause]string{Due: "due", ClockChanged: "clock changed", 0: "unknown"} {
		if got := c.String(); got != want {
			t.Errorf("Cause(%d) is %q, want %q", c, got, want)
		}
	}
}
