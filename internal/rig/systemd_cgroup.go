//go:build linux

package rig

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// emptyCgroup makes a cgroup that the user may manage, and removes it in the
// end.
func emptyCgroup(t testing.TB, uid, gid int) string {
	t.Helper()
	for _, tree := range cgroup2Trees(t) {
		dir, err := os.MkdirTemp(tree, "daybreak-rig-")
		if err != nil {
			continue
		}
		t.Cleanup(func() { removeCgroup(t, dir) })
		for _, f := range []string{"", "cgroup.procs", "cgroup.threads", "cgroup.subtree_control"} {
			if err := os.Chown(filepath.Join(dir, f), uid, gid); err != nil {
				t.Fatal(err)
			}
		}
		return dir
	}
	Missing(t, "a writable cgroup2 tree")
	return ""
}

// cgroup2Trees lists where cgroup2 is mounted.
func cgroup2Trees(t testing.TB) []string {
	t.Helper()
	mounts, err := os.ReadFile("/proc/self/mounts")
	if err != nil {
		Missing(t, "/proc/self/mounts")
	}
	var trees []string
	for line := range strings.Lines(string(mounts)) {
		if f := strings.Fields(line); len(f) > 2 && f[2] == "cgroup2" {
			trees = append(trees, f[1])
		}
	}
	return trees
}

// removeCgroup removes the tree under dir. Its processes have been killed, but
// the kernel may take a moment to let go of them.
func removeCgroup(t testing.TB, dir string) {
	var dirs []string
	_ = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() {
			dirs = append(dirs, path)
		}
		return nil
	})
	deadline := time.After(5 * time.Second)
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for _, d := range slices.Backward(dirs) {
		for {
			err := os.Remove(d)
			if err == nil {
				break
			}
			select {
			case <-deadline:
				t.Logf("a cgroup is left behind: %v", err)
				return
			case <-tick.C:
			}
		}
	}
}
