package main

import (
	"flag"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

var update = flag.Bool("update", false, "rewrite what the scripts compare with")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"daybreak": main})
}

// TestScripts runs the stories in testdata/script: each is a user at a shell,
// with an empty home, no desktop, and a clock that stands still.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:           "testdata/script",
		UpdateScripts: *update,
		Setup: func(e *testscript.Env) error {
			e.Setenv("HOME", e.WorkDir+"/home")
			e.Setenv("TZ", "Europe/Berlin")
			e.Setenv("DAYBREAK_NOW", "2026-11-23T12:00:00+01:00")
			e.Setenv("LANG", "C.UTF-8")
			e.Setenv("GORACE", race)
			return nil
		},
	})
}
