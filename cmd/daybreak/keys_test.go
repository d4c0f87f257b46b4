package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"testing/synctest"
	"time"
)

// typist is somebody at a keyboard whose terminal has no modes.
func typist(t *testing.T) (*urge, *io.PipeWriter, *bytes.Buffer) {
	t.Helper()
	r, w := io.Pipe()
	t.Cleanup(func() { w.Close() })
	var screen bytes.Buffer
	a := &app{getenv: lookup(nil), stdin: r, stdout: &screen, stderr: io.Discard}
	return &urge{app: a, keys: &keys{in: r}}, w, &screen
}

// The minutes pass second by second, in one line that is gone afterwards; a key
// or the end of the context ends them at once.
func TestCountdown(t *testing.T) {
	for _, c := range []struct {
		name  string
		key   string
		leave bool
		whole bool
		took  time.Duration
		err   error
	}{
		{"whole", "", false, true, 10 * time.Minute, nil},
		{"a key", "x", false, false, 90 * time.Second, nil},
		{"Ctrl-C", "\x03", false, false, 90 * time.Second, errLeft},
		{"a signal", "", true, false, 90 * time.Second, context.Canceled},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				u, w, screen := typist(t)
				ctx, cancel := context.WithCancel(t.Context())
				began := time.Now()
				go func() {
					time.Sleep(90 * time.Second)
					if c.leave {
						cancel()
					} else if c.key != "" {
						io.WriteString(w, c.key)
					}
				}()
				whole, err := u.countdown(ctx, 10*time.Minute)
				if took := time.Since(began); whole != c.whole || !errors.Is(err, c.err) || took != c.took {
					t.Errorf("whole %v, %v, after %v", whole, err, took)
				}
				if !strings.HasPrefix(screen.String(), "\r 10:00  Any key ends it. \r  9:59") || strings.Contains(screen.String(), "\n") {
					t.Errorf("%.80q", screen)
				}
				if lines := strings.Split(screen.String(), "\r"); strings.TrimSpace(lines[len(lines)-2]) != "" {
					t.Errorf("left behind: %q", lines[len(lines)-2])
				}
				cancel()
				w.Close()
			})
		})
	}
}

// In whole lines nothing is drawn, and a line ends it.
func TestPassInLines(t *testing.T) {
	for _, key := range []string{"", "\n"} {
		synctest.Test(t, func(t *testing.T) {
			u, w, screen := typist(t)
			u.lines = true
			if key != "" {
				go io.WriteString(w, key)
			}
			began := time.Now()
			whole, err := u.pass(t.Context(), 5*time.Minute)
			if took := time.Since(began); err != nil || whole != (key == "") || whole != (took == 5*time.Minute) {
				t.Errorf("%q: whole %v, %v, after %v", key, whole, err, took)
			}
			if got := screen.String(); got != "It begins now. Enter ends it sooner.\n" {
				t.Errorf("%q", got)
			}
			w.Close()
		})
	}
}

// What comes after a time that passed goes to the next question, and no key is
// read twice or lost.
func TestKeys(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		u, w, _ := typist(t)
		k, ctx := u.keys, t.Context()
		short, cancel := context.WithTimeout(ctx, time.Second)
		defer cancel()
		if _, err := k.one(short); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("nothing was typed: %v", err)
		}
		go func() {
			for _, s := range []string{"ye", "s\nno", "t\n", "\x1b[A", "\xc3\xa9", "\r", "\x04"} {
				io.WriteString(w, s)
			}
			w.Close()
		}()
		for _, want := range []string{"yes", "not"} {
			if line, err := k.line(ctx); line != want || err != nil {
				t.Errorf("line %q, %v; want %q", line, err, want)
			}
		}
		for _, want := range []byte{0x1b, 0xc3, '\r'} {
			if b, err := k.one(ctx); b != want || err != nil {
				t.Errorf("key %#x, %v; want %#x", b, err, want)
			}
		}
		for range 3 {
			if _, err := k.one(ctx); !errors.Is(err, errLeft) {
				t.Errorf("the end: %v", err)
			}
		}
	})
}

func TestTakeMinutes(t *testing.T) {
	for _, c := range []struct {
		typed string
		want  time.Duration
		ok    bool
	}{
		{"5", 5 * time.Minute, true}, {"10m", 10 * time.Minute, true}, {"half an hour", 30 * time.Minute, true},
		{"2 hours", 2 * time.Hour, true}, {"no", 0, true}, {"0", 0, false}, {"-5", 0, false}, {"121", 0, false},
		{"99999999999999999999", 0, false}, {"a while", 0, false},
	} {
		if d, err := takeMinutes(c.typed); d != c.want || (err == nil) != c.ok {
			t.Errorf("takeMinutes(%q) = %v, %v", c.typed, d, err)
		}
	}
}

// Whatever comes from a terminal, a line ends, and none is longer than a note.
func FuzzKeysLine(f *testing.F) {
	f.Add([]byte("yes\n"))
	f.Add([]byte("\x1b[A\xff\x00 \n\n"))
	f.Add(bytes.Repeat([]byte("a"), 40<<10))
	f.Fuzz(func(t *testing.T, typed []byte) {
		k := &keys{in: iotest.OneByteReader(bytes.NewReader(typed))}
		lines := 0
		for {
			line, err := k.line(t.Context())
			if err != nil {
				break
			}
			if lines++; strings.Contains(line, "\n") || len(line) > 20<<10 {
				t.Fatalf("a line of %d bytes", len(line))
			}
		}
		if want := bytes.Count(typed, []byte("\n")); lines != want {
			t.Errorf("%d lines, want %d", lines, want)
		}
	})
}
