package config

import (
	"errors"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/diff"
	"github.com/rogpeppe/go-internal/txtar"

	"daybreak/internal/journey"
	"daybreak/scheduler"
)

// edits are commands as the stories of testdata/edit.txtar name them.
var edits = map[string]func(data []byte) (Edited, error){
	"add":       func(d []byte) (Edited, error) { return Add(d, editOptions, HabitList, swim) },
	"add many":  func(d []byte) (Edited, error) { return Add(d, editOptions, HabitList, yoga) },
	"add goal":  func(d []byte) (Edited, error) { return Add(d, editOptions, GoalList, run) },
	"remove":    func(d []byte) (Edited, error) { return Remove(d, editOptions, HabitList, "walk") },
	"drop goal": func(d []byte) (Edited, error) { return Remove(d, editOptions, GoalList, "read") },
	"at":        change(Field{"at", []string{"18:00"}}),
	"at two":    change(Field{"at", []string{"18:00", "20:15"}}),
	"cron":      change(Field{"cron", []string{"0 9 * * 0"}}),
	"days":      change(Field{"days", []string{"weekdays"}}),
	"days two":  change(Field{"days", []string{"mon", "fri"}}),
	"late":      change(Field{"late", []string{"90m"}}),
	"rename":    change(Field{"name", []string{"Evening walk: slow"}}),
}

var (
	editOptions = Options{Now: now, Name: "config.yaml"}
	swim        = []Field{{"name", []string{"Swim"}}, {"at", []string{"18:00"}}}
	yoga        = []Field{
		{"name", []string{"It's yoga: \"slow\" #1"}}, {"at", []string{"06:15", "18:00"}}, {"days", []string{"mon", "fri"}},
		{"say", []string{"Breathe."}}, {"late", []string{"1h"}},
	}
	run = []Field{{"name", []string{"Run"}}, {"target", []string{"30"}}, {"unit", []string{"km"}}, {"by", []string{"day 30"}}}
)

func change(fields ...Field) func([]byte) (Edited, error) {
	return func(d []byte) (Edited, error) { return Change(d, editOptions, HabitList, "walk", fields) }
}

