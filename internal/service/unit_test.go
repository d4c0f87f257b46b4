package service

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

const contrib = "../../contrib/systemd/" + Name

func TestContribUnitIsTheInstalledOne(t *testing.T) {
	want, err := os.ReadFile(contrib)
	if err != nil {
		t.Fatal(err)
	}
	if got := Unit("/usr/bin/daybreak", "run"); got != string(want) {
		t.Errorf("%s differs from what is installed:\n%s", contrib, got)
	}
}

func TestUnitIsDiscreet(t *testing.T) {
	telling := regexp.MustCompile(`(?i)\b(break-?up|ex|contact|no-contact|relationship|wait)\b`)
	if found := telling.FindString(Unit("/usr/bin/daybreak", "run")); found != "" {
		t.Errorf("the unit speaks of %q", found)
	}
}

func TestExecStart(t *testing.T) {
	tests := []struct {
		name string
		argv []string
		want string
	}{
		{"plain", []string{"/usr/bin/daybreak", "run"}, `/usr/bin/daybreak run`},
		{"space", []string{"/opt/my apps/daybreak", "run"}, `"/opt/my apps/daybreak" run`},
		{"percent", []string{"/opt/50%/daybreak"}, `"/opt/50%%/daybreak"`},
		{"dollar", []string{"/opt/$x/daybreak", "run"}, `:"/opt/$x/daybreak" run`},
		{"quote in an argument", []string{"/d", `a"b\`}, `/d "a\"b\\"`},
		{"quote in the path", []string{"/it's/d", "run"}, `:/bin/sh -c "exec \"$0\" \"$@\"" "/it's/d" run`},
		{"separator", []string{"/d", ";"}, `/d ";"`},
		{"empty", []string{"/d", ""}, `/d ""`},
		{"new line", []string{"/d", "a\nUser=root"}, `/d "a\x0aUser=root"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := execStart(tt.argv[0], tt.argv[1:]); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

// FuzzExecStart makes sure that nothing in a path or an argument adds a line.
func FuzzExecStart(f *testing.F) {
	f.Add("/usr/bin/daybreak", "run")
	f.Add("/a\nb", "\r\x00")
	f.Fuzz(func(t *testing.T, path, arg string) {
		if got := execStart(path, []string{arg}); strings.ContainsAny(got, "\n\r\x00") {
			t.Errorf("a line break in %q", got)
		}
	})
}
