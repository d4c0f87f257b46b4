package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// On a disk that is full there is no config, no part of one and no folder for
// it after init, and what to do about it is said.
func TestRealInitOnAFullDisk(t *testing.T) {
	disk := smallDisk(t)
	f, err := os.Create(filepath.Join(disk, "filler"))
	if err != nil {
		t.Fatal(err)
	}
	for block := make([]byte, 4096); ; {
		if _, err := f.Write(block); errors.Is(err, syscall.ENOSPC) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	env := environment(t.TempDir(), "XDG_CONFIG_HOME="+disk)
	out, code := command(t, env, "init", "--yes")
	if code != 1 || !strings.Contains(out, "no space left on device") {
		t.Errorf("exit %d, %s", code, out)
	}
	entries, err := os.ReadDir(disk)
	if err != nil || len(entries) != 1 {
		t.Errorf("the disk holds %v, %v", entries, err)
	}
	if err := os.Remove(f.Name()); err != nil {
		t.Fatal(err)
	}
	if out, code = command(t, env, "init", "--yes"); code != 0 {
		t.Errorf("with room again: exit %d, %s", code, out)
	}
}
