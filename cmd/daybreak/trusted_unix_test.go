//go:build unix

package main

import (
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"daybreak/internal/trust"
)

// shared is a machine that others use too, and a home on it that they can enter.
type shared struct {
	*alive
	env []string
}

// share returns such a home, with a config and a record in their usual places.
func share(t *testing.T) *shared {
	t.Helper()
	home, err := os.MkdirTemp("/tmp", "daybreak-")
	if err != nil {
		t.Skip(err)
	}
	t.Cleanup(func() { os.RemoveAll(home) })
	s := &shared{&alive{t: t, home: home}, environment(home, "DAYBREAK_NOW=2026-11-23T12:00:00+01:00")}
	s.put(here, "breakup_date: 2026-11-01\n")
	s.put(there+"/ledger/far.jsonl", "")
	for _, open := range []string{"", ".config", ".config/daybreak", ".local", ".local/state"} {
		s.chmod(0o755, open)
	}
	if err := trust.File(home); err != nil {
		t.Skip(err)
	}
	return s
}

// there is the state folder.
const there = ".local/state/daybreak"

func (s *shared) chmod(mode fs.FileMode, name string) { s.t.Helper(); s.do(os.Chmod(s.at(name), mode)) }

// says runs a command, and fails unless it ends with the code and prints all of
// want.
func (s *shared) says(code int, args string, want ...string) string {
	s.t.Helper()
	out, got := command(s.t, s.env, strings.Fields(args)...)
	if got != code {
		s.t.Errorf("%s: exit %d, want %d\n%s", args, got, code, out)
	}
	for _, w := range want {
		if !strings.Contains(out, w) {
			s.t.Errorf("%s does not say %q:\n%s", args, w, out)
		}
	}
	return out
}

// mends runs the command that the output names.
func (s *shared) mends(out string) {
	s.t.Helper()
	m := regexp.MustCompile(`(?m)make it yours alone: (.*)$`).FindStringSubmatch(out)
	if m == nil {
		s.t.Fatalf("no command mends it:\n%s", out)
	}
	if said, err := exec.CommandContext(s.t.Context(), "sh", "-c", m[1]).CombinedOutput(); err != nil {
		s.t.Fatalf("%s: %v, %s", m[1], err, said)
	}
}

// A config that somebody else can write is refused by every command that needs
// one, with the command that mends it.
func TestConfigWritableByOthers(t *testing.T) {
	for name, mode := range map[string]fs.FileMode{here: 0o666, ".config/daybreak": 0o777, ".config": 0o757} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := share(t)
			s.chmod(mode, name)
			out := ""
			for _, args := range []string{"status", "config check", "habit add Tea --at 09:00", "habit list", "next", "run"} {
				out = s.says(2, args, "can be written by others on this machine", "hint: look through it", s.at(name))
			}
			if data, err := os.ReadFile(s.at(here)); err != nil || string(data) != "breakup_date: 2026-11-01\n" {
				t.Errorf("it was changed: %q, %v", data, err)
			}
			s.mends(out)
			s.says(0, "config check", "fine")
			s.says(0, "status", "Day 22 of 30")
		})
	}
}

func TestInitWhereOthersCanWrite(t *testing.T) {
	s := share(t)
	s.remove(here)
	s.chmod(0o777, ".config/daybreak")
	s.says(2, "init --yes", "can be written by others", "hint: ")
	if files, err := os.ReadDir(s.at(".config/daybreak")); err != nil || len(files) > 0 {
		t.Errorf("there is %v, %v", files, err)
	}
	s.chmod(0o755, ".config/daybreak")
	s.says(0, "init --yes", "Written to ")
	if info, err := os.Stat(s.at(here)); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
}

func TestRecordWritableByOthers(t *testing.T) {
	for name, mode := range map[string]fs.FileMode{there: 0o777, ".local": 0o777} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := share(t)
			s.chmod(mode, name)
			out := ""
			for _, args := range []string{"status", "why", "run"} {
				out = s.says(1, args, "can be written by others on this machine", s.at(name))
			}
			s.mends(out)
			s.says(0, "status", "Day 22 of 30")
		})
	}
}

