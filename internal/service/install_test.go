package service

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// fake is a stand-in for systemctl that keeps what it was asked.
type fake struct {
	calls []string
	fail  map[string]error // by the first word after --user
	out   string           // the answer to show with a unit
	main  string           // the answer to show of ExecMainStatus
}

func (f *fake) run(ctx context.Context, name string, args ...string) ([]byte, error) {
	if deadline, ok := ctx.Deadline(); !ok || time.Until(deadline) > callTimeout {
		return nil, errors.New("the call has no deadline")
	}
	if name != "systemctl" || args[0] != "--user" {
		return nil, fmt.Errorf("unexpected call of %s %q", name, args)
	}
	call := strings.Join(args[1:], " ")
	f.calls = append(f.calls, call)
	switch {
	case strings.Contains(call, "--property=Version"):
		return []byte("252 (252.38-1~deb12u1)\n"), f.fail[args[1]]
	case strings.Contains(call, "ExecMainStatus"):
		return []byte(f.main + "\n"), f.fail[args[1]]
	}
	return []byte(f.out), f.fail[args[1]]
}

// options gives a home of its own with a program in it.
func options(t *testing.T, f *fake) (Options, string) {
	t.Helper()
	home := t.TempDir()
	program := filepath.Join(home, "daybreak")
	if err := os.WriteFile(program, []byte("#!/bin/sh\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	getenv := func(key string) string {
		if key == "HOME" {
			return home
		}
		return ""
	}
	return Options{Exec: program, Getenv: getenv, Run: f.run, GOOS: "linux"}, filepath.Join(home, ".config", "systemd", "user", Name)
}

func read(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// What is asked of the manager.
const (
	asksVersion = "show --property=Version --value"
	asksStatus  = "show --timestamp=utc " + properties + " " + Name
)

func wantCalls(t *testing.T, f *fake, want ...string) {
	t.Helper()
	if !slices.Equal(f.calls, want) {
		t.Errorf("called\n%q, want\n%q", f.calls, want)
	}
	f.calls = nil
}

func TestInstallAndUninstall(t *testing.T) {
	f := &fake{}
	o, path := options(t, f)
	if _, err := Install(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	wantCalls(t, f, asksVersion, "daemon-reload", "enable daybreak.service", "restart daybreak.service")
	if got := read(t, path); got != (Unit{Exec: o.Exec, Args: []string{"run"}, Version: 252}).Text() {
		t.Errorf("the unit is\n%s", got)
	}
	if info, err := os.Stat(path); err != nil || info.Mode() != 0o644 {
		t.Errorf("mode %v, error %v; want 0644", info.Mode(), err)
	}

	if _, err := Install(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	wantCalls(t, f, asksVersion, "daemon-reload", "enable daybreak.service", asksVersion, asksStatus, "start daybreak.service")

	o.Args = []string{"run", "--config", "/x"}
	if _, err := Install(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	wantCalls(t, f, asksVersion, "daemon-reload", "enable daybreak.service", "restart daybreak.service")

	if err := Uninstall(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	wantCalls(t, f, asksVersion, "disable --now daybreak.service", "daemon-reload", "reset-failed daybreak.service")
	if _, err := os.Stat(filepath.Dir(filepath.Dir(path))); err == nil {
		t.Error("empty folders are left behind")
	}
	if err := Uninstall(t.Context(), o); err != nil {
		t.Errorf("nothing installed: %v", err)
	}
	wantCalls(t, f)
}

func TestInstallRefuses(t *testing.T) {
	tests := []struct {
		name  string
		setup func(t *testing.T, o *Options, f *fake, path string)
		says  string
		hint  string
	}{
		{"a go run build", func(t *testing.T, o *Options, _ *fake, _ string) {
			o.Exec = "/tmp/go-build123/b001/exe/daybreak"
		}, "does not last", "make build"},
		{"a build from the cache", func(t *testing.T, o *Options, _ *fake, _ string) {
			o.Exec = "/home/a/.cache/go-build/3f/3fa-d/daybreak"
		}, "does not last", "go install"},
		{"a relative path", func(t *testing.T, o *Options, _ *fake, _ string) { o.Exec = "daybreak" }, "not absolute", ""},
		{"no program", func(t *testing.T, o *Options, _ *fake, _ string) { o.Exec += "x" }, "no such file", ""},
		{"a folder", func(t *testing.T, o *Options, _ *fake, _ string) { o.Exec = filepath.Dir(o.Exec) }, "not a program", ""},
		{"somebody else's unit", func(t *testing.T, o *Options, _ *fake, path string) {
			write(t, path, "[Service]\nExecStart=/bin/true\n")
		}, "did not install", "move it away"},
		{"no systemctl", func(t *testing.T, o *Options, f *fake, _ string) {
			f.fail = map[string]error{"show": &exec.Error{Name: "systemctl", Err: exec.ErrNotFound}}
		}, "find systemd", "daybreak run"},
		{"no manager", func(t *testing.T, o *Options, f *fake, _ string) {
			f.fail = map[string]error{"show": errors.New("failed to connect to bus")}
		}, "reach the systemd user manager", "log in"},
		{"no home", func(t *testing.T, o *Options, _ *fake, _ string) {
			o.Getenv = func(string) string { return "" }
		}, "HOME", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := &fake{}
			o, path := options(t, f)
			tt.setup(t, &o, f, path)
			before, _ := os.ReadFile(path)
			_, err := Install(t.Context(), o)
			if err == nil || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("error %v, want one that says %q", err, tt.says)
			}
			var h *HintError
			if errors.As(err, &h) != (tt.hint != "") || h != nil && !strings.Contains(h.Hint, tt.hint) {
				t.Errorf("hint of %#v, want %q", err, tt.hint)
			}
			if after, _ := os.ReadFile(path); string(after) != string(before) {
				t.Errorf("it wrote %q", after)
			}
		})
	}
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestInstallSaysWhyTheServiceDoesNotStart(t *testing.T) {
	f := &fake{fail: map[string]error{"restart": errors.New("exit status 1: job failed")}}
	o, _ := options(t, f)
	_, err := Install(t.Context(), o)
	var h *HintError
	if !errors.As(err, &h) || !strings.Contains(err.Error(), "job failed") || !strings.Contains(h.Hint, "service logs") {
		t.Errorf("error %v", err)
	}
}

func TestInstallWhereNothingCanBeConfined(t *testing.T) {
	for code, unconfined := range map[string]bool{"217": true, "218": true, "226": true, "2": false, "203": false} {
		t.Run(code, func(t *testing.T) {
			f := &fake{fail: map[string]error{"restart": errors.New("job failed")}, main: code}
			o, path := options(t, f)
			done, err := Install(t.Context(), o)
			if err == nil || done.Unconfined != unconfined {
				t.Errorf("installed %+v, error %v", done, err)
			}
			text := read(t, path)
			if strings.Contains(text, "ProtectHome=") == unconfined || !strings.Contains(text, "RestrictAddressFamilies=AF_UNIX\n") {
				t.Errorf("the unit is\n%s", text)
			}
		})
	}
}

func TestInstallHandsPlacesOn(t *testing.T) {
	f := &fake{}
	o, _ := options(t, f)
	home := o.Getenv("HOME")
	set := map[string]string{"HOME": home, "XDG_STATE_HOME": home + "/my 100% state", "XDG_CONFIG_HOME": home + "/cfg"}
	o.Getenv = func(key string) string { return set[key] }
	done, err := Install(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	text := read(t, done.Path)
	for _, want := range []string{
		"Environment=XDG_CONFIG_HOME=" + home + "/cfg\n",
		`Environment="XDG_STATE_HOME=` + home + "/my 100%% state\"\n",
		`ReadWritePaths="-` + home + `/my 100%% state/daybreak"` + "\n",
		`mkdir -p -m 0700 "` + home + "/my 100%% state/daybreak\"\n",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	set["XDG_STATE_HOME"] = "relative"
	if _, err := Install(t.Context(), o); err != nil || strings.Contains(read(t, done.Path), "relative") {
		t.Errorf("a relative folder counts: %v", err)
	}
	set["XDG_STATE_HOME"] = home + "/a\nb"
	if _, err := Install(t.Context(), o); err == nil {
		t.Error("a line break in a path was taken")
	}
}

func TestMajorVersion(t *testing.T) {
	for text, want := range map[string]int{"252 (252.38-1~deb12u1)\n": 252, "257.9-1": 257, "259~rc1": 259, "254": 254, "": 0, "v2": 0} {
		if got := majorVersion(text); got != want {
			t.Errorf("%q is %d, want %d", text, got, want)
		}
	}
}

func TestUninstallWithoutAManagerStillRemoves(t *testing.T) {
	f := &fake{fail: map[string]error{"show": errors.New("no bus")}}
	o, path := options(t, f)
	write(t, path, Unit{Exec: o.Exec, Args: []string{"run"}}.Text())
	link := wantsLink(path)
	if err := os.MkdirAll(filepath.Dir(link), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(path, link); err != nil {
		t.Fatal(err)
	}
	if err := Uninstall(t.Context(), o); err == nil || !strings.Contains(err.Error(), "no bus") {
		t.Errorf("error %v, want what could not be done", err)
	}
	if _, err := os.Stat(filepath.Dir(filepath.Dir(path))); err == nil {
		t.Error("something is left behind")
	}
}

func TestUninstallLeavesWhatIsNotOurs(t *testing.T) {
	f := &fake{}
	o, path := options(t, f)
	write(t, path, "[Service]\n")
	if err := Uninstall(t.Context(), o); err == nil || read(t, path) != "[Service]\n" {
		t.Errorf("error %v, and the unit is %q", err, read(t, path))
	}
	// A package's unit, enabled by the user.
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	link := wantsLink(path)
	write(t, filepath.Join(filepath.Dir(link), "other"), "")
	if err := os.Symlink("/usr/lib/systemd/user/"+Name, link); err != nil {
		t.Fatal(err)
	}
	if err := Uninstall(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Lstat(link); err != nil {
		t.Errorf("a package's link is gone: %v", err)
	}
	wantCalls(t, f)
}

func TestCallsEndAtTheirDeadline(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	start := time.Now()
	if _, err := runProgram(ctx, "sh", "-c", "sleep 60"); err == nil {
		t.Error("a call that was cut short is no error")
	}
	if took := time.Since(start); took > 10*time.Second {
		t.Errorf("took %v", took)
	}
	_, err := runProgram(t.Context(), "sh", "-c", "echo why >&2; exit 3")
	if err == nil || !strings.Contains(err.Error(), "why") {
		t.Errorf("error %v, want what the program said", err)
	}
}
