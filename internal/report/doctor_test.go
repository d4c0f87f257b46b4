package report

import (
	"strings"
	"testing"
)

func TestDoctorText(t *testing.T) {
	ok, warn := Check{State: Fine, Text: "It is well."}, Check{State: Warning, Text: "It may surprise.", Hint: "do this"}
	bad, unknown := Check{State: Wrong, Text: "It is broken\x1b[2J, and that takes more words than a line has.", Hint: "mend it with this long command"}, Check{State: Unknown, Text: "Nobody can tell."}
	for name, c := range map[string]struct {
		checks []Check
		want   string
	}{
		"fine":    {[]Check{ok}, "ok       It is well.\n\nAll is fine.\n"},
		"warned":  {[]Check{ok, warn, unknown}, "ok       It is well.\nwarn     It may surprise.\n         hint: do this\nunknown  Nobody can tell.\n\nNothing is wrong; of 3 checks, 1 found something to know.\n"},
		"unknown": {[]Check{ok, unknown}, "ok       It is well.\nunknown  Nobody can tell.\n\nNothing is wrong; of 2 checks, 1 could not be made here.\n"},
		"wrong": {[]Check{bad, warn}, "wrong    It is broken\ufffd[2J, and that takes more words than a line has.\n         hint: mend it with this long command\n" +
			"warn     It may surprise.\n         hint: do this\n\nOf 2 checks, 1 found something wrong.\n"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := NewDoctor(c.checks).Text(Style{}); got != c.want {
				t.Errorf("%s\nwant\n%s", got, c.want)
			}
		})
	}
	for line := range strings.Lines(NewDoctor([]Check{bad}).Text(Style{Width: 40})) {
		if width(strings.TrimRight(line, "\n")) > 40 {
			t.Errorf("more than 40 columns: %q", line)
		}
	}
	if got := NewDoctor([]Check{warn}).Text(Style{Width: 80, Color: true}); !strings.Contains(got, bold+"warn"+reset+"     It") || !strings.Contains(got, dim+"hint:"+reset+" do") {
		t.Errorf("colours: %q", got)
	}
}
