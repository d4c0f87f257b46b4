package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/term"

	"daybreak/internal/report"
)

// style is styleOf stdout.
func (a *app) style() report.Style { return a.styleOf(a.stdout) }

// styleOf returns what an output can show: colour and lines of a width on a
// terminal only, and a frame beyond ASCII where the locale says UTF-8.
func (a *app) styleOf(out io.Writer) report.Style {
	dumb := a.getenv("TERM") == "dumb"
	locale := a.getenv("LC_ALL")
	if locale == "" {
		locale = a.getenv("LC_CTYPE")
	}
	if locale == "" {
		locale = a.getenv("LANG")
	}
	utf8 := strings.Contains(strings.ToUpper(strings.ReplaceAll(locale, "-", "")), "UTF8")
	return report.Style{
		Color: isTerminal(out) && a.getenv("NO_COLOR") == "" && !dumb,
		ASCII: dumb || !utf8,
		Width: a.width(out),
	}
}

// The columns that are believed of COLUMNS, and those of a terminal that does
// not know how wide it is.
const (
	leastColumns, mostColumns = 20, 1000
	usualColumns              = 80
)

// width returns the columns of the terminal that out is, where COLUMNS is set
// to a sane number that one; 0 when it is no terminal, so that what a script
// reads does not hang on a window.
func (a *app) width(out io.Writer) int {
	if !isTerminal(out) {
		return 0
	}
	n, err := strconv.Atoi(a.getenv("COLUMNS"))
	if err == nil && n >= leastColumns && n <= mostColumns {
		return n
	}
	f, _ := out.(*os.File)
	if n, _, err = term.GetSize(int(f.Fd())); err != nil || n <= 0 {
		return usualColumns
	}
	return n
}

// printJSON prints v as one JSON object. What could drive a terminal, in a line
// of another device's record, is escaped: the same JSON, in other characters.
func (a *app) printJSON(v any) error {
	data, err := json.MarshalIndent(v, "", " ")
	if err != nil {
		return fail(exitFailed, err)
	}
	_, err = fmt.Fprintln(a.stdout, escapeJSON(string(data)))
	return err
}

// escapeJSON escapes what report.Plain replaces. Such a character stands within
// a string of the JSON, but for the line ends.
func escapeJSON(s string) string {
	var b strings.Builder
	for _, r := range s {
		if r != '\n' && r != unicode.ReplacementChar && report.Plain(string(r)) != string(r) {
			fmt.Fprintf(&b, `\u%04x`, r)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// plainLines makes every line of an error plain: it may quote an id of the
// record or a key of the config.
func plainLines(s string) string {
	lines := strings.Split(s, "\n")
	for i := range lines {
		lines[i] = report.Plain(lines[i])
	}
	return strings.Join(lines, "\n")
}
