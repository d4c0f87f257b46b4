package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"daybreak/internal/rig"
)

func TestDebVersion(t *testing.T) {
	for version, want := range map[string]string{
		"v1.2.3":                              "1.2.3",
		"v1.2.3-rc.1":                         "1.2.3~rc.1",
		"v1.2.3-14-g0ab5e95d0548":             "1.2.3+14.g0ab5e95d0548",
		"v1.2.3-rc.1-14-g0ab5e95d0548":        "1.2.3~rc.1+14.g0ab5e95d0548",
		"v1.2.3-14-g0ab5e95d0548-dirty":       "1.2.3+14.g0ab5e95d0548.dirty",
		"v1.2.3-dirty":                        "1.2.3+dirty",
		"v0.0.0-167-g0ab5e95d0548":            "0.0.0+167.g0ab5e95d0548",
		"v1.2":                                "",
		"1.2.3":                               "",
		"v1.2.3; rm":                          "",
		"v1.2.3-1-g0ab5e95d0548-dirty-dirty-": "",
	} {
		got, err := debVersion(version)
		if got != want || (err == nil) != (want != "") {
			t.Errorf("%q: %q, %v, want %q", version, got, err, want)
		}
	}
}

// TestDebVersionsInOrder asks dpkg for the order in which it upgrades.
func TestDebVersionsInOrder(t *testing.T) {
	dpkg := rig.Need(t, "dpkg")[0]
	before := "0"
	for _, version := range []string{
		"v0.0.0-9-g0ab5e95d0548", "v0.0.0-10-gaaa5e95d0548", "v1.0.0-rc.1", "v1.0.0-rc.1-2-g0ab5e95d0548", "v1.0.0-rc.2",
		"v1.0.0", "v1.0.0-dirty", "v1.0.1", "v1.0.1-1-g0ab5e95d0548", "v1.10.0",
	} {
		v, err := debVersion(version)
		if err != nil {
			t.Fatal(err)
		}
		if out, err := exec.Command(dpkg, "--compare-versions", before, "lt", v).CombinedOutput(); err != nil {
			t.Errorf("%s is not before %s: %v\n%s", before, v, err, out)
		}
		before = v
	}
}

func TestSource(t *testing.T) {
	t.Chdir(t.TempDir())
	at := time.Date(2026, 11, 25, 12, 0, 0, 0, time.FixedZone("", 3600))
	t.Setenv("GIT_COMMITTER_DATE", at.Format(time.RFC3339))
	t.Setenv("GIT_CONFIG_GLOBAL", os.DevNull)
	git := func(args ...string) {
		t.Helper()
		args = append([]string{"-c", "user.name=x", "-c", "user.email=x@example.com"}, args...)
		if out, err := exec.Command(rig.Need(t, "git")[0], args...).CombinedOutput(); err != nil {
			t.Fatalf("git %q: %v\n%s", args, err, out)
		}
	}
	expect := func(pattern string) {
		t.Helper()
		r, err := source(t.Context())
		if err != nil || !regexp.MustCompile("^"+pattern+"$").MatchString(r.version) || !r.time.Equal(at) {
			t.Fatalf("%q of %v, %v, want %s of %v", r.version, r.time, err, pattern, at)
		}
		if _, err := debVersion(r.version); err != nil {
			t.Error(err)
		}
	}
	if _, err := source(t.Context()); err == nil || !strings.Contains(err.Error(), "from a commit") {
		t.Fatalf("outside of a repository: %v", err)
	}
	git("init", "-q")
	if err := os.WriteFile("x", []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	git("add", "x")
	git("commit", "-qm", "x")
	git("tag", "other")
	expect("v0.0.0-1-g[0-9a-f]{12}")
	git("tag", "v1.2.3-rc.1")
	expect(`v1\.2\.3-rc\.1`)
	git("commit", "-qm", "y", "--allow-empty")
	expect(`v1\.2\.3-rc\.1-1-g[0-9a-f]{12}`)
	git("tag", "-am", "an annotated one", "v1.2.3")
	expect(`v1\.2\.3`)
	if err := os.WriteFile("x", []byte("y"), 0o600); err != nil {
		t.Fatal(err)
	}
	expect(`v1\.2\.3-dirty`)
}

// root is the project's folder, in which dist runs.
func root(t *testing.T) string {
	t.Helper()
	dir, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	return dir
}
