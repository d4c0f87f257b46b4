package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// same compares two lists as sets.
func same(t *testing.T, what string, got, want []string) {
	t.Helper()
	for _, s := range want {
		if !slices.Contains(got, s) {
			t.Errorf("%s: %q is missing", what, s)
		}
	}
	for _, s := range got {
		if !slices.Contains(want, s) {
			t.Errorf("%s: %q is too many", what, s)
		}
	}
}

// table returns the rows of the table whose first head is head, cell by cell.
func table(t *testing.T, path, head string) [][]string {
	t.Helper()
	_, rest, ok := strings.Cut(read(t, path), "\n| "+head+" |")
	if !ok {
		t.Fatalf("%s has no table of %s", path, head)
	}
	var rows [][]string
	for line := range strings.SplitSeq(rest, "\n") {
		if !strings.HasPrefix(line, "|") && len(rows) > 0 {
			break
		}
		if strings.HasPrefix(line, "| ") {
			rows = append(rows, strings.Split(strings.Trim(line, "| "), " | "))
		}
	}
	return rows
}

var code = regexp.MustCompile("`([^`]+)`")

func codes(cell string) (all []string) {
	for _, m := range code.FindAllStringSubmatch(cell, -1) {
		all = append(all, m[1])
	}
	return all
}

// column returns what stands between backticks in the first column of a table.
func column(t *testing.T, path, head string) (all []string) {
	t.Helper()
	for _, row := range table(t, path, head) {
		all = append(all, codes(row[0])...)
	}
	return all
}

// constants returns the values of the group of constants that member is in,
// those that are written out.
func constants(t *testing.T, path, member string) map[string]string {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range f.Decls {
		values := map[string]string{}
		if g, ok := d.(*ast.GenDecl); ok && g.Tok == token.CONST {
			for _, s := range g.Specs {
				spec := s.(*ast.ValueSpec)
				if lit, ok := spec.Values[0].(*ast.BasicLit); ok {
					values[spec.Names[0].Name] = literal(lit)
				}
			}
		}
		if _, ok := values[member]; ok {
			return values
		}
	}
	t.Fatalf("%s has no constant %s", path, member)
	return nil
}

func literal(lit *ast.BasicLit) string {
	if s, err := strconv.Unquote(lit.Value); err == nil {
		return s
	}
	return lit.Value
}

func valuesOf(t *testing.T, path, member string) []string {
	return slices.Sorted(maps.Values(constants(t, path, member)))
}
