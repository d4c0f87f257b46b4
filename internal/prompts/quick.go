package prompts

import (
	"encoding/json"
	"strings"
	"unicode/utf8"

	"daybreak/internal/journey"
)

// unmarshal is json.Unmarshal, quicker for a list of entries: a status that
// needs one title would spend a tenth of its time on the reflection.
func unmarshal(data []byte, v any) error {
	if entries, ok := v.(*[]entry); ok {
		if all, ok := quickEntries(string(data)); ok && utf8.Valid(data) {
			*entries = all
			return nil
		}
	}
	return json.Unmarshal(data, v)
}

// quickEntries reads a list of entries that is written as those of the library
// are, an entry a line and the keys in their order, and reports whether it
// could. What it takes means to encoding/json what it means here; a fuzz test
// holds the two together.
func quickEntries(text string) ([]entry, bool) {
	q := quick{rest: text}
	all := make([]entry, 0, strings.Count(text, "\n"))
	q.key("[\n")
	for more := true; more && !q.fail; more = q.has(",\n") {
		q.key("  ")
		all = append(all, q.entry())
	}
	q.key("\n]\n")
	return all, !q.fail && q.rest == ""
}

// quick is a text of which the beginning was read.
type quick struct {
	rest string
	fail bool
}

func (q *quick) entry() (e entry) {
	q.key(`{"id": `)
	e.ID = q.text()
	q.key(`, "stages": `)
	e.Stages = list[journey.Stage](q)
	q.key(`, "topic": `)
	e.Topic = Topic(q.text())
	if q.has(`, "intentions": `) {
		e.Intentions = list[string](q)
	}
	if q.has(`, "times": `) {
		e.Times = list[string](q)
	}
	w := q.words(`, "title": `)
	e.Title, e.Body = w.Title, w.Body
	if q.has(`, "open": {`) {
		open := q.words(`"title": `)
		e.Open = &open
		q.key("}")
	}
	q.key("}")
	return e
}

func (q *quick) words(key string) (w words) {
	q.key(key)
	w.Title = q.text()
	q.key(`, "body": `)
	w.Body = q.text()
	return w
}

// list reads a list of texts, which is not empty.
func list[T ~string](q *quick) (all []T) {
	q.key("[")
	for more := true; more && !q.fail; more = q.has(", ") {
		all = append(all, T(q.text()))
	}
	q.key("]")
	return all
}

// has moves over s if it comes next, and reports whether it did.
func (q *quick) has(s string) (ok bool) {
	q.rest, ok = strings.CutPrefix(q.rest, s)
	return ok
}

// key moves over s, which has to come next.
func (q *quick) key(s string) { q.fail = !q.has(s) || q.fail }

// text returns the string that has to come next. Quotation marks are all that
// may be escaped in it.
func (q *quick) text() string {
	q.key(`"`)
	escaped := false
	for i := 0; i < len(q.rest); i++ {
		switch b := q.rest[i]; {
		case b == '"':
			text := q.rest[:i]
			q.rest = q.rest[i+1:]
			if escaped {
				text = strings.ReplaceAll(text, `\"`, `"`)
			}
			return text
		case b == '\\' && strings.HasPrefix(q.rest[i:], `\"`):
			escaped = true
			i++
		case b < ' ' || b == '\\':
			q.fail = true
			return ""
		}
	}
	q.fail = true
	return ""
}
