package config

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"
)

// source is the text of a config beside its nodes: what a splice looks at.
// Offsets are in bytes; lines count from 0, those of nodes from 1.
type source struct {
	data   []byte
	root   *yaml.Node
	starts []int  // where each line begins, the byte order mark left out
	eol    string // how most lines end
	lost   bool   // something does not stand where its node says
}

// newSource reads data, which Parse has taken.
func newSource(data []byte) (*source, error) {
	var doc yaml.Node
	if err := yaml.Unmarshal(data, &doc); err != nil {
		return nil, err
	}
	if len(doc.Content) == 0 || len(doc.Content[0].Content) == 0 {
		return nil, errors.New("a splice left nothing")
	}
	s := &source{data: data, root: doc.Content[0], eol: "\n"}
	begin := len(data) - len(bytes.TrimPrefix(data, bom))
	s.starts = []int{begin}
	for i := begin; i < len(data); i++ {
		if data[i] == '\n' && i+1 < len(data) {
			s.starts = append(s.starts, i+1)
		}
	}
	crlf := bytes.Count(data, []byte("\r\n"))
	if crlf > bytes.Count(data, []byte("\n"))-crlf {
		s.eol = "\r\n"
	}
	// A lone CR is a line end to YAML and none here, so nothing would be found.
	s.lost = bytes.Count(data, []byte("\r")) > crlf
	return s, nil
}

// splice puts text in the place of the bytes from, up to and without to.
type splice struct {
	from, to int
	text     string
}

// spliced returns the text with every splice done, false where they overlap or
// lie outside it.
func (s *source) spliced(all ...splice) ([]byte, bool) {
	slices.SortStableFunc(all, func(a, b splice) int { return a.from - b.from })
	var b []byte
	done := 0
	for _, p := range all {
		if p.from < done || p.to < p.from || p.to > len(s.data) {
			return nil, false
		}
		b = append(append(b, s.data[done:p.from]...), p.text...)
		done = p.to
	}
	return append(b, s.data[done:]...), true
}

// lineEnd returns the offset behind line i, its line end included.
func (s *source) lineEnd(i int) int {
	if i+1 < len(s.starts) {
		return s.starts[i+1]
	}
	return len(s.data)
}

// line returns line i without its line end, "" outside the file.
func (s *source) line(i int) string {
	if i < 0 || i >= len(s.starts) {
		return ""
	}
	return strings.TrimRight(string(s.data[s.starts[i]:s.lineEnd(i)]), "\r\n")
}

// lineOf returns the line that the byte at offset belongs to.
func (s *source) lineOf(offset int) int {
	i, found := slices.BinarySearch(s.starts, offset)
	if !found {
		i--
	}
	return max(i, 0)
}

func (s *source) blank(i int) bool { return strings.TrimSpace(s.line(i)) == "" }

func (s *source) comment(i int) bool { return strings.HasPrefix(strings.TrimSpace(s.line(i)), "#") }

// indent returns the blanks that line i begins with.
func (s *source) indent(i int) int { return len(s.line(i)) - len(strings.TrimLeft(s.line(i), " ")) }

// offset returns where n begins: yaml.v3 counts columns in runes, from 1, and
// no byte order mark.
func (s *source) offset(n *yaml.Node) int {
	if n.Line < 1 || n.Line > len(s.starts) {
		s.lost = true
		return len(s.data)
	}
	at := s.starts[n.Line-1]
	for range n.Column - 1 {
		_, w := utf8.DecodeRune(s.data[at:])
		at += w
	}
	return at
}

// at returns the byte at offset, 0 behind the end.
func (s *source) at(offset int) byte {
	if offset < len(s.data) {
		return s.data[offset]
	}
	return 0
}

// end returns the offset behind the last byte of n. Of a block scalar (| or >)
// it is the end of its first line; sweep finds the rest.
func (s *source) end(n *yaml.Node) int {
	begin := s.offset(n)
	if n.Kind == yaml.ScalarNode {
		return s.scalarEnd(n, begin)
	}
	last := begin
	if c := s.at(begin); c == '[' || c == '{' {
		last++
	}
	if len(n.Content) > 0 {
		last = s.end(n.Content[len(n.Content)-1])
	}
	if c := s.at(begin); n.Style&yaml.FlowStyle == 0 || c != '[' && c != '{' {
		return last
	}
	return s.closing(last) + 1
}

// closing returns the offset of the bracket that closes a flow collection, of
// which nothing but commas, blanks and comments stands after offset.
func (s *source) closing(offset int) int {
	for ; offset < len(s.data); offset++ {
		switch c := s.data[offset]; c {
		case ']', '}':
			return offset
		case ' ', '\t', '\r', '\n', ',':
		case '#':
			offset = s.starts[s.lineOf(offset)] + len(s.line(s.lineOf(offset))) - 1
		default:
			s.lost = true
		}
	}
	s.lost = true
	return len(s.data) - 1
}

func (s *source) scalarEnd(n *yaml.Node, begin int) int {
	switch {
	case n.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle) != 0:
		return s.quotedEnd(begin)
	case n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		line := s.lineOf(begin)
		return s.starts[line] + len(s.line(line))
	}
	return s.plainEnd(n.Value, begin)
}

// quotedEnd returns the end of the quoted scalar at begin.
func (s *source) quotedEnd(begin int) int {
	quote := s.at(begin)
	for i := begin + 1; i < len(s.data); i++ {
		switch c := s.data[i]; {
		case c == '\\' && quote == '"':
			i++
		case c == quote && quote == '\'' && s.at(i+1) == '\'':
			i++
		case c == quote:
			return i + 1
		}
	}
	s.lost = true
	return len(s.data)
}

// plainEnd follows value through the text: a blank of it may stand for a line
// end and the indentation after it.
func (s *source) plainEnd(value string, at int) int {
	space := func(c byte) bool { return c == ' ' || c == '\t' || c == '\r' || c == '\n' }
	for i := 0; i < len(value); {
		switch {
		case space(value[i]):
			for ; i < len(value) && space(value[i]); i++ {
			}
			for ; space(s.at(at)); at++ {
			}
		case value[i] == s.at(at):
			i, at = i+1, at+1
		default:
			s.lost = true
			return at
		}
	}
	return at
}

// sweep returns the last line, from line on, that is part of what begins in
// the column before: deeper than it, with blank lines only in between.
// Comments count like all else.
func (s *source) sweep(line, column int) int {
	for next := line + 1; next < len(s.starts); next++ {
		switch {
		case s.blank(next):
		case s.indent(next) > column:
			line = next
		default:
			return line
		}
	}
	return line
}

// after returns the splice that puts lines below a line. The last line of the
// file keeps its line end, or its lack of one.
func (s *source) after(line int, lines ...string) splice {
	at := s.lineEnd(line)
	text := strings.Join(lines, s.eol)
	if at == len(s.data) && !bytes.HasSuffix(s.data, []byte("\n")) {
		return splice{at, at, s.eol + text}
	}
	return splice{at, at, text + s.eol}
}

// without returns the splice that takes the lines first to last away.
func (s *source) without(first, last int) splice {
	from, to := s.starts[first], s.lineEnd(last)
	if to == len(s.data) && !bytes.HasSuffix(s.data, []byte("\n")) && first > 0 {
		from = s.starts[first-1] + len(s.line(first-1))
	}
	return splice{from, to, ""}
}
