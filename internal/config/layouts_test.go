package config

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// lists are ways to write two habits, Walk and Read, or fewer. WALK and READ
// are their names, AT an opening and closing mark for times.
var lists = map[string]string{
	"indented":      "habits:\n  - name: Walk\n    at: \"07:30\"\n    days: weekends\n  - name: Read\n    at: \"21:30\"\n",
	"at the margin": "habits:\n- name: Walk\n  at: \"07:30\"\n- name: Read\n  at: \"21:30\"\n",
	"deep":          "habits:\n    -   name: Walk\n        at: ['07:30', '12:00']\n    -   at: '21:30'\n        name: Read\n",
	"hyphens alone": "habits:\n  -\n    name: Walk\n    at:\n    - \"07:30\"\n  -\n\n    name: Read\n    at: \"21:30\"\n",
	"braces":        "habits:\n  - {name: Walk, at: \"07:30\"}\n  - {name: Read, at: \"21:30\"}\n",
	"one line":      "habits: [{name: Walk, at: \"07:30\"}, {name: Read, at: \"21:30\"}]\n",
	"one, padded":   "habits: [ { name: Walk, at: '07:30' } , { name: Read, at: '21:30' }, ]\n",
	"rows":          "habits: [\n  {name: Walk, at: \"07:30\"},\n  {name: Read, at: \"21:30\"},\n]\n",
	"rows, no end":  "habits:\n  [\n    {name: Walk, at: \"07:30\"},\n    {name: Read, at: \"21:30\"}\n  ]\n",
	"rows, torn":    "habits: [{name: Walk,\n  at: \"07:30\"}, {name: Read,\n at: \"21:30\"}\n]\n",
	"one item":      "habits:\n  - name: Walk\n    at: \"07:30\"\n",
	"one in flow":   "habits: [{name: Walk, at: \"07:30\"}]\n",
	"empty":         "habits: []\n",
	"empty, padded": "habits:   [ ]\n",
	"nothing":       "habits:\n",
	"null":          "habits: null\n",
	"tilde":         "habits: ~\n",
	"absent":        "",
	"blocks":        "habits:\n  - name: Walk\n    at:\n      - \"07:30\"\n    say: >\n      Ten minutes\n      count.\n\n\n  - name: Read\n    say: |\n      # read\n    cron: \"30 21 * * *\"\n",
	"long texts":    "habits:\n  - name: Walk\n    say: \"one\n      two\"\n    at: \"07:30\"\n  - name: Read\n    say: one\n      two\n    at: \"21:30\"\n",
}

// around are ways to place a list, written LIST, in a file.
var around = map[string]string{
	"alone":       "breakup_date: 2026-11-01\nLIST",
	"last":        "# Mine.\nbreakup_date: 2026-11-01\n\nwait:\n  days: 30   # enough\n\n# habits\nLIST",
	"first":       "LIST\nbreakup_date: 2026-11-01 # day\n",
	"middle":      "breakup_date: '2026-11-01'\nLIST# goals\ngoals:\n- name: Sing 🎶\n  by: day 30\nquiet_hours: off\n",
	"document":    "%YAML 1.1\n---\n# é\nbreakup_date: 2026-11-01\nLIST\n...\n# the end\n",
	"blank lines": "\n\nbreakup_date: 2026-11-01\n\n\nLIST\n\n  # far out\n\n",
}

// forms are what becomes of a text in other editors.
var forms = map[string]func(string) string{
	"as it is":        func(s string) string { return s },
	"no last newline": func(s string) string { return strings.TrimRight(s, "\n") },
	"comments":        commented,
	"tabs": func(s string) string {
		return strings.NewReplacer("- # c", "- # c", " # c", "\t#\tc").Replace(commented(s))
	},
}

// marked is a text as Windows saves it.
func marked(s string) string { return "\ufeff" + strings.ReplaceAll(s, "\n", "\r\n") }

// commented puts a comment behind every line that ends where one can stand.
func commented(s string) string {
	var b strings.Builder
	for i, line := range strings.SplitAfter(s, "\n") {
		text := strings.TrimRight(line, "\n")
		if text != line && text != "" && !strings.ContainsAny(text, "#%>|") && !strings.HasSuffix(text, "one") && !strings.HasSuffix(text, "inutes") && !strings.HasSuffix(text, "count.") &&
			!strings.HasPrefix(text, "...") && !strings.HasPrefix(text, "---") {
			line = fmt.Sprintf("%s # c%d\n", text, i)
		}
		b.WriteString(line)
	}
	return b.String()
}

