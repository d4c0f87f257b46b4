//go:build unix

package trust

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// public returns a folder that other users of this machine can get to.
func public(t *testing.T) string {
	t.Helper()
	for _, base := range []string{os.TempDir(), "/tmp", "/var/tmp"} {
		dir, err := os.MkdirTemp(base, "trust-")
		if err != nil {
			continue
		}
		t.Cleanup(func() { os.RemoveAll(dir) })
		chmod(t, dir, 0o755)
		p, err := way(dir)
		if info, _ := os.Stat(base); err != nil && info.Mode()&fs.ModeSticky != 0 {
			t.Fatalf("as in every folder for temporary files: %v", err)
		}
		if err == nil && p.open {
			return p.path
		}
	}
	t.Skip("others can get to no folder for temporary files here")
	return ""
}

func chmod(t *testing.T, path string, mode fs.FileMode) {
	t.Helper()
	if err := os.Chmod(path, mode); err != nil {
		t.Fatal(err)
	}
}

// put writes a file below dir, in folders of mode 0755.
func put(t *testing.T, mode fs.FileMode, elem ...string) string {
	t.Helper()
	path := filepath.Join(elem...)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	chmod(t, path, mode)
	return path
}

func link(t *testing.T, target, at string) string {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(target, at); err != nil {
		t.Fatal(err)
	}
	return at
}

func TestFile(t *testing.T) {
	for _, c := range []struct {
		name  string
		build func(t *testing.T, dir string) string // returns the path that is judged
		bad   string                                // what is refused, below dir; "" for nothing
	}{
		{"private", func(t *testing.T, d string) string { return put(t, 0o600, d, "f") }, ""},
		{"readable", func(t *testing.T, d string) string { return put(t, 0o644, d, "f") }, ""},
		{"written by all", func(t *testing.T, d string) string { return put(t, 0o666, d, "f") }, "f"},
		{"written by all alone", func(t *testing.T, d string) string { return put(t, 0o602, d, "f") }, "f"},
		{"its folder", func(t *testing.T, d string) string {
			path := put(t, 0o600, d, "a/f")
			chmod(t, filepath.Dir(path), 0o777)
			return path
		}, "a"},
		{"a folder further up", func(t *testing.T, d string) string {
			path := put(t, 0o600, d, "a/b/c/f")
			chmod(t, filepath.Join(d, "a"), 0o757)
			return path
		}, "a"},
		{"a sticky folder", func(t *testing.T, d string) string {
			path := put(t, 0o600, d, "a/f")
			chmod(t, filepath.Dir(path), 0o777|fs.ModeSticky)
			return path
		}, ""},
		{"behind a folder that keeps others out", func(t *testing.T, d string) string {
			path := put(t, 0o666, d, "a/b/f")
			chmod(t, filepath.Join(d, "a/b"), 0o777)
			chmod(t, filepath.Join(d, "a"), 0o700)
			return path
		}, ""},
		{"beside such a folder, by a link in it", func(t *testing.T, d string) string {
			put(t, 0o666, d, "open/f")
			path := link(t, "../open/f", filepath.Join(d, "a/f"))
			chmod(t, filepath.Join(d, "a"), 0o700)
			return path
		}, "open/f"},
		{"a link out of a folder that others can write", func(t *testing.T, d string) string {
			put(t, 0o600, d, "mine/f")
			path := link(t, filepath.Join(d, "mine/f"), filepath.Join(d, "shared/f"))
			chmod(t, filepath.Join(d, "shared"), 0o777)
			return path
		}, "shared"},
		{"a link to a folder, and up from there", func(t *testing.T, d string) string {
			put(t, 0o666, d, "x/f")
			put(t, 0o600, d, "f") // a/../f is not this one
			if err := os.MkdirAll(filepath.Join(d, "x/y"), 0o755); err != nil {
				t.Fatal(err)
			}
			link(t, filepath.Join(d, "x/y"), filepath.Join(d, "a"))
			return d + "/a/../f"
		}, "x/f"},
		{"a link in a circle", func(t *testing.T, d string) string { return link(t, "f", filepath.Join(d, "f")) }, ""},
		{"not there", func(_ *testing.T, d string) string { return filepath.Join(d, "a/f") }, ""},
		{"not there, and somebody may put it there", func(t *testing.T, d string) string {
			put(t, 0o600, d, "a/other")
			chmod(t, filepath.Join(d, "a"), 0o777)
			return filepath.Join(d, "a/f")
		}, "a"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := public(t)
			path := c.build(t, dir)
			refuses(t, File(path), dir, c.bad)
			t.Chdir(dir)
			rel := strings.TrimPrefix(path, dir+"/")
			refuses(t, File("./"+rel), dir, c.bad)
		})
	}
}

