package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"sort"
	"strconv"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"
)

// syntax reports what yaml.v3 says of a file that is not YAML, in plainer
// words and at a better place where one can be found.
func (p *parser) syntax(data []byte, err error) {
	line, msg := syntaxLine(below(data, err))
	line--
	lines := splitLines(bytes.TrimPrefix(data, bom))
	name, lost := strings.CutPrefix(msg, "unknown anchor '")
	if lost && p.aliasIn(lines, strings.TrimSuffix(name, "' referenced")) {
		return
	}
	told := knownSyntax()[msg]
	switch {
	case told.far: // yaml.v3 names where the block begins, not where it breaks
		line = linesUntil(lines, msg)
	case told.parser: // and counts from 0 here
		line++
	}
	line = min(max(line, 1), len(lines))
	for line > 1 && strings.TrimSpace(lines[line-1]) == "" {
		line-- // it gave up at the end; the mistake is in what came before
	}
	if !lost && p.mistakeNear(lines, line) {
		return
	}
	if told.msg == "" {
		told.msg = "is not YAML: " + msg
	}
	indent := len(lines[line-1]) - len(strings.TrimLeft(lines[line-1], " "))
	p.fault(&yaml.Node{Line: line, Column: indent + 1}, "", told.msg, told.hint)
}

// aliasIn reports the first alias of that name, of which yaml.v3 does not say
// where it stands.
func (p *parser) aliasIn(lines []string, name string) bool {
	alias := regexp.MustCompile(`(?:^|[\s\[{,:?-])(\*` + regexp.QuoteMeta(name) + `)(?:[^a-zA-Z0-9_-]|$)`)
	for i, l := range lines {
		if at := alias.FindStringSubmatchIndex(l); at != nil && !strings.HasPrefix(strings.TrimSpace(l), "#") {
			if col, what, hint := mistake(l); hint != "" {
				p.fault(&yaml.Node{Line: i + 1, Column: col}, "", "is not YAML: "+what, hint)
			} else {
				p.notAlias(&yaml.Node{Line: i + 1, Column: runes(l[:at[2]]) + 1, Value: name})
			}
			return true
		}
	}
	return false
}

// below returns the error that yaml.v3 has, instead of err, for data one line
// further down: it forgets where something began when that was the first line.
func below(data []byte, err error) error {
	dec := yaml.NewDecoder(io.MultiReader(strings.NewReader("#\n"), bytes.NewReader(bytes.TrimPrefix(data, bom))))
	for {
		var n yaml.Node
		switch again := dec.Decode(&n); {
		case errors.Is(again, io.EOF):
			return err
		case again != nil:
			return again
		}
	}
}

// mistakeNear reports a mistake that mistake knows: yaml.v3 may stumble a line
// before or after it.
func (p *parser) mistakeNear(lines []string, line int) bool {
	for _, l := range []int{line, line - 1, line + 1} {
		if l < 1 || l > len(lines) {
			continue
		}
		if col, what, hint := mistake(lines[l-1]); hint != "" {
			p.fault(&yaml.Node{Line: l, Column: col}, "", "is not YAML: "+what, hint)
			return true
		}
	}
	return false
}

// syntaxWords say a message of yaml.v3 so that it helps.
type syntaxWords struct {
	msg, hint   string
	far, parser bool
}

