package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"daybreak/internal/config"
	"daybreak/internal/ledger"
	"daybreak/internal/rig"
	"daybreak/internal/service"
)

// TestDocsNameTheSameCommands holds README and --help against the program.
func TestDocsNameTheSameCommands(t *testing.T) {
	var want []string
	for _, c := range newManual().commands {
		want = append(want, strings.TrimPrefix(c.path, "daybreak "))
	}
	same(t, "README", column(t, "../../README.md", "command"), want)
	same(t, "--help", helpLists(t), want)
}

var listed = regexp.MustCompile(`(?s)Available Commands:\n(.*?)\n\n`)

// helpLists returns the commands that --help lists, those of lists included.
func helpLists(t *testing.T, of ...string) []string {
	t.Helper()
	block := listed.FindStringSubmatch(helpOf(t, append(of, "--help")...))
	if block == nil {
		return []string{strings.Join(of, " ")}
	}
	var all []string
	for line := range strings.SplitSeq(block[1], "\n") {
		all = append(all, helpLists(t, append(slices.Clone(of), strings.Fields(line)[0])...)...)
	}
	return all
}

func TestDocsExitStatus(t *testing.T) {
	same(t, "exit status", column(t, commandsPage, "code"), append(valuesOf(t, "root.go", "exitFailed"), "0"))
}

// TestDocsEnvironment finds every variable that the program asks for by name.
func TestDocsEnvironment(t *testing.T) {
	read := map[string]bool{"DAYBREAK_COMPLETION_DESCRIPTIONS": true} // cobra reads it
	err := filepath.WalkDir("../..", func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "testdata" || d.Name() == "rig" || d.Name() == ".git"):
			return fs.SkipDir
		case strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "_test.go"):
			asked(t, path, read)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(read) < 10 {
		t.Errorf("only %d variables: is getenv called something else?", len(read))
	}
	same(t, "environment", column(t, commandsPage, "variable"), slices.Sorted(maps.Keys(read)))
}

func asked(t *testing.T, path string, read map[string]bool) {
	f, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(f, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok || len(call.Args) != 1 {
			return true
		}
		name := ""
		switch fun := call.Fun.(type) {
		case *ast.Ident:
			name = fun.Name
		case *ast.SelectorExpr:
			name = fun.Sel.Name
		}
		if lit, ok := call.Args[0].(*ast.BasicLit); ok && (name == "Getenv" || name == "getenv" || name == "LookupEnv") {
			key, _ := strconv.Unquote(lit.Value)
			read[key] = true
		}
		return true
	})
}

// TestDocsFiles makes everything that the program keeps and looks for it in
// the list.
func TestDocsFiles(t *testing.T) {
	user := t.TempDir()
	getenv := lookup([]string{"HOME=" + user})
	a := &app{getenv: getenv}
	path, err := a.configPath()
	if err != nil {
		t.Fatal(err)
	}
	unit, err := service.Path(getenv)
	if err != nil {
		t.Fatal(err)
	}
	state, err := ledger.Dir(getenv)
	if err != nil {
		t.Fatal(err)
	}
	book, err := ledger.Open(state, ledger.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := book.Append(t.Context(), ledger.Event{Start: &ledger.Start{Date: 1, Origin: "test"}}); err != nil {
		t.Fatal(err)
	}
	held, err := ledger.LockDaemon(state, os.Getpid(), time.Now())
	if err != nil {
		t.Fatal(err)
	}
	defer held.Release()
	if err := (&home{dir: state, good: []byte("x"), added: []byte(`[{"Name": "mine.yaml"}]`)}).keepGood(); err != nil {
		t.Fatal(err)
	}
	made := []string{path, filepath.Join(config.PromptsFolder(path), "mine.yaml"), unit, state + "/"}
	err = filepath.WalkDir(state, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			made = append(made, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, m := range made {
		m = strings.Replace(m, user, "~", 1)
		if ext := filepath.Ext(m); ext == ".jsonl" || filepath.Base(m) == "mine.yaml" {
			m = filepath.Dir(m) + "/*" + ext
		}
		want = append(want, m)
	}
	same(t, "files", column(t, commandsPage, "file"), want)
}

// TestDocsManPage has the man pages read by the programs that show them.
func TestDocsManPage(t *testing.T) {
	for page, shows := range map[string][]string{
		manPage:  {"daybreak why [REMINDER] [--days N] [--json]", "$XDG_STATE_HOME moves it", "daybreak.yaml(5)"},
		yamlPage: {`quiet_hours Quiet hours. From and to, in quotes, or off. Default: "22:30-07:00".`, "name: Morning walk", "did you mean days?"},
	} {
		for _, args := range [][]string{
			{"man", "--warnings", "-l", page},
			{"groff", "-man", "-ww", "-z", "-Tutf8", page},
			{"mandoc", "-T", "lint", "-W", "style", page},
		} {
			t.Run(args[0]+" "+filepath.Base(page), func(t *testing.T) { lintPage(t, args, shows) })
		}
	}
}

// lintPage runs a program that has nothing to say of a page; man shows it, and
// what it has to show.
func lintPage(t *testing.T, args, shows []string) {
	cmd := exec.CommandContext(t.Context(), rig.Need(t, args[0])[0], args[1:]...)
	cmd.Env = environment(t.TempDir(), "MANWIDTH=80", "MAN_KEEP_FORMATTING=")
	var out, errs strings.Builder
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil || errs.Len() > 0 || args[0] != "man" && out.Len() > 0 {
		t.Fatalf("%q: %v\n%s%s", args, err, &errs, &out)
	}
	if args[0] != "man" {
		return
	}
	shown := strings.Join(strings.Fields(out.String()), " ")
	for _, want := range shows {
		if !strings.Contains(shown, want) {
			t.Errorf("the page does not show %q:\n%s", want, &out)
		}
	}
}
