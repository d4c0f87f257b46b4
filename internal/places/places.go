// Package places says in which folders Daybreak keeps what it keeps, on every
// system by that system's custom. The config and the record never share one.
//
// On each system an absolute path in XDG_CONFIG_HOME or XDG_STATE_HOME comes
// first. Without one:
//
//	            the config                                    the record
//	Linux, BSD  ~/.config/daybreak                            ~/.local/state/daybreak
//	macOS       ~/Library/Application Support/daybreak/config ~/Library/Application Support/daybreak/state
//	Windows     %AppData%\daybreak                            %LocalAppData%\daybreak
//
// Sources: the XDG Base Directory Specification 0.8 (a relative path is to be
// ignored), Apple's File System Programming Guide (files that the user does not
// see as documents go to Application Support), Microsoft's known folders
// (FOLDERID_RoamingAppData follows the user to other machines, as a config may;
// FOLDERID_LocalAppData does not, and the record has a file for each device).
package places

import (
	"cmp"
	"errors"
	"path/filepath"
	"runtime"
	"strings"
)

// system is what the custom of an operating system is made of.
type system struct {
	goos   string
	getenv func(string) string
}

// Config returns the folder of the config, on the system that this program was
// built for. It is an error when the environment names no home.
func Config(getenv func(string) string) (string, error) {
	return system{runtime.GOOS, getenv}.config()
}

// State returns the folder of the record, likewise.
func State(getenv func(string) string) (string, error) {
	return system{runtime.GOOS, getenv}.state()
}

func (s system) config() (string, error) {
	dir := s.under(s.getenv("XDG_CONFIG_HOME"), "daybreak")
	if dir == "" {
		dir = s.custom(s.getenv("APPDATA"), "Roaming", "config", ".config")
	}
	if dir == "" {
		return "", errors.New("find the config: " + s.missing("XDG_CONFIG_HOME", "APPDATA"))
	}
	return dir, nil
}

func (s system) state() (string, error) {
	dir := s.under(s.getenv("XDG_STATE_HOME"), "daybreak")
	if dir == "" {
		dir = s.custom(s.getenv("LOCALAPPDATA"), "Local", "state", ".local", "state")
	}
	if dir == "" {
		return "", errors.New("find the state folder: " + s.missing("XDG_STATE_HOME", "LOCALAPPDATA"))
	}
	return dir, nil
}

// custom returns the folder by the system's custom: on Windows in data, which is
// under AppData in the home where it is not given; on macOS one in Application
// Support; elsewhere hidden ones in the home.
func (s system) custom(data, windows, mac string, hidden ...string) string {
	switch s.goos {
	case "windows":
		if dir := s.under(data, "daybreak"); dir != "" {
			return dir
		}
		return s.home("AppData", windows, "daybreak")
	case "darwin", "ios":
		return s.home("Library", "Application Support", "daybreak", mac)
	}
	return s.home(append(hidden, "daybreak")...)
}

// home returns a folder in the home, "" where none is known.
func (s system) home(names ...string) string {
	first, second := s.getenv("HOME"), s.getenv("USERPROFILE")
	if s.goos == "windows" { // HOME may be that of a Unix shell
		first, second = second, first
	}
	return cmp.Or(s.under(first, names...), s.under(second, names...))
}

// under returns a folder below dir, "" where that is no absolute path.
func (s system) under(dir string, names ...string) string {
	if !s.absolute(dir) {
		return ""
	}
	if s.goos == runtime.GOOS {
		return filepath.Join(append([]string{dir}, names...)...)
	}
	separator := "/" // only a test asks for another system
	if s.goos == "windows" {
		separator = `\`
	}
	return strings.Join(append([]string{dir}, names...), separator)
}

// absolute reports whether a path hangs on nothing: on Windows with a drive, or
// as \\server\share.
func (s system) absolute(path string) bool {
	if s.goos != "windows" {
		return strings.HasPrefix(path, "/")
	}
	path = strings.ReplaceAll(path, "/", `\`)
	return strings.HasPrefix(path, `\\`) || len(path) > 2 && path[1:3] == `:\`
}

func (s system) missing(xdg, windows string) string {
	if s.goos == "windows" {
		return "none of " + xdg + ", " + windows + " and USERPROFILE is an absolute path"
	}
	return "neither " + xdg + " nor HOME is an absolute path"
}
