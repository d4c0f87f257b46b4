package main

import (
	"path/filepath"
	"syscall"
	"testing"

	"daybreak/internal/rig"
)

// TestPictureButtons takes the pictures of a habit, of a check-in, and of what is
// said after a hard day, as xfce4-notifyd shows them.
func TestPictureButtons(t *testing.T) {
	dir := pictures(t)
	rig.Need(t, "xdotool", "import")
	habit := showCard(t, "xfce4-notifyd", habitDue, "Morning walk")
	habit.CardPicture(t, filepath.Join(dir, "button-habit.png"), 3)
	habit.p.end(syscall.SIGTERM)
	evening := showCard(t, "xfce4-notifyd", checkInDue, "How was today?")
	evening.CardPicture(t, filepath.Join(dir, "button-checkin.png"), 3)
	evening.PressButton(t, 2, 3)
	evening.answered(t, 1)
	evening.CardPicture(t, filepath.Join(dir, "button-hard.png"), 2)
	evening.p.end(syscall.SIGTERM)
}
