package main

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"daybreak/internal/rig"
)

// On a disk that is full, or that nothing can be written to, reminders go on,
// status and one notification say so, and when the disk is well again what
// happened meanwhile is in the record: nothing comes a second time.
func TestRealDiskTrouble(t *testing.T) {
	for name, disk := range map[string]struct {
		spoil, mend func(t *testing.T, dir string)
		says        string
		stopped     bool // nothing may hold a file open for writing
	}{
		"full": {spoil: fill, mend: func(t *testing.T, dir string) {
			if err := os.Remove(filepath.Join(dir, "filler")); err != nil {
				t.Fatal(err)
			}
		}, says: "no space left on device"},
		"read-only": {spoil: func(t *testing.T, dir string) { remount(t, dir, syscall.MS_RDONLY) },
			mend: func(t *testing.T, dir string) { remount(t, dir, 0) }, says: "read-only file system", stopped: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			desk := rig.StartDesk(t, "dunst")
			monitor := desk.StartMonitor(t)
			home, state := t.TempDir(), smallDisk(t)
			env := append(onDesk(desk, home), "XDG_STATE_HOME="+state)
			habitSoon(t, home)
			p := start(t, env, "run")
			monitor.WaitNotify(t, 1, patience) // the welcome
			p.waitFor("Next: ")
			if disk.stopped {
				p.end(syscall.SIGTERM)
			}
			disk.spoil(t, state)
			spoiled := time.Now()
			if disk.stopped {
				p = start(t, env, "run")
			}
			monitor.WaitNotify(t, 2, 3*patience)
			out, _ := command(t, env, "status")
			if want := "the record cannot be written (" + disk.says + ")"; !strings.Contains(flat(out), want) {
				t.Errorf("status lacks %q:\n%s", want, out)
			}
			wantHealth(t, env, exitFailed, "the record cannot be written ("+disk.says+")")
			calls := monitor.WaitNotify(t, 3, 3*patience)
			t.Logf("told on the desktop %v after the disk was spoiled", time.Since(spoiled).Round(time.Second))
			if got := titles(calls); !slices.Equal(got, []string{welcomeTitle, "Morning walk", "Daybreak cannot save its notes"}) {
				t.Errorf("shown: %q", got)
			}
			disk.mend(t, state)
			if code := p.end(syscall.SIGTERM); code != 0 {
				t.Errorf("exit %d", code)
			}
			if out, _ := command(t, env, "why", "morning-walk"); !strings.Contains(out, "on time") {
				t.Errorf("why: %s", out)
			}
			p = start(t, env, "run")
			p.waitFor("Next: ")
			p.end(syscall.SIGTERM)
			if out, _ := command(t, env, "status"); strings.Contains(out, "cannot be written") {
				t.Errorf("status still says so:\n%s", out)
			}
			if got := titles(monitor.Answered()); len(got) != 3 {
				t.Errorf("after a restart: %q", got)
			}
		})
	}
}

// flat makes one line of a text that may be wrapped.
func flat(s string) string { return strings.Join(strings.Fields(s), " ") }

// smallDisk mounts a disk of its own for the test.
func smallDisk(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=256k,mode=0700"); err != nil {
		rig.Missing(t, "root, to mount a disk ("+err.Error()+")")
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	return dir
}

func remount(t *testing.T, dir string, flags uintptr) {
	t.Helper()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", syscall.MS_REMOUNT|flags, "size=256k"); err != nil {
		t.Fatal(err)
	}
}

// fill leaves no byte on the disk, and none in the last page of the record:
// empty lines there mean nothing.
func fill(t *testing.T, dir string) {
	t.Helper()
	const page = 4096
	files, err := filepath.Glob(filepath.Join(dir, "daybreak", "ledger", "*.jsonl"))
	if err != nil || len(files) != 1 {
		t.Fatalf("the record is in %q, %v", files, err)
	}
	data, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	data = append(data, strings.Repeat("\n", page-len(data)%page)...)
	if err := os.WriteFile(files[0], data, 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := os.Create(filepath.Join(dir, "filler"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for block := make([]byte, page); ; {
		if _, err := f.Write(block); errors.Is(err, syscall.ENOSPC) {
			return
		} else if err != nil {
			t.Fatal(err)
		}
	}
}
