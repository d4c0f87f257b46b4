package notify

import (
	"context"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"
	"unicode"
)

type console struct {
	mu  sync.Mutex
	w   io.Writer
	now func() time.Time
}

// NewConsole returns the channel that prints each message to w, under the time
// that now gives, in now's zone:
//
//	08:30  Title
//	       Body
//
// Control characters are taken out, so that a message cannot drive a terminal.
// It is always ready and has no changes. A failed write is unknown, not
// refused: part of it may be on the screen.
func NewConsole(w io.Writer, now func() time.Time) Channel {
	return &console{w: w, now: now}
}

func (c *console) Name() string             { return "console" }
func (c *console) Ready() bool              { return true }
func (c *console) Owner() string            { return "console" }
func (c *console) Changes() <-chan struct{} { return nil }
func (c *console) Answers() <-chan Answer   { return nil }
func (c *console) Close() error             { return nil }

func (c *console) Send(ctx context.Context, m Message) (Receipt, error) {
	if err := ctx.Err(); err != nil {
		return Receipt{}, fmt.Errorf("print notification: %w: %w", ErrRefused, err)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s  %s\n", c.now().Format("15:04"), printable(m.Title))
	if body := m.plain(); body != "" {
		for line := range strings.SplitSeq(body, "\n") {
			fmt.Fprintf(&b, "       %s\n", printable(line))
		}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, err := io.WriteString(c.w, b.String()); err != nil {
		return Receipt{}, fmt.Errorf("print notification: %w", err)
	}
	return Receipt{Channel: c.Name()}, nil
}

// printable drops control characters and the invisible ones that reorder text.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
			return -1
		}
		return r
	}, s)
}
