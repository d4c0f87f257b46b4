package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"gopkg.in/yaml.v3"
)

// MaxSize is the largest file that is read, in bytes.
const MaxSize = 1 << 20

// Options says how to read a file.
type Options struct {
	// Now is the moment, in the zone that "local" stands for. A date is in the
	// future when it is so in the zone that the file names. With the zero Now
	// none is.
	Now  time.Time
	Name string // the file's name, for faults
	// Prompts is what ReadPrompts returned of the folder beside the file; nil
	// is none.
	Prompts []byte
}

// Parse reads a config. The error is Faults with everything that is wrong;
// the notes say what is right and does nothing.
func Parse(data []byte, o Options) (Config, []string, error) {
	p := &parser{o: o, data: bytes.TrimPrefix(data, bom), c: Default(0)}
	root := p.document(data)
	if root != nil {
		p.refuseAliases(root)
	}
	if root != nil && len(p.faults) == 0 {
		p.file(root)
	}
	p.faults.sort()
	var wrong Faults
	all, err := ParsePrompts(o.Prompts, PromptsFolder(o.Name))
	if errors.As(err, &wrong) {
		p.faults = append(p.faults, wrong...)
	}
	if len(p.faults) > 0 {
		return Config{}, nil, p.faults
	}
	p.c.Prompts.Added = all
	return p.c, p.notes, nil
}

// document returns the top node of a config.
func (p *parser) document(data []byte) *yaml.Node {
	root, ok := p.only(data)
	if ok && root == nil {
		p.fault(&yaml.Node{}, "breakup_date", "is missing", missingHint)
	}
	return root
}

// only returns the top node of the one document in data, nil where there is
// nothing in it; false after a fault.
func (p *parser) only(data []byte) (*yaml.Node, bool) {
	if !p.plain(data) {
		return nil, false
	}
	dec := yaml.NewDecoder(bytes.NewReader(data))
	var doc, second yaml.Node
	switch err := dec.Decode(&doc); {
	case errors.Is(err, io.EOF):
		return nil, true
	case err != nil:
		p.syntax(data, err)
		return nil, false
	}
	switch err := dec.Decode(&second); {
	case err == nil:
		p.faultf(&second, "", secondHint, "holds a second document")
		return nil, false
	case !errors.Is(err, io.EOF):
		p.syntax(data, err)
		return nil, false
	}
	if root := doc.Content[0]; !null(root) {
		return root, true
	}
	return nil, true
}

const secondHint = "leave out everything from here on"

var bom = []byte("\ufeff")

// unplain are characters that YAML takes for a line break where no editor
// shows one, or refuses without saying where.
const unplain = "\u2028\u2029\ufeff\ufffe\uffff"

// plain reports bytes that have no place in a text file.
func (p *parser) plain(data []byte) bool {
	if len(data) > MaxSize {
		p.faultf(&yaml.Node{}, "", "is this the right file?", "is larger than 1 MiB")
		return false
	}
	line, col := 1, 1
	data = bytes.TrimPrefix(data, bom)
	for i, w := 0, 0; i < len(data); i += w {
		var r rune
		r, w = utf8.DecodeRune(data[i:])
		at := &yaml.Node{Line: line, Column: col}
		switch {
		case r == utf8.RuneError && w == 1:
			p.faultf(at, "", "save the file as UTF-8", "holds a byte that is not UTF-8 (0x%02x)", data[i])
			return false
		case !strings.ContainsRune("\t\n\r", r) && (unicode.IsControl(r) || strings.ContainsRune(unplain, r)):
			hint := "leave it out"
			if r == 0 { // a file in UTF-16 is half of them
				hint = "save the file as UTF-8, or leave it out"
			}
			p.faultf(at, "", hint, "holds a control character (%U)", r)
			return false
		case r == '\n', r == '\r' && !bytes.HasPrefix(data[i+1:], []byte("\n")):
			line, col = line+1, 1
		default:
			col++
		}
	}
	return true
}

func (p *parser) notAlias(n *yaml.Node) {
	p.faultf(n, "", fmt.Sprintf("write the value out, or quote it: %q", "*"+n.Value), "an alias (*%s) is not understood here", n.Value)
}

// refuseAliases reports anchors, aliases, merge keys and tags: edits by command
// keep the text of the file, and with them a text has more than one place.
func (p *parser) refuseAliases(n *yaml.Node) {
	switch {
	case n.Kind == yaml.AliasNode:
		p.notAlias(n)
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
