package prompts

import "slices"

// overlay puts a translation over what it translates. A text that it lacks, or
// that is empty, stays as it is; a title and a body are one text, and so are
// the forms of a plural. Items of a list belong together by their id, or by
// their place. What the base does not have is left out.
func overlay(base, over any) any {
	switch b := base.(type) {
	case string:
		if o, ok := over.(string); ok && o != "" {
			return o
		}
	case []any:
		if o, ok := over.([]any); ok {
			return overlayList(b, o)
		}
	case map[string]any:
		o, ok := over.(map[string]any)
		switch {
		case !ok || !whole(b, o):
			return b
		case b["other"] != nil:
			return o
		}
		for key, value := range o {
			switch have, known := b[key]; {
			case key == "plural":
				b[key] = value // a rule for each form of the language
			case known && !slices.Contains(fixed, key):
				b[key] = overlay(have, value)
			}
		}
	}
	return base
}

// fixed is what a translation cannot change: the choice is the same in every
// language.
var fixed = []string{"id", "stages", "topic", "intentions", "times"}

// whole reports whether all of a text is there: title and body, or the form of
// a plural that stands in for the others.
func whole(base, over map[string]any) bool {
	for _, part := range []string{"title", "body", "other"} {
		has, _ := base[part].(string)
		if s, _ := over[part].(string); has != "" && s == "" {
			return false
		}
	}
	return true
}

func overlayList(base, over []any) []any {
	id := func(v any) string {
		m, _ := v.(map[string]any)
		s, _ := m["id"].(string)
		return s
	}
	for i, b := range base {
		at := i
		if id(b) != "" {
			at = slices.IndexFunc(over, func(o any) bool { return id(o) == id(b) })
		}
		if at >= 0 && at < len(over) {
			base[i] = overlay(b, over[at])
		}
	}
	return base
}
