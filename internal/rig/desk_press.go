//go:build linux

package rig

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// menu stands in for the dmenu of dunst's context menu: it takes the first line
// with the label that is in a file beside it.
const menu = `#!/bin/sh
grep -m1 -F -e "#$(cat "${0%/*}/choice") " -e "#$(cat "${0%/*}/choice") ("
`

// PressInMenu presses the button with the label of the newest message on dunst,
// through its context menu.
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

func writeMenu(t testing.TB, dir string) string {
	t.Helper()
	path := filepath.Join(dir, "menu")
	if err := os.WriteFile(path, []byte(menu), 0o700); err != nil {
		t.Fatal(err)
	}
	return path
}

// Click clicks at a place of the display.
func (d *Desk) Click(t testing.TB, x, y int) {
	t.Helper()
	d.Run(t, "xdotool", "mousemove", fmt.Sprint(x), fmt.Sprint(y), "sleep", "0.2", "click", "1")
}

// Window returns the place and size of the one visible window of a class.
func (d *Desk) Window(t testing.TB, class string) (x, y, w, h int) {
	t.Helper()
	ids := strings.Fields(string(d.Run(t, "xdotool", "search", "--sync", "--onlyvisible", "--class", class)))
	out := d.Run(t, "xdotool", "getwindowgeometry", "--shell", ids[len(ids)-1])
	var window, screen int
	if _, err := fmt.Sscanf(string(out), "WINDOW=%d\nX=%d\nY=%d\nWIDTH=%d\nHEIGHT=%d\nSCREEN=%d", &window, &x, &y, &w, &h, &screen); err != nil {
		t.Fatalf("read %q: %v", out, err)
	}
	return x, y, w, h
}
