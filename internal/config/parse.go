package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"daybreak/internal/journey"
)

// MaxSize is the largest file that is read, in bytes.
const MaxSize = 1 << 20

// Options says how to read a file.
type Options struct {
	Today journey.Date // the civil date, by which "in the future" is judged
	Name  string       // the file's name, for faults
}

// Parse reads a config. The error is Faults with everything that is wrong;
// the notes say what is right and does nothing.
func Parse(data []byte, o Options) (Config, []string, error) {
	p := &parser{o: o, c: Default(0)}
	root := p.document(data)
	if root != nil {
		p.refuseAliases(root)
	}
	if root != nil && len(p.faults) == 0 {
		p.file(root)
	}
	if len(p.faults) > 0 {
		p.faults.sort()
		return Config{}, nil, p.faults
	}
	return p.c, p.notes, nil
}

// document returns the top node of the one document in data.
func (p *parser) document(data []byte) *yaml.Node {
	if !p.plain(data) {
		return nil
	}
	dec := yaml.NewDecoder(bytes.NewReader(data))
	var doc, second yaml.Node
	switch err := dec.Decode(&doc); {
	case errors.Is(err, io.EOF):
		p.fault(&yaml.Node{}, "breakup_date", "is missing", missingHint)
		return nil
	case err != nil:
		p.syntax(data, err)
		return nil
	}
	switch err := dec.Decode(&second); {
	case err == nil:
		p.faultf(&second, "", "leave out everything from the second --- on", "holds a second document")
		return nil
	case !errors.Is(err, io.EOF):
		p.syntax(data, err)
		return nil
	}
	return doc.Content[0]
}

// plain reports bytes that have no place in a text file.
func (p *parser) plain(data []byte) bool {
	if len(data) > MaxSize {
		p.faultf(&yaml.Node{}, "", "", "is larger than 1 MiB")
		return false
	}
	line, col := 1, 1
	for i, w := 0, 0; i < len(data); i += w {
		var r rune
		r, w = utf8.DecodeRune(data[i:])
		at := &yaml.Node{Line: line, Column: col}
		switch {
		case r == utf8.RuneError && w == 1:
			p.faultf(at, "", "save the file as UTF-8", "holds a byte that is not UTF-8 (0x%02x)", data[i])
			return false
		case r < ' ' && r != '\t' && r != '\n' && r != '\r', r == 0x7f:
			p.faultf(at, "", "", "holds a control character (%U)", r)
			return false
		case r == '\n':
			line, col = line+1, 1
		case i > 0 || r != '\ufeff':
			col++
		}
	}
	return true
}

// syntax reports what yaml.v3 says of a file that is not YAML; it knows the
// line at best.
func (p *parser) syntax(data []byte, err error) {
	msg := strings.TrimPrefix(err.Error(), "yaml: ")
	line := 1
	if rest, ok := strings.CutPrefix(msg, "line "); ok {
		if num, text, found := strings.Cut(rest, ": "); found {
			if n, err := strconv.Atoi(num); err == nil {
				line, msg = n, text
			}
		}
	}
	// yaml.v3 may count a line too few or too many; what it stumbled over is
	// near.
	lines := bytes.Split(data, []byte("\n"))
	line = min(max(line, 1), len(lines))
	hint := ""
	for i := max(0, line-2); i < min(len(lines), line+1); i++ {
		if h := syntaxHint(string(lines[i])); h != "" {
			line, hint = i+1, h
			break
		}
	}
	text := string(bytes.TrimLeft(lines[line-1], " \t\ufeff"))
	col := utf8.RuneCount(lines[line-1]) - utf8.RuneCountInString(text) + 1
	p.faultf(&yaml.Node{Line: line, Column: col}, "", hint, "is not YAML: %s", msg)
}

// syntaxHint knows the mistakes that YAML explains badly.
func syntaxHint(line string) string {
	trimmed := strings.TrimLeft(line, " ")
	_, value, _ := strings.Cut(line, ": ")
	value = strings.TrimSpace(value)
	switch {
	case strings.HasPrefix(trimmed, "\t"):
		return "indent with spaces, not with tabs"
	case strings.HasPrefix(value, "*") || strings.HasPrefix(value, "@"):
		return fmt.Sprintf("quote the cron expression: %q", value)
	case strings.Contains(value, ": "):
		return "quote a value that holds a colon"
	}
	return ""
}

// refuseAliases reports anchors, aliases, merge keys and tags: edits by command
// keep the text of the file, and with them a text has more than one place.
func (p *parser) refuseAliases(n *yaml.Node) {
	switch {
	case n.Kind == yaml.AliasNode:
		p.faultf(n, "", fmt.Sprintf("write the value out, or quote it: %q", "*"+n.Value), "an alias (*%s) is not understood here", n.Value)
		return
	case n.Anchor != "":
		p.faultf(n, "", "leave it out", "an anchor (&%s) is not understood here", n.Anchor)
	case n.Tag == "!!merge":
		p.faultf(n, "", "write the keys out", "a merge key (<<) is not understood here")
	case n.Style&yaml.TaggedStyle != 0:
		p.faultf(n, "", "leave it out", "a tag (%s) is not understood here", n.Tag)
	}
	for _, c := range n.Content {
		p.refuseAliases(c)
	}
}
