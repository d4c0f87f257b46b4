package config

import (
	"strings"

	"gopkg.in/yaml.v3"
)

// This file makes an edit on the text. Where something is not where it should
// be, s.lost is set and what comes out is not used.

// do makes the splices and looks at the result.
func (s *source) do(all ...splice) {
	if s.lost {
		return
	}
	data, ok := s.spliced(all...)
	if !ok {
		s.lost = true
		return
	}
	next, err := newSource(data)
	if err != nil {
		s.lost = true
		return
	}
	*s = *next
}

// isFlow reports whether a collection stands in brackets or braces.
func (s *source) isFlow(n *yaml.Node) bool { return n.Style&yaml.FlowStyle != 0 }

func (s *source) add(list List, fields []Field) {
	seq := child(s.root, string(list))
	switch {
	case seq == nil:
		s.addList(list, fields)
	case s.isFlow(s.root), s.isFlow(seq) && len(seq.Content) > 0:
		l := s.lookOf(seq)
		if null(seq) {
			from := s.offset(seq)
			s.do(splice{from, s.end(seq), s.spaced(from, "["+flowItem(fields, l)+"]")})
			return
		}
		s.flowAppend(seq, flowItem(fields, l))
	case len(seq.Content) > 0:
		s.blockAppend(seq, blockItem(fields, s.lookOf(seq), seq.Column-1))
	default:
		s.fill(list, seq, fields)
	}
}

// spaced returns text with the blank that has to stand between it and a colon.
func (s *source) spaced(from int, text string) string {
	if from > 0 && s.data[from-1] == ':' {
		return " " + text
	}
	return text
}

// fill puts the first item into a list that is there and empty: below its key,
// and the brackets or the null go.
func (s *source) fill(list List, seq *yaml.Node, fields []Field) {
	key := s.root.Content[pair(s.root, string(list))]
	from, to := s.end(key), s.end(seq)
	colon := from
	for s.at(colon) == ' ' {
		colon++
	}
	begin := s.offset(seq)
	if s.at(colon) != ':' || strings.Trim(string(s.data[begin:to]), "[] \t") != "" && !null(seq) || s.lineOf(to) != s.lineOf(colon) {
		s.lost = true
		return
	}
	line := s.lineOf(colon)
	item := s.after(line, blockItem(fields, s.lookOf(nil), s.root.Column-1+s.hang())...)
	if begin == to {
		s.do(item)
		return
	}
	s.do(splice{colon + 1, to, ""}, item)
}

// hang returns how far lists are indented below their key: as the others are,
// else as the keys of a section are.
func (s *source) hang() int {
	sections := 2
	for i := 0; i+1 < len(s.root.Content); i += 2 {
		switch n := s.root.Content[i+1]; {
		case s.isFlow(n) || len(n.Content) == 0:
		case n.Kind == yaml.SequenceNode:
			return n.Column - s.root.Column
		case n.Kind == yaml.MappingNode:
			sections = n.Column - s.root.Column
		}
	}
	return sections
}

// addList puts the list, with its first item, at the end of the file: below a
// blank line, and before what ends the document.
func (s *source) addList(list List, fields []Field) {
	l := s.lookOf(nil)
	if s.isFlow(s.root) {
		key := string(list)
		if l.keys {
			key = quote(key, l.quote)
		}
		s.flowAppend(s.root, key+": ["+flowItem(fields, l)+"]")
		return
	}
	last := len(s.starts) - 1
	for i := s.lineOf(s.end(s.root)); i < len(s.starts); i++ {
		if strings.HasPrefix(s.line(i), "...") {
			last = i - 1
			break
		}
	}
	indent := s.root.Column - 1
	key := strings.Repeat(" ", indent) + string(list) + ":"
	lines := append([]string{key}, blockItem(fields, l, indent+s.hang())...)
	if !s.blank(last) {
		lines = append([]string{""}, lines...)
	}
	s.do(s.after(last, lines...))
}

func (s *source) remove(list List, i int) {
	seq := child(s.root, string(list))
	switch {
	case s.isFlow(seq):
		s.flowRemove(seq, i)
	case len(seq.Content) > 1:
		s.do(s.withoutItem(seq, i))
	default:
		s.empty(list, seq)
	}
}

// empty takes the only item out of a list in lines, and leaves [].
func (s *source) empty(list List, seq *yaml.Node) {
	colon := s.end(s.root.Content[pair(s.root, string(list))])
	for s.at(colon) == ' ' {
		colon++
	}
	if s.at(colon) != ':' {
		s.lost = true
		return
	}
	s.do(splice{colon + 1, colon + 1, " []"}, s.withoutItem(seq, 0))
}

// step makes a step of a change on item i of the list.
func (s *source) step(st step, list List, i int) {
	if s.lost {
		return
	}
	m := s.item(list, i)
	if m == nil {
		return
	}
	at := pair(m, st.key)
	switch {
	case len(st.Values) == 0:
		s.removePair(m, at)
	case at < 0:
		s.insertPair(m, pair(m, st.behind), st.Field)
	case st.Key != st.key:
		s.replace(m.Content[at], m.Content[at+1], s.lookIn(list).pair(st.Field))
	case st.staysList(m.Content[at+1]):
		s.setList(st, list, i)
	default:
		l := s.lookIn(list)
		l.learn(m)
		s.replace(m.Content[at+1], m.Content[at+1], st.text(l))
	}
}

// item returns item i of the list, nil where an earlier step has lost it.
func (s *source) item(list List, i int) *yaml.Node {
	if seq := child(s.root, string(list)); seq != nil && i < len(seq.Content) {
		return seq.Content[i]
	}
	s.lost = true
	return nil
}

func (s *source) lookIn(list List) look { return s.lookOf(child(s.root, string(list))) }

// replace puts text in the place of what first and last stand around.
func (s *source) replace(first, last *yaml.Node, text string) {
	if last.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0 {
		s.lost = true
		return
	}
	to := s.end(last)
	if last.Kind == yaml.SequenceNode && !s.isFlow(last) { // what is said beside its last item goes with it
		line := s.lineOf(to - 1)
		to = s.starts[line] + len(s.line(line))
	}
	s.do(splice{s.offset(first), to, text})
}

// setList sets the values of a list one by one, so that what is said beside
// them stays, and adds or takes away at its end.
func (s *source) setList(st step, list List, i int) {
	seq := func() *yaml.Node {
		if m := s.item(list, i); m != nil && child(m, st.key) != nil {
			return child(m, st.key)
		}
		s.lost = true
		return &yaml.Node{}
	}
	l := s.lookIn(list)
	l.learn(s.item(list, i))
	for k, v := range st.Values {
		n := seq()
		switch {
		case s.lost:
			return
		case k >= len(n.Content) && s.isFlow(n):
			s.flowAppend(n, l.scalar(st.Key, v))
		case k >= len(n.Content):
			s.blockAppend(n, []string{strings.Repeat(" ", n.Column-1) + "- " + l.scalar(st.Key, v)})
		case n.Content[k].Value != v:
			l.styles[st.Key] = n.Content[k].Style
			s.replace(n.Content[k], n.Content[k], l.scalar(st.Key, v))
		}
	}
	for n := seq(); len(n.Content) > len(st.Values) && !s.lost; n = seq() {
		if s.isFlow(n) {
			s.flowRemove(n, len(n.Content)-1)
		} else {
			s.do(s.withoutItem(n, len(n.Content)-1))
		}
	}
}