// knownSyntax has words for the commonest messages of yaml.v3.
func knownSyntax() map[string]syntaxWords {
	return map[string]syntaxWords{
		"found unexpected end of stream":                 {"is not YAML: a quotation mark on this line is never closed", "put the same mark where the text ends", false, false},
		"found unknown escape character":                 {"is not YAML: a backslash between double quotation marks begins an escape", "use single quotation marks, or write two backslashes", false, false},
		"did not find expected ',' or ']'":               {"is not YAML: a list in [ ] is not closed, or lacks a comma", "put commas between the items, and ] after the last", false, true},
		"did not find expected ',' or '}'":               {"is not YAML: what begins with { is not closed, or lacks a comma", "put commas between the keys, and } after the last value", false, true},
		"did not find expected node content":             {"is not YAML: a list or a mapping is not closed", "close it with ] or }", false, true},
		"did not find expected key":                      {"is not YAML: a key and a colon should stand here", "indent this line like the keys it belongs to", true, false},
		"did not find expected '-' indicator":            {"is not YAML: an item with a hyphen should stand here", "indent this line like the items it belongs to", true, false},
		"could not find expected ':'":                    {"is not YAML: a key lacks its colon", "write a colon and a space after each key", false, false},
		"mapping values are not allowed in this context": {"is not YAML: a colon stands where none can", "check the indentation, and quote a value that holds a colon", false, false},
		"found undefined tag handle":                     {"is not YAML: a value cannot begin with !", "quote it, or leave out the tag", false, true},
		"found incompatible YAML document":               {"is not YAML of version 1.1 or 1.2", "leave out the line that begins with %", false, true},
		"found duplicate %YAML directive":                {"is not YAML: a second line begins with %YAML", "leave it out", false, true},
		"found duplicate %TAG directive":                 {"is not YAML: a second line begins with %TAG", "leave it out", false, true},
		"did not find expected <document start>":         {"holds a second document", secondHint, false, true},
	}
}

// syntaxLine takes the line out of the message of yaml.v3, 0 where it has none.
func syntaxLine(err error) (int, string) {
	msg := strings.TrimPrefix(err.Error(), "yaml: ")
	if rest, ok := strings.CutPrefix(msg, "line "); ok {
		if num, text, found := strings.Cut(rest, ": "); found {
			if n, err := strconv.Atoi(num); err == nil {
				return n, text
			}
		}
	}
	return 0, msg
}

// linesUntil returns how many lines it takes for yaml.v3 to come to the mistake
// that msg is about: with any more of them it says the same.
func linesUntil(lines []string, msg string) int {
	return sort.Search(len(lines), func(n int) bool {
		text := []byte(strings.Join(lines[:n], "\n"))
		_, got := syntaxLine(below(text, io.EOF))
		return got == msg
	})
}

// splitLines splits at every line break that YAML knows and plain lets pass.
func splitLines(data []byte) []string {
	return strings.Split(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(string(data)), "\n")
}

// mistake knows the mistakes in a line that YAML explains badly: the column,
// what is wrong and what to do.
func mistake(line string) (int, string, string) {
	if strings.HasPrefix(strings.TrimSpace(line), "#") {
		return 0, "", ""
	}
	spaces := len(line) - len(strings.TrimLeft(line, " "))
	if strings.HasPrefix(line[spaces:], "\t") {
		return spaces + 1, "a tab indents this line", "indent with spaces"
	}
	key, value, ok := strings.Cut(line, ": ")
	value, _, _ = strings.Cut(value, " #")
	col := utf8.RuneCountInString(key) + len(": ") + 1 + len(value) - len(strings.TrimLeft(value, " "))
	value = strings.TrimSpace(value)
	switch {
	case !ok || value == "":
	case strings.HasSuffix(key, "cron") && strings.ContainsAny(value[:1], "*@"):
		return col, fmt.Sprintf("a value cannot begin with %s", value[:1]), fmt.Sprintf("quote the cron expression: %q", value)
	case strings.ContainsAny(value[:1], "*@%`"):
		return col, fmt.Sprintf("a value cannot begin with %s", value[:1]), fmt.Sprintf("quote it: %q", value)
	case strings.Contains(value, ": ") && !strings.ContainsAny(value[:1], "{[\"'"):
		return col, "a value with a colon has to be quoted", fmt.Sprintf("quote it: %q", value)
	}
	if at := badStart().FindStringSubmatchIndex(line); at != nil {
		value := strings.TrimSpace(line[at[4]:at[5]])
		hint := fmt.Sprintf("quote it: %q", value)
		if line[at[2]:at[3]] == "cron" {
			hint = fmt.Sprintf("quote the cron expression: %q", value)
		}
		return runes(line[:at[4]]) + 1, fmt.Sprintf("a value cannot begin with %s", value[:1]), hint
	}
	return mistyped(line)
}
