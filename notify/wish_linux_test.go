package notify

import (
	"testing"
	"time"

	"github.com/godbus/dbus/v5"

	"daybreak/internal/rig"
)

// On a bus where nobody can show anything, a wish for a server is tried a few
// times and then rests; the next wish is heard.
func TestWishForServerRests(t *testing.T) {
	t.Parallel()
	bus := rig.StartBus(t, rig.BusOptions{})
	conn := bus.Connect(t)
	asked := make(chan *dbus.Message, 1<<10)
	rules := []string{"type='method_call',member='ListActivatableNames'"}
	if err := conn.BusObject().Call("org.freedesktop.DBus.Monitoring.BecomeMonitor", 0, rules, uint32(0)).Err; err != nil {
		t.Fatal(err)
	}
	conn.Eavesdrop(asked)
	f := open(t, bus)
	f.Ready()
	first := attempts(t, asked)
	if first < 3 {
		t.Errorf("%d attempts, want several", first)
	}
	f.Ready()
	second := attempts(t, asked)
	if second != 1 {
		t.Errorf("%d attempts after a new wish, want 1", second)
	}
	t.Logf("%d attempts for the first wish, %d for the second", first, second)
}

// attempts counts what arrives until nothing has for twenty of the longest pauses.
func attempts(t *testing.T, asked <-chan *dbus.Message) int {
	t.Helper()
	for n := 0; n < 30; {
		quiet := time.NewTimer(2 * time.Second)
		select {
		case msg := <-asked:
			if msg.Type == dbus.TypeMethodCall && msg.Headers[dbus.FieldMember].Value() == "ListActivatableNames" {
				n++
			}
		case <-quiet.C:
			return n
		}
		quiet.Stop()
	}
	t.Fatal("the attempts do not end")
	return 0
}
