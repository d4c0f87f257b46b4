package notify

import (
	"testing"
	"testing/synctest"
	"time"
)

// A wish is tried for about two minutes and then rests, so that a daemon with
// nothing to show and no bus does not wake for it; the next wish is heard at
// once.
func TestWishRests(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dials := 0 // only the channel's goroutine asks, and Wait orders it
		f := NewFreedesktop(FreedesktopOptions{Address: func() string { dials++; return "" }})
		defer f.Close()
		f.Ready()
		time.Sleep(2 * time.Minute)
		synctest.Wait()
		first := dials
		if first < 5 {
			t.Errorf("%d attempts in two minutes, want several", first)
		}
		time.Sleep(24 * time.Hour)
		synctest.Wait()
		if dials != first {
			t.Errorf("%d attempts on a day without a wish", dials-first)
		}
		f.Ready()
		synctest.Wait()
		if dials != first+1 {
			t.Errorf("%d attempts at once after a new wish, want 1", dials-first)
		}
	})
}
