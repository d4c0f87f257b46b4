package notify

import (
	"testing"

	"github.com/godbus/dbus/v5"
)

// Whatever a signal holds, an answer is the owner's, has a key of bounded length,
// and names a message that was sent.
func FuzzInvoked(f *testing.F) {
	f.Add(":1.1", string(serverPath), serverIface+"ActionInvoked", uint32(7), "done walk", 2)
	f.Add(":1.1", string(serverPath), serverIface+"ActionInvoked", uint32(7), "default", 2)
	f.Add(":1.2", string(serverPath), serverIface+"ActionInvoked", uint32(8), "", 3)
	f.Fuzz(func(t *testing.T, sender, path, name string, id uint32, key string, n int) {
		c := &Freedesktop{owner: ":1.1", answers: make(chan Answer, 1), sent: map[uint32]sent{7: {"walk", "done walk"}}}
		body := []any{id, key, key, id}
		s := &dbus.Signal{Sender: sender, Path: dbus.ObjectPath(path), Name: name, Body: body[:min(max(n, 0), len(body))]}
		signals{c, make(chan struct{}, 1)}.DeliverSignal("", "", s)
		select {
		case a := <-c.answers:
			if sender != ":1.1" || n != 2 || a.Key == "" || a.Key == defaultKey || len(a.Key) > maxKey || (a.Tag == "walk") != (id == 7) {
				t.Errorf("%+v of %+v", a, s)
			}
		default:
		}
	})
}
