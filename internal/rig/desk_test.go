//go:build linux

package rig

import (
	"testing"

	"github.com/godbus/dbus/v5"
)

func TestDeskReadsBack(t *testing.T) {
	d := StartDesk(t, "dunst")
	m := d.StartMonitor(t)
	call := d.Connect(t).Object(serverName, "/org/freedesktop/Notifications").Call(serverName+".Notify", 0,
		"rig", uint32(0), "", "Title", "Body", []string{}, map[string]dbus.Variant{}, int32(-1))
	var id uint32
	if err := call.Store(&id); err != nil {
		t.Fatal(err)
	}
	if got := m.WaitNotify(t, 1, partTimeout)[0]; got.ID != id || got.Title != "Title" || got.App != "rig" {
		t.Errorf("the monitor saw %+v, want id %d", got, id)
	}
	if got := d.History(t); len(got) != 1 || got[0] != (Shown{ID: id, Title: "Title", Body: "Body", App: "rig"}) {
		t.Errorf("dunst remembers %+v", got)
	}
}

// A bus must be as good as new after a restart, and gone in between.
func TestBusRestart(t *testing.T) {
	b := StartBus(t, BusOptions{})
	b.Connect(t)
	b.Stop()
	if conn, err := dbus.Connect(b.Address()); err == nil {
		conn.Close()
		t.Error("a stopped bus still answers")
	}
	b.Start(t)
	b.Connect(t)
}

// The desktop of another user is theirs: who is not, is turned away.
func TestDeskOfAnotherUser(t *testing.T) {
	d := StartDeskOn(t, BusOptions{Owner: Ordinary(t)}, "dunst")
	d.Run(t, "notify-send", "-a", "rig", "Title", "Body")
	if got := d.History(t); len(got) != 1 || got[0].Title != "Title" {
		t.Errorf("dunst remembers %+v", got)
	}
	if conn, err := dbus.Connect(d.Address()); err == nil {
		conn.Close()
		t.Error("the bus answers root, who is not its owner")
	}
}
