package main

import (
	"crypto/sha256"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"daybreak/internal/rig"
)

// cleanRoot installs the package in a Debian with nothing but what every
// Debian has, uses it as a user, and takes it away again: nothing of the
// package is left, and the user's files are as they were.
func cleanRoot(t *testing.T, dist string) {
	if os.Geteuid() != 0 {
		rig.Missing(t, "root, for a clean Debian")
	}
	debian := filepath.Join(t.TempDir(), "debian")
	out, err := exec.CommandContext(t.Context(), rig.Need(t, "mmdebstrap")[0], "--quiet", "--variant=minbase", "bookworm", debian).CombinedOutput()
	if err != nil {
		rig.Missing(t, fmt.Sprintf("Debian's packages: %v\n%s", err, out))
	}
	debs, err := filepath.Glob(filepath.Join(dist, "*_"+runtime.GOARCH+".deb"))
	if err != nil || len(debs) != 1 {
		t.Fatalf("the packages %q, %v", debs, err)
	}
	inside(t, debian, "useradd", "--create-home", "somebody")
	home := filepath.Join(debian, "home")
	before, empty := look(t, debian), look(t, home)
	if err := copyFile(filepath.Join(debian, "daybreak.deb"), debs[0]); err != nil {
		t.Fatal(err)
	}
	inside(t, debian, "dpkg", "--install", "/daybreak.deb")
	installed(t, debian, before)
	differ(t, empty, look(t, home))
	use(t, debian)
	user := look(t, home)
	inside(t, debian, "dpkg", "--install", "/daybreak.deb") // as an upgrade does
	inside(t, debian, "dpkg", "--purge", "daybreak")
	if err := os.Remove(filepath.Join(debian, "daybreak.deb")); err != nil {
		t.Fatal(err)
	}
	differ(t, user, look(t, home))
	users := func(name, _ string) bool { return strings.HasPrefix(name, "home/somebody") }
	after := look(t, debian)
	maps.DeleteFunc(before, users)
	maps.DeleteFunc(after, users)
	differ(t, before, after)
}

// inside runs a command in the root and returns what it prints.
func inside(t *testing.T, root string, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "chroot", append([]string{root}, args...)...)
	cmd.Env = []string{"PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C.UTF-8", "HOME=/home/somebody", "DEBIAN_FRONTEND=noninteractive"}
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%q: %v\n%s", args, err, out)
	}
	return string(out)
}

// installed: every file of the package is there, and dpkg finds it whole.
func installed(t *testing.T, root string, before map[string]string) {
	t.Helper()
	if out := inside(t, root, "dpkg", "--verify", "daybreak"); out != "" {
		t.Errorf("dpkg --verify: %s", out)
	}
	for _, name := range []string{
		"usr/bin/daybreak", "usr/lib/systemd/user/daybreak.service", "usr/share/applications/daybreak.desktop",
		"usr/share/icons/hicolor/16x16/apps/daybreak.png", "usr/share/icons/hicolor/256x256/apps/daybreak.png",
		"usr/share/icons/hicolor/scalable/apps/daybreak.svg", "usr/share/man/man1/daybreak.1.gz", "usr/share/man/man5/daybreak.yaml.5.gz",
		"usr/share/bash-completion/completions/daybreak", "usr/share/zsh/vendor-completions/_daybreak",
		"usr/share/fish/vendor_completions.d/daybreak.fish", "usr/share/doc/daybreak/examples/daybreak.ps1", "usr/share/doc/daybreak/copyright",
	} {
		if info, err := os.Stat(filepath.Join(root, name)); err != nil || info.Size() == 0 {
			t.Errorf("%s: %v", name, err)
		}
		if _, there := before[name]; there {
			t.Errorf("%s was there before", name)
		}
	}
	// Nothing is started, for nobody has asked for it.
	for _, dir := range []string{"etc/systemd/user", "var/lib/systemd/deb-systemd-user-helper-enabled"} {
		if links, err := filepath.Glob(filepath.Join(root, dir, "*/daybreak*")); err != nil || len(links) > 0 {
			t.Errorf("it is enabled for everybody: %q, %v", links, err)
		}
	}
}

// use is what a user does first.
func use(t *testing.T, root string) {
	t.Helper()
	asUser := func(args ...string) string {
		t.Helper()
		return inside(t, root, append([]string{"setpriv", "--reuid=somebody", "--regid=somebody", "--clear-groups"}, args...)...)
	}
	asUser("daybreak", "init", "--breakup-date", "3 weeks ago", "--yes")
	if got := asUser("daybreak", "status", "--short"); !strings.Contains(got, "day 21 of 30") {
		t.Errorf("status: %s", got)
	}
	entry, err := os.ReadFile(filepath.Join(root, "usr/share/applications/daybreak.desktop"))
	if err != nil {
		t.Fatal(err)
	}
	_, line, _ := strings.Cut(string(entry), "\nExec=")
	line, _, _ = strings.Cut(line, "\n")
	if got := asUser("sh", "-c", "echo | "+line); !strings.Contains(got, "Enter closes this window.") || !strings.Contains(got, "21:00") {
		t.Errorf("the entry among the programs shows: %s", got)
	}
	asUser("mkdir", "-p", "/home/somebody/.local/state/daybreak/ledger")
	asUser("touch", "/home/somebody/.local/state/daybreak/ledger/x.jsonl")
}

// look returns what every file below root is: its mode, and a sum of what it
// holds. What dpkg and the clock write of themselves is left out.
func look(t *testing.T, root string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		switch name {
		case "proc", "sys", "dev", "run", "var/log", "var/cache", "var/lib/dpkg/lock", "var/lib/dpkg/status", "var/lib/dpkg/status-old", "var/lib/dpkg/updates", "var/lib/dpkg/triggers", "var/lib/dpkg/available":
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		is := info.Mode().String()
		if info.Mode().IsRegular() {
			data, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			is += fmt.Sprintf(" %x", sha256.Sum256(data))
		}
		all[name] = is
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// differ tells what of two looks is not the same.
func differ(t *testing.T, before, after map[string]string) {
	t.Helper()
	for _, name := range slices.Sorted(maps.Keys(after)) {
		if was := before[name]; was != after[name] {
			t.Errorf("left behind: %s is %q and was %q", name, after[name], was)
		}
	}
	for name := range before {
		if _, there := after[name]; !there {
			t.Errorf("taken away: %s", name)
		}
	}
}

func copyFile(to, from string) error {
	data, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, data, 0o644)
}
