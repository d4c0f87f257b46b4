package config

import (
	"strings"

	"gopkg.in/yaml.v3"
)

// itemLines returns the first and the last line of item i of a list in lines,
// without the comments above it.
func (s *source) itemLines(seq *yaml.Node, i int) (first, last int) {
	item, dash := seq.Content[i], seq.Column-1
	first = item.Line - 1
	if !s.dashAt(first, dash) { // the hyphen stands alone, above
		for first--; first > 0 && (s.blank(first) || s.comment(first)); first-- {
		}
	}
	if first < 0 || !s.dashAt(first, dash) {
		s.lost = true
		return 0, 0
	}
	return first, s.sweep(s.lineOf(max(s.end(item)-1, s.starts[first])), dash)
}

func (s *source) dashAt(line, column int) bool {
	return s.indent(line) == column && strings.HasPrefix(s.line(line)[column:], "-")
}

// own returns the first of the comment lines directly above an item that begins
// on line. What is indented deeper than its hyphen belongs to the item before.
func (s *source) own(seq *yaml.Node, i, line int) int {
	for line > 0 && s.comment(line-1) && (i == 0 || s.indent(line-1) < seq.Column) {
		line--
	}
	return line
}

// blockAppend puts lines behind the last item, below a blank line where the
// items have one between them.
func (s *source) blockAppend(seq *yaml.Node, lines []string) {
	n := len(seq.Content)
	first, last := s.itemLines(seq, n-1)
	if top := s.own(seq, n-1, first); n > 1 && top > 0 && s.blank(top-1) {
		lines = append([]string{""}, lines...)
	}
	s.do(s.after(last, lines...))
}

// withoutItem returns the splice that takes an item away with the comments that
// belong to it, and the blank lines that parted it from the item before, or
// the first item from the second.
func (s *source) withoutItem(seq *yaml.Node, i int) splice {
	first, last := s.itemLines(seq, i)
	first = s.own(seq, i, first)
	switch {
	case i > 0:
		for first > 0 && s.blank(first-1) {
			first--
		}
	case len(seq.Content) > 1:
		for last+1 < len(s.starts) && s.blank(last+1) {
			last++
		}
	}
	return s.without(first, last)
}

// insertPair puts a key and its value behind the pair at, in a line of its own
// or in the same braces.
func (s *source) insertPair(m *yaml.Node, at int, f Field) {
	if at < 0 {
		s.lost = true
		return
	}
	l := look{keys: m.Content[0].Style&quoted != 0, quote: s.quoteIn(s.root)}
	if s.isFlow(m) {
		end := s.end(m.Content[at+1])
		s.do(splice{end, end, ", " + l.pair(f)})
		return
	}
	_, last := s.pairLines(m, at)
	s.do(s.after(last, strings.Repeat(" ", m.Column-1)+l.pair(f)))
}

// pairLines returns the lines of a key and its value.
func (s *source) pairLines(m *yaml.Node, at int) (first, last int) {
	first = m.Content[at].Line - 1
	return first, s.sweep(s.lineOf(max(s.end(m.Content[at+1])-1, s.offset(m.Content[at]))), m.Column-1)
}

// removePair takes a key and its value away. Comments above it stay.
func (s *source) removePair(m *yaml.Node, at int) {
	switch first, last := s.pairLines(m, at); {
	case at == 0 && len(m.Content) > 2:
		s.do(splice{s.offset(m.Content[0]), s.offset(m.Content[2]), ""})
	case at == 0:
		s.lost = true
	case s.isFlow(m):
		s.do(splice{s.end(m.Content[at-1]), s.end(m.Content[at+1]), ""})
	default:
		s.do(s.without(first, last))
	}
}
