package config

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"daybreak/internal/journey"
	"daybreak/internal/nearest"
)

// scalar reads a single value that is not empty.
func (p *parser) scalar(n *yaml.Node, at string) (string, bool) {
	if n.Kind != yaml.ScalarNode {
		p.faultf(n, at, "", "should be a single value, not %s", kindName(n))
		return "", false
	}
	if null(n) || strings.TrimSpace(n.Value) == "" {
		p.empty(n, at)
		return "", false
	}
	return n.Value, true
}

// empty reports a value that is not there, and the comment that took it.
func (p *parser) empty(n *yaml.Node, at string) {
	comment := ""
	if p.lines == nil {
		p.lines = splitLines(p.data)
	}
	if n.Value == "" && n.Style == 0 && n.Line <= len(p.lines) {
		line := []rune(p.lines[n.Line-1])
		comment = strings.TrimSpace(string(line[min(max(n.Column-1, 0), len(line)):]))
	}
	if strings.HasPrefix(comment, "#") {
		p.faultf(n, at, fmt.Sprintf("leave out the #, or put all of it in quotes: %q", comment), "is empty: what begins with # is a comment")
		return
	}
	p.fault(n, at, "is empty", "write a value here")
}

// text reads words that a person will read.
func (p *parser) text(n *yaml.Node, at string, most int) string {
	s, ok := p.scalar(n, at)
	if !ok {
		return ""
	}
	s = strings.TrimRight(s, "\n") // a block, | or >, ends with one
	for _, r := range s {
		switch {
		case r == '\n':
			p.faultf(n, at, "write it on one line, or begin it with > in place of |", "has more than one line")
			return s
		case unicode.IsControl(r) || r == '\u2028' || r == '\u2029':
			p.faultf(n, at, "leave it out", "holds a control character (%U)", r)
			return s
		case r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069':
			p.faultf(n, at, "leave it out", "holds a character that reorders text (%U)", r)
			return s
		}
	}
	if c := utf8.RuneCountInString(s); c > most {
		p.faultf(n, at, "shorten it", "is %d characters long; %d are the most", c, most)
	}
	return s
}

// texts reads a list of texts, or a single one.
func (p *parser) texts(n *yaml.Node, at string) []string {
	if n.Kind == yaml.ScalarNode && !null(n) {
		return []string{p.text(n, at, maxText)}
	}
	if null(n) {
		return nil
	}
	var all []string
	for i, item := range p.list(n, at, maxItems) {
		all = append(all, p.text(item, fmt.Sprintf("%s[%d]", at, i), maxText))
	}
	return all
}

// enum reads one of a few words.
func enum[T ~string](p *parser, n *yaml.Node, at string, values ...T) T {
	s, ok := p.scalar(n, at)
	if !ok || slices.Contains(values, T(s)) {
		return T(s)
	}
	var names []string
	for _, v := range values {
		names = append(names, string(v))
	}
	hint := ""
	if near := nearest.Of(strings.ToLower(s), names); near != "" {
		hint = "did you mean " + near + "?"
	}
	p.faultf(n, at, hint, "%q is not one of %s", s, strings.Join(names, ", "))
	return T(s)
}

func (p *parser) bool(n *yaml.Node, at string) bool {
	s, ok := p.scalar(n, at)
	if ok && s != "true" && s != "false" {
		p.faultf(n, at, boolHint(s), "%q is neither true nor false", s)
	}
	return s == "true"
}

// boolHint translates the other words for true and false.
func boolHint(s string) string {
	switch strings.ToLower(s) {
	case "yes", "on", "y", "true", "1":
		return "write true"
	case "no", "off", "n", "false", "0":
		return "write false"
	}
	return ""
}

func (p *parser) int(n *yaml.Node, at string, least, most int) int {
	s, ok := p.scalar(n, at)
	if !ok {
		return 0
	}
	v, err := strconv.Atoi(s)
	if err != nil || v < least || v > most {
		p.faultf(n, at, "", "%q is not a whole number from %d to %d", s, least, most)
		return 0
	}
	return v
}

// maxNumber is more than anybody counts to, and exact as a float64.
const maxNumber = 1e12

// positive reads a number above zero.
func (p *parser) positive(n *yaml.Node, at string) float64 {
	s, ok := p.scalar(n, at)
	if !ok {
		return 0
	}
	v, err := strconv.ParseFloat(s, 64)
	if strings.ContainsAny(s, "xX_") { // hexadecimal, or with _ between digits: both are Go's, not YAML's
		v = 0
	}
	switch {
	case v > maxNumber: // with an error beside it when it is infinite
		p.faultf(n, at, "write a smaller one", "%q is more than %d", s, int64(maxNumber))
	case err != nil || !(v > 0):
		hint := ""
		if strings.Contains(s, ",") {
			hint = "write a point for the comma"
		}
		p.faultf(n, at, hint, "%q is not a number above 0", s)
	}
	return v
}

func (p *parser) date(n *yaml.Node, at string) (journey.Date, bool) {
	s, ok := p.scalar(n, at)
	if !ok {
		return 0, false
	}
	d, err := journey.ParseDate(s)
	if err != nil {
		p.notDate(n, at, s, false)
		return 0, false
	}
	if !p.year(n, at, d) {
		return 0, false
	}
	return d, true
}

// The years that dates may have.
const firstYear, lastYear = 1971, 2200

// year reports a date that no wait comes near to: a typing mistake.
func (p *parser) year(n *yaml.Node, at string, d journey.Date) bool {
	y := d.Time().Year()
	if y < firstYear || y > lastYear {
		p.faultf(n, at, "", "the year of %q is not from %d to %d", n.Value, firstYear, lastYear)
		return false
	}
	return true
}

func (p *parser) time(n *yaml.Node, at string) (journey.TimeOfDay, bool) {
	s, ok := p.scalar(n, at)
	if !ok {
		return 0, false
	}
	t, err := journey.ParseTimeOfDay(s)
	if err != nil {
		msg, hint := timeFault(s)
		p.fault(n, at, msg, hint)
		return 0, false
	}
	return t, true
}
