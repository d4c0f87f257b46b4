package internal_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"strings"
	"testing"
)

// ownClock lists who may read the system's clock past wallclock.Now, and what
// for. What the calendar hangs on goes by the clock that it is given.
var ownClock = map[string]string{
	"internal/bus":              "deadlines of calls",
	"internal/doctor":           "how long a trial write takes",
	"internal/filewatch":        "how long a file has been left alone",
	"internal/ledger":           "the clock of a record that is given none, as in tests",
	"internal/rig":              "deadlines of real parts, in tests",
	"internal/rig/vm/guest":     "it sets the clock of the virtual machine",
	"internal/screen":           "deadlines of calls, and pauses between tries",
	"internal/service":          "deadlines of calls",
	"internal/sim":              "how long many histories took",
	"internal/sim/cmd/mutants":  "how long it took",
	"internal/sim/cmd/simulate": "new seeds for every soak",
	"internal/wallclock":        "it is the clock",
	"notify":                    "deadlines of calls, and pauses between tries",
}

// TestOneClock reads every Go file that is in the program: the clock of the
// daemon and the commands is swapped in one place, or not at all.
func TestOneClock(t *testing.T) {
	found := map[string]int{}
	err := filepath.WalkDir("..", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			return skip(name, d.Name())
		}
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		pkg := path.Dir(strings.TrimPrefix(filepath.ToSlash(name), "../"))
		reads, err := clockReads(name, nil)
		found[pkg] += len(reads)
		if ownClock[pkg] == "" {
			for _, r := range reads {
				t.Errorf("%s: take wallclock.Now, or give %s a reason in ownClock", r, pkg)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for pkg := range ownClock {
		if found[pkg] == 0 {
			t.Errorf("%s no longer reads the clock: take it out of ownClock", pkg)
		}
	}
}

// clockReads returns where a file, whose text is src unless that is nil, reads
// the system's clock through package time.
func clockReads(name string, src any) ([]string, error) {
	set := token.NewFileSet()
	f, err := parser.ParseFile(set, name, src, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	as := "" // what the file calls package time
	for _, s := range f.Imports {
		switch {
		case s.Path.Value != `"time"`:
		case s.Name != nil:
			as = s.Name.Name
		default:
			as = "time"
		}
	}
	var reads []string
	ast.Inspect(f, func(n ast.Node) bool {
		sel, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		if x, ok := sel.X.(*ast.Ident); ok && as != "" && x.Name == as {
			switch sel.Sel.Name {
			case "Now", "Since", "Until":
				reads = append(reads, fmt.Sprintf("%s: time.%s", set.Position(n.Pos()), sel.Sel.Name))
			}
		}
		return true
	})
	return reads, nil
}

func TestClockReads(t *testing.T) {
	tests := []struct {
		name, body string
		want       int
	}{
		{"a call", `import "time"; var x = time.Now()`, 1},
		{"the function itself", `import "time"; var x = time.Now`, 1},
		{"since and until", `import "time"; var a, b = time.Since(x), time.Until(x)`, 2},
		{"under another name", `import clock "time"; var x = clock.Now()`, 1},
		{"another package's", `import "time"; var x = wallclock.Now(); var d time.Duration`, 0},
		{"no package time", `import "x/time"; var x = time.Now()`, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := clockReads("x.go", "package x; "+tt.body)
			if err != nil || len(got) != tt.want {
				t.Errorf("%q, %v, want %d", got, err, tt.want)
			}
		})
	}
}
