package service

import (
	"context"
	"io"
	"log/slog"
	"sync"
)

// JournalHandler returns a handler whose lines begin with the priority that
// sd-daemon(3) gives them, as "<4>" for a warning, so that `journalctl -p` can
// tell them apart. Each record is one call of Write. make returns a handler that
// formats a line for a writer.
func JournalHandler(w io.Writer, make func(io.Writer) slog.Handler) slog.Handler {
	var mu sync.Mutex
	h := &journalHandler{}
	for i, prefix := range [...]string{"<7>", "<6>", "<4>", "<3>"} {
		h.by[i] = make(&prefixed{&mu, w, prefix})
	}
	return h
}

// journalHandler has a handler for each priority: debug, info, warning, error.
type journalHandler struct{ by [4]slog.Handler }

func (h *journalHandler) of(l slog.Level) slog.Handler {
	switch {
	case l < slog.LevelInfo:
		return h.by[0]
	case l < slog.LevelWarn:
		return h.by[1]
	case l < slog.LevelError:
		return h.by[2]
	}
	return h.by[3]
}

func (h *journalHandler) Enabled(ctx context.Context, l slog.Level) bool {
	return h.of(l).Enabled(ctx, l)
}

func (h *journalHandler) Handle(ctx context.Context, r slog.Record) error {
	return h.of(r.Level).Handle(ctx, r)
}

func (h *journalHandler) WithAttrs(attrs []slog.Attr) slog.Handler {
	return h.each(func(one slog.Handler) slog.Handler { return one.WithAttrs(attrs) })
}

func (h *journalHandler) WithGroup(name string) slog.Handler {
	return h.each(func(one slog.Handler) slog.Handler { return one.WithGroup(name) })
}

func (h *journalHandler) each(f func(slog.Handler) slog.Handler) slog.Handler {
	n := &journalHandler{}
	for i, one := range h.by {
		n.by[i] = f(one)
	}
	return n
}

// prefixed puts a prefix before everything that is written.
type prefixed struct {
	mu     *sync.Mutex
	w      io.Writer
	prefix string
}

func (p *prefixed) Write(line []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if _, err := p.w.Write(append([]byte(p.prefix), line...)); err != nil {
		return 0, err
	}
	return len(line), nil
}
