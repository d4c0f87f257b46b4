package wallclock

import (
	"testing"
	"time"

	"daybreak/internal/rig"
)

// BenchmarkAlarmLateness sets a real alarm some milliseconds ahead, again and
// again, and measures from the instant to the moment at which its reader runs.
func BenchmarkAlarmLateness(b *testing.B) {
	a, err := NewAlarm()
	if err != nil {
		b.Fatal(err)
	}
	defer a.Close()
	if _, ok := a.source.(*timerfd); !ok {
		b.Skip("this kernel has no timerfd")
	}
	var late []time.Duration
	for range b.N {
		at := Now().Add(3*time.Millisecond + time.Duration(len(late)%7)*time.Millisecond/3)
		a.Set(at)
		select {
		case <-a.C():
			late = append(late, Now().Sub(at))
		case <-time.After(5 * time.Second):
			b.Fatal("the alarm did not go off")
		}
	}
	rig.Figures(b, "", late)
}
