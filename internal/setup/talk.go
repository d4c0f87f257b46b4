package setup

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
)

// The ends of a conversation before its time.
var (
	ErrEnded    = errors.New("ended before anything was written; nothing was changed")
	ErrNoAnswer = errors.New("no answer; nothing was changed")
)

// Talk asks on a terminal, in plain lines: the terminal itself edits them, so
// it is the same on a dumb one, under a screen reader and in a log. It is used
// by one goroutine.
type Talk struct {
	in  *bufio.Scanner
	out io.Writer
	// tell lays out a paragraph behind an indent.
	tell func(indent, text string)
}

// NewTalk returns a conversation that reads answers from in and writes to out;
// tell writes a paragraph to out as well, indented.
func NewTalk(in io.Reader, out io.Writer, tell func(indent, text string)) *Talk {
	return &Talk{in: bufio.NewScanner(in), out: out, tell: tell}
}

// Ask asks every question until its answer is understood, repeats each back and
// returns them all. Enter leaves the answer in a as it is. The error is ErrEnded
// when ctx ends, ErrNoAnswer when there are no more lines.
func (t *Talk) Ask(ctx context.Context, questions []Question, a Answers) (Answers, error) {
	for i, q := range questions {
		fmt.Fprintln(t.out)
		t.tell("", fmt.Sprintf("%d of %d. %s", i+1, len(questions), q.Ask))
		if q.Lines != nil {
			for _, l := range q.Lines(a) {
				t.tell("  ", l)
			}
		}
		var err error
		if a, err = t.answer(ctx, q, a); err != nil {
			return a, err
		}
		for _, line := range q.Told(a) {
			t.tell("  ", line)
		}
	}
	return a, nil
}

func (t *Talk) answer(ctx context.Context, q Question, a Answers) (Answers, error) {
	for {
		line, err := t.Line(ctx, fmt.Sprintf("[%s]: ", q.Default(a)))
		if err != nil || line == "" {
			return a, err
		}
		next, err := q.Take(a, line)
		if err == nil {
			return next, nil
		}
		t.tell("  ", err.Error())
		t.tell("  ", q.Example)
	}
}

// Decision is the answer to whether the config is to be written.
type Decision int

// The decisions.
const (
	Write Decision = iota
	Leave
	Again
)

// Confirm asks whether to write the file.
func (t *Talk) Confirm(ctx context.Context) (Decision, error) {
	for {
		t.tell("", "Write it? Yes, no, or again to go through the questions once more.")
		line, err := t.Line(ctx, "[yes]: ")
		if err != nil {
			return Leave, err
		}
		switch strings.ToLower(line) {
		case "", "y", "yes":
			return Write, nil
		case "n", "no":
			return Leave, nil
		case "a", "again":
			return Again, nil
		}
		t.tell("  ", "write y, n or again")
	}
}

// Line asks for one line and returns it without blanks around it. A line is
// only read once it is asked for. After ctx has ended, one read may still be
// under way, up to the end of the process: the conversation is over then.
func (t *Talk) Line(ctx context.Context, prompt string) (string, error) {
	fmt.Fprint(t.out, prompt)
	read := make(chan bool, 1)
	go func() { read <- t.in.Scan() }()
	select {
	case <-ctx.Done():
		fmt.Fprintln(t.out)
		return "", ErrEnded
	case ok := <-read:
		if !ok {
			fmt.Fprintln(t.out)
			return "", ErrNoAnswer
		}
		return strings.TrimSpace(t.in.Text()), nil
	}
}
