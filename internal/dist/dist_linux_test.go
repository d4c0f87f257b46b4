package main

import (
	"bytes"
	"debug/elf"
	"debug/macho"
	"debug/pe"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"daybreak/internal/rig"
)

// TestDist makes everything twice from one commit, in two places that have
// little in common, and what is for this machine a third time from nothing, and
// tries what came of it. It is what `make dist-test` runs, for it takes minutes.
func TestDist(t *testing.T) {
	if os.Getenv("DAYBREAK_TEST_DIST") == "" {
		t.Skip("DAYBREAK_TEST_DIST is not set: make dist-test sets it")
	}
	commit := filepath.Join(t.TempDir(), "commit") // the one of now, whatever is committed meanwhile
	clone(t, root(t), commit)
	first := distribute(t, commit, filepath.Join(t.TempDir(), "a"), "", "UMASK=022")
	all := distribute(t, commit, filepath.Join(t.TempDir(), "another place", "b"), "", "UMASK=077", "TZ=Asia/Tokyo", "LC_ALL=C",
		"GOFLAGS=-buildvcs=auto")
	if n := same(t, all, first); n != len(targets)+3 { // archives, two packages, the checksums
		t.Errorf("%d files", n)
	}
	// What was built before is not taken again.
	fresh := distribute(t, commit, filepath.Join(t.TempDir(), "c"), "linux/"+runtime.GOARCH, "UMASK=022",
		"GOCACHE="+t.TempDir(), "GOAMD64=v3")
	if err := os.Remove(filepath.Join(fresh, "SHA256SUMS")); err != nil {
		t.Fatal(err)
	}
	same(t, fresh, first)
	t.Run("checksums", func(t *testing.T) {
		cmd := exec.Command("sha256sum", "--strict", "-c", "SHA256SUMS")
		cmd.Dir = first
		if out, err := cmd.CombinedOutput(); err != nil || bytes.Count(out, []byte(": OK\n")) != len(targets)+2 {
			t.Errorf("%v\n%s", err, out)
		}
	})
	t.Run("programs", func(t *testing.T) { programs(t, first) })
	t.Run("lintian", func(t *testing.T) { lint(t, first) })
	t.Run("clean root", func(t *testing.T) { cleanRoot(t, first) })
}

func clone(t *testing.T, from, to string) {
	t.Helper()
	cmd := exec.Command(rig.Need(t, "git")[0], "clone", "-q", from, to)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
}

// distribute clones the commit to dir, makes everything there, or what
// is for one target, and returns the folder of what was made.
func distribute(t *testing.T, commit, dir, only string, env ...string) string {
	t.Helper()
	clone(t, commit, dir)
	cmd := exec.CommandContext(t.Context(), "sh", "-c", `umask "${UMASK#0}"; exec go run ./internal/dist -only "$0"`, only)
	cmd.Dir, cmd.Env = dir, append(os.Environ(), env...)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	t.Logf("%s", out)
	return filepath.Join(dir, "dist")
}

// same compares each file of a folder with that of another, byte by byte, and
// returns how many there are.
func same(t *testing.T, some, all string) int {
	t.Helper()
	entries, err := os.ReadDir(some)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		x, err := os.ReadFile(filepath.Join(some, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		if y, err := os.ReadFile(filepath.Join(all, e.Name())); err != nil || !bytes.Equal(x, y) {
			t.Errorf("%s is not the same twice: %v", e.Name(), err)
		}
	}
	return len(entries)
}

// programs unpacks every archive and looks at the program in it.
func programs(t *testing.T, dist string) {
	for _, target := range targets {
		dir := unpack(t, dist, target)
		data, err := os.ReadFile(filepath.Join(dir, target.program()))
		if err != nil {
			t.Fatal(err)
		}
		if found := regexp.MustCompile(`[-\w./ ]+/cmd/daybreak/main\.go`).Find(data); string(found) != "daybreak/cmd/daybreak/main.go" {
			t.Errorf("%s: it knows where it was built, at %q", target, found)
		}
		if err := fits(target, data); err != "" {
			t.Errorf("%s: %s", target, err)
		}
		if target.os == runtime.GOOS && target.arch == runtime.GOARCH {
			version(t, dist, filepath.Join(dir, target.program()))
		}
	}
}

// fits says what is wrong with a program for its target; "" is nothing.
func fits(target target, program []byte) string {
	r := bytes.NewReader(program)
	switch target.os {
	case "linux":
		f, err := elf.NewFile(r)
		if err != nil {
			return err.Error()
		}
		machine := map[string]elf.Machine{"amd64": elf.EM_X86_64, "arm64": elf.EM_AARCH64}[target.arch]
		for _, p := range f.Progs {
			if p.Type == elf.PT_INTERP || p.Type == elf.PT_DYNAMIC {
				return "it is not static"
			}
		}
		if f.Machine != machine {
			return "it is for " + f.Machine.String()
		}
	case "darwin":
		f, err := macho.NewFile(r)
		if err != nil {
			return err.Error()
		}
		if want := map[string]macho.Cpu{"amd64": macho.CpuAmd64, "arm64": macho.CpuArm64}[target.arch]; f.Cpu != want {
			return "it is for " + f.Cpu.String()
		}
	case "windows":
		f, err := pe.NewFile(r)
		if err != nil {
			return err.Error()
		}
		machine := map[string]uint16{"amd64": pe.IMAGE_FILE_MACHINE_AMD64, "arm64": pe.IMAGE_FILE_MACHINE_ARM64}[target.arch]
		if f.Machine != machine {
			return "it is for another processor"
		}
	}
	return ""
}

// unpack unpacks the archive of a target and returns its folder.
func unpack(t *testing.T, dist string, target target) string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(dist, "*_"+target.os+"_"+target.arch+".*"))
	if err != nil || len(found) != 1 {
		t.Fatalf("%s has the archives %q, %v", target, found, err)
	}
	into := t.TempDir()
	args := []string{"tar", "-xzf", found[0], "-C", into}
	if target.os == "windows" {
		args = []string{rig.Need(t, "unzip")[0], "-q", found[0], "-d", into}
	}
	if out, err := exec.Command(args[0], args[1:]...).CombinedOutput(); err != nil {
		t.Fatalf("%q: %v\n%s", args, err, out)
	}
	name := filepath.Base(found[0])
	return filepath.Join(into, strings.TrimSuffix(strings.TrimSuffix(name, ".tar.gz"), ".zip"))
}

// version holds what the program says of itself against the archive's name.
func version(t *testing.T, dist, program string) {
	t.Helper()
	out, err := exec.Command(program, "version").CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	v := strings.TrimPrefix(strings.Fields(string(out))[1], "v")
	name := "daybreak_" + v + "_" + runtime.GOOS + "_" + runtime.GOARCH + ".tar.gz"
	if _, err := os.Stat(filepath.Join(dist, name)); err != nil {
		t.Errorf("it says %q: %v", out, err)
	}
}

// lint has Debian's own checker look at the packages, down to its least
// opinions.
func lint(t *testing.T, dist string) {
	debs, err := filepath.Glob(filepath.Join(dist, "*.deb"))
	if err != nil || len(debs) != 2 {
		t.Fatalf("the packages %q, %v", debs, err)
	}
	args := append([]string{"--allow-root", "--pedantic", "--display-info", "--fail-on", "error,warning,info,pedantic"}, debs...)
	if out, err := exec.Command(rig.Need(t, "lintian")[0], args...).CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}
