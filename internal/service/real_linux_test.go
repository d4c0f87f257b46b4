package service_test

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"daybreak/internal/rig"
	"daybreak/internal/service"
)

// buildHelper builds the stand-in for the daemon.
func buildHelper(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "helper")
	cmd := exec.CommandContext(t.Context(), "go", "build", "-o", path, "./testdata/helper")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return path
}

func query(t *testing.T, s *rig.Systemd, helper string) service.Status {
	t.Helper()
	var st service.Status
	if err := json.Unmarshal([]byte(s.Run(t, helper, "status")), &st); err != nil {
		t.Fatal(err)
	}
	return st
}

// until asks again and again for a state of the service that is good.
func until(t *testing.T, s *rig.Systemd, helper string, good func(service.Status) bool) service.Status {
	t.Helper()
	deadline := time.After(30 * time.Second)
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for {
		st := query(t, s, helper)
		if good(st) {
			return st
		}
		select {
		case <-deadline:
			t.Fatalf("it stays %+v", st)
		case <-tick.C:
		}
	}
}

func TestRealLifeOfTheService(t *testing.T) {
	t.Parallel()
	s := rig.StartSystemd(t)
	helper := s.Put(t, buildHelper(t), "bin/daybreak")
	units := filepath.Join(s.Home(), ".config", "systemd")

	if st := query(t, s, helper); st.Installed || st.Enabled || st.Active || !st.Since.IsZero() {
		t.Fatalf("before: %+v", st)
	}
	s.Run(t, helper, "uninstall") // nothing there is fine

	before := time.Now().Add(-time.Second)
	s.Run(t, helper, "install")
	first := query(t, s, helper)
	if !first.Installed || !first.Enabled || !first.Active || first.MainPID == 0 || first.StatusText != "given " ||
		first.State != "active (running)" || first.Path != filepath.Join(units, "user", service.Name) {
		t.Fatalf("after install: %+v", first)
	}
	if first.Since.Before(before.Truncate(time.Second)) || time.Since(first.Since) > time.Minute {
		t.Errorf("since %v, and it is %v", first.Since, time.Now())
	}

	s.Run(t, helper, "install")
	if again := query(t, s, helper); again.MainPID != first.MainPID || again.Outdated || again.Elsewhere {
		t.Errorf("a second install restarted a service that had not changed: %+v", again)
	}

	first = updated(t, s, helper, first)
	killed := time.Now()
	s.Run(t, "kill", "-KILL", fmt.Sprint(first.MainPID))
	back := until(t, s, helper, func(st service.Status) bool { return st.Active && st.MainPID != first.MainPID })
	t.Logf("back %v after SIGKILL", time.Since(killed).Round(time.Millisecond))

	s.Run(t, helper, "install", "changed")
	if st := query(t, s, helper); st.MainPID == back.MainPID || st.StatusText != "given changed" {
		t.Errorf("a changed unit was not taken up: %+v", st)
	}

	s.Run(t, helper, "uninstall")
	if _, err := os.Lstat(units); err == nil {
		t.Errorf("left behind:\n%s", s.Run(t, "find", units))
	}
	if st := query(t, s, helper); st.Installed || st.Enabled || st.Active {
		t.Errorf("after uninstall: %+v", st)
	}
}

func TestRealServiceThatCannotStart(t *testing.T) {
	t.Parallel()
	s := rig.StartSystemd(t)
	helper := s.Put(t, buildHelper(t), "bin/daybreak")
	_, err := s.Exec(t.Context(), helper, "install", "exit-2")
	if err == nil || !strings.Contains(err.Error(), "start the service") {
		t.Errorf("install says %v", err)
	}
	out := s.Run(t, "systemctl", "--user", "show", service.Name)
	for _, want := range []string{"ActiveState=failed\n", "ExecMainStatus=2\n", "NRestarts=0\n"} {
		if !strings.Contains(out, "\n"+want) {
			t.Errorf("the manager does not say %q:\n%s", want, out)
		}
	}
	s.Run(t, helper, "uninstall")
	if out := s.Run(t, "systemctl", "--user", "list-units", "--all", "--no-legend", service.Name); out != "" {
		t.Errorf("left behind in the manager: %s", out)
	}
}

func TestRealPathsAndArgumentsArriveUnchanged(t *testing.T) {
	t.Parallel()
	s := rig.StartSystemd(t)
	built := buildHelper(t)
	args := []string{"a b", "100%", "%h", "$HOME", "${HOME}", "$$", `quo"te`, "it's", `back\slash`, ";", "", "käse", "#x", "~"}
	for _, dir := range []string{"plain", "with space", "per%cent", "dol$lar", `quo"te`, "it's", `back\slash`, "käse", "a;b", "tab\there"} {
		t.Run(dir, func(t *testing.T) {
			helper := s.Put(t, built, filepath.Join(dir, "daybreak"))
			s.Run(t, helper, append([]string{"install"}, args...)...)
			st := query(t, s, helper)
			// From the kernel: the manager eats backslashes of a status text.
			_, got, _ := strings.Cut(s.Run(t, "cat", fmt.Sprintf("/proc/%d/cmdline", st.MainPID)), "\x00")
			if want := strings.Join(append([]string{"run"}, args...), "\x00") + "\x00"; got != want {
				t.Errorf("the service was given\n%q, want\n%q", got, want)
			}
			exe, err := s.Exec(t.Context(), "readlink", fmt.Sprintf("/proc/%d/exe", st.MainPID))
			if got := strings.TrimSuffix(string(exe), "\n"); err != nil || got != helper {
				t.Errorf("it runs %q, want %q (%v)", got, helper, err)
			}
			s.Run(t, helper, "uninstall")
		})
	}
}

// updated replaces the program, and installs it again. Then it moves it.
func updated(t *testing.T, s *rig.Systemd, helper string, was service.Status) service.Status {
	t.Helper()
	s.Run(t, "sh", "-c", `cp "$0" "$0.new" && mv "$0.new" "$0"`, helper)
	if st := query(t, s, helper); !st.Outdated || st.Elsewhere || st.MainPID != was.MainPID {
		t.Errorf("an update is not seen: %+v", st)
	}
	s.Run(t, helper, "install")
	st := query(t, s, helper)
	if st.MainPID == was.MainPID || st.Outdated {
		t.Errorf("an update is not running after install: %+v", st)
	}
	moved := filepath.Join(s.Home(), "elsewhere")
	s.Run(t, "mv", helper, moved)
	if st := query(t, s, moved); !st.Elsewhere {
		t.Errorf("a move is not seen: %+v", st)
	}
	s.Run(t, moved, "install")
	if now := query(t, s, moved); now.Elsewhere || now.Outdated || now.MainPID == st.MainPID {
		t.Errorf("a moved program is not running after install: %+v", now)
	}
	s.Run(t, "mv", moved, helper)
	s.Run(t, helper, "install")
	return query(t, s, helper)
}

func TestRealServiceWhereNothingCanBeConfined(t *testing.T) {
	t.Parallel()
	s := rig.StartSystemd(t)
	helper := s.Put(t, buildHelper(t), "bin/daybreak")
	if out := s.Run(t, helper, "install", "exit-217"); out != "unconfined\n" {
		t.Errorf("install says %q", out)
	}
	if st := query(t, s, helper); !st.Active {
		t.Errorf("it does not run: %+v", st)
	}
	s.Run(t, helper, "uninstall")
}
