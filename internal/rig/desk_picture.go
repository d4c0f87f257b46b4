//go:build linux

package rig

import (
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// backdrop is the plain colour behind the cards in pictures.
const backdrop = "#e9ecef"

// Screenshot writes a PNG of the whole display.
func (d *Desk) Screenshot(t testing.TB, path string) {
	t.Helper()
	d.Run(t, "import", "-silent", "-window", "root", "-strip", path)
}

// Picture writes a PNG of the cards that dunst shows, on a plain background
// with an even margin, as the documentation wants it. Send first.
func (d *Desk) Picture(t testing.TB, path string) {
	t.Helper()
	tools := filepath.Dir(Need(t, "import")[0]) // identify and mogrify come with import
	d.Run(t, "xdotool", "search", "--sync", "--onlyvisible", "--class", "dunst")
	for end := time.Now().Add(partTimeout); ; {
		d.Screenshot(t, path)
		// The bare display is black up to the cards' frames.
		d.Run(t, filepath.Join(tools, "mogrify"), "-fuzz", "45%", "-fill", backdrop, "-draw", "color 0,0 floodfill", "-fuzz", "0",
			"-trim", "+repage", "-bordercolor", backdrop, "-border", "24", "-strip", path)
		// A card on the screen is not yet a card with its words on it, and no
		// event tells: smooth letters bring many shades.
		out := d.Run(t, filepath.Join(tools, "identify"), "-format", "%k", path)
		if n, err := strconv.Atoi(strings.TrimSpace(string(out))); err == nil && n > 8 {
			return
		}
		if time.Now().After(end) {
			t.Fatalf("no card with words within %v", partTimeout)
		}
	}
}
