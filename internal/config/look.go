package config

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"gopkg.in/yaml.v3"
)

// look is how a file writes its values, for new ones to be written alike. The
// zero look is that of the documentation.
type look struct {
	styles map[string]yaml.Style // of the keys that other items have
	quote  byte                  // the quotation mark in use, 0 for the usual one
	keys   bool                  // keys are quoted, as in JSON
	flow   bool                  // items are written in braces
	pad    string                // what stands inside the braces
	gap    int                   // from a hyphen to the first key, 0 for the usual 2
}

const quoted = yaml.DoubleQuotedStyle | yaml.SingleQuotedStyle

// lookOf learns from all of the file, and most from the last item of seq, which
// may be nil.
func (s *source) lookOf(seq *yaml.Node) look {
	l := look{styles: map[string]yaml.Style{}, quote: s.quoteIn(s.root)}
	l.keys = s.root.Content[0].Style&quoted != 0
	if seq == nil {
		return l
	}
	for _, item := range seq.Content {
		l.learn(item)
	}
	if len(seq.Content) == 0 {
		return l
	}
	last := seq.Content[len(seq.Content)-1]
	if last.Kind != yaml.MappingNode {
		return l
	}
	begin := s.offset(last)
	l.flow = s.at(begin) == '{'
	if l.flow && s.at(begin+1) == ' ' {
		l.pad = " "
	}
	if !l.flow && last.Line > 0 && strings.HasPrefix(strings.TrimSpace(s.line(last.Line-1)), "-") {
		l.gap = last.Column - seq.Column
	}
	return l
}

// learn takes note of how an item writes its values.
func (l *look) learn(item *yaml.Node) {
	for i := 0; item.Kind == yaml.MappingNode && i < len(item.Content); i += 2 {
		key, value := item.Content[i], item.Content[i+1]
		l.keys = key.Style&quoted != 0
		if value.Kind == yaml.SequenceNode && len(value.Content) > 0 {
			value = value.Content[0]
		}
		if value.Kind == yaml.ScalarNode {
			l.styles[key.Value] = value.Style
		}
	}
}

// quoteIn returns the first quotation mark around a value, 0 for none.
func (s *source) quoteIn(n *yaml.Node) byte {
	switch {
	case n.Kind == yaml.ScalarNode && n.Style&yaml.SingleQuotedStyle != 0:
		return '\''
	case n.Kind == yaml.ScalarNode && n.Style&yaml.DoubleQuotedStyle != 0:
		return '"'
	}
	for _, c := range n.Content {
		if q := s.quoteIn(c); q != 0 {
			return q
		}
	}
	return 0
}

// text returns the value of f as it is written behind its key.
func (f Field) text(l look) string {
	if !f.list() {
		return l.scalar(f.Key, f.Values[0])
	}
	var all []string
	for _, v := range f.Values {
		all = append(all, l.scalar(f.Key, v))
	}
	return "[" + strings.Join(all, ", ") + "]"
}

// The keys of numbers, and those whose values are quoted where nothing says
// otherwise: what is in them looks like something else too easily.
var (
	numbers  = []string{"target", "amount"}
	inQuotes = []string{"at", "cron", "say"}
	notText  = []string{"target", "amount", "by"}
)

// truths are words that YAML 1.1, which editors may know, takes for true or
// false.
var truths = []string{"yes", "no", "on", "off", "y", "n"}

// scalar writes one value of a key: as the file writes others of that key, else
// words and numbers plain, and in quotes what YAML might take for something
// else, now or after an edit by hand.
func (l look) scalar(key, value string) string {
	style, known := l.styles[key]
	switch {
	case known && style&yaml.SingleQuotedStyle != 0:
		return quote(value, '\'')
	case known && style&yaml.DoubleQuotedStyle != 0:
		return quote(value, '"')
	case !plainEnough(key, value), l.keys && !slices.Contains(numbers, key):
	case known, !slices.Contains(inQuotes, key):
		return value
	}
	return quote(value, l.quote)
}

// plainEnough reports whether value needs no quotes, anywhere in YAML.
func plainEnough(key, value string) bool {
	for i, r := range value {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && (i == 0 || !strings.ContainsRune(" -_.+/()'!?:", r)) {
			return false
		}
	}
	if strings.Contains(value, ": ") || strings.HasSuffix(value, ":") || strings.TrimSpace(value) != value {
		return false
	}
	var doc yaml.Node
	if yaml.Unmarshal([]byte(value), &doc) != nil || len(doc.Content) != 1 {
		return false
	}
	n := doc.Content[0]
	text := n.Tag == "!!str" && !slices.Contains(truths, strings.ToLower(value)) || slices.Contains(notText, key)
	return n.Kind == yaml.ScalarNode && n.Value == value && !null(n) && text
}

// quote puts value between quotation marks, double ones where mark is 0 or
// cannot hold it.
func quote(value string, mark byte) string {
	if mark == '\'' && !strings.ContainsFunc(value, unseenInText) {
		return "'" + strings.ReplaceAll(value, "'", "''") + "'"
	}
	var b strings.Builder
	for _, r := range value {
		switch {
		case r == '"' || r == '\\':
			b.WriteString(`\` + string(r))
		case unseenInText(r):
			fmt.Fprintf(&b, `\U%08x`, r)
		default:
			b.WriteRune(r)
		}
	}
	return `"` + b.String() + `"`
}

// unseenInText reports what has no place in the text of a file.
func unseenInText(r rune) bool { return unicode.IsControl(r) || strings.ContainsRune(unplain, r) }

// pair writes a key and its value.
func (l look) pair(f Field) string {
	key := f.Key
	if l.keys {
		key = quote(key, l.quote)
	}
	return key + ": " + f.text(l)
}

// flowItem writes an item in braces.
func flowItem(fields []Field, l look) string {
	var pairs []string
	for _, f := range fields {
		pairs = append(pairs, l.pair(f))
	}
	return "{" + l.pad + strings.Join(pairs, ", ") + l.pad + "}"
}

// blockItem writes an item as lines, with its hyphen in the column indent.
func blockItem(fields []Field, l look, indent int) []string {
	gap := max(l.gap, 2)
	lead := strings.Repeat(" ", indent) + "-" + strings.Repeat(" ", gap-1)
	if l.flow {
		return []string{lead + flowItem(fields, l)}
	}
	var lines []string
	for _, f := range fields {
		lines = append(lines, lead+l.pair(f))
		lead = strings.Repeat(" ", indent+gap)
	}
	return lines
}
