package sim

import (
	"slices"
	"strings"
	"time"
)

// Shrink returns a short history that breaks the same rule as h: without the
// actions and the reminders that it takes none of, and as short in time as it
// can be. A history that breaks no rule is returned as it is.
func Shrink(h History) History {
	s := shrinker{atlas: newAtlas()}
	v := play(s.atlas, h).Violation
	if v == nil {
		return h
	}
	s.rule = v.Rule
	for before := ""; before != h.String(); {
		before = h.String()
		h = s.actions(h)
		h = s.reminders(h)
		h = s.values(h)
	}
	return h
}

type shrinker struct {
	atlas *atlas
	rule  string
}

// fails reports whether h still breaks the rule.
func (s shrinker) fails(h History) bool {
	v := play(s.atlas, h).Violation
	return v != nil && v.Rule == s.rule
}

// actions leaves out as many actions as it can: halves, quarters, and so on.
func (s shrinker) actions(h History) History {
	for size := max(1, len(h.Actions)/2); ; size /= 2 {
		for i := 0; i < len(h.Actions); {
			try := h
			try.Actions = slices.Delete(slices.Clone(h.Actions), i, min(i+size, len(h.Actions)))
			if s.fails(try) {
				h = try
			} else {
				i += size
			}
		}
		if size <= 1 {
			return h
		}
	}
}

// reminders leaves out what the config need not ask for, in edits as well.
func (s shrinker) reminders(h History) History {
	made, err := parseSetup(h.Config)
	if err != nil {
		return h
	}
	for _, r := range made.reminders {
		if try := without(h, r.id); s.fails(try) {
			h = try
		}
	}
	return h
}

func without(h History, id string) History {
	drop := func(items []string) []string {
		return slices.DeleteFunc(slices.Clone(items), func(s string) bool { return strings.HasPrefix(s, id+"=") })
	}
	h.Config = strings.Join(drop(strings.Fields(h.Config)), " ")
	h.Actions = slices.Clone(h.Actions)
	for i, a := range h.Actions {
		if a.Verb == "config" {
			h.Actions[i].Args = drop(a.Args)
		}
	}
	return h
}

// values makes times and numbers rounder, and the history shorter.
func (s shrinker) values(h History) History {
	for _, days := range []int{1, 2, 3, 5, 8, 13, 21, 30} {
		try := h
		try.Days = days
		if days < h.Days && s.fails(try) {
			h = try
			break
		}
	}
	for i := range h.Actions {
		for _, unit := range []time.Duration{24 * time.Hour, time.Hour, 10 * time.Minute, time.Minute, time.Second} {
			if try := rounded(h, i, unit); s.fails(try) {
				h = try
				break
			}
		}
	}
	return h
}

// rounded returns h with the times of its i-th action in whole units; in order,
// it stays.
func rounded(h History, i int, unit time.Duration) History {
	h.Actions = slices.Clone(h.Actions)
	a := &h.Actions[i]
	a.At = max(a.At.Truncate(unit), 0)
	if i > 0 && a.At < h.Actions[i-1].At {
		a.At = h.Actions[i-1].At
	}
	a.Args = slices.Clone(a.Args)
	form := verbs[a.Verb]
	for n := range a.Args {
		if n >= len(form) || form[n] != 'd' {
			continue
		}
		if d := a.duration(n).Truncate(unit); d != 0 {
			a.Args[n] = d.String()
		}
	}
	return h
}
