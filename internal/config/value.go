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
		p.fault(n, at, "is empty", "write a value, in quotes if it begins with #")
		return "", false
	}
	return n.Value, true
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
		if dateHint(s) == "" {
			p.faultf(n, at, "", "%q is not a date of the calendar", s)
		} else {
			p.faultf(n, at, dateHint(s), "%q is not a date", s)
		}
		return 0, false
	}
	if !p.year(n, at, d) {
		return 0, false
	}
	return d, true
}

// year reports a date that no wait comes near to: a typing mistake.
func (p *parser) year(n *yaml.Node, at string, d journey.Date) bool {
	y := d.Time().Year()
	if y < 1971 || y > 2200 {
		p.faultf(n, at, "", "the year of %q is not from 1971 to 2200", n.Value)
		return false
	}
	return true
}

// dateHint tells the form of a date to whoever used another.
func dateHint(s string) string {
	if len(s) == len("2006-01-02") && s[4] == '-' && s[7] == '-' {
		return "" // the form is right, the day does not exist
	}
	return lookalikeHint(s, "write year, month and day, as 2026-11-01", isDate)
}

func isDate(s string) bool {
	_, err := journey.ParseDate(s)
	return err == nil
}

func (p *parser) time(n *yaml.Node, at string) (journey.TimeOfDay, bool) {
	s, ok := p.scalar(n, at)
	if !ok {
		return 0, false
	}
	t, err := journey.ParseTimeOfDay(s)
	if err != nil {
		p.faultf(n, at, timeHint(s), "%q is not a time of day (00:00 to 23:59)", s)
		return 0, false
	}
	return t, true
}

// timeHint tells the form of a time of day to whoever used another, and the
// very time where it can be read.
func timeHint(s string) string {
	for _, same := range []string{"0" + s, strings.ReplaceAll(s, ".", ":"), "0" + strings.ReplaceAll(s, ".", ":")} {
		if isTime(same) {
			return fmt.Sprintf("write %q", same)
		}
	}
	switch {
	case strings.HasSuffix(strings.ToLower(s), "m"): // 7:30pm, 7 a.m.
		return `write it in 24 hours, as "19:30"`
	case len(s) == len("07:30") && s[2] == ':':
		return "" // the form is right
	}
	return lookalikeHint(s, `write hours and minutes, as "07:30"`, isTime)
}

func isTime(s string) bool {
	_, err := journey.ParseTimeOfDay(s)
	return err == nil
}