// TestEdits compares what edits do to files as people write them, as diffs. The
// archive holds name.yaml and, for each edit, "name: edit".
func TestEdits(t *testing.T) {
	const name = "testdata/edit.txtar"
	archive, err := txtar.ParseFile(name)
	if err != nil {
		t.Fatal(err)
	}
	out := &txtar.Archive{Comment: archive.Comment}
	var file txtar.File
	for _, f := range archive.Files {
		if strings.HasSuffix(f.Name, ".yaml") {
			file = f
			out.Files = append(out.Files, f)
			continue
		}
		before, what, _ := strings.Cut(f.Name, ": ")
		edit := edits[what]
		if edit == nil || before+".yaml" != file.Name {
			t.Fatalf("%q is no edit of %s", f.Name, file.Name)
		}
		got := difference(unseen.Replace(string(file.Data)), edit)
		out.Files = append(out.Files, txtar.File{Name: f.Name, Data: []byte(got)})
		if !*update && got != string(f.Data) {
			t.Errorf("%s\ngot:\n%swant:\n%s", f.Name, got, f.Data)
		}
	}
	if *update {
		if err := os.WriteFile(name, txtar.Format(out), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

var shown = strings.NewReplacer("\r", "<CR>", "\ufeff", "<BOM>", "\t", "<TAB>")

// difference returns what edit changes, without the lines around it.
func difference(text string, edit func([]byte) (Edited, error)) string {
	e, err := edit([]byte(text))
	var refused *Refused
	switch {
	case errors.As(err, &refused):
		return "refused: " + refused.Type + "\n"
	case err != nil:
		return "error: " + err.Error() + "\n"
	}
	var b strings.Builder
	for line := range strings.Lines(string(diff.Diff("a", []byte(text), "b", e.Data))) {
		if !strings.HasPrefix(line, "diff") && !strings.HasPrefix(line, "--- a") && !strings.HasPrefix(line, "+++ b") {
			b.WriteString(strings.TrimRight(shown.Replace(line), " \n") + "\n")
		}
	}
	return b.String()
}

// TestEditMeaning: what the edits of the other tests mean, told by hand.
func TestEditMeaning(t *testing.T) {
	const text = "breakup_date: 2026-11-01\ngoals: [{name: Read}]\nhabits:\n  - name: Walk\n    at: \"07:30\"\n    days: weekends\n"
	walk := Habit{ID: "walk", Name: "Walk", At: []journey.TimeOfDay{450}, Late: 2 * time.Hour, Amount: 1, Schedule: cronOf(t, "30 7 * * 0,6")}
	for name, want := range map[string]func(c *Config){
		"add": func(c *Config) {
			c.Habits = append(c.Habits, Habit{
				ID: "swim", Name: "Swim", At: []journey.TimeOfDay{1080}, Late: 2 * time.Hour, Amount: 1, Schedule: cronOf(t, "0 18 * * *"),
			})
		},
		"add many": func(c *Config) {
			c.Habits = append(c.Habits, Habit{
				ID: "it-s-yoga-slow-1", Name: "It's yoga: \"slow\" #1", At: []journey.TimeOfDay{375, 1080}, Say: []string{"Breathe."},
				Late: time.Hour, Amount: 1, Schedule: scheduler.Union(cronOf(t, "15 6 * * 1,5"), cronOf(t, "0 18 * * 1,5")),
			})
		},
		"add goal": func(c *Config) {
			c.Goals = append(c.Goals, Goal{ID: "run", Name: "Run", Target: 30, Unit: "km", By: nov1 + 30, ByDay: 30})
		},
		"remove":    func(c *Config) { c.Habits = nil },
		"drop goal": func(c *Config) { c.Goals = nil },
		"at":        func(c *Config) { c.Habits[0].At[0], c.Habits[0].Schedule = 1080, cronOf(t, "0 18 * * 0,6") },
		"at two": func(c *Config) {
			c.Habits[0].At = []journey.TimeOfDay{1080, 1215}
			c.Habits[0].Schedule = scheduler.Union(cronOf(t, "0 18 * * 0,6"), cronOf(t, "15 20 * * 0,6"))
		},
		"cron": func(c *Config) {
			c.Habits[0].At, c.Habits[0].Cron, c.Habits[0].Schedule = nil, "0 9 * * 0", cronOf(t, "0 9 * * 0")
		},
		"days":     func(c *Config) { c.Habits[0].Schedule = cronOf(t, "30 7 * * 1,2,3,4,5") },
		"days two": func(c *Config) { c.Habits[0].Schedule = cronOf(t, "30 7 * * 1,5") },
		"late":     func(c *Config) { c.Habits[0].Late = 90 * time.Minute },
		"rename":   func(c *Config) { c.Habits[0].Name = "Evening walk: slow" }, // and the id stays
	} {
		c := Default(nov1)
		c.Goals, c.Habits = []Goal{{ID: "read", Name: "Read"}}, []Habit{walk}
		c.Habits[0].At = slices.Clone(walk.At)
		want(&c)
		e, err := edits[name]([]byte(text))
		if err != nil || !reflect.DeepEqual(e.Config, c) {
			t.Errorf("%s: error %v\ngot  %+v\nwant %+v", name, err, e.Config, c)
		}
		if again := parse(t, string(e.Data)); !reflect.DeepEqual(again, c) {
			t.Errorf("%s: the text means something else:\n%s", name, e.Data)
		}
	}
}

func cronOf(t *testing.T, expr string) scheduler.Schedule {
	t.Helper()
	s, err := scheduler.ParseCron(expr)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestEditErrors(t *testing.T) {
	const text = "breakup_date: 2026-11-01\ngoals: [{name: Read}]\nhabits: [{name: Walk, at: \"07:30\", goal: read}]\n"
	add := func(fields ...Field) error {
		_, err := Add([]byte(text), editOptions, HabitList, fields)
		return err
	}
	name, at := Field{"name", []string{"Walk"}}, Field{"at", []string{"7"}}
	_, readErr := Remove([]byte(text), editOptions, GoalList, "read")
	_, dayErr := change(Field{"cron", []string{"@daily"}}, Field{"days", []string{"mon"}})([]byte(text))
	for _, tt := range []struct {
		err  error
		want string
	}{
		{add(name, Field{"at", []string{"08:00"}}), `habits[1].name: the id "walk" is already that of line 3`},
		{add(Field{"name", []string{"x"}}, at), `habits[1].at: "7" is not a time of day`},
		{add(Field{"name", []string{"x"}}), "habits[1]: has neither at nor cron"},
		{readErr, `habits[0].goal: there is no goal with the id "read"`},
		{dayErr, "habits[0].days: days has no meaning beside cron"},
	} {
		var wrong *WrongEdit
		if !errors.As(tt.err, &wrong) || !strings.Contains(tt.err.Error(), tt.want) {
			t.Errorf("got %v, want %s", tt.err, tt.want)
		}
	}
	if _, err := Remove([]byte(text), editOptions, HabitList, "run"); err == nil {
		t.Error("what is not there is removed")
	}
	var faults Faults
	if _, err := Add([]byte("habits: []"), editOptions, HabitList, swim); !errors.As(err, &faults) {
		t.Errorf("a file that does not load is edited: %v", err)
	}
}

// TestEditIsProved: a splice that does anything else than what was asked for is
// refused, however well it parses.
func TestEditIsProved(t *testing.T) {
	const text = "breakup_date: 2026-11-01\nquiet_hours: \"off\"\nhabits: []\n"
	off := strings.Index(text, "\"off\"")
	for name, splice := range map[string]func(s *source){
		"nothing":           func(*source) {},
		"another value too": func(s *source) { s.add(HabitList, swim); s.do(splice{off, off + 5, `"22:30-07:00"`}) },
		"a default too":     func(s *source) { s.add(HabitList, swim); s.do(splice{0, 0, "language: auto\n"}) },
		"another habit":     func(s *source) { s.add(HabitList, yoga) },
		"not YAML":          func(s *source) { s.add(HabitList, swim); s.do(splice{0, 0, "\"\n"}) },
		"an anchor":         func(s *source) { s.add(HabitList, swim); s.do(splice{off, off, "&a "}) },
		"overlapping":       func(s *source) { s.add(HabitList, swim); s.do(splice{3, 6, ""}, splice{5, 9, ""}) },
		"outside":           func(s *source) { s.add(HabitList, swim); s.do(splice{-1, 0, ""}) },
		"all of it":         func(s *source) { s.do(splice{0, len(s.data), ""}) },
		"the list":          func(s *source) { s.do(splice{0, len(s.data), "a: b"}); s.step(step{key: "at"}, HabitList, 0) },
		"lost":              func(s *source) { s.add(HabitList, swim); s.lost = true },
	} {
		e, err := newEdit([]byte(text), editOptions)
		if err != nil {
			t.Fatal(err)
		}
		addNode(e.want, HabitList, swim)
		var refused *Refused
		if got, err := e.finish(splice, editOptions); !errors.As(err, &refused) {
			t.Errorf("%s: error %v:\n%s", name, err, got.Data)
		}
	}
}
