package config

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"daybreak/internal/nearest"
)

// parser walks the nodes of a file: nodes, not Go values, since only they know
// their place. Its readers report a fault and return false.
type parser struct {
	o        Options
	data     []byte   // the file, without a byte order mark
	lines    []string // its lines, once they are needed
	c        Config
	faults   Faults
	notes    []string
	goalRefs []goalRef
}

// The most that is told of one file: one with more faults, or with a value as
// long, is not a config.
const maxFaults, maxTold = 200, 300

func (p *parser) fault(n *yaml.Node, at, msg, hint string) {
	if len(p.faults) < maxFaults {
		f := Fault{p.o.Name, max(n.Line, 1), max(n.Column, 1), shorten(at), shorten(msg), shorten(hint)}
		p.faults = append(p.faults, f)
	}
}

func shorten(s string) string {
	if r := []rune(s); len(r) > maxTold {
		return string(r[:maxTold/2]) + "…" + string(r[len(r)-maxTold/2:])
	}
	return s
}

func (p *parser) faultf(n *yaml.Node, at, hint, format string, args ...any) {
	p.fault(n, at, fmt.Sprintf(format, args...), hint)
}

func (p *parser) note(format string, args ...any) {
	p.notes = append(p.notes, fmt.Sprintf(format, args...))
}

// keys are the keys that a mapping may have, each with what reads its value.
type keys map[string]func(n *yaml.Node, at string)

// mapping reads the keys of n in the order of the file, and reports those that
// are not known or stand there twice.
func (p *parser) mapping(n *yaml.Node, at string, known keys) {
	if n.Kind != yaml.MappingNode {
		p.notKeys(n, at, slices.Sorted(maps.Keys(known)))
		return
	}
	seen := map[string]int{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		k, v := n.Content[i], n.Content[i+1]
		sub := join(at, k.Value)
		read := known[k.Value]
		switch first, twice := seen[k.Value]; {
		case twice:
			p.faultf(k, sub, "keep one of the two", "stands here a second time; the first is on line %d", first)
		case read != nil && k.Kind == yaml.ScalarNode:
			read(v, sub)
		default:
			p.unknown(k, at, slices.Sorted(maps.Keys(known)))
		}
		if seen[k.Value] == 0 {
			seen[k.Value] = k.Line
		}
	}
}

// notKeys reports what stands in the place of keys and values.
func (p *parser) notKeys(n *yaml.Node, at string, names []string) {
	if null(n) {
		p.fault(n, at, "is empty", keysHint(names))
		return
	}
	if n.Kind == yaml.ScalarNode && n.Style == 0 {
		if _, what, hint := mistyped(n.Value); what != "" {
			p.faultf(n, at, hint, "should hold keys and values: %s", what)
			return
		}
	}
	hint := keysHint(names)
	if n.Kind == yaml.ScalarNode && slices.Contains(names, "name") {
		hint = fmt.Sprintf("write name: %s, and the rest below it", n.Value)
	}
	p.faultf(n, at, hint, "should hold keys and values, not %s", kindName(n))
}

func (p *parser) unknown(k *yaml.Node, at string, names []string) {
	if k.Kind != yaml.ScalarNode || k.Value == "" {
		p.faultf(k, at, keysHint(names), "has %s for a key", kindName(k))
		return
	}
	hint := keysHint(names)
	if n := nearest.Of(strings.ToLower(k.Value), names); n != "" {
		hint = "did you mean " + n + "?"
	}
	if plainly(k.Value) != k.Value {
		hint = lookalikeHint(k.Value, "type the line anew: a character in it only looks right",
			func(s string) bool { return slices.Contains(names, s) })
	}
	p.fault(k, join(at, k.Value), "is not a key that Daybreak knows", hint)
}

func keysHint(names []string) string { return "the keys here are " + strings.Join(names, ", ") }

func join(at, name string) string {
	if at == "" {
		return name
	}
	return at + "." + name
}

// child returns the value of a key of n, nil when n has no such key.
func child(n *yaml.Node, name string) *yaml.Node {
	if n.Kind == yaml.MappingNode {
		for i := 0; i+1 < len(n.Content); i += 2 {
			if n.Content[i].Value == name {
				return n.Content[i+1]
			}
		}
	}
	return nil
}

// list returns the items of n.
func (p *parser) list(n *yaml.Node, at string, most int) []*yaml.Node {
	switch {
	case n.Kind != yaml.SequenceNode:
		p.faultf(n, at, "begin each item with a hyphen and a space, on a line of its own", "should be a list, not %s", kindName(n))
		return nil
	case len(n.Content) > most:
		p.faultf(n, at, "leave some out", "has %d items; %d are the most", len(n.Content), most)
		return nil
	}
	return n.Content
}

func null(n *yaml.Node) bool { return n.Kind == yaml.ScalarNode && n.Tag == "!!null" }

// off reports whether n says off, as a word or as YAML's false.
func off(n *yaml.Node) bool {
	word := strings.ToLower(n.Value)
	return n.Kind == yaml.ScalarNode && (word == "off" || word == "false" || word == "no")
}

func kindName(n *yaml.Node) string {
	switch {
	case n.Kind == yaml.MappingNode:
		return "keys and values"
	case n.Kind == yaml.SequenceNode:
		return "a list"
	case null(n):
		return "nothing"
	}
	return strconv.Quote(n.Value)
}