// refuses fails unless err is about what bad names below dir, and its command
// mends it.
func refuses(t *testing.T, err error, dir, bad string) {
	t.Helper()
	var refused *Refused
	switch {
	case bad == "" && err == nil:
	case bad == "" || !errors.As(err, &refused):
		t.Errorf("got %v, want %q refused", err, bad)
	case refused.Path != filepath.Join(dir, bad):
		t.Errorf("%q is refused, not %q: %v", refused.Path, bad, err)
	}
}

func TestMend(t *testing.T) {
	path := put(t, 0o666, public(t), "it's mine")
	var refused *Refused
	if !errors.As(File(path), &refused) {
		t.Fatal("it is not refused")
	}
	if out, err := exec.CommandContext(t.Context(), "sh", "-c", refused.Mend).CombinedOutput(); err != nil {
		t.Fatalf("%s: %v, %s", refused.Mend, err, out)
	}
	if err := File(path); err != nil {
		t.Errorf("after %q: %v", refused.Mend, err)
	}
}

func TestFolder(t *testing.T) {
	for _, c := range []struct {
		name  string
		build func(t *testing.T, dir string)
		bad   string
	}{
		{"private", func(t *testing.T, d string) { put(t, 0o600, d, "s/f") }, ""},
		{"open to readers", func(t *testing.T, d string) { put(t, 0o644, d, "s/f") }, ""},
		{"a file", func(t *testing.T, d string) { put(t, 0o646, d, "s/f") }, "s/f"},
		{"a file, and nobody else comes to it", func(t *testing.T, d string) {
			put(t, 0o666, d, "s/f")
			chmod(t, filepath.Join(d, "s"), 0o700)
		}, ""},
		{"itself", func(t *testing.T, d string) { put(t, 0o600, d, "s/f"); chmod(t, filepath.Join(d, "s"), 0o777) }, "s"},
		{"itself, with the sticky bit", func(t *testing.T, d string) {
			put(t, 0o600, d, "s/f")
			chmod(t, filepath.Join(d, "s"), 0o777|fs.ModeSticky)
		}, "s"},
		{"a link in it", func(t *testing.T, d string) {
			link(t, put(t, 0o666, d, "f"), filepath.Join(d, "s/f"))
		}, ""},
		{"itself, behind a link", func(t *testing.T, d string) {
			put(t, 0o600, d, "real/f")
			chmod(t, filepath.Join(d, "real"), 0o777)
			link(t, "real", filepath.Join(d, "s"))
		}, "real"},
		{"not there", func(*testing.T, string) {}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := public(t)
			c.build(t, dir)
			refuses(t, Folder(filepath.Join(dir, "s")), dir, c.bad)
		})
	}
}

func TestExposed(t *testing.T) {
	dir := public(t)
	for mode, want := range map[fs.FileMode]bool{0o600: false, 0o644: true, 0o604: true, 0o601: false} {
		path := put(t, mode, dir, "f")
		if got, yes := Exposed(path); yes != want || got != mode {
			t.Errorf("%v: %v, %v", mode, got, yes)
		}
	}
	hidden := put(t, 0o644, dir, "a/f")
	chmod(t, filepath.Join(dir, "a"), 0o700)
	if _, yes := Exposed(hidden); yes {
		t.Error("a file in a folder that keeps others out")
	}
	if _, yes := Exposed(filepath.Join(dir, "none")); yes {
		t.Error("a file that is not there")
	}
}

// TestOwner needs root: who else may give a file away?
func TestOwner(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root can give a file to somebody")
	}
	dir := public(t)
	if err := os.Lchown(put(t, 0o400, dir, "theirs"), 1234, 1234); err != nil {
		t.Fatal(err)
	}
	if err := os.Lchown(link(t, "mine", filepath.Join(dir, "link")), 1234, 1234); err != nil {
		t.Fatal(err)
	}
	put(t, 0o600, dir, "mine")
	put(t, 0o600, dir, "folder/f")
	if err := os.Lchown(filepath.Join(dir, "folder"), 1234, 1234); err != nil {
		t.Fatal(err)
	}
	for path, bad := range map[string]string{"mine": "", "theirs": "theirs", "link": "link", "folder/f": "folder"} {
		refuses(t, File(filepath.Join(dir, path)), dir, bad)
	}
	// The other way round: what is root's is fine for everybody.
	other := user()
	other.uid = 1234
	_, err := other.way(filepath.Join(dir, "mine"))
	refuses(t, err, dir, "")
	_, err = other.way(put(t, 0o666, dir, "mine"))
	refuses(t, err, dir, "mine")
	if !strings.HasPrefix(err.(*Refused).Mend, "sudo chmod ") {
		t.Errorf("what is root's is mended by %q", err.(*Refused).Mend)
	}
	if _, yes := other.exposed(put(t, 0o644, dir, "mine")); yes {
		t.Error("what is root's is for the user to hide")
	}
}

