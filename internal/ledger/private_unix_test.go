//go:build unix

package ledger

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"daybreak/internal/trust"
)

// public returns a state folder with a record of one event, which other users of
// this machine can get to.
func public(t *testing.T) string {
	t.Helper()
	base, err := os.MkdirTemp("/tmp", "ledger-")
	if err != nil {
		t.Skip(err)
	}
	t.Cleanup(func() { os.RemoveAll(base) })
	chmod(t, base, 0o755)
	if err := trust.File(base); err != nil {
		t.Skip(err)
	}
	dir := filepath.Join(base, "daybreak")
	add(t, open(t, dir), "1")
	return dir
}

func chmod(t *testing.T, path string, mode fs.FileMode) {
	t.Helper()
	if err := os.Chmod(path, mode); err != nil {
		t.Fatal(err)
	}
}

// ownFile returns the one file of the record.
func ownFile(t *testing.T, dir string) string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, folder, "*.jsonl"))
	if err != nil || len(files) != 1 {
		t.Fatalf("%v, %v", files, err)
	}
	return files[0]
}

// A record that somebody else can write is neither read nor written.
func TestWritableByOthersIsRefused(t *testing.T) {
	for _, c := range []struct {
		name string
		open func(t *testing.T, dir string) (bad string)
	}{
		{"the state folder", func(t *testing.T, dir string) string { chmod(t, dir, 0o777); return dir }},
		{"with the sticky bit", func(t *testing.T, dir string) string { chmod(t, dir, 0o777|fs.ModeSticky); return dir }},
		{"the folder of the files", func(t *testing.T, dir string) string {
			chmod(t, dir, 0o755)
			chmod(t, filepath.Join(dir, folder), 0o777)
			return filepath.Join(dir, folder)
		}},
		{"a file", func(t *testing.T, dir string) string {
			chmod(t, dir, 0o755)
			chmod(t, filepath.Join(dir, folder), 0o755)
			chmod(t, ownFile(t, dir), 0o666)
			return ownFile(t, dir)
		}},
		{"the device's name", func(t *testing.T, dir string) string {
			chmod(t, dir, 0o755)
			chmod(t, filepath.Join(dir, "device"), 0o646)
			return filepath.Join(dir, "device")
		}},
		{"a folder above", func(t *testing.T, dir string) string { chmod(t, filepath.Dir(dir), 0o777); return filepath.Dir(dir) }},
		{"a synced folder", func(t *testing.T, dir string) string {
			real := filepath.Join(filepath.Dir(dir), "sync")
			if err := errors.Join(os.Rename(filepath.Join(dir, folder), real), os.Symlink(real, filepath.Join(dir, folder))); err != nil {
				t.Fatal(err)
			}
			chmod(t, real, 0o757)
			return real
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := public(t)
			bad := c.open(t, dir)
			var refused *trust.Refused
			if _, err := Read(dir, Everything); !errors.As(err, &refused) || refused.Path != bad {
				t.Errorf("Read: %v; want %q refused", err, bad)
			}
			if _, err := Open(dir, Options{}); !errors.As(err, &refused) || refused.Path != bad {
				t.Errorf("Open: %v; want %q refused", err, bad)
			}
			if info, err := os.Stat(bad); err != nil || info.Mode().Perm()&0o022 == 0 {
				t.Errorf("what is refused was changed: %v, %v", info.Mode(), err)
			}
		})
	}
}

// TestAnothersFileIsRefused needs root: who else may give a file away? A hard
// link to somebody's file is theirs too.
func TestAnothersFileIsRefused(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root can give a file to somebody")
	}
	for _, name := range []string{folder + "/theirs.jsonl", "daemon.lock", "summary.jsonl"} {
		dir := public(t)
		victim := filepath.Join(filepath.Dir(dir), "victim")
		if err := os.WriteFile(victim, []byte("theirs\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chown(victim, 1234, 1234); err != nil {
			t.Fatal(err)
		}
		if err := os.Link(victim, filepath.Join(dir, name)); err != nil {
			t.Skip(err)
		}
		var refused *trust.Refused
		if _, err := Open(dir, Options{}); !errors.As(err, &refused) || !strings.Contains(refused.Why, "uid 1234") {
			t.Errorf("%s: %v", name, err)
		}
		if data, err := os.ReadFile(victim); err != nil || string(data) != "theirs\n" {
			t.Errorf("%s: it now holds %q, %v", name, data, err)
		}
	}
}

