package main

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"daybreak/internal/rig"
)

// A message names the icon, and the desktop entry by which settings list the
// program, where they are installed.
func TestRealIcon(t *testing.T) {
	t.Parallel()
	desk := rig.StartDesk(t, "xfce4-notifyd")
	monitor := desk.StartMonitor(t)
	home := t.TempDir()
	habitSoon(t, home)
	env := append(onDesk(desk, home), "XDG_DATA_DIRS="+home)
	p := start(t, env, "run")
	if call := monitor.WaitNotify(t, 1, patience)[0]; call.Icon != "" {
		t.Errorf("without an icon: %q", call.Icon)
	}
	p.end(syscall.SIGTERM)

	icons, err := filepath.Abs("../../contrib/icons/daybreak.svg")
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(home, "icons/hicolor/scalable/apps")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(icons, filepath.Join(dir, "daybreak.svg")); err != nil {
		t.Fatal(err)
	}
	second := t.TempDir() // a first start again, and so a welcome
	habitSoon(t, second)
	p = start(t, append(onDesk(desk, second), "XDG_DATA_DIRS="+home), "run")
	call := monitor.WaitNotify(t, 2, patience)[1]
	if entry := call.Hints["desktop-entry"].Value(); call.Icon != "daybreak" || entry != "daybreak" {
		t.Errorf("icon %q and desktop entry %q, want daybreak", call.Icon, entry)
	}
	p.end(syscall.SIGTERM)
}
