package config

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

// List is a list of the config that commands edit.
type List string

// The lists that can be edited.
const (
	HabitList List = "habits"
	GoalList  List = "goals"
)

// Field is a key of an item and the values it gets, in the words of the file:
// a single value, or several for a list.
type Field struct {
	Key    string
	Values []string
}

// list reports whether the values are written as a list.
func (f Field) list() bool { return len(f.Values) > 1 || f.Key == "say" }

// Edited is a file after an edit: its text, and what it means.
type Edited struct {
	Data   []byte
	Config Config
}

// Refused is the error of an edit that cannot be made without a risk to what
// else the file says. Nothing is wrong with the file or with the edit.
type Refused struct {
	Why  string
	Type string // what to do by hand instead, and the lines to type
}

func (e *Refused) Error() string { return e.Why }

// WrongEdit is the error of an edit after which the file would not load. It does
// not wrap Faults: with the file as it is nothing is wrong.
type WrongEdit struct{ Faults Faults }

func (e *WrongEdit) Error() string { return e.Faults.Error() }

// Add puts an item at the end of a list, in the style of the items that are
// there. Every byte outside the new lines stays as it is, but for the brackets
// of an empty list; a list that is missing goes to the end of the file.
//
// The error is Faults where data does not load, *WrongEdit where it would not
// after the edit, and *Refused where the result does not mean exactly what was
// asked for.
func Add(data []byte, o Options, list List, fields []Field) (Edited, error) {
	e, err := newEdit(data, o)
	if err != nil {
		return Edited{}, err
	}
	e.byHand = fmt.Sprintf("add these lines under %s:\n%s", list, strings.Join(blockItem(fields, look{}, 2), "\n"))
	addNode(e.want, list, fields)
	return e.finish(func(s *source) { s.add(list, fields) }, o)
}

// Remove takes the item with that id out of a list, with its lines, the
// comments within it and those directly above it, without a blank line between.
// A list that has no more items becomes []. Errors are those of Add.
func Remove(data []byte, o Options, list List, id string) (Edited, error) {
	e, err := newEdit(data, o)
	if err != nil {
		return Edited{}, err
	}
	i, err := e.find(list, id)
	if err != nil {
		return Edited{}, err
	}
	e.byHand = fmt.Sprintf("take the item %s out of %s", id, list)
	seq := child(e.want, string(list))
	seq.Content = slices.Delete(seq.Content, i, i+1)
	return e.finish(func(s *source) { s.remove(list, i) }, o)
}

// Change sets fields of the item with that id and leaves all else: at takes the
// place of cron, and cron that of at and days. An item whose name changes keeps
// its id, by which the record knows it. Errors are those of Add.
func Change(data []byte, o Options, list List, id string, fields []Field) (Edited, error) {
	e, err := newEdit(data, o)
	if err != nil {
		return Edited{}, err
	}
	i, err := e.find(list, id)
	if err != nil {
		return Edited{}, err
	}
	var typed []string
	for _, f := range fields {
		typed = append(typed, "    "+f.Key+": "+f.text(look{}))
	}
	e.byHand = fmt.Sprintf("write in the item %s of %s:\n%s", id, list, strings.Join(typed, "\n"))
	item := child(e.want, string(list)).Content[i]
	steps := steps(item, id, fields)
	for _, st := range steps {
		st.onNode(item)
	}
	return e.finish(func(s *source) {
		for _, st := range steps {
			s.step(st, list, i)
		}
	}, o)
}

// edit is an edit in the making: the text, and the nodes as they are to be.
type edit struct {
	data   []byte
	before Config
	want   *yaml.Node
	byHand string
}

func newEdit(data []byte, o Options) (*edit, error) {
	c, _, err := Parse(data, o)
	if err != nil {
		return nil, err
	}
	s, err := newSource(data)
	if err != nil {
		return nil, err
	}
	return &edit{data: data, before: c, want: s.root}, nil
}

// find returns which item of the list has the id.
func (e *edit) find(list List, id string) (int, error) {
	i := -1
	switch list {
	case HabitList:
		i = slices.IndexFunc(e.before.Habits, func(h Habit) bool { return h.ID == id })
	case GoalList:
		i = slices.IndexFunc(e.before.Goals, func(g Goal) bool { return g.ID == id })
	}
	if i < 0 {
		return 0, fmt.Errorf("%s has no item %q", list, id)
	}
	return i, nil
}

// finish makes the edit on the text, and proves it: the text is parsed again
// and has to have the nodes that were asked for, all of them and no others.
func (e *edit) finish(splice func(*source), o Options) (Edited, error) {
	want, err := meaning(e.want, o)
	if err != nil {
		var faults Faults
		errors.As(err, &faults)
		return Edited{}, &WrongEdit{faults}
	}
	s, err := newSource(e.data)
	if err != nil {
		return Edited{}, err
	}
	if !s.lost {
		splice(s)
	}
	if !s.lost {
		got, _, err := Parse(s.data, o)
		if err == nil && same(s.root, e.want) && reflect.DeepEqual(got, want) {
			return Edited{s.data, got}, nil
		}
	}
	return Edited{}, &Refused{"the way this file is written, the edit cannot be made without a risk to the rest of it", e.byHand}
}

// meaning returns the config of nodes that are in no text yet.
func meaning(root *yaml.Node, o Options) (Config, error) {
	p := &parser{o: o, c: Default(0)}
	p.file(root)
	if len(p.faults) > 0 {
		return Config{}, p.faults
	}
	return p.c, nil
}

// same reports whether two trees say the same, however they are written.
func same(a, b *yaml.Node) bool {
	return a.Kind == b.Kind && a.Value == b.Value && null(a) == null(b) &&
		slices.EqualFunc(a.Content, b.Content, same)
}