// TestLayouts makes every edit on every way to write a file. None is refused.
func TestLayouts(t *testing.T) {
	layouts := len(lists) * len(around) * len(forms)
	if t.Logf("%d layouts", layouts); layouts < 200 {
		t.Errorf("those are too few")
	}
	for name, list := range lists {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for aroundName, file := range around {
				for formName, form := range forms {
					layout(t, form(strings.Replace(file, "LIST", list, 1)))
					if t.Failed() {
						t.Fatalf("so it is with %s, %s", aroundName, formName)
					}
				}
			}
		})
	}
}

// layout makes every edit that there is something for on text.
func layout(t *testing.T, text string) {
	t.Helper()
	before, _, err := Parse([]byte(text), editOptions)
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	for name := range edits {
		if name == "drop goal" || len(before.Habits) == 0 && !strings.HasPrefix(name, "add") {
			continue
		}
		hold(t, before, text, name)
		if t.Failed() {
			t.Fatalf("%s\n%s", name, text)
		}
	}
}

// hold makes an edit on text and fails unless only what was meant has changed.
func hold(t *testing.T, before Config, text, name string) {
	t.Helper()
	e, err := edits[name]([]byte(text))
	if err != nil {
		t.Fatalf("%v", err)
	}
	after, _, err := Parse(e.Data, editOptions)
	if err != nil {
		t.Fatalf("the result does not load: %v", err)
	}
	onlyMeant(t, before, after, name)
	onlyBytes(t, []byte(text), e.Data, name)
	commentsStay(t, text, string(e.Data), name)
	sameOnWindows(t, text, string(e.Data), name)
	if t.Failed() {
		t.Logf("the result of %s:\n%s", name, e.Data)
	}
	if name == "add" && len(before.Habits) > 0 {
		back, err := Remove(e.Data, editOptions, HabitList, "swim")
		if err != nil || string(back.Data) != text {
			t.Errorf("added and removed again, error %v:\n%s", err, back.Data)
		}
	}
}

// commentsStay fails when a comment is gone, but for those that stand beside
// what is gone.
func commentsStay(t *testing.T, before, after, name string) {
	t.Helper()
	beside := regexp.MustCompile("^never$")
	switch name {
	case "remove":
		beside = regexp.MustCompile(`Walk|habits|07:30|12:00|say: >|say: "one|^\s*two"|at:|days: weekends|^\s*-\s*#|^\s*\],? *#`)
	case "cron": // which takes the place of times and days
		beside = regexp.MustCompile(`at:$|at:\s*#|^\s*- "07:30"|days:`)
	}
	for line := range strings.Lines(before) {
		_, comment, found := strings.Cut(line, "# c")
		if comment = "# c" + strings.TrimRight(comment, "\r\n"); !found || beside.MatchString(line) && !strings.Contains(line, "Read") {
			continue
		}
		if n := len(regexp.MustCompile(comment+`\b`).FindAllString(after, -1)); n != 1 {
			t.Errorf("%s: the comment %q is there %d times", name, comment, n)
		}
	}
}

// sameOnWindows: other line ends and a byte order mark change nothing of an edit.
func sameOnWindows(t *testing.T, before, after, name string) {
	t.Helper()
	if !strings.HasSuffix(before, "\n") || strings.Contains(before, "\t") {
		return // the plain texts and those with comments are enough
	}
	e, err := edits[name]([]byte(marked(before)))
	if err != nil || string(e.Data) != marked(after) {
		t.Errorf("%s as Windows has it, error %v:\n%q\nwant:\n%q", name, err, e.Data, marked(after))
	}
}

// onlyMeant compares what the file means, but for what the edit is about.
func onlyMeant(t *testing.T, before, after Config, name string) {
	t.Helper()
	index := func(c Config) int { return slices.IndexFunc(c.Habits, func(h Habit) bool { return h.ID == "walk" }) }
	i := index(before)
	before.Habits = slices.Clone(before.Habits)
	switch {
	case name == "add goal":
		after.Goals = after.Goals[:len(before.Goals)]
	case strings.HasPrefix(name, "add"):
		after.Habits = after.Habits[:len(before.Habits)]
	case name == "remove":
		before.Habits = slices.Delete(before.Habits, i, i+1)
	default:
		a, b := &before.Habits[i], after.Habits[i]
		switch name {
		case "late":
			a.Late = b.Late
		case "rename":
			a.Name = b.Name
		default:
			a.At, a.Cron, a.Schedule = b.At, b.Cron, b.Schedule
		}
	}
	for _, c := range []*Config{&before, &after} { // none is none
		c.Habits, c.Goals = append([]Habit{}, c.Habits...), append([]Goal{}, c.Goals...)
	}
	if !reflect.DeepEqual(before, after) {
		t.Errorf("something else means something else:\nbefore %+v\nafter  %+v", before, after)
	}
}

