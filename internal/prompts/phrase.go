package prompts

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
)

// phraseFile holds the pieces that messages are put together from.
type phraseFile struct {
	// Plural says which whole numbers take a form of a phrase, in the words of
	// the CLDR (unicode.org/reports/tr35/tr35-numbers.html#Language_Plural_Rules);
	// all others take "other".
	Plural  map[string]string `json:"plural"`
	Decimal string            `json:"decimal"` // between a number and its fraction
	Phrases map[string]phrase `json:"phrases"`
}

// phrase is a text with {places}, or one for each form of a plural.
type phrase map[string]string

// UnmarshalJSON takes a text alone for a phrase of one form.
func (p *phrase) UnmarshalJSON(data []byte) error {
	var one string
	if json.Unmarshal(data, &one) == nil {
		*p = phrase{"other": one}
		return nil
	}
	return json.Unmarshal(data, (*map[string]string)(p))
}

// say returns a phrase, with what stands in its places: name, value, name, value.
func (c Context) say(key string, fill ...string) string { return c.count(key, 0, fill...) }

// count is say for a phrase whose form hangs on n.
func (c Context) count(key string, n int, fill ...string) string {
	l := c.Language.orEnglish()
	f := of(l, &l.phrases, "phrases")
	p := f.Phrases[key]
	text, ok := p[form(f.Plural, n)]
	if !ok {
		text = p["other"]
	}
	return filled(text, fill...)
}

// filled puts values into the {places} of text. What is in a value stays as it
// is written.
func filled(text string, fill ...string) string {
	if len(fill) == 0 {
		return text
	}
	var pairs []string
	for i := 0; i+1 < len(fill); i += 2 {
		pairs = append(pairs, "{"+fill[i]+"}", fill[i+1])
	}
	return strings.NewReplacer(pairs...).Replace(text)
}

// number writes v as short as it is exact.
func (c Context) number(v float64) string {
	l := c.Language.orEnglish()
	point := of(l, &l.phrases, "phrases").Decimal
	return strings.Replace(strconv.FormatFloat(v, 'f', -1, 64), ".", point, 1)
}

// form returns the form of a plural that n takes.
func form(rules map[string]string, n int) string {
	for name, rule := range rules { // in any order: no number takes two
		if ok, err := takes(rule, n); err == nil && ok {
			return name
		}
	}
	return "other"
}

// takes reports whether a rule such as "n % 10 = 2..4 and n % 100 != 12..14"
// takes n. Of the operands n and i are the number, and those that speak of a
// fraction are 0.
func takes(rule string, n int) (bool, error) {
	any := false
	for either := range strings.SplitSeq(rule, " or ") {
		all := true
		for relation := range strings.SplitSeq(either, " and ") {
			ok, err := relates(relation, n)
			if err != nil {
				return false, fmt.Errorf("plural rule %q: %w", rule, err)
			}
			all = all && ok
		}
		any = any || all
	}
	return any, nil
}

func relates(relation string, n int) (bool, error) {
	left, right, equal := strings.Cut(relation, "=")
	left, not := strings.CutSuffix(left, "!")
	operand, modulo, divided := strings.Cut(left, "%")
	switch operand = strings.TrimSpace(operand); {
	case !equal || len(operand) != 1 || !strings.Contains("nivwftce", operand):
		return false, fmt.Errorf("%q is no relation", relation)
	case !strings.Contains("ni", operand):
		n = 0
	}
	if divided {
		m, err := strconv.Atoi(strings.TrimSpace(modulo))
		if err != nil || m < 1 {
			return false, fmt.Errorf("%q is no divisor", modulo)
		}
		n %= m
	}
	in := false
	for span := range strings.SplitSeq(right, ",") {
		from, to, ranged := strings.Cut(strings.TrimSpace(span), "..")
		if !ranged {
			to = from
		}
		low, err1 := strconv.Atoi(from)
		high, err2 := strconv.Atoi(to)
		if err1 != nil || err2 != nil {
			return false, fmt.Errorf("%q is no range", span)
		}
		in = in || low <= n && n <= high
	}
	return in != not, nil
}
