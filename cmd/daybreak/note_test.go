package main

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"daybreak/internal/setup"
)

// A note from standard input that nobody ends does not outlast Ctrl-C.
func TestNoteEndsWithItsContext(t *testing.T) {
	r, w := io.Pipe()
	defer w.Close()
	ctx, cancel := context.WithCancel(t.Context())
	d := &desk{app: &app{stdin: r}}
	cancel()
	if _, err := d.note(ctx, []string{"-"}); !errors.Is(err, setup.ErrEnded) {
		t.Errorf("got %v", err)
	}
	d.stdin = strings.NewReader("a note\r\nof two lines\n")
	if got, err := d.note(t.Context(), []string{"-"}); got != "a note\nof two lines" || err != nil {
		t.Errorf("got %q, %v", got, err)
	}
}
