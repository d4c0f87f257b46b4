package vm_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"daybreak/internal/rig/vm"
)

// debian names the Debian package of every program the tests start. The
// Makefile's VM_DEBS has the same.
var debian = map[string]string{
	"cpio":               "cpio",
	"dbus-daemon":        "dbus-daemon",
	"ldd":                "libc-bin",
	"mkfs.ext4":          "e2fsprogs",
	"qemu-system-x86_64": "qemu-system-x86",
}

// image is what a machine is started from.
type image struct{ kernel, initrd string }

const busConfig = `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:path=` + vm.Bus + `</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>
`

// zones are those the scenarios travel between.
var zones = []string{"Europe/Berlin", "Asia/Tokyo"}

// newImage builds the guest and the real daemon, and packs them with the bus
// daemon of this machine into an initial file system.
func newImage(t *testing.T) image {
	t.Helper()
	if os.Getenv("DAYBREAK_TEST_VM") == "" {
		t.Skip("the virtual machine is started by: make vm")
	}
	if runtime.GOARCH != "amd64" {
		untried(t, "the virtual machine is for amd64")
	}
	bus := need(t)
	boots := kernel(t)
	root := t.TempDir()
	goBuild(t, "daybreak/internal/rig/vm/guest", filepath.Join(root, "init"))
	goBuild(t, "daybreak/cmd/daybreak", filepath.Join(root, vm.Daemon))
	copyProgram(t, root, bus, "/usr/bin/dbus-daemon")
	write(t, filepath.Join(root, vm.BusConf), []byte(busConfig))
	write(t, filepath.Join(root, "etc/passwd"), []byte("root:x:0:0:root:/root:/bin/sh\n"))
	for _, z := range zones {
		data, err := os.ReadFile(filepath.Join("/usr/share/zoneinfo", z))
		if err != nil {
			untried(t, "it needs zone files (Debian package tzdata): %v", err)
		}
		write(t, filepath.Join(root, vm.Zones, z), data)
	}
	return image{kernel: boots, initrd: pack(t, root)}
}

// need makes sure that every program is installed, and returns the bus's path.
func need(t *testing.T) string {
	t.Helper()
	var missing []string
	for name, pkg := range debian {
		if _, err := exec.LookPath(name); err != nil {
			missing = append(missing, name+" (Debian package "+pkg+")")
		}
	}
	if slices.Sort(missing); len(missing) > 0 {
		untried(t, "it needs %s", strings.Join(missing, ", "))
	}
	bus, err := exec.LookPath("dbus-daemon")
	if err != nil {
		t.Fatal(err)
	}
	return bus
}

// goBuild builds a static program.
func goBuild(t *testing.T, pkg, to string) {
	t.Helper()
	cmd := exec.Command("go", "build", "-trimpath", "-o", to, pkg)
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("go build %s: %v\n%s", pkg, err, out)
	}
}

// copyProgram puts a program and the libraries it is linked with into root.
func copyProgram(t *testing.T, root, from, to string) {
	t.Helper()
	copyFile(t, from, filepath.Join(root, to))
	list, err := output(root, "ldd", from)
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range strings.Fields(list) {
		if filepath.IsAbs(word) {
			copyFile(t, word, filepath.Join(root, word))
		}
	}
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	data, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	write(t, to, data)
}

func write(t *testing.T, path string, data []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, data, 0o755); err != nil {
		t.Fatal(err)
	}
}

// pack makes the archive that the kernel unpacks into RAM; see the kernel's
// Documentation/driver-api/early-userspace.
func pack(t *testing.T, root string) string {
	t.Helper()
	var list strings.Builder
	err := filepath.WalkDir(root, func(path string, _ fs.DirEntry, err error) error {
		rel, relErr := filepath.Rel(root, path)
		fmt.Fprintln(&list, rel)
		return errors.Join(err, relErr)
	})
	if err != nil {
		t.Fatal(err)
	}
	initrd := filepath.Join(t.TempDir(), "initrd")
	cmd := exec.Command("cpio", "--quiet", "-o", "-H", "newc", "-R", "0:0", "-O", initrd)
	cmd.Dir, cmd.Stdin = root, strings.NewReader(list.String())
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("cpio: %v\n%s", err, out)
	}
	return initrd
}

// newDisk makes an empty ext4 disk that outlives the machines of one test.
func newDisk(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "disk")
	if _, err := output(".", "mkfs.ext4", "-q", "-F", path, "64M"); err != nil {
		t.Fatal(err)
	}
	return path
}
