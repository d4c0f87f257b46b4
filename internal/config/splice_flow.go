package config

import (
	"bytes"
	"strings"

	"gopkg.in/yaml.v3"
)

// flowAppend puts text at the end of a collection in brackets or braces: behind
// its last item, or on a line of its own where that has one.
func (s *source) flowAppend(n *yaml.Node, text string) {
	if len(n.Content) == 0 {
		at := s.end(n) - 1
		s.do(splice{at, at, text})
		return
	}
	last := n.Content[len(n.Content)-1]
	first := last
	if n.Kind == yaml.MappingNode {
		first = n.Content[len(n.Content)-2]
	}
	end := s.end(last)
	comma := s.comma(end)
	line := s.lineOf(end)
	switch begin := s.offset(first); {
	case s.lost:
	case s.startsLine(begin) && s.lineOf(s.closing(end)) > line:
		lead := string(s.data[s.starts[s.lineOf(begin)]:begin])
		if comma < 0 {
			s.do(splice{end, end, ","}, s.after(line, lead+text))
		} else {
			s.do(s.after(s.lineOf(comma), lead+text+","))
		}
	case comma < 0:
		s.do(splice{end, end, ", " + text})
	default:
		s.do(splice{comma + 1, comma + 1, " " + text + ","})
	}
}

// comma returns where the comma behind an item stands, -1 for none: blanks and
// comments may stand before it.
func (s *source) comma(end int) int {
	for i := end; i < len(s.data); i++ {
		switch s.data[i] {
		case ',':
			return i
		case ' ', '\t', '\r', '\n':
		case '#':
			line := s.lineOf(i)
			i = s.starts[line] + len(s.line(line)) - 1
		default:
			return -1
		}
	}
	return -1
}

// startsLine reports whether nothing but blanks stands before offset.
func (s *source) startsLine(offset int) bool {
	return len(bytes.TrimSpace(s.data[s.starts[s.lineOf(offset)]:offset])) == 0
}

// flowRemove takes item i out of a list in brackets, with a comma: with its
// lines, where no other item is on them.
func (s *source) flowRemove(seq *yaml.Node, i int) {
	begin, end := s.offset(seq.Content[i]), s.end(seq.Content[i])
	comma := s.comma(end)
	behind := max(end, comma+1)
	first, last := s.lineOf(begin), s.lineOf(behind-1)
	rest := strings.TrimSpace(string(s.data[behind : s.starts[last]+len(s.line(last))]))
	switch {
	case s.lost:
	case s.startsLine(begin) && (rest == "" || strings.HasPrefix(rest, "#")):
		for first > 0 && s.comment(first-1) {
			first--
		}
		cut := []splice{s.without(first, last)}
		if i > 0 && comma < 0 { // the item before is the last now, without a comma as this one was
			before := s.comma(s.end(seq.Content[i-1]))
			cut = append(cut, splice{before, before + 1, ""})
		}
		s.do(cut...)
	case i+1 < len(seq.Content):
		s.do(splice{begin, s.offset(seq.Content[i+1]), ""})
	case i > 0:
		s.do(splice{s.end(seq.Content[i-1]), end, ""})
	default:
		s.do(splice{begin, behind, ""})
	}
}
