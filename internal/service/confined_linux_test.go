package service_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"daybreak/internal/rig"
	"daybreak/internal/service"
)

// unproven are lines of the unit that no probe can tell from their absence.
var unproven = map[string]string{
	"SystemCallArchitectures": "calls of another processor's cannot be made from Go",
	"SystemCallErrorNumber":   "it is the error that the others look for",
}

// Every line that shuts the service off holds for what runs in it, and would
// not hold without the unit.
func TestRealConfinement(t *testing.T) {
	t.Parallel()
	s := rig.StartSystemd(t)
	helper := s.Put(t, buildHelper(t), "bin/daybreak")
	// A ledger that is in a synced folder.
	s.Run(t, "sh", "-c", "mkdir -p -m 0700 .local/state/daybreak Sync && ln -s ../../../Sync .local/state/daybreak/ledger")
	manager := strings.TrimSpace(s.Run(t, "readlink", "/proc/self/ns/uts"))

	outside := filepath.Join(s.Home(), "outside.json")
	s.Run(t, "sh", "-c", `umask 022; exec "$0" "$@"`, helper, "probe", outside, manager)
	inside := filepath.Join(s.Home(), ".local/state/daybreak/inside.json")
	s.Run(t, helper, "install", "probe", inside, manager)

	without, within := results(t, s, outside), results(t, s, inside)
	text := s.Run(t, "cat", query(t, s, helper).Path)
	names := regexp.MustCompile(`(?m)^(Private|Protect|Restrict|System|Lock|Memory|Capability|NoNew|ReadWrite|UMask|Limit)[A-Za-z]*=`).FindAllString(text, -1)
	if len(names) < 20 {
		t.Fatalf("only %q in\n%s", names, text)
	}
	for _, name := range names {
		name = strings.TrimSuffix(name, "=")
		if held, probed := within[name]; !held && unproven[name] == "" {
			t.Errorf("%s does not hold in the service (probed: %v)", name, probed)
		}
		if without[name] {
			t.Logf("%s cannot be told from its absence on this machine", name)
		}
	}
	for _, name := range []string{"PrivateUsers", "ProtectHome", "ProtectSystem", "RestrictAddressFamilies", "SystemCallFilter"} {
		if without[name] {
			t.Errorf("the probe of %s finds it held outside of the service", name)
		}
	}
}

func results(t *testing.T, s *rig.Systemd, file string) map[string]bool {
	t.Helper()
	var held map[string]bool
	if err := json.Unmarshal([]byte(s.Run(t, "cat", file)), &held); err != nil {
		t.Fatal(err)
	}
	return held
}

// Any folder for the record is written to from within.
func TestRealStateFolders(t *testing.T) {
	t.Parallel()
	s := rig.StartSystemd(t)
	helper := s.Put(t, buildHelper(t), "bin/daybreak")
	for _, dir := range []string{"plain", "with space", "per%cent %h", "dol$lar", `quo"te`, "it's", `back\slash`, "käse"} {
		t.Run(dir, func(t *testing.T) {
			state := filepath.Join(s.Home(), dir)
			file := filepath.Join(state, "daybreak", "probe.json")
			s.Run(t, "env", "XDG_STATE_HOME="+state, helper, "install", "probe", file, "-")
			if held := results(t, s, file); !held["ProtectHome"] {
				t.Errorf("the home is not read-only: %v", held)
			}
			s.Run(t, helper, "uninstall")
		})
	}
}

// The units are what systemd knows, and its own measure finds little exposed.
func TestRealUnitsBeforeSystemd(t *testing.T) {
	rig.Need(t, "systemd-analyze")
	t.Parallel()
	s := rig.StartSystemd(t)
	helper := s.Put(t, buildHelper(t), "bin/daybreak")
	s.Run(t, helper, "install")
	packaged, err := os.ReadFile("../../contrib/systemd/" + service.Name)
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Replace(string(packaged), "/usr/bin/daybreak", helper, 1)
	s.Run(t, "sh", "-c", `mkdir package && printf %s "$0" >package/daybreak.service`, text)
	for _, unit := range []string{query(t, s, helper).Path, filepath.Join(s.Home(), "package", service.Name)} {
		if out := s.Run(t, "sh", "-c", `systemd-analyze --user verify "$0" 2>&1`, unit); strings.TrimSpace(out) != "" {
			t.Errorf("systemd-analyze verify says:\n%s", out)
		}
		out := s.Run(t, "systemd-analyze", "security", "--offline=true", "--threshold=30", "--no-pager", unit)
		lines := strings.Split(strings.TrimSpace(out), "\n")
		t.Log(lines[len(lines)-1])
	}
}
