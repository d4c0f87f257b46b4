//go:build linux

package rig

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

const serverName = "org.freedesktop.Notifications"

// Desk is a private desktop: a display, a bus and perhaps a notification server.
type Desk struct {
	*Bus
	Display string
	server  string
	home    string
	program *Program
}

// Shown is a notification as the server remembers it.
type Shown struct {
	ID               uint32
	Title, Body, App string // Body as received, with markup escapes
}

// dunstrc is a quiet look for pictures: one font, one card, no hidden limits.
const dunstrc = `[global]
monitor=0
follow=none
origin=top-right
offset=24x24
width=(320,420)
notification_limit=0
padding=16
horizontal_padding=20
frame_width=1
separator_height=8
separator_color="#e9ecef"
corner_radius=10
font=DejaVu Sans 12
line_height=4
markup=full
format="<b>%%s</b>\n%%b"
alignment=left
icon_position=off
show_indicators=no
history_length=1000
idle_threshold=0
dmenu=%s
[urgency_low]
background="#ffffff"
foreground="#343a40"
frame_color="#ced4da"
timeout=0
[urgency_normal]
background="#ffffff"
foreground="#212529"
frame_color="#adb5bd"
timeout=0
[urgency_critical]
background="#ffffff"
foreground="#212529"
frame_color="#c92a2a"
timeout=0
`

// StartDesk starts a display, a bus without services, and the server: "dunst",
// "xfce4-notifyd", "notification-daemon" or "none". All end with the test.
func StartDesk(t testing.TB, server string) *Desk {
	t.Helper()
	return StartDeskOn(t, BusOptions{}, server)
}

// StartDeskOn is StartDesk with a bus of another kind.
func StartDeskOn(t testing.TB, o BusOptions, server string) *Desk {
	t.Helper()
	if server != "none" {
		Need(t, server)
	}
	b := StartBus(t, o)
	d := &Desk{Bus: b, Display: StartDisplay(t), server: server, home: b.dir} // the bus keeps its cookies there
	if server == "xfce4-notifyd" || server == "notification-daemon" {
		startProgram(t, d.Env(), nil, nil, Need(t, "openbox")...)
	}
	if server != "none" {
		d.StartServer(t)
	}
	return d
}

// SetServer says what StartServer starts next: any name StartDesk takes.
func (d *Desk) SetServer(server string) { d.server = server }

// StartServer starts the server and returns its unique bus name once it owns
// the notification service; "" on a bus that the test cannot speak to.
func (d *Desk) StartServer(t testing.TB) string {
	t.Helper()
	args := Need(t, d.server)
	if d.server == "dunst" {
		args = append(args, "-config", DunstConfig(t, d.home))
		d.owner.Give(t, d.home)
	}
	d.program = startProgram(t, d.Env(), nil, nil, d.owner.As(args...)...)
	if d.cookies || d.owner != nil { // the test cannot ask there
		d.Run(t, "gdbus", "wait", "--session", "--timeout", "15", serverName)
		return ""
	}
	return d.WaitOwner(t, serverName)
}

// DunstConfig writes the rig's dunst configuration into dir, returns its path.
func DunstConfig(t testing.TB, dir string) string {
	t.Helper()
	path := filepath.Join(dir, "dunstrc")
	writeFile(t, path, fmt.Sprintf(dunstrc, writeMenu(t, dir)))
	return path
}

// StopServer kills the server.
func (d *Desk) StopServer() { d.program.Stop() }

// Env returns the environment of a program inside the desktop.
func (d *Desk) Env() []string {
	return []string{"PATH=" + os.Getenv("PATH"), "HOME=" + d.home, "LANG=C.UTF-8",
		"DISPLAY=" + d.Display, "DBUS_SESSION_BUS_ADDRESS=" + d.Address()}
}

// Run runs a program inside the desktop and returns its standard output.
func (d *Desk) Run(t testing.TB, args ...string) []byte {
	t.Helper()
	args = d.owner.As(append(Need(t, args[0]), args[1:]...)...)
	ctx, cancel := context.WithTimeout(context.Background(), partTimeout)
	defer cancel()
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
	cmd.Env, cmd.WaitDelay = d.Env(), time.Second
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("run %q: %v", args, err)
	}
	return out
}

// History closes everything dunst shows and returns all it has shown, oldest
// first.
func (d *Desk) History(t testing.TB) []Shown {
	t.Helper()
	d.Run(t, "dunstctl", "close-all")
	return parseHistory(t, d.Run(t, "dunstctl", "history"))
}

func parseHistory(t testing.TB, out []byte) []Shown {
	t.Helper()
	type text struct{ Data string }
	var h struct {
		Data [][]struct {
			Body, Summary, Appname text
			ID                     struct{ Data uint32 }
		}
	}
	if err := json.Unmarshal(out, &h); err != nil {
		t.Fatalf("read dunst's history: %v\n%s", err, out)
	}
	var shown []Shown
	for _, list := range h.Data {
		for _, n := range list {
			shown = append([]Shown{{n.ID.Data, n.Summary.Data, n.Body.Data, n.Appname.Data}}, shown...)
		}
	}
	return shown
}
