// Package rig gives tests the real parts: a desktop with a notification server
// and a screen saver on a private bus, a systemd user manager; and stand-ins for
// what needs a whole machine. It is imported by tests only.
//
// A test that needs a part the machine lacks is skipped and names the Debian
// package that brings it; with DAYBREAK_TEST_REAL=all it fails instead.
package rig

import (
	"os"
	"os/exec"
	"testing"
)

// debian names the Debian package of every program the rig may start. The
// Makefile's test-deps installs the same packages.
var debian = map[string]string{
	"Xvfb":                "xvfb",
	"bash":                "bash",
	"buildah":             "buildah",
	"dbus-daemon":         "dbus-daemon",
	"dbus-run-session":    "dbus-daemon",
	"dbus-send":           "dbus-bin",
	"debootstrap":         "debootstrap",
	"docker-compose":      "docker-compose",
	"dpkg":                "dpkg",
	"dunst":               "dunst",
	"dunstctl":            "dunst",
	"fish":                "fish",
	"gdbus":               "libglib2.0-bin",
	"git":                 "git",
	"groff":               "groff-base",
	"gsettings":           "libglib2.0-bin",
	"import":              "imagemagick",
	"lintian":             "lintian",
	"loginctl":            "systemd",
	"man":                 "man-db",
	"mandoc":              "mandoc",
	"mate-screensaver":    "mate-screensaver",
	"mmdebstrap":          "mmdebstrap",
	"nano":                "nano",
	"newuidmap":           "uidmap",
	"notification-daemon": "notification-daemon",
	"notify-send":         "libnotify-bin",
	"openbox":             "openbox",
	"podman":              "podman",
	"python3":             "python3-dbusmock",
	"runc":                "runc",
	"runuser":             "util-linux",
	"journalctl":          "systemd",
	"setpriv":             "util-linux",
	"strace":              "strace",
	"systemctl":           "systemd",
	"systemd-analyze":     "systemd",
	"systemd":             "systemd",
	"tmux":                "tmux",
	"unshare":             "util-linux",
	"unzip":               "unzip",
	"useradd":             "passwd",
	"vim":                 "vim",
	"xdotool":             "xdotool",
	"xfce4-notifyd":       "xfce4-notifyd",
	"xfconf-query":        "xfconf",
	"xfconfd":             "xfconf",
	"zsh":                 "zsh",

	"desktop-file-validate": "desktop-file-utils",
}

// elsewhere holds where programs are that are not on PATH.
var elsewhere = map[string]string{
	"import":              "/usr/bin/import",
	"notification-daemon": "/usr/lib/notification-daemon/notification-daemon",
	"python3":             "/usr/bin/python3", // the one that knows Debian's modules
	"xfce4-notifyd":       "/usr/lib/x86_64-linux-gnu/xfce4/notifyd/xfce4-notifyd",
	"xfconfd":             "/usr/lib/x86_64-linux-gnu/xfce4/xfconf/xfconfd",
}

// Need makes sure that every program is installed, and returns their paths.
func Need(t testing.TB, programs ...string) []string {
	t.Helper()
	var paths []string
	for _, p := range programs {
		name := p
		if e, ok := elsewhere[p]; ok {
			name = e
		}
		path, err := exec.LookPath(name)
		if err != nil {
			Missing(t, p+" (Debian package "+debian[p]+")")
		}
		paths = append(paths, path)
	}
	return paths
}

// Missing skips the test for want of what, or fails it with
// DAYBREAK_TEST_REAL=all.
func Missing(t testing.TB, what string) {
	t.Helper()
	if os.Getenv("DAYBREAK_TEST_REAL") == "all" {
		t.Fatalf("needs %s, and DAYBREAK_TEST_REAL=all", what)
	}
	t.Skipf("needs %s", what)
}
