package config

import (
	"slices"

	"gopkg.in/yaml.v3"
)

// This file makes an edit on nodes: what it means, apart from how it is
// written.

func textNode(s string) *yaml.Node {
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: s, Style: yaml.DoubleQuotedStyle}
}

// node returns the value of f, as a list where it is one or asList says so.
func (f Field) node(asList bool) *yaml.Node {
	if !f.list() && !asList {
		return textNode(f.Values[0])
	}
	seq := &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq"}
	for _, v := range f.Values {
		seq.Content = append(seq.Content, textNode(v))
	}
	return seq
}

func addNode(root *yaml.Node, list List, fields []Field) {
	item := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}
	for _, f := range fields {
		item.Content = append(item.Content, textNode(f.Key), f.node(false))
	}
	seq := child(root, string(list))
	if seq == nil {
		seq = &yaml.Node{}
		root.Content = append(root.Content, textNode(string(list)), seq)
	}
	if seq.Kind != yaml.SequenceNode { // empty, or just made
		*seq = yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq"}
	}
	seq.Content = append(seq.Content, item)
}

// step is one change to a mapping: key becomes Field, or goes where Field has
// no values. A key that is not there yet comes after the key behind.
type step struct {
	key    string
	behind string
	Field
}

// steps takes a change to an item apart.
func steps(item *yaml.Node, id string, fields []Field) []step {
	has := func(key string) bool { return child(item, key) != nil }
	asked := func(key string) bool { return slices.ContainsFunc(fields, func(f Field) bool { return f.Key == key }) }
	when := "at"
	if has("cron") && !asked("at") || asked("cron") {
		when = "cron"
	}
	var all []step
	for _, f := range fields {
		switch {
		case f.Key == "cron" && has("at") && !asked("at"):
			all = append(all, step{"at", "", f})
			if has("days") && !asked("days") {
				all = append(all, step{key: "days"})
			}
		case f.Key == "at" && has("cron") && !asked("cron"):
			all = append(all, step{"cron", "", f})
		case f.Key == "name":
			all = append(all, step{"name", "", f})
			if ID(f.Values[0]) != id && !has("id") {
				all = append(all, step{"id", "name", Field{"id", []string{id}}})
			}
		case f.Key == "late" && (asked("days") || has("days") && when == "at"):
			all = append(all, step{"late", "days", f})
		default:
			all = append(all, step{f.Key, when, f})
		}
	}
	return all
}

// staysList reports whether old is a list and f is written as one in its place.
// Of several values in brackets, on one line, a single one needs no list.
func (f Field) staysList(old *yaml.Node) bool {
	n := len(old.Content)
	return old.Kind == yaml.SequenceNode &&
		(f.list() || n < 2 || old.Style&yaml.FlowStyle == 0 || old.Content[n-1].Line != old.Line)
}

// onNode makes the step on a mapping.
func (st step) onNode(m *yaml.Node) {
	i := pair(m, st.key)
	switch {
	case len(st.Values) == 0:
		m.Content = slices.Delete(m.Content, i, i+2)
	case i < 0:
		i = pair(m, st.behind) + 2
		m.Content = slices.Insert(m.Content, i, textNode(st.Key), st.node(false))
	case st.Key != st.key:
		m.Content[i], m.Content[i+1] = textNode(st.Key), st.node(false)
	default:
		m.Content[i+1] = st.node(st.staysList(m.Content[i+1]))
	}
}

// pair returns where the key stands in the content of m, -2 for nowhere.
func pair(m *yaml.Node, key string) int {
	for i := 0; i+1 < len(m.Content); i += 2 {
		if m.Content[i].Value == key {
			return i
		}
	}
	return -2
}
