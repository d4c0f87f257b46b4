package setup

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/synctest"

	"daybreak/internal/config"
)

// talk answers with the lines; what was said is in the builder.
func talk(in io.Reader) (*Talk, *strings.Builder) {
	var said strings.Builder
	return NewTalk(in, &said, func(indent, text string) { fmt.Fprintf(&said, "%s%s\n", indent, text) }), &said
}

func TestTalk(t *testing.T) {
	today := on("2026-11-25")
	conversation, said := talk(strings.NewReader("11/1\nNov 1\n\n\nyes\n3\n 2, Swim sat 10:00 \n"))
	a, err := conversation.Ask(t.Context(), Questions(today), Default(today))
	if err != nil {
		t.Fatal(err)
	}
	if a.Ended != on("2026-11-01") || a.Days != 30 || !a.Order || a.Intention != config.Safe || len(a.Habits) != 2 {
		t.Errorf("%+v", a)
	}
	for _, want := range []string{"\n1 of 6. On which day", "can be 11 January or 1 November", "write it like yesterday",
		"[today]: ", "  Sunday 1 November 2026, 24 days ago.", "nothing here speaks of contact", "3  safe ", Names, "  Swim, Saturdays at 10:00."} {
		if !strings.Contains(said.String(), want) {
			t.Errorf("it did not say %q:\n%s", want, said)
		}
	}
}

// Enter all the way is the default, and the second time round what was answered
// the first time.
func TestTalkOnlyEnter(t *testing.T) {
	today := on("2026-11-25")
	for _, start := range []Answers{Default(today), {Ended: on("2026-11-01"), LastContact: on("2026-11-03"), Until: on("2027-05-01"),
		Intention: config.Heal, Habits: Offered()}} {
		conversation, _ := talk(strings.NewReader(strings.Repeat("\n", 6)))
		a, err := conversation.Ask(t.Context(), Questions(today), start)
		if got, want := string(Text(a)), string(Text(start)); err != nil || got != want {
			t.Errorf("%v\n%s\nwant\n%s", err, got, want)
		}
	}
}

func TestTalkEnds(t *testing.T) {
	today := on("2026-11-25")
	conversation, _ := talk(strings.NewReader("yesterday\n"))
	if _, err := conversation.Ask(t.Context(), First(today), Default(today)); !errors.Is(err, ErrNoAnswer) {
		t.Errorf("after the last line: %v", err)
	}
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		r, w := io.Pipe()
		conversation, _ := talk(r)
		ended := make(chan error)
		go func() {
			_, err := conversation.Ask(ctx, First(today), Default(today))
			ended <- err
		}()
		synctest.Wait() // it waits for an answer
		cancel()
		if err := <-ended; !errors.Is(err, ErrEnded) {
			t.Errorf("after the end: %v", err)
		}
		w.Close() // the read that was under way
	})
}

func TestConfirm(t *testing.T) {
	for typed, want := range map[string]Decision{"\n": Write, "Y\n": Write, "perhaps\nno\n": Leave, "again\n": Again} {
		conversation, said := talk(strings.NewReader(typed))
		if got, err := conversation.Confirm(t.Context()); err != nil || got != want {
			t.Errorf("%q: %v, %v, want %v: %s", typed, got, err, want, said)
		}
	}
	conversation, _ := talk(strings.NewReader(""))
	if got, err := conversation.Confirm(t.Context()); !errors.Is(err, ErrNoAnswer) || got != Leave {
		t.Errorf("no answer: %v, %v", got, err)
	}
}
