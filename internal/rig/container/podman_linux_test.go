package container_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"daybreak/internal/rig"
)

// patience bounds whatever podman and the container do.
const patience = 2 * time.Minute

// host is an ordinary user with a desktop and rootless podman, which has the
// image.
type host struct {
	*rig.Desk
	user *rig.User
	env  []string
}

// newHost starts the desktop. The socket of its bus is at $XDG_RUNTIME_DIR/bus,
// as systemd has it.
func newHost(t *testing.T, archive string) *host {
	t.Helper()
	owner := rig.Ordinary(t)
	giveIDs(t, owner)
	h := &host{user: owner, Desk: rig.StartDeskOn(t, rig.BusOptions{Owner: owner}, "dunst")}
	// runc runs on machines with either kind of cgroups.
	bin := filepath.Join(publicDir(t), "bin")
	write(t, filepath.Join(bin, "podman"), "#!/bin/sh\nexec "+rig.Need(t, "podman")[0]+" --runtime runc \"$@\"\n", 0o755)
	if err := os.Chmod(bin, 0o755); err != nil {
		t.Fatal(err)
	}
	h.env = []string{"PATH=" + bin + ":" + os.Getenv("PATH"), "HOME=" + owner.Home, "LANG=C.UTF-8",
		"XDG_RUNTIME_DIR=" + filepath.Dir(strings.TrimPrefix(h.Address(), "unix:path="))}
	t.Cleanup(func() { // and with the last container ends what podman keeps running
		h.run(t, "podman", "rm", "-f", "-a", "-t", "0")
		h.run(t, "podman", "system", "migrate")
	})
	if out, code := h.run(t, "podman", "load", "-q", "-i", archive); code != 0 {
		t.Fatalf("podman load: exit %d\n%s", code, out)
	}
	return h
}

// giveIDs makes sure that the user may map ids (subuid(5)): one that was made
// before the system knew of it may not.
func giveIDs(t *testing.T, u *rig.User) {
	t.Helper()
	account, err := user.LookupId(strconv.Itoa(u.UID))
	if err != nil {
		t.Fatal(err)
	}
	for file, flag := range map[string]string{"/etc/subuid": "--add-subuids", "/etc/subgid": "--add-subgids"} {
		known, err := os.ReadFile(file)
		if err == nil && strings.Contains("\n"+string(known), "\n"+account.Username+":") {
			continue
		}
		if out, err := exec.CommandContext(t.Context(), "usermod", flag, "524288-589823", account.Username).CombinedOutput(); err != nil {
			t.Fatalf("usermod %s: %v\n%s", flag, err, out)
		}
	}
}

// command returns a command of the user's, which ends with ctx.
func (h *host) command(ctx context.Context, args ...string) *exec.Cmd {
	args = h.user.As(args...)
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
	cmd.Env, cmd.Dir, cmd.WaitDelay = h.env, h.user.Home, time.Second
	return cmd
}

// run runs a program as the user to its end; it returns what it printed and its
// exit code.
func (h *host) run(t *testing.T, args ...string) (string, int) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	var out bytes.Buffer
	cmd := h.command(ctx, args...)
	cmd.Stdout, cmd.Stderr = &out, &out
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) && !errors.Is(err, exec.ErrWaitDelay) {
		t.Fatalf("%q: %v\n%s", args, err, &out)
	}
	return out.String(), cmd.ProcessState.ExitCode()
}

// want runs a program and compares its exit code and a part of what it prints.
func (h *host) want(t *testing.T, code int, says string, args ...string) {
	t.Helper()
	if out, got := h.run(t, args...); got != code || !strings.Contains(out, says) {
		t.Errorf("%q: exit %d, want %d and %q\n%s", args, got, code, says, out)
	}
}

// follow waits until the container has said text.
func (h *host) follow(t *testing.T, name, text string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	cmd := h.command(ctx, "podman", "logs", "--follow", name)
	out, in := io.Pipe()
	cmd.Stdout, cmd.Stderr = in, in
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { in.CloseWithError(cmd.Wait()) }()
	defer func() { cancel(); _, _ = io.Copy(io.Discard, out) }() // it was ended: nothing to learn
	var said strings.Builder
	for lines := bufio.NewScanner(out); lines.Scan(); {
		said.WriteString(lines.Text() + "\n")
		if strings.Contains(lines.Text(), text) {
			return
		}
	}
	t.Fatalf("the container did not say %q:\n%s", text, &said)
}

// remove ends a container.
func (h *host) remove(t *testing.T, name string) {
	t.Helper()
	if out, code := h.run(t, "podman", "rm", "-f", "-t", "10", name); code != 0 {
		t.Errorf("podman rm: exit %d\n%s", code, out)
	}
}

var shell = regexp.MustCompile("(?ms)^```sh\n(.*?)^```")

// documented returns the block of docs/container.md that has all of the words.
func documented(t *testing.T, words ...string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(repository(t), "docs/container.md"))
	if err != nil {
		t.Fatal(err)
	}
next:
	for _, m := range shell.FindAllStringSubmatch(string(data), -1) {
		for _, w := range words {
			if !strings.Contains(m[1], w) {
				continue next
			}
		}
		return m[1]
	}
	t.Fatalf("docs/container.md has no block with %q", words)
	return ""
}