// What others can only read is told: of the config for good, of the record
// until the daemon has put it right.
func TestReadableByOthers(t *testing.T) {
	s := share(t)
	if out := s.says(0, "status"); strings.Contains(out, "others on this machine") {
		t.Errorf("nobody can read them:\n%s", out)
	}
	s.chmod(0o644, here)
	s.chmod(0o755, there)
	const config, record = "others on this machine can read the config (mode 0644)", "/state/daybreak\" (mode 0755); chmod 700 "
	s.says(0, "config check", "fine", "note: "+config)
	s.says(0, "status --json", config, `daybreak\" (mode 0755)`)
	p := start(t, environment(s.home), "run")
	p.waitFor("Next: ")
	p.waitFor("others had access to the folder; it is yours alone now")
	p.end(syscall.SIGTERM)
	if out := s.says(0, "status --json", config); strings.Contains(out, "(mode 0755)") {
		t.Errorf("the record as well:\n%s", out)
	}
	if info, err := os.Stat(s.at(here)); err != nil || info.Mode().Perm() != 0o644 {
		t.Errorf("the config's mode is the user's: %v, %v", info.Mode(), err)
	}
}

// To a daemon, a config that others come to be able to write is as one that does
// not load: what was set before stays, and status says what mends it.
func TestLiveConfigWritableByOthers(t *testing.T) {
	s := share(t)
	s.put(here, liveConfig(t, "First walk"))
	s.env = environment(s.home)
	s.p = start(t, s.env, "run")
	t.Cleanup(func() { s.p.end(syscall.SIGKILL) })
	s.inForce("First walk")
	s.chmod(0o666, here)
	s.do(os.WriteFile(s.at(here), []byte(liveConfig(t, "Somebody's walk")), 0o600)) // it keeps its mode
	s.p.waitFor("the config does not load; what was set before stays in force")
	out := s.says(0, "status", "First walk", "the last good one is in force", "can be written by others")
	s.says(2, "config check", "can be written by others")
	s.put(here, liveConfig(t, "Second walk"))
	s.mends(out)
	s.inForce("Second walk")
	if strings.Contains(s.p.output(), "Somebody") {
		t.Error("somebody else's config was in force")
	}
	// The same at a start, as of a service.
	s.p.end(syscall.SIGTERM)
	s.chmod(0o666, here)
	s.p = start(t, s.env, "run")
	s.p.waitFor("the config does not load; the last good one is in force")
	s.inForce("Second walk")
}

// Whatever lies where the copy of the config should, nothing waits for it, and
// what it leads to stays as it is.
func TestPlantedCopy(t *testing.T) {
	const secret = "mine\n"
	for name, plant := range map[string]func(path, victim string) error{
		"link":   func(path, victim string) error { return os.Symlink(victim, path) },
		"pipe":   func(path, _ string) error { return syscall.Mkfifo(path, 0o600) },
		"device": func(path, _ string) error { return os.Symlink("/dev/zero", path) },
		"folder": func(path, _ string) error { return os.Mkdir(path, 0o700) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := share(t)
			victim := s.at("victim")
			s.do(os.WriteFile(victim, []byte(secret), 0o600))
			s.do(plant(s.at(there+"/last-good.yaml"), victim))
			s.put(here, "wrong: true\n")
			s.says(2, "status", "wrong")
			s.put(here, liveConfig(t, "First walk"))
			p := start(t, environment(s.home), "run")
			p.waitFor("First walk\n")
			p.end(syscall.SIGTERM)
			if data, err := os.ReadFile(victim); err != nil || string(data) != secret {
				t.Errorf("it now holds %q, %v", data, err)
			}
		})
	}
}

// TestConfigOfAnother needs root: who else may give a file away, and be
// somebody else?
func TestConfigOfAnother(t *testing.T) {
	s := share(t)
	if os.Geteuid() != 0 {
		t.Skip("only root can give a file to somebody")
	}
	data, err := os.ReadFile(build(t))
	s.do(err)
	s.do(os.WriteFile(s.at("program"), data, 0o755)) // where the others can run it
	s.chmod(0o644, here)
	s.chmod(0o755, there)
	s.chmod(0o755, there+"/ledger")
	as := func(uid uint32, code int, want string) {
		t.Helper()
		cmd := exec.CommandContext(t.Context(), s.at("program"), "config", "check")
		cmd.Env = s.env
		cmd.Dir = "/"
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uid, Gid: uid}}
		out, err := cmd.CombinedOutput()
		var exit *exec.ExitError
		if err != nil && !errors.As(err, &exit) || cmd.ProcessState.ExitCode() != code || !strings.Contains(string(out), want) {
			t.Errorf("as %d: %v, want exit %d and %q:\n%s", uid, err, code, want, out)
		}
	}
	as(1234, 0, "fine") // root's, and read-only to others
	s.do(os.Chown(s.at(here), 1234, 1234))
	as(1234, 0, "fine")
	as(1235, 2, "belongs to another user (uid 1234)")
	as(0, 2, "belongs to another user (uid 1234)")
	s.do(os.Chown(filepath.Dir(s.at(here)), 1235, 1235))
	as(1234, 2, "belongs to another user (uid 1235)")
}