// onlyBytes compares the bytes outside the one place where they differ, and
// what stands at that place.
func onlyBytes(t *testing.T, before, after []byte, name string) {
	t.Helper()
	head := 0
	for head < len(before) && head < len(after) && before[head] == after[head] {
		head++
	}
	tail := 0
	for tail < len(before)-head && tail < len(after)-head && before[len(before)-1-tail] == after[len(after)-1-tail] {
		tail++
	}
	gone, come := string(before[head:len(before)-tail]), string(after[head:len(after)-tail])
	switch {
	case strings.HasPrefix(name, "add"):
		// Nothing goes but the brackets of an empty list.
		left := strings.NewReplacer("[", "", "]", "", "null", "", "~", "", " ", "", ",", "", "}", "", "\r", "", "\n", "").Replace(gone)
		if comment := strings.IndexByte(left, '#'); comment >= 0 && strings.Contains(come, gone[strings.IndexByte(gone, '#'):]) {
			left = left[:comment] // it stands behind the brackets
		}
		if strings.Trim(left, "\t") != "" {
			t.Errorf("%s takes %q away", name, gone)
		}
	case name == "remove":
		if strings.Trim(come, "[]habits:, \t\r\n#c0123456789") != "" {
			t.Errorf("%s brings %q", name, come)
		}
		if strings.Contains(gone, "Read") || !strings.Contains(gone, "Walk") && !strings.Contains(gone, "alk") {
			t.Errorf("%s takes %q away", name, gone)
		}
	default:
		if strings.Contains(gone, "Read") || strings.Contains(gone, "breakup") {
			t.Errorf("%s takes %q away", name, gone)
		}
	}
	if bytes.HasPrefix(before, bom) != bytes.HasPrefix(after, bom) || bytes.HasSuffix(before, []byte("\n")) != bytes.HasSuffix(after, []byte("\n")) {
		t.Errorf("%s changes how the file begins or ends", name)
	}
}

// FuzzSplice: whatever the file, an edit is refused or changes what it is about
// and nothing else.
func FuzzSplice(f *testing.F) {
	for _, list := range lists {
		f.Add([]byte(strings.Replace(around["document"], "LIST", list, 1)))
		f.Add([]byte(commented(strings.Replace(around["middle"], "LIST", list, 1))))
	}
	f.Add([]byte(everyKey))
	f.Fuzz(func(t *testing.T, data []byte) {
		before, _, err := Parse(data, editOptions)
		if err != nil {
			return
		}
		for name, edit := range edits {
			e, err := edit(data)
			if err != nil {
				var refused *Refused
				var wrong *WrongEdit
				if !errors.As(err, &refused) && !errors.As(err, &wrong) && !strings.Contains(err.Error(), "has no item") {
					t.Fatalf("%s: %v", name, err)
				}
				continue
			}
			after, _, err := Parse(e.Data, editOptions)
			if err != nil {
				t.Fatalf("%s: %v\n%s", name, err, e.Data)
			}
			if name != "drop goal" {
				onlyMeant(t, before, after, name)
			}
			if bytes.HasPrefix(data, bom) != bytes.HasPrefix(e.Data, bom) {
				t.Errorf("%s: the byte order mark", name)
			}
			if strings.HasPrefix(name, "add") && !within(data, e.Data) {
				t.Errorf("%s takes something away:\n%s", name, e.Data)
			}
			if (name == "remove" || name == "drop goal") && !within(e.Data, data) {
				t.Errorf("%s brings something:\n%s", name, e.Data)
			}
		}
	})
}

// within reports whether some is all with some of its bytes left out. What
// stands for an empty list does not count.
func within(some, all []byte) bool {
	rest := all
	for _, b := range some {
		if bytes.IndexByte([]byte("[]~nulNUL \t"), b) >= 0 {
			continue
		}
		at := bytes.IndexByte(rest, b)
		if at < 0 {
			return false
		}
		rest = rest[at+1:]
	}
	return true
}
