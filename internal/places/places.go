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
	dir := s.under("XDG_CONFIG_HOME", "daybreak")
	if dir == "" {
		dir = s.custom("AppData", "Roaming", "config", ".config")
	}
	if dir == "" {
		return "", errors.New("find the config: " + s.missing("XDG_CONFIG_HOME", "AppData"))
	}
	return dir, nil
}

func (s system) state() (string, error) {
	dir := s.under("XDG_STATE_HOME", "daybreak")
	if dir == "" {
		dir = s.custom("LocalAppData", "Local", "state", ".local", "state")
	}
	if dir == "" {
		return "", errors.New("find the state folder: " + s.missing("XDG_STATE_HOME", "LocalAppData"))
	}
	return dir, nil
}

// custom returns the folder by the system's custom: on Windows the one that a
// variable names, which is under AppData in the home; on macOS one in
// Application Support; elsewhere hidden ones in the home.
func (s system) custom(variable, windows, mac string, hidden ...string) string {
	switch s.goos {
	case "windows":
		if dir := s.under(variable, "daybreak"); dir != "" {
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
	keys := []string{"HOME", "USERPROFILE"}
	if s.goos == "windows" { // HOME may be that of a Unix shell
		keys = []string{"USERPROFILE", "HOME"}
	}
	for _, key := range keys {
		if dir := s.under(key, names...); dir != "" {
			return dir
		}
	}
	return ""
}

// under returns a folder below the one that the variable names, "" where that is
// no absolute path.
func (s system) under(key string, names ...string) string {
	dir := s.getenv(key)
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
