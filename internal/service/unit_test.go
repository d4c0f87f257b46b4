package service

import (
	"encoding/xml"
	"flag"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write contrib anew")

// packaged is the unit for packagers: any version of systemd takes it.
var packaged = Unit{Exec: "/usr/bin/daybreak", Args: []string{"run"}}

// contribs are the files for packagers, and what is installed without them.
var contribs = map[string]string{
	"systemd/" + Name:              packaged.Text(),
	"systemd-254/" + backoffDropIn: "# For systemd 254 and later.\n[Service]\n" + backoff,
	"launchd/daybreak.plist":       Agent("/usr/local/bin/daybreak", []string{"run"}, nil, "/Users/YOU/Library/Logs/daybreak.log"),
}

const backoffDropIn = Name + ".d/10-backoff.conf"

func TestContribIsWhatIsInstalled(t *testing.T) {
	for name, want := range contribs {
		path := filepath.Join("../../contrib", name)
		if *update {
			write(t, path, want)
		}
		if got := read(t, path); got != want {
			t.Errorf("%s differs from what is installed (go test -update):\n%s", path, want)
		}
	}
}

// What a version of systemd does not know, its verify complains of.
func TestUnitForAVersion(t *testing.T) {
	for version, want := range map[int]bool{0: false, 252: false, 253: false, 254: true, 257: true} {
		u := packaged
		u.Version = version
		if got := strings.Contains(u.Text(), "RestartSteps="); got != want {
			t.Errorf("for systemd %d the pause grows: %v, want %v", version, got, want)
		}
	}
}

func TestUnitIsDiscreet(t *testing.T) {
	telling := regexp.MustCompile(`(?i)\b(break-?up|ex|contact|no-contact|relationship|wait)\b`)
	if found := telling.FindString(strings.Join(slices.Collect(maps.Values(contribs)), "")); found != "" {
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
		{"percent", []string{"/opt/50%/daybreak"}, `/opt/50%%/daybreak`},
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
	f.Add("/a", "\t<a href=\"x\">&amp;'\ufffe\uffff\xff\u0085</a>")
	f.Fuzz(func(t *testing.T, path, arg string) {
		if got := execStart(path, []string{arg}); strings.ContainsAny(got, "\n\r\x00") {
			t.Errorf("a line break in %q", got)
		}
		if got := Agent(path, []string{arg}, nil, arg); xml.Unmarshal([]byte(got), new(any)) != nil {
			t.Errorf("no XML: %s", got)
		}
		var want strings.Builder
		if err := xml.EscapeText(&want, []byte(arg)); err != nil || escapeXML(arg) != want.String() {
			t.Errorf("%q is escaped as %q, want %q, %v", arg, escapeXML(arg), &want, err)
		}
	})
}
