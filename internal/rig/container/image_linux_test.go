// Package container_test builds the image that the Dockerfile describes, without
// a network, and runs it as docs/container.md says, as an ordinary user with
// rootless podman and a notification server outside of the container.
package container_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"daybreak/internal/rig"
)

const (
	image     = "localhost/daybreak:latest" // for those who run it
	version   = "v0.0.0-image"
	maxSize   = 15_000_000 // bytes, uncompressed
	buildTime = 15 * time.Minute
)

// need skips or fails the test where parts are missing; it has them all, so
// that they are known at once.
func need(t *testing.T) {
	t.Helper()
	if os.Getenv("DAYBREAK_TEST_CONTAINER") == "" {
		t.Skip("the container is built by: make container")
	}
	rig.Need(t, "git", "unshare", "buildah", "debootstrap", "podman", "runc", "newuidmap", "docker-compose", "dunst")
	if os.Geteuid() != 0 {
		rig.Missing(t, "root, to make base images")
	}
	if _, err := os.Stat("/etc/localtime"); err != nil {
		rig.Missing(t, "/etc/localtime (Debian package tzdata)")
	}
}

// repository returns the top folder of the project.
func repository(t *testing.T) string {
	t.Helper()
	dir, err := filepath.Abs("../../..")
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// build builds the image and returns an archive of it that every user can read.
// Nothing is asked of any network but by debootstrap, for base images that are
// not there yet.
func build(t *testing.T) (archive string) {
	t.Helper()
	store := imageStore(t)
	began := time.Now()
	t.Log(store.run(t, "", "bash", filepath.Join(repository(t), "internal/rig/container/base-images.sh")))
	t.Logf("base images took %v", time.Since(began).Round(time.Second))
	began = time.Now()
	context := checkout(t)
	store.run(t, context, "go", "mod", "vendor")
	tag := fmt.Sprintf("localhost/daybreak-test:%d", os.Getpid())
	// A namespace of its own has no network at all.
	store.run(t, context, "unshare", "--net", "buildah", "build", "--isolation", "chroot", "--pull=never",
		"--format", "docker", "--build-arg", "VERSION="+version, "-t", tag, ".")
	t.Cleanup(func() { store.run(t, "", "buildah", "rmi", tag) })
	t.Logf("the image took %v", time.Since(began).Round(time.Second))
	checkImage(t, store.run(t, "", "buildah", "inspect", "--type", "image", tag))
	archive = filepath.Join(publicDir(t), "image.tar")
	store.run(t, "", "buildah", "push", "-q", tag, "docker-archive:"+archive+":"+image)
	if err := os.Chmod(archive, 0o644); err != nil {
		t.Fatal(err)
	}
	return archive
}

// store is an image store apart from the machine's own.
type store []string // its environment

// imageStore returns one that is kept, for base images take a minute.
func imageStore(t *testing.T) store {
	t.Helper()
	cache, err := os.UserCacheDir()
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(cache, "daybreak-test", "images")
	conf := filepath.Join(t.TempDir(), "storage.conf")
	text := fmt.Sprintf("[storage]\ndriver = \"overlay\"\ngraphroot = %q\nrunroot = %q\n", dir+"/root", dir+"/run")
	if err := os.WriteFile(conf, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return append(os.Environ(), "CONTAINERS_STORAGE_CONF="+conf)
}

// run runs a program and returns what it printed.
func (s store) run(t *testing.T, dir string, args ...string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), buildTime)
	defer cancel()
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
	cmd.Env, cmd.Dir, cmd.WaitDelay = s, dir, time.Second
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%q: %v\n%s", args, err, out)
	}
	return string(out)
}

// checkout copies what git knows of the project: modules are added to the copy.
func checkout(t *testing.T) string {
	t.Helper()
	dir, root := t.TempDir(), repository(t)
	cmd := exec.CommandContext(t.Context(), "git", "-C", root, "ls-files", "-z", "--cached", "--others", "--exclude-standard")
	list, err := cmd.Output()
	if err != nil {
		t.Fatalf("git ls-files: %v", err)
	}
	for name := range strings.SplitSeq(strings.TrimSuffix(string(list), "\x00"), "\x00") {
		data, err := os.ReadFile(filepath.Join(root, name))
		if os.IsNotExist(err) {
			continue // removed, and not yet told to git
		}
		if err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(dir, name), string(data), 0o755)
	}
	return dir
}

func write(t *testing.T, path, text string, mode os.FileMode) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), mode); err != nil {
		t.Fatal(err)
	}
}

// publicDir returns a folder that every user can enter.
func publicDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("/tmp", "daybreak-image-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return dir
}

// checkImage checks what the image says of itself.
func checkImage(t *testing.T, inspected string) {
	t.Helper()
	var is struct {
		Docker struct {
			Config struct {
				User            string
				Entrypoint, Cmd []string
				Volumes         map[string]struct{}
				Healthcheck     struct{ Test []string }
			}
		}
	}
	if err := json.Unmarshal([]byte(inspected), &is); err != nil {
		t.Fatalf("read what the image says: %v\n%s", err, inspected)
	}
	c := is.Docker.Config
	if c.User != "65532:65532" || len(c.Volumes) != 2 {
		t.Errorf("user %q, volumes %v, want 65532:65532 and two", c.User, c.Volumes)
	}
	if got := slices.Concat(c.Entrypoint, c.Cmd, c.Healthcheck.Test); !slices.Equal(got,
		[]string{"/daybreak", "run", "CMD", "/daybreak", "status", "--health"}) {
		t.Errorf("it runs and checks %q", got)
	}
}
