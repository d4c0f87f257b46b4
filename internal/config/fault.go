package config

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Fault is one mistake in a config file, with its place. Lines and columns
// count from 1, columns in runes; a byte order mark is not counted.
type Fault struct {
	File      string
	Line, Col int
	Path      string // the key path, as "habits[1].at"; "" for the whole file
	Msg       string
	Hint      string // what to do, "" where the message says it
}

// Error returns the fault as "file:line:col: path: message", and the hint on a
// line of its own.
func (f Fault) Error() string {
	s := fmt.Sprintf("%s:%d:%d: %s", f.File, f.Line, f.Col, f.What())
	if f.Hint != "" {
		s += "\nhint: " + f.Hint
	}
	return s
}

// What returns the fault without its place and hint: "path: message".
func (f Fault) What() string {
	if f.Path == "" {
		return f.Msg
	}
	return f.Path + ": " + f.Msg
}

// Faults is all that is wrong with a file, in the order of the file.
type Faults []Fault

// Error returns every fault, a line or two each.
func (fs Faults) Error() string {
	var lines []string
	for _, f := range fs {
		lines = append(lines, f.Error())
	}
	return strings.Join(lines, "\n")
}

func (fs Faults) sort() {
	slices.SortStableFunc(fs, func(a, b Fault) int { return cmp.Or(a.Line-b.Line, a.Col-b.Col) })
}
