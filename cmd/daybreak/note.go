package main

import (
	"context"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"daybreak/internal/ledger"
)

// notesUsage says where a note goes, for the help of the commands that take one.
const notesUsage = "A note is kept in the record on this machine, and nowhere else: no notification and no log shows\n" +
	"it. What is typed as an argument stays in the shell's history; with - it is read from standard\n" +
	"input, and on a terminal it is asked for."

const noteQuestion = "A note, for yourself alone (Enter for none): "

// note returns the note that the arguments hold: their words, or with "-" what
// is on standard input. Where they hold none, a terminal is asked.
func (d *desk) note(ctx context.Context, args []string) (string, error) {
	text := strings.Join(args, " ")
	switch {
	case len(args) == 1 && args[0] == "-":
		data, err := io.ReadAll(io.LimitReader(d.stdin, ledger.MaxNote+1))
		if err != nil {
			return "", fail(exitFailed, fmt.Errorf("read the note: %w", err))
		}
		text = string(data)
	case len(args) == 0 && d.interactive():
		line, err := d.talk().Line(ctx, noteQuestion)
		if err != nil {
			return "", fail(exitFailed, err)
		}
		text = line
	}
	if len(text) > ledger.MaxNote {
		return "", fail(exitUsage, fmt.Errorf("the note is longer than %d bytes", ledger.MaxNote), "a shorter one is taken")
	}
	if !utf8.ValidString(text) {
		return "", fail(exitUsage, fmt.Errorf("the note is not valid UTF-8"), "save it as UTF-8")
	}
	return cleanNote(text), nil
}

// cleanNote takes out what is no text, such as the codes of a terminal; lines
// stay.
func cleanNote(s string) string {
	s = strings.ReplaceAll(s, "\r\n", "\n")
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case r == '\t':
			return ' '
		case r != '\n' && unicode.IsControl(r):
			return -1
		}
		return r
	}, s))
}