// In a group that is the user's own, others are kept out; in any other they may
// be let in.
func TestGroup(t *testing.T) {
	dir := public(t)
	path := put(t, 0o660, dir, "f")
	for _, private := range []bool{true, false} {
		j := user()
		j.private = func(string, fs.FileInfo) bool { return private }
		_, err := j.way(path)
		if (err == nil) != private {
			t.Errorf("the group is private: %v; got %v", private, err)
		}
	}
}

func TestPrivateGroup(t *testing.T) {
	const passwd = "root:x:0:0::/root:/bin/sh\nsam:x:1000:1000::/home/sam:/bin/sh\nkim:x:1001:100::/home/kim:/bin/sh\n"
	for _, c := range []struct {
		name, passwd, group string
		want                bool
	}{
		{"of the user's name, with nobody in it", passwd, "users:x:100:\nsam:x:1000:\n", true},
		{"the user is named as its member", passwd, "sam:x:1000:sam\n", true},
		{"somebody else is a member", passwd, "sam:x:1000:kim\n", false},
		{"both are", passwd, "sam:x:1000:sam,kim\n", false},
		{"of another name", passwd, "staff:x:1000:\n", false},
		{"somebody else's first group", passwd + "eve:x:1002:1000::/:/bin/sh\n", "sam:x:1000:\n", false},
		{"a second entry lets somebody in", passwd, "sam:x:1000:\nsam:x:1000:kim\n", false},
		{"the user is in no file", "root:x:0:0::/root:/bin/sh\n", "sam:x:1000:\n", false},
		{"the group is in no file", passwd, "users:x:100:\n", false},
		{"nothing can be read", "", "", false},
		{"nothing that makes sense", "sam\n:::\n\x00", "sam:x:1000\n", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := isPrivate(1000, 1000, c.passwd, c.group); got != c.want {
				t.Errorf("got %v", got)
			}
		})
	}
}

func TestUnmapped(t *testing.T) {
	for _, c := range []struct {
		name, uidMap, overflow string
		uid                    uint32
		want                   bool
	}{
		{"the first namespace", "         0          0 4294967295\n", "65534\n", 65534, false},
		{"a unit's sandbox", "      1000       1000          1\n", "65534\n", 65534, true},
		{"another owner there", "      1000       1000          1\n", "65534\n", 1234, false},
		{"a rootless container", "0 1000 1\n1 100000 65536\n", "65534\n", 65534, true},
		{"another system", "", "", 65534, false},
	} {
		if got := isUnmapped(c.uid, c.uidMap, c.overflow); got != c.want {
			t.Errorf("%s: got %v", c.name, got)
		}
	}
}

// TestSandbox judges from a user namespace as that of a systemd user unit with
// PrivateUsers=yes: root has no number in it.
func TestSandbox(t *testing.T) {
	if path := os.Getenv("TRUST_SANDBOX"); path != "" {
		fmt.Printf("uid %d: %v, %v\n", os.Getuid(), File("/etc/passwd"), File(path))
		return
	}
	dir := public(t)
	chmod(t, dir, 0o777|fs.ModeSticky)
	path := put(t, 0o666, dir, "f")
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	program, err := os.ReadFile(self)
	if err != nil {
		t.Fatal(err)
	}
	self = filepath.Join(dir, "test") // where everybody can run it
	if err := os.WriteFile(self, program, 0o755); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), "unshare", "--user", "--map-user=1234", self, "-test.run=^TestSandbox$", "-test.v")
	cmd.Env = append(os.Environ(), "TRUST_SANDBOX="+path)
	cmd.Dir = "/"
	if os.Geteuid() == 0 { // the sandbox is an ordinary user's
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 1234, Gid: 1234}}
	}
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Skipf("no user namespace: %v\n%s", err, out)
	}
	if !strings.Contains(string(out), "uid 1234: <nil>, "+fmt.Sprintf("%q", path)+" can be written by others") {
		t.Errorf("the sandbox says\n%s", out)
	}
}

// FuzzPath: no path makes the judgement panic or last, and what is trusted
// is trusted however it is written.
func FuzzPath(f *testing.F) {
	for _, s := range []string{"/", "", "..", "a/./../b//c", "/proc/self/root/etc/passwd", "\x00", "/etc/passwd/x", strings.Repeat("a/", 5000)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, path string) {
		first, second := File(path), File("/./"+path)
		if filepath.IsAbs(path) && fmt.Sprint(first) != fmt.Sprint(second) {
			t.Errorf("%q: %v, and %v", path, first, second)
		}
		_, _ = Exposed(path)
	})
}
