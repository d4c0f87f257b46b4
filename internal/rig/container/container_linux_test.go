package container_test

import (
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"daybreak/internal/rig"
)

const welcome = "Daybreak is running"

func TestContainer(t *testing.T) {
	need(t)
	archive := build(t)
	for _, tt := range []struct {
		name string
		run  func(*testing.T, *host)
	}{
		{"the image", testImage},
		{"as yourself", testYourself},
		{"as the user of the image", testMapped},
		{"behind a locked screen", testLocked},
		{"as somebody else", testSomebodyElse},
		{"by compose", testCompose},
	} {
		t.Run(tt.name, func(t *testing.T) { tt.run(t, newHost(t, archive)) })
	}
}

// testImage checks the size, the version and the zones, which are in the program
// where the image has none.
func testImage(t *testing.T, h *host) {
	out, _ := h.run(t, "podman", "image", "inspect", "--format", "{{.Size}}", image)
	if size, err := strconv.Atoi(strings.TrimSpace(out)); err != nil || size > maxSize {
		t.Errorf("the image has %q bytes, want at most %d", out, maxSize)
	} else {
		t.Logf("the image has %.2f MB", float64(size)/1e6)
	}
	h.want(t, 0, version, "podman", "run", "--rm", "--network", "none", "--read-only", image, "version")
	h.config(t, "Morning walk")
	empty := filepath.Join(h.user.Home, "empty")
	if err := os.Mkdir(empty, 0o755); err != nil {
		t.Fatal(err)
	}
	h.want(t, 0, "+05:45", "podman", "run", "--rm", "--network", "none", "--read-only",
		"--userns", "keep-id:uid=65532,gid=65532", "-v", empty+":/usr/share/zoneinfo:ro",
		"-v", h.configDir()+":/config/daybreak:ro", "-e", "TZ=Asia/Kathmandu", image, "next", "--json")
}

// testYourself is the documented way: the user's own ids and folders, which a
// program outside shares.
func testYourself(t *testing.T, h *host) {
	h.config(t, "Morning walk")
	h.documented(t, "podman run", "--userns keep-id --user")
	h.welcomed(t)
	out, _ := h.run(t, "podman", "top", "daybreak", "huser", "capeff")
	if want := strconv.Itoa(h.user.UID); !strings.Contains(out, want) && !strings.Contains(out, "daybreak-test") || !strings.Contains(out, "none") {
		t.Errorf("it runs as %q, want user %s without capabilities", out, want)
	}

	h.config(t, "Evening walk")
	h.follow(t, "daybreak", "in force")
	h.want(t, 0, "Evening walk", "podman", "exec", "daybreak", "/daybreak", "status")
	outside := h.outside(t)
	h.want(t, 0, "Running since", outside, "status", "--health")
	h.want(t, 1, "another daybreak is running", outside, "run")
	h.private(t, filepath.Join(h.user.Home, ".local/state/daybreak"))

	h.healthy(t)
	began := time.Now()
	h.want(t, 0, "", "podman", "stop", "-t", "20", "daybreak")
	t.Logf("stopped in %v", time.Since(began).Round(time.Millisecond))
	h.want(t, 0, "exited 0", "podman", "inspect", "--format", "{{.State.Status}} {{.State.ExitCode}}", "daybreak")
	h.want(t, 3, "no daemon runs", outside, "status", "--health")
}

// testMapped is the other documented way: volumes of podman's, and in the
// container another id than outside.
func testMapped(t *testing.T, h *host) {
	h.documented(t, "podman run", "daybreak-state:/state/daybreak")
	h.welcomed(t)
	h.want(t, 0, "65532:65532", "podman", "inspect", "--format", "{{.Config.User}}", "daybreak")
	h.healthy(t)
	// What has come is in the volume: another container does not say it again.
	h.remove(t, "daybreak")
	h.documented(t, "podman run", "daybreak-state:/state/daybreak")
	h.follow(t, "daybreak", "Next: ")
	h.healthy(t)
	h.welcomedOnce(t)
}

// testLocked has logind asked too, as documented.
func testLocked(t *testing.T, h *host) {
	logind := rig.StartLogind(t)
	logind.Login(t, h.user.UID, "c1")
	logind.SetLocked(t, "c1", true)
	block := documented(t, "podman run", "--userns keep-id --user")
	mount := "-v " + strings.TrimPrefix(logind.Address(), "unix:path=") + ":/run/dbus/system_bus_socket --read-only"
	h.shell(t, strings.Replace(block, "--read-only", mount, 1))
	h.follow(t, "daybreak", "1 message held while the screen is locked")
	if got := h.titles(t); len(got) != 0 {
		t.Errorf("shown behind a locked screen: %q", got)
	}
	logind.SetLocked(t, "c1", false)
	h.welcomed(t)
}

// testSomebodyElse forgets the ids: nothing can be shown, and it says so.
func testSomebodyElse(t *testing.T, h *host) {
	bus := "-v=" + strings.TrimPrefix(h.Address(), "unix:path=") + ":/run/session/bus"
	h.want(t, 0, "", "podman", "run", "-d", "--name", "other", "--read-only", "--network", "none", bus, image)
	h.follow(t, "other", "the session bus refuses this program\" uid=65532")
	h.follow(t, "other", "1 message held until a notification server appears")
	h.want(t, 1, "the session bus refuses user 65532, so nothing can be shown", "podman", "exec", "other", "/daybreak", "status", "--health")
	h.want(t, 1, "", "podman", "healthcheck", "run", "other")
	if got := h.titles(t); len(got) != 0 {
		t.Errorf("shown: %q, want nothing", got)
	}
}

