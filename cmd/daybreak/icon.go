package main

import "path/filepath"

// icon returns the name of Daybreak's icon, or "" where it is not installed:
// for a name that they do not find, some servers show that a picture is missing.
// Icons are looked for where the XDG Base Directory Specification has them.
func (a *app) icon() string {
	home := a.getenv("XDG_DATA_HOME")
	if home == "" {
		home = filepath.Join(a.getenv("HOME"), ".local", "share")
	}
	dirs := a.getenv("XDG_DATA_DIRS")
	if dirs == "" {
		dirs = "/usr/local/share:/usr/share"
	}
	for _, dir := range append([]string{home}, filepath.SplitList(dirs)...) {
		if filepath.IsAbs(dir) && exists(filepath.Join(dir, "icons/hicolor/scalable/apps/daybreak.svg")) {
			return "daybreak"
		}
	}
	return ""
}
