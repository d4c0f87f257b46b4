//go:build linux

package rig

import (
	"fmt"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// menu stands in for the dmenu of dunst's context menu: it takes the first line
// with the label that is in a file beside it.
const menu = `#!/bin/sh
grep -m1 -F -e "#$(cat "${0%/*}/choice") ("
`

func writeMenu(t testing.TB, dir string) string {
	t.Helper()
	path := filepath.Join(dir, "menu")
	if err := os.WriteFile(path, []byte(menu), 0o700); err != nil {
		t.Fatal(err)
	}
	return path
}

// PressInMenu presses a button of a message on dunst, by its label, through the
// context menu.
func (d *Desk) PressInMenu(t testing.TB, label string) {
	t.Helper()
	writeFile(t, filepath.Join(d.home, "choice"), label)
	d.Run(t, "dunstctl", "context")
}

// PressDefault does on dunst what a click on the newest message does.
func (d *Desk) PressDefault(t testing.TB) {
	t.Helper()
	d.Run(t, "dunstctl", "action", "0")
}

// PressButton clicks with the mouse on a button of the card that has as many, the
// first one being 0, and returns the moment of the click. The server is one that
// shows buttons: xfce4-notifyd or notification-daemon.
func (d *Desk) PressButton(t testing.TB, which, of int) time.Time {
	t.Helper()
	for end := time.Now().Add(partTimeout); ; {
		_, all := d.cards(t)
		for _, labels := range all {
			if len(labels) == of {
				at := labels[which]
				d.Run(t, "xdotool", "mousemove", fmt.Sprint(at.X), fmt.Sprint(at.Y))
				clicked := time.Now()
				d.Run(t, "xdotool", "click", "1")
				return clicked
			}
		}
		if time.Now().After(end) {
			t.Fatalf("no card with %d buttons within %v", of, partTimeout)
		}
	}
}

// cards returns the windows of the cards on the display, and where the labels of
// each one's buttons are, from left to right.
func (d *Desk) cards(t testing.TB) (windows []string, labels [][]image.Point) {
	t.Helper()
	path := filepath.Join(d.home, "labels.png")
	d.Screenshot(t, path)
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	shot, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	windows = strings.Fields(string(d.Run(t, "xdotool", "search", "--sync", "--onlyvisible", "--class", d.server)))
	for _, id := range windows {
		out := d.Run(t, "xdotool", "getwindowgeometry", "--shell", id)
		var n, x, y, w, h int
		if _, err := fmt.Sscanf(string(out), "WINDOW=%d\nX=%d\nY=%d\nWIDTH=%d\nHEIGHT=%d\n", &n, &x, &y, &w, &h); err != nil {
			t.Fatalf("read %q: %v", out, err)
		}
		labels = append(labels, words(shot, image.Rect(x, y+h-50, x+w, y+h-15).Intersect(shot.Bounds())))
	}
	return windows, labels
}

// words returns the middles of the dark words in a strip of a picture: what a
// wide gap parts.
func words(shot image.Image, strip image.Rectangle) []image.Point {
	const gap, dark = 14, 0x6000
	var found []image.Point
	from, last := -1, 0
	end := func() {
		if from >= 0 {
			found = append(found, image.Pt((from+last)/2, (strip.Min.Y+strip.Max.Y)/2))
		}
		from = -1
	}
	for x := strip.Min.X + 4; x < strip.Max.X-4; x++ { // a frame is no word
		for y := strip.Min.Y; y < strip.Max.Y; y++ {
			if r, g, b, _ := shot.At(x, y).RGBA(); (r+g+b)/3 >= dark {
				continue
			}
			if from >= 0 && x-last > gap {
				end()
			}
			if from < 0 {
				from = x
			}
			last = x
			break
		}
	}
	end()
	return found
}

// CardPicture writes a PNG of the card that has so many buttons, with an even
// margin, as the documentation wants it.
func (d *Desk) CardPicture(t testing.TB, path string, buttons int) {
	t.Helper()
	for end := time.Now().Add(partTimeout); time.Now().Before(end); {
		ids, all := d.cards(t)
		for i, labels := range all {
			if len(labels) == buttons {
				d.Run(t, "import", "-silent", "-window", ids[i], "-strip", path)
				mogrify := filepath.Join(filepath.Dir(Need(t, "import")[0]), "mogrify")
				d.Run(t, mogrify, "+repage", "-bordercolor", backdrop, "-border", "24", "-strip", path)
				return
			}
		}
	}
	t.Fatalf("no card with %d buttons within %v", buttons, partTimeout)
}