// testCompose is the compose file as documented, over podman's Docker interface.
func testCompose(t *testing.T, h *host) {
	file, err := os.ReadFile(filepath.Join(repository(t), "contrib/container/compose.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(h.user.Home, "contrib/container/compose.yaml"), string(file), 0o644)
	h.user.Give(t, h.user.Home)
	h.dockerService(t)
	h.documented(t, "docker-compose")
	h.welcomed(t)
	h.healthy(t)
	out, _ := h.run(t, "podman", "inspect", "--format",
		"{{.HostConfig.ReadonlyRootfs}} {{.HostConfig.NetworkMode}} {{.EffectiveCaps}} {{.HostConfig.SecurityOpt}}", "daybreak")
	if want := "true none [] [no-new-privileges]"; strings.TrimSpace(out) != want {
		t.Errorf("it runs with %q, want %q", out, want)
	}
}

// documented runs the block of docs/container.md that has all of the words.
func (h *host) documented(t *testing.T, words ...string) {
	t.Helper()
	h.shell(t, documented(t, words...))
}

func (h *host) shell(t *testing.T, script string) {
	t.Helper()
	if out, code := h.run(t, "bash", "-euc", script); code != 0 {
		t.Fatalf("exit %d\n%s", code, out)
	}
}

// welcomed waits until the daemon has been told that its first message is shown,
// and looks for it in the memory of the server.
func (h *host) welcomed(t *testing.T) {
	t.Helper()
	h.follow(t, "daybreak", "result=delivered")
	h.welcomedOnce(t)
}

func (h *host) welcomedOnce(t *testing.T) {
	t.Helper()
	got := h.titles(t)
	if n := len(slices.DeleteFunc(slices.Clone(got), func(title string) bool { return title != welcome })); n != 1 {
		t.Errorf("dunst remembers %q, want %q once", got, welcome)
	}
}

func (h *host) titles(t *testing.T) (titles []string) {
	t.Helper()
	for _, n := range h.History(t) {
		titles = append(titles, n.Title)
	}
	return titles
}

// healthy runs the health check of the image, and sees it fail when two days
// have gone by without a thing done.
func (h *host) healthy(t *testing.T) {
	t.Helper()
	h.want(t, 0, "", "podman", "healthcheck", "run", "daybreak")
	later := "DAYBREAK_NOW=" + time.Now().AddDate(0, 0, 2).Format(time.RFC3339)
	h.want(t, 1, "has not dealt with", "podman", "exec", "-e", later, "daybreak", "/daybreak", "status", "--health")
}

func (h *host) configDir() string { return filepath.Join(h.user.Home, ".config/daybreak") }

// config writes the user's config, with one habit.
func (h *host) config(t *testing.T, habit string) {
	t.Helper()
	write(t, filepath.Join(h.configDir(), "config.yaml"), fmt.Sprintf("breakup_date: %s\nhabits:\n  - {name: %s, at: \"08:00\"}\n",
		time.Now().AddDate(0, 0, -2).Format(time.DateOnly), habit), 0o600)
	h.user.Give(t, filepath.Join(h.user.Home, ".config"))
}

// outside returns the program for use without a container.
func (h *host) outside(t *testing.T) string {
	t.Helper()
	path := filepath.Join(publicDir(t), "daybreak")
	store(append(os.Environ(), "CGO_ENABLED=0")).run(t, repository(t), "go", "build", "-o", path, "./cmd/daybreak")
	return path
}

// private checks that the record is the user's alone.
func (h *host) private(t *testing.T, dir string) {
	t.Helper()
	files := 0
	err := filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := os.Lstat(path)
		if err != nil {
			return err
		}
		files++
		if owner := info.Sys().(*syscall.Stat_t).Uid; int(owner) != h.user.UID || path != dir && info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s is of user %d, with mode %v", path, owner, info.Mode())
		}
		return nil
	})
	if err != nil || files < 3 {
		t.Errorf("saw %d files in %s: %v", files, dir, err)
	}
}

// dockerService has podman answer as Docker does, and maps ids as documented.
func (h *host) dockerService(t *testing.T) {
	t.Helper()
	h.env = append(h.env, "PODMAN_USERNS=keep-id")
	socket := filepath.Join(h.user.Home, "docker.sock")
	cmd := h.command(t.Context(), "podman", "system", "service", "-t", "0", "unix://"+socket)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Wait() }) // the context ends it
	tick, end := time.NewTicker(20*time.Millisecond), time.After(patience)
	defer tick.Stop()
	for answers := false; !answers; {
		select {
		case <-tick.C:
			conn, err := net.Dial("unix", socket)
			if answers = err == nil; answers {
				conn.Close()
			}
		case <-end:
			t.Fatal("podman does not answer as Docker does")
		}
	}
	h.env = append(h.env, "DOCKER_HOST=unix://"+socket)
}
