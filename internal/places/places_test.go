package places

import (
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

func TestPlaces(t *testing.T) {
	const roaming, local = `C:\Users\Sam\AppData\Roaming`, `C:\Users\Sam\AppData\Local`
	for _, c := range []struct {
		name          string
		goos          string
		env           map[string]string
		config, state string // "" is an error
	}{
		{"Linux", "linux", map[string]string{"HOME": "/h"}, "/h/.config/daybreak", "/h/.local/state/daybreak"},
		{"FreeBSD", "freebsd", map[string]string{"HOME": "/h"}, "/h/.config/daybreak", "/h/.local/state/daybreak"},
		{"XDG", "linux", map[string]string{"HOME": "/h", "XDG_CONFIG_HOME": "/c", "XDG_STATE_HOME": "/s"}, "/c/daybreak", "/s/daybreak"},
		{"XDG without a home", "linux", map[string]string{"XDG_CONFIG_HOME": "/c"}, "/c/daybreak", ""},
		{"a relative XDG path counts as none", "linux", map[string]string{"HOME": "/h", "XDG_CONFIG_HOME": "c", "XDG_STATE_HOME": "./s"},
			"/h/.config/daybreak", "/h/.local/state/daybreak"},
		{"a relative home", "linux", map[string]string{"HOME": "h"}, "", ""},
		{"no home", "linux", nil, "", ""},
		{"Windows' variables say nothing on Linux", "linux", map[string]string{"APPDATA": "/a", "LOCALAPPDATA": "/l"}, "", ""},

		{"macOS", "darwin", map[string]string{"HOME": "/Users/sam"}, "/Users/sam/Library/Application Support/daybreak/config",
			"/Users/sam/Library/Application Support/daybreak/state"},
		{"macOS with XDG", "darwin", map[string]string{"HOME": "/Users/sam", "XDG_CONFIG_HOME": "/c"}, "/c/daybreak",
			"/Users/sam/Library/Application Support/daybreak/state"},
		{"macOS without a home", "darwin", nil, "", ""},

		{"Windows", "windows", map[string]string{"APPDATA": roaming, "LOCALAPPDATA": local, "USERPROFILE": `C:\Users\Sam`},
			roaming + `\daybreak`, local + `\daybreak`},
		{"Windows, redirected to a share", "windows", map[string]string{"APPDATA": `\\server\sam`, "LOCALAPPDATA": local},
			`\\server\sam\daybreak`, local + `\daybreak`},
		{"Windows, the home alone", "windows", map[string]string{"USERPROFILE": `C:\Users\Sam`}, roaming + `\daybreak`, local + `\daybreak`},
		{"Windows, the home before that of a Unix shell", "windows", map[string]string{"HOME": `D:\msys`, "USERPROFILE": `C:\Users\Sam`},
			roaming + `\daybreak`, local + `\daybreak`},
		{"Windows, a Unix shell's path", "windows", map[string]string{"HOME": "/home/sam"}, "", ""},
		{"Windows, a drive without its root", "windows", map[string]string{"APPDATA": `C:Roaming`, "LOCALAPPDATA": `\Local`}, "", ""},
		{"Windows with XDG", "windows", map[string]string{"XDG_STATE_HOME": `D:\state`, "USERPROFILE": `C:\Users\Sam`},
			roaming + `\daybreak`, `D:\state\daybreak`},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := system{c.goos, func(k string) string { return c.env[k] }}
			config, err := s.config()
			if config != c.config || (err == nil) != (c.config != "") {
				t.Errorf("config: got %q, %v; want %q", config, err, c.config)
			}
			state, err := s.state()
			if state != c.state || (err == nil) != (c.state != "") {
				t.Errorf("state: got %q, %v; want %q", state, err, c.state)
			}
		})
	}
}

// Neither folder is the other, nor in it, whatever the system.
func TestConfigAndStateAreNeverMixed(t *testing.T) {
	homes := map[string]string{"linux": "/h", "freebsd": "/h", "darwin": "/h", "windows": `C:\h`}
	for goos, home := range homes {
		s := system{goos, func(k string) string { return map[string]string{"HOME": home, "USERPROFILE": home}[k] }}
		config, err1 := s.config()
		state, err2 := s.state()
		if err1 != nil || err2 != nil || strings.HasPrefix(state, config) || strings.HasPrefix(config, state) {
			t.Errorf("%s: config %q, state %q, errors %v, %v", goos, config, state, err1, err2)
		}
	}
}

func TestThisSystem(t *testing.T) {
	home := t.TempDir()
	getenv := func(k string) string { return map[string]string{"HOME": home, "USERPROFILE": home}[k] }
	want := system{runtime.GOOS, getenv}
	for name, ask := range map[string]struct {
		get  func(func(string) string) (string, error)
		want func() (string, error)
	}{"config": {Config, want.config}, "state": {State, want.state}} {
		got, err := ask.get(getenv)
		should, _ := ask.want()
		if err != nil || got != should || !filepath.IsAbs(got) {
			t.Errorf("%s: %q, %v; want %q", name, got, err, should)
		}
	}
}
