package notify

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"
)

func TestConsole(t *testing.T) {
	now := func() time.Time { return time.Date(2026, 11, 23, 8, 30, 0, 0, time.UTC) }
	for name, c := range map[string]struct{ title, body, want string }{
		"plain":          {"Title", "Body", "08:30  Title\n       Body\n"},
		"no body":        {"Title", "", "08:30  Title\n"},
		"two lines":      {"T", "a\nb", "08:30  T\n       a\n       b\n"},
		"control":        {"T\x1b[31m\nx", "\x07b\u202e\u009b", "08:30  T[31mx\n       b\n"},
		"other alphabet": {"Früh ☀", "é", "08:30  Früh ☀\n       é\n"},
	} {
		t.Run(name, func(t *testing.T) {
			var w strings.Builder
			ch := NewConsole(&w, now)
			r, err := ch.Send(t.Context(), Message{Title: c.title, Body: c.body})
			if err != nil || r.Channel != "console" || w.String() != c.want {
				t.Errorf("%+v, %v, printed %q, want %q", r, err, w.String(), c.want)
			}
		})
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	var w strings.Builder
	if _, err := NewConsole(&w, now).Send(ended, Message{Title: "x"}); !errors.Is(err, ErrRefused) || w.Len() > 0 {
		t.Errorf("after the end: %v, printed %q", err, w.String())
	}
}
