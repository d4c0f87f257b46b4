// Package internal_test keeps the house in order: it fails on every import that
// docs/architecture.md does not draw.
package internal_test

import (
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

const module = "daybreak"

// everything stands for all packages of the project but the test rig.
const everything = "*"

// rigPackage gives tests the real parts; only tests may import it and what is
// below it. internal/sim is for tests as well: only its commands import it.
const rigPackage = "internal/rig"

// allowed lists, for every package, which others of the project it may import,
// and why. A package that is not here has no place in the house yet.
var allowed = map[string]map[string]string{
	"cmd/daybreak": {everything: "it wires all the others together"},
	"internal/config": {
		"scheduler":        "habits and prompts become reminders",
		"internal/journey": "dates, times of day and the wait",
		"internal/nearest": "a mistyped key gets a hint",
		"internal/places":  "where the config is",
		"internal/trust":   "what somebody else can write is no config",
	},
	"internal/ledger": {
		"scheduler":        "it stores the scheduler's records",
		"internal/journey": "the recorded start is a date",
		"internal/places":  "where the record is",
		"internal/trust":   "what somebody else can write is no record",
	},
	"internal/prompts": {
		"internal/journey": "words are chosen by the stage and the day",
	},
	"internal/report": {
		"internal/config":  "what the user asked for",
		"internal/journey": "where in the wait today is",
		"internal/prompts": "the words of a message",
		"internal/support": "whom to call",
		"scheduler":        "what came and what comes next",
	},
	"internal/doctor": {
		"internal/bus":     "connections whose calls are bounded",
		"internal/config":  "what a mistake in the config is",
		"internal/ledger":  "the record is looked at as it is read",
		"internal/report":  "what is found is told there",
		"internal/service": "what the manager knows of the service",
		"internal/trust":   "who else can write, or read",
		"notify":           "what became of a test message",
	},
	"internal/setup": {
		"internal/config":  "what it writes is a config, by the config's rules",
		"internal/journey": "dates, times of day and the wait",
		"internal/nearest": "a mistyped answer gets a hint",
	},
	"internal/support": {
		"internal/journey": "the days of its checks are dates",
	},
	"notify": {
		"internal/bus": "a connection whose calls are bounded",
	},
	"internal/screen": {
		"internal/bus": "connections whose calls are bounded",
	},
	"internal/rig/vm/guest": {
		"internal/rig/vm": "what it and the tests say to each other",
	},
	"internal/sim": {
		"scheduler":       "the real planner and loop are what is tried",
		"internal/ledger": "and the real record",
	},
	"internal/sim/cmd/simulate": {"internal/sim": "it lives through the histories"},
	"internal/sim/cmd/mutants":  {}, // it plants faults and runs the other one
	"internal":                  {}, // this test
	"internal/bench":            {everything: "it measures the program, on a home that the program's own parts make"},
	"internal/bus":              {}, // reaching a message bus
	"internal/dist":             {}, // it makes archives of the program, and is no part of it
	"internal/filewatch":        {}, // what a file holds, when that changes
	"internal/journey":          {}, // pure arithmetic
	"internal/nearest":          {}, // comparing words
	"internal/places":           {}, // folders by the system's custom
	"internal/rig":              {}, // real parts for tests, of any package
	"internal/rig/vm":           {}, // a few words
	"internal/rig/container":    {}, // nothing but tests
	"internal/service":          {}, // a unit file and a few calls
	"internal/textfile":         {}, // a file of the user's
	"internal/trust":            {}, // who else may write a file
	"internal/wallclock":        {}, // sleeping
	"scheduler":                 {}, // declares the small interfaces that it needs
}

// confined lists the modules that only some packages may import, and why.
var confined = map[string]struct {
	to    []string
	tests bool // the tests of every package may, too
	why   string
}{
	"gopkg.in/yaml.v3":           {to: []string{"internal/config"}, why: "the config is read in one place"},
	"github.com/robfig/cron/v3":  {to: []string{"scheduler"}, why: "its parser needs a guard and its Next civil time"},
	"github.com/godbus/dbus/v5":  {to: []string{"internal/bus", "internal/doctor", "internal/screen", "notify", rigPackage, rigPackage + "/vm/guest"}, tests: true, why: "supervised connections"},
	"github.com/gen2brain/beeep": {to: []string{"notify"}, why: "it can hang and leak"},
	"github.com/spf13/cobra":     {to: []string{"cmd/daybreak"}, why: "the command line is the outermost layer"},
}

// wrong says what is wrong with an import of imp in a file of pkg, a folder of
// the module; "" is nothing.
func wrong(pkg, imp string, test bool) string {
	if other, ours := strings.CutPrefix(imp, module+"/"); ours {
		return wrongOwn(pkg, other, test)
	}
	for mod, c := range confined {
		if imp != mod && !strings.HasPrefix(imp, mod+"/") || test && c.tests {
			continue
		}
		for _, p := range c.to {
			if p == pkg {
				return ""
			}
		}
		return fmt.Sprintf("%s imports %s, which belongs to %s: %s", pkg, imp, strings.Join(c.to, " and "), c.why)
	}
	return ""
}

func wrongOwn(pkg, other string, test bool) string {
	may, known := allowed[pkg]
	switch {
	case !known:
		return fmt.Sprintf("%s has no place in the table of imports", pkg)
	case isRig(other) && test, other == pkg && test, may[other] != "":
		return ""
	case isRig(other):
		return fmt.Sprintf("%s imports %s outside its tests", pkg, other)
	case may[everything] != "":
		return ""
	}
	return fmt.Sprintf("%s imports %s: imports run one way, see docs/architecture.md", pkg, other)
}

func isRig(pkg string) bool { return pkg == rigPackage || strings.HasPrefix(pkg, rigPackage+"/") }

// TestImports reads every Go file of the module, those for other systems too.
func TestImports(t *testing.T) {
	files := 0
	err := filepath.WalkDir("..", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			return skip(name, d.Name())
		}
		if strings.HasSuffix(name, ".go") {
			files++
			checkFile(t, name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if files < 10 {
		t.Fatalf("read %d files: the module is not where it was", files)
	}
	t.Logf("read the imports of %d files", files)
}

// skip leaves out what the go command leaves out.
func skip(name, base string) error {
	if name != ".." && (base == "testdata" || base == "vendor" || base[0] == '.' || base[0] == '_') {
		return fs.SkipDir
	}
	return nil
}

func checkFile(t *testing.T, name string) {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
	if err != nil {
		t.Error(err)
		return
	}
	rel, err := filepath.Rel("..", name)
	if err != nil {
		t.Fatal(err)
	}
	pkg := path.Dir(filepath.ToSlash(rel))
	if _, known := allowed[pkg]; !known {
		t.Errorf("%s: %s has no place in the table of imports", rel, pkg)
	}
	for _, s := range f.Imports {
		imp, err := strconv.Unquote(s.Path.Value)
		if err != nil {
			t.Errorf("%s: %v", rel, err)
			continue
		}
		if w := wrong(pkg, imp, strings.HasSuffix(name, "_test.go")); w != "" {
			t.Errorf("%s: %s", rel, w)
		}
	}
}

func TestWrongImports(t *testing.T) {
	tests := []struct {
		name, pkg, imp string
		test, ok       bool
	}{
		{"the command line may all", "cmd/daybreak", "daybreak/internal/ledger", false, true},
		{"but not the rig", "cmd/daybreak", "daybreak/internal/rig", false, false},
		{"nor any part of it", "cmd/daybreak", "daybreak/internal/rig/vm", false, false},
		{"its tests may the rig", "cmd/daybreak", "daybreak/internal/rig", true, true},
		{"the scheduler stands alone", "scheduler", "daybreak/internal/journey", false, false},
		{"in its tests too", "scheduler", "daybreak/notify", true, false},
		{"an outer test imports its package", "scheduler", "daybreak/scheduler", true, true},
		{"the config knows reminders", "internal/config", "daybreak/scheduler", false, true},
		{"and not the ledger", "internal/config", "daybreak/internal/ledger", false, false},
		{"an unknown package", "internal/other", "daybreak/scheduler", false, false},
		{"yaml in the config", "internal/config", "gopkg.in/yaml.v3", false, true},
		{"yaml elsewhere", "cmd/daybreak", "gopkg.in/yaml.v3", true, false},
		{"a package inside a confined module", "internal/ledger", "github.com/godbus/dbus/v5/introspect", false, false},
		{"tests may speak D-Bus", "cmd/daybreak", "github.com/godbus/dbus/v5", true, true},
		{"cron in a command", "cmd/daybreak", "github.com/robfig/cron/v3", false, false},
		{"a module that is free", "internal/ledger", "github.com/gofrs/flock", false, true},
		{"the standard library", "scheduler", "time", false, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := wrong(tt.pkg, tt.imp, tt.test); (got == "") != tt.ok {
				t.Errorf("wrong(%q, %q, %v) = %q, want it allowed: %v", tt.pkg, tt.imp, tt.test, got, tt.ok)
			}
		})
	}
}
