package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"strings"

	"golang.org/x/term"

	"daybreak/internal/ledger"
)

// errLeft is somebody who leaves a conversation: Ctrl-C, Ctrl-D, a signal.
var errLeft = errors.New("left")

// What the keys send on a terminal in raw mode, where the terminal itself does
// nothing about them.
const (
	ctrlC = 0x03
	ctrlD = 0x04
)

// keys reads a terminal by single keys and by lines. Nothing is read before it is
// asked for, and what a read that was given up still brings goes to the next one.
// It is used by one goroutine.
type keys struct {
	in      io.Reader
	rest    []byte       // read, and not used yet
	reading chan reading // the read under way, nil for none
}

// reading is what one read brought.
type reading struct {
	data []byte
	err  error
}

// more waits until there is something in rest. The error is that of ctx, or
// errLeft when nothing comes any more.
func (k *keys) more(ctx context.Context) error {
	if len(k.rest) > 0 {
		return nil
	}
	if k.reading == nil {
		got := make(chan reading, 1)
		k.reading = got
		go func() {
			buf := make([]byte, 256)
			n, err := k.in.Read(buf)
			got <- reading{buf[:n], err}
		}()
	}
	select {
	case <-ctx.Done():
		return ctx.Err()
	case got := <-k.reading:
		k.reading, k.rest = nil, got.data
		if len(got.data) == 0 {
			return errLeft
		}
		return nil
	}
}

// line returns the rest of the line, without blanks around it. The terminal edits
// it.
func (k *keys) line(ctx context.Context) (string, error) {
	var line []byte
	for {
		if err := k.more(ctx); err != nil {
			return "", err
		}
		text, rest, whole := bytes.Cut(k.rest, []byte("\n"))
		if line, k.rest = append(line, text...), rest; whole {
			return strings.TrimSpace(string(line)), nil
		}
		line = line[:min(len(line), ledger.MaxNote)]
	}
}

// one returns the next key, on a terminal in raw mode, and drops what else came
// with it: an arrow sends three bytes, a letter up to four.
func (k *keys) one(ctx context.Context) (byte, error) {
	if err := k.more(ctx); err != nil {
		return 0, err
	}
	b := k.rest[0]
	if k.rest = nil; b == ctrlC || b == ctrlD {
		return b, errLeft
	}
	return b, nil
}

// raw puts the terminal into the mode in which a key is read without Enter, for
// as long as do runs: it is put back however do ends.
func (k *keys) raw(do func() error) error {
	f, ok := k.in.(*os.File)
	if !ok {
		return do()
	}
	old, err := term.MakeRaw(int(f.Fd()))
	if err != nil {
		return err
	}
	defer func() { _ = term.Restore(int(f.Fd()), old) }() // nothing is left to be done about it
	return do()
}
