//go:build unix

package main

import (
	"os"
	"path/filepath"
	"testing"
)

func TestIcon(t *testing.T) {
	with, without := t.TempDir(), t.TempDir()
	for _, data := range []string{with, filepath.Join(with, ".local/share")} {
		dir := filepath.Join(data, "icons/hicolor/scalable/apps")
		if err := os.MkdirAll(dir, 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "daybreak.svg"), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(with)
	for name, tt := range map[string]struct {
		home, data, dirs, want string
	}{
		"in the home":                {with, "", without, "daybreak"},
		"in the data folder":         {without, with, without, "daybreak"},
		"in the system's":            {without, "", without + ":" + with, "daybreak"},
		"nowhere":                    {without, "", without, ""},
		"a path that is no absolute": {without, ".", ".", ""},
		"the home does not count":    {with, without, without, ""},
	} {
		t.Run(name, func(t *testing.T) {
			a := &app{getenv: lookup([]string{"HOME=" + tt.home, "XDG_DATA_HOME=" + tt.data, "XDG_DATA_DIRS=" + tt.dirs})}
			if got := a.icon(); got != tt.want {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
}
