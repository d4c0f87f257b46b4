package report

import (
	"regexp"
	"strings"
	"testing"

	"daybreak/internal/config"
)

var someFaults = config.Faults{
	{File: "/home/kim/.config/daybreak/config.yaml", Line: 1, Col: 15, Path: "breakup_date", Msg: `"1.11.2026" is a date in another form`, Hint: "write year, month and day: 2026-11-01"},
	{File: "config.yaml", Line: 2, Col: 1, Msg: "is not YAML: a tab indents this line"},
	{File: "config.yaml", Line: 5, Col: 3, Path: "habits[0].\x1b[31mat", Msg: "is not a key that Daybreak knows", Hint: "the keys here are amount, at, cron, days, goal, id, late, name, say"},
}

// Elsewhere than on a terminal the text is that of the error.
func TestFaultsArePlain(t *testing.T) {
	want := strings.ReplaceAll(someFaults.Error(), "\x1b", "\ufffd") + "\n"
	if got := Faults(someFaults, Style{}); got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}

func TestFaultsOnTerminal(t *testing.T) {
	const want = "" +
		"\x1b[2m/home/kim/.config/daybreak/config.yaml:1:15:\x1b[0m\n" +
		"\x1b[1mbreakup_date:\x1b[0m \"1.11.2026\" is a date in\n" +
		"another form\n" +
		"  \x1b[2mhint:\x1b[0m \x1b[32mwrite year, month and day:\x1b[0m\n" +
		"        \x1b[32m2026-11-01\x1b[0m\n"
	if got := Faults(someFaults[:1], Style{Color: true, Width: 40}); got != want {
		t.Errorf("got:\n%q\nwant:\n%q", got, want)
	}
	colour := regexp.MustCompile("\x1b\\[[0-9]+m")
	for _, columns := range []int{40, 80, 200} {
		text := colour.ReplaceAllString(Faults(someFaults, Style{Color: true, Width: columns}), "")
		if strings.ContainsRune(text, '\x1b') || strings.Count(text, "\n\n") != 2 {
			t.Errorf("%d columns:\n%q", columns, text)
		}
		for line := range strings.SplitSeq(text, "\n") {
			if width(line) > columns && strings.Contains(line, " ") {
				t.Errorf("%d columns: %q has %d", columns, line, width(line))
			}
		}
	}
}
