//go:build unix

package doctor

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"daybreak/internal/ledger"
	"daybreak/internal/report"
)

const line = `{"v":1,"id":"a","n":1,"dev":"0123456789abcdef","seq":1,"at":"2026-11-21T05:00:00Z","schedule":{"id":"welcome","spec":"x","at":"2026-11-21T05:00:00Z"}}` + "\n"

// recordDir makes a state folder as Daybreak does, with lines in its ledger.
func recordDir(t *testing.T, lines string) (dir, file string) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "state")
	if err := os.MkdirAll(ledger.Folder(dir), 0o700); err != nil {
		t.Fatal(err)
	}
	file = filepath.Join(ledger.Folder(dir), "0123456789abcdef.jsonl")
	if err := os.WriteFile(file, []byte(lines), 0o600); err != nil {
		t.Fatal(err)
	}
	return dir, file
}

func TestRecord(t *testing.T) {
	for name, c := range map[string]struct {
		lines string
		spoil func(t *testing.T, dir, file string) error
		state report.Verdict
		text  string
		hint  string
	}{
		"well": {line, nil, report.Fine, "can be read and written", ""},
		"none yet": {"", func(t *testing.T, dir, _ string) error { return os.RemoveAll(dir) },
			report.Fine, "no record yet", ""},
		"damaged": {line + "garbage\n", nil, report.Warning, ":2; the rest is read", "backup"},
		"newer kind": {`{"v":1,"id":"b","n":1,"dev":"0123456789abcdef","seq":1,"at":"2026-11-21T05:00:00Z","dance":{}}` + "\n", nil,
			report.Warning, "1 line that only a newer version knows", "up to date"},
		"folder for all": {line, func(_ *testing.T, dir, _ string) error {
			return errors.Join(os.Chmod(filepath.Dir(filepath.Dir(dir)), 0o755), os.Chmod(filepath.Dir(dir), 0o755), os.Chmod(dir, 0o755))
		}, report.Warning, "has mode 0755", "chmod 700 "},
		"file that others write": {line, func(_ *testing.T, dir, file string) error {
			return errors.Join(os.Chmod(filepath.Dir(filepath.Dir(dir)), 0o755), os.Chmod(filepath.Dir(dir), 0o755), os.Chmod(dir, 0o755), os.Chmod(ledger.Folder(dir), 0o755), os.Chmod(file, 0o666))
		}, report.Wrong, "could have written", "make it yours alone: chmod"},
		"not a folder": {line, func(_ *testing.T, dir, _ string) error {
			return replaceBy(ledger.Folder(dir), "a file")
		}, report.Wrong, "cannot be read", "ls -la"},
	} {
		t.Run(name, func(t *testing.T) {
			dir, file := recordDir(t, c.lines)
			if c.spoil != nil {
				if err := c.spoil(t, dir, file); err != nil {
					t.Fatal(err)
				}
			}
			want(t, Record{Dir: dir, Since: ledger.Everything, UID: os.Getuid()}.Check(), c.state, c.text, c.hint)
		})
	}
}

func replaceBy(path, text string) error {
	if err := os.RemoveAll(path); err != nil {
		return err
	}
	return os.WriteFile(path, []byte(text), 0o600)
}

func TestConfigForOthers(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "config.yaml")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(filepath.Dir(dir), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		file, folder os.FileMode
		state        report.Verdict
		text, hint   string
	}{
		{0o600, 0o755, report.Fine, "loads", ""},
		{0o644, 0o755, report.Warning, "can read the config (mode 0644)", "chmod 600 " + path},
		{0o644, 0o700, report.Fine, "loads", ""},
		{0o666, 0o755, report.Wrong, "could have written", "make it yours alone: chmod"},
	} {
		if err := errors.Join(os.Chmod(path, c.file), os.Chmod(dir, c.folder)); err != nil {
			t.Fatal(err)
		}
		want(t, Config{Path: path}.Check(), c.state, c.text, c.hint)
	}
}

func TestDisk(t *testing.T) {
	dir, _ := recordDir(t, line)
	want(t, Disk(dir), report.Fine, "has room", "")
	left, err := filepath.Glob(filepath.Join(dir, ".*"))
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %q, %v", left, err)
	}
	none := filepath.Join(t.TempDir(), "a", "b")
	want(t, Disk(none), report.Fine, "has room", "")
	if _, err := os.Stat(filepath.Dir(none)); err == nil {
		t.Error("it made a folder")
	}
	want(t, judgeRoom(3<<20, true, 0), report.Warning, "Only 3 MiB are free", "make room")
	want(t, judgeRoom(1<<40, true, 2*slowDisk), report.Warning, "took 4s to arrive", "local")
	want(t, judgeRoom(0, false, 0), report.Fine, "takes what is written", "")
}