// What others can only read is read, told of, and put right by whoever writes.
func TestReadableByOthersIsTightened(t *testing.T) {
	dir := public(t)
	chmod(t, dir, 0o755)
	chmod(t, filepath.Join(dir, folder), 0o750)
	chmod(t, ownFile(t, dir), 0o644)
	if v := read(t, dir); len(v.Events) != 1 {
		t.Errorf("%d events", len(v.Events))
	}
	if said := Exposed(dir); !strings.Contains(said, "(mode 0755); chmod 700 ") && !strings.Contains(said, "(mode 0750); chmod 700 ") {
		t.Errorf("told: %q", said)
	}
	var log strings.Builder
	l, err := Open(dir, Options{Log: slog.New(slog.NewTextHandler(&log, nil))})
	if err != nil {
		t.Fatal(err)
	}
	add(t, l, "2")
	for path, want := range map[string]fs.FileMode{dir: 0o700, filepath.Join(dir, folder): 0o700, ownFile(t, dir): 0o600} {
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v, %v", path, info.Mode(), err)
		}
	}
	for _, want := range []string{"mode=0755", "mode=0750", "files=1"} {
		if !strings.Contains(log.String(), want) {
			t.Errorf("the log does not say %s:\n%s", want, &log)
		}
	}
	if said := Exposed(dir); said != "" {
		t.Errorf("told: %q", said)
	}
	log.Reset()
	if _, err := Open(dir, Options{Log: slog.New(slog.NewTextHandler(&log, nil))}); err != nil || log.Len() > 0 {
		t.Errorf("the second time: %v, %s", err, &log)
	}
}

// The state folder may be where a link of the user's leads.
func TestLinkedStateFolder(t *testing.T) {
	dir := public(t)
	away := filepath.Join(filepath.Dir(dir), "away")
	if err := errors.Join(os.Rename(dir, away), os.Symlink("away", dir)); err != nil {
		t.Fatal(err)
	}
	chmod(t, away, 0o755)
	add(t, open(t, dir), "2")
	if info, err := os.Stat(away); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	if v := read(t, dir); len(v.Events) != 2 {
		t.Errorf("%d events", len(v.Events))
	}
}

// Whatever lies where a file of the state folder should, nothing is waited for,
// and what it leads to stays as it is.
func TestPlanted(t *testing.T) {
	const secret = "keep me as I am\n"
	kinds := map[string]func(path, victim string) error{
		"link":        func(path, victim string) error { return os.Symlink(victim, path) },
		"loose link":  func(path, victim string) error { return os.Symlink(victim+".new", path) },
		"pipe":        func(path, _ string) error { return syscall.Mkfifo(path, 0o600) },
		"folder":      func(path, _ string) error { return os.Mkdir(path, 0o700) },
		"endless one": func(path, _ string) error { return os.Symlink("/dev/zero", path) },
		"sparse file": func(path, _ string) error {
			return errors.Join(os.WriteFile(path, nil, 0o600), os.Truncate(path, 1<<33))
		},
	}
	for kind, plant := range kinds {
		for _, name := range []string{"device", appendLock, daemonLock, summaryFile, folder + "/far.jsonl", folder + "/OWN", folder} {
			t.Run(kind+" as "+name, func(t *testing.T) {
				t.Parallel()
				dir := filepath.Join(t.TempDir(), "daybreak")
				l := open(t, dir)
				add(t, l, "1")
				victim := filepath.Join(t.TempDir(), "victim")
				if err := os.WriteFile(victim, []byte(secret), 0o600); err != nil {
					t.Fatal(err)
				}
				at := filepath.Join(dir, strings.Replace(name, "OWN", l.Device()+".jsonl", 1))
				if err := errors.Join(os.RemoveAll(at), plant(at, victim)); err != nil {
					t.Skip(err)
				}
				ends(t, 2*time.Minute, func() { useAll(dir) })
				if data, err := os.ReadFile(victim); err != nil || string(data) != secret {
					t.Errorf("it now holds %q, %v", data, err)
				}
				if _, err := os.Lstat(victim + ".new"); !errors.Is(err, fs.ErrNotExist) {
					t.Errorf("a file was made where a link led: %v", err)
				}
			})
		}
	}
}

// ends fails the test when do is not done in time.
func ends(t *testing.T, patience time.Duration, do func()) {
	t.Helper()
	done := make(chan struct{})
	go func() { do(); close(done) }()
	select {
	case <-done:
	case <-time.After(patience):
		t.Fatal("it waits")
	}
}

// useAll does everything that there is to do with a state folder. What fails,
// fails; TestPlanted looks at what it has done meanwhile.
func useAll(dir string) {
	_, _ = Read(dir, Everything)
	_, _ = Probe(dir)
	if d, err := LockDaemon(dir, 1, noon); err == nil {
		_ = d.Tell("trouble")
		d.Release()
	}
	l, err := Open(dir, Options{})
	if err != nil {
		return
	}
	for range freshTail + 1 {
		_ = l.Append(context.Background(), Event{Start: &Start{Date: 1, Origin: "test"}})
	}
	_, _, _ = l.Refresh()
	_ = l.Summarise(1 << 20)
}
