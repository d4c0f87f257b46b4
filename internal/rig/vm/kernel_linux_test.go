package vm_test

import (
	"archive/tar"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/renameio/v2"
)

// kernelPackage is Debian's kernel for virtual machines. It has all that the
// guest needs built in: ext4, NVMe, the real-time clock, suspend to RAM.
const kernelPackage = "linux-image-cloud-amd64"

// fetchTimeout bounds each step of getting the kernel.
const fetchTimeout = time.Minute

// untried ends a test that cannot be run here. It is no failure, whatever
// DAYBREAK_TEST_REAL says: not every machine may run another one.
func untried(t *testing.T, format string, args ...any) {
	t.Helper()
	t.Skipf("the real clock was not tried: "+format, args...)
}

// kernel returns a kernel's path: the one in the cache, or else Debian's
// present one, fetched into it. Nothing is installed.
func kernel(t *testing.T) string {
	t.Helper()
	dir := cacheDir(t)
	if have, err := filepath.Glob(filepath.Join(dir, "vmlinuz-*")); err == nil && len(have) > 0 {
		return have[len(have)-1]
	}
	path, err := fetchKernel(dir, t.TempDir())
	if err != nil {
		untried(t, "no kernel for the virtual machine (Debian package %s): %v", kernelPackage, err)
	}
	return path
}

func cacheDir(t *testing.T) string {
	t.Helper()
	base, err := os.UserCacheDir()
	if err != nil {
		base = t.TempDir() // fetched every time then
	}
	dir := filepath.Join(base, "daybreak-test")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	return dir
}

func fetchKernel(dir, tmp string) (string, error) {
	depends, err := output(tmp, "apt-cache", "depends", kernelPackage)
	if err != nil && os.Geteuid() == 0 { // no lists yet, as in a fresh container
		if _, err := output(tmp, "apt-get", "-q", "update"); err != nil {
			return "", err
		}
		depends, err = output(tmp, "apt-cache", "depends", kernelPackage)
	}
	if err != nil {
		return "", err
	}
	_, name, found := strings.Cut(depends, "Depends: ")
	if !found {
		return "", fmt.Errorf("%s depends on no kernel: %q", kernelPackage, depends)
	}
	name, _, _ = strings.Cut(name, "\n")
	if _, err := output(tmp, "apt-get", "-q", "-o", "Acquire::http::Timeout=20", "download", name); err != nil {
		return "", err
	}
	debs, err := filepath.Glob(filepath.Join(tmp, "*.deb"))
	if err != nil || len(debs) != 1 {
		return "", fmt.Errorf("download %q: got %q, %w", name, debs, err)
	}
	return unpackKernel(debs[0], dir)
}

// unpackKernel puts the kernel of a package, and nothing else of it, into dir.
func unpackKernel(deb, dir string) (string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), fetchTimeout)
	defer cancel()
	cmd := exec.CommandContext(ctx, "dpkg-deb", "--fsys-tarfile", deb)
	out, err := cmd.StdoutPipe()
	if err != nil {
		return "", fmt.Errorf("unpack %q: %w", deb, err)
	}
	if err := cmd.Start(); err != nil {
		return "", fmt.Errorf("unpack %q: %w", deb, err)
	}
	defer func() { cancel(); _ = cmd.Wait() }() // the rest of the package is not wanted
	for in := tar.NewReader(out); ; {
		h, err := in.Next()
		if errors.Is(err, io.EOF) {
			return "", fmt.Errorf("unpack %q: no kernel in it", deb)
		}
		if err != nil {
			return "", fmt.Errorf("unpack %q: %w", deb, err)
		}
		if base := filepath.Base(h.Name); strings.HasPrefix(base, "vmlinuz-") {
			return keep(in, filepath.Join(dir, base))
		}
	}
}

// keep writes a file as a whole or not at all: the cache is used unseen.
func keep(in io.Reader, path string) (string, error) {
	f, err := renameio.NewPendingFile(path)
	if err != nil {
		return "", fmt.Errorf("keep %q: %w", path, err)
	}
	defer f.Cleanup()
	if _, err := io.Copy(f, in); err != nil {
		return "", fmt.Errorf("keep %q: %w", path, err)
	}
	return path, f.CloseAtomicallyReplace()
}

// output runs a program in dir and returns what it prints.
func output(dir string, args ...string) (string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), fetchTimeout)
	defer cancel()
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
	cmd.Dir, cmd.WaitDelay, cmd.Env = dir, time.Second, append(os.Environ(), "LC_ALL=C")
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("run %q: %w: %s", args, err, strings.TrimSpace(stderr.String()))
	}
	return string(out), nil
}
