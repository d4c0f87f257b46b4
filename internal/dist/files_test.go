package main

import (
	"bytes"
	"fmt"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"daybreak/internal/rig"
)

// TestIcons: each size is a picture of that size, with something on it.
func TestIcons(t *testing.T) {
	for _, size := range iconSizes {
		f, err := os.Open(filepath.Join(root(t), "contrib/icons", iconName(size)))
		if err != nil {
			t.Fatal(err)
		}
		img, err := png.Decode(f)
		f.Close()
		if err != nil {
			t.Fatal(err)
		}
		if b := img.Bounds(); b.Dx() != size || b.Dy() != size {
			t.Errorf("%s is of %v", iconName(size), b)
		}
		_, _, _, corner := img.At(0, 0).RGBA()
		_, _, _, middle := img.At(size/2, size/2).RGBA()
		if corner != 0 || middle != 0xffff {
			t.Errorf("%s: opacity %x in a corner, %x in the middle", iconName(size), corner, middle)
		}
	}
}

func TestDesktopEntry(t *testing.T) {
	path := filepath.Join(root(t), "contrib/desktop/daybreak.desktop")
	out, err := exec.Command(rig.Need(t, "desktop-file-validate")[0], path).CombinedOutput()
	if err != nil || len(out) > 0 {
		t.Errorf("%v\n%s", err, out)
	}
	entry, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{"Icon=daybreak", "X-GNOME-UsesNotifications=true"} {
		if !bytes.Contains(entry, []byte("\n"+line+"\n")) {
			t.Errorf("the entry has no line %q", line)
		}
	}
	if bytes.Contains(entry, []byte("NoDisplay")) {
		t.Error("settings may leave out what menus do not show")
	}
}

// telling are words that say on a shared screen what the program is for.
var telling = regexp.MustCompile(`(?i)\b(break[- ]?ups?|ex|wait(ing)?|contact|partner|relationship|him|her|heart\w*|person)\b`)

// TestDiscreet: what a desktop, a package list and a process list show of the
// package says nothing of what it is for.
func TestDiscreet(t *testing.T) {
	for _, name := range []string{
		"contrib/desktop/daybreak.desktop", "contrib/nfpm.yaml", "contrib/icons/daybreak.svg", "contrib/systemd/daybreak.service",
	} {
		text, err := os.ReadFile(filepath.Join(root(t), name))
		if err != nil {
			t.Fatal(err)
		}
		if name == "contrib/systemd/daybreak.service" { // comments are for who opens the file
			text = regexp.MustCompile(`(?m)^#.*$`).ReplaceAll(text, nil)
		}
		if found := telling.FindAll(text, -1); found != nil {
			t.Errorf("%s says %q", name, found)
		}
	}
}

func TestPackagedUnit(t *testing.T) {
	unit, err := os.ReadFile(filepath.Join(root(t), "contrib/systemd/daybreak.service"))
	if err != nil {
		t.Fatal(err)
	}
	got := string(packagedUnit(unit))
	if !strings.Contains(got, "\nExecStart=/usr/bin/daybreak run\n") || strings.Contains(got, "service uninstall") {
		t.Errorf("the unit of the package:\n%s", got)
	}
	if _, body, ok := strings.Cut(string(unit), "\n"); !ok || !strings.HasSuffix(got, "daybreak\n"+body) {
		t.Errorf("it is another than contrib's:\n%s", got)
	}
	if other := "# A drop-in\n[Service]\n"; string(packagedUnit([]byte(other))) != other {
		t.Error("what has no such line is changed")
	}
}

// TestPackageFiles: what is missing is an error, and not a package without it.
func TestPackageFiles(t *testing.T) {
	t.Chdir(root(t))
	if _, err := packageFiles(nil, nil, nil); err == nil {
		t.Error("a package of nothing is made")
	}
}

func TestDebChanges(t *testing.T) {
	got := string(debChanges("1.2.3", "A B <a@b.c>", noon))
	want := "daybreak (1.2.3) unstable; urgency=medium\n\n  * What changed is in NEWS.\n\n -- A B <a@b.c>  Wed, 25 Nov 2026 12:00:00 +0000\n"
	if got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestLay(t *testing.T) {
	dir := t.TempDir()
	if err := lay(filepath.Join(dir, "tree"), three, noon); err != nil {
		t.Fatal(err)
	}
	for name, mode := range map[string]string{"": "drwxr-xr-x", "daybreak": "-rwxr-xr-x", "man": "drwxr-xr-x", "man/daybreak.1": "-rw-r--r--"} {
		info, err := os.Stat(filepath.Join(dir, "tree", name))
		if err != nil || !info.ModTime().Equal(noon) || fmt.Sprint(info.Mode()) != mode {
			t.Errorf("%q: %v, %v", name, info, err)
		}
	}
}
