package main

import (
	"fmt"
	"io"
	"log/slog"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"daybreak/internal/config"
	"daybreak/internal/service"
)

// The words of --log-level and --log-format.
var (
	logLevels = map[string]slog.Level{
		"debug": slog.LevelDebug, "info": slog.LevelInfo, "warn": slog.LevelWarn, "error": slog.LevelError,
	}
	levelWords  = []string{"debug", "info", "warn", "error"}
	formatWords = []string{"text", "json"}
)

// word is a flag whose value is one of a few words.
type word struct {
	value string
	of    []string
}

func (w *word) String() string { return w.value }
func (w *word) Type() string   { return "word" }

func (w *word) Set(s string) error {
	if !slices.Contains(w.of, s) {
		return fmt.Errorf("it is one of %s", strings.Join(w.of, ", "))
	}
	w.value = s
	return nil
}

// logFlags gives a command the flags of the log.
func (a *app) logFlags(cmd *cobra.Command) {
	a.logLevel, a.logFormat = word{of: levelWords}, word{value: "text", of: formatWords}
	cmd.Flags().Var(&a.logLevel, "log-level", "the least that is logged: debug, info, warn or error\n(default info, on a terminal warn)")
	cmd.Flags().Var(&a.logFormat, "log-format", "text or json, a line each")
	for name, words := range map[string][]string{"log-level": levelWords, "log-format": formatWords} {
		// The flag is there.
		_ = cmd.RegisterFlagCompletionFunc(name, cobra.FixedCompletions(words, cobra.ShellCompDirectiveNoFileComp))
	}
}

// logger writes to stderr, in words that are Daybreak's own: no name of a habit,
// no text, nothing of the config. Under the journal a line has its priority, and
// no time, which the journal knows.
func (a *app) logger() *slog.Logger {
	o := &slog.HandlerOptions{Level: slog.LevelInfo}
	terminal, journal := isTerminal(a.stderr), service.ToJournal(a.getenv, a.stderr)
	if terminal {
		o.Level = slog.LevelWarn
	}
	if level, ok := logLevels[a.logLevel.value]; ok {
		o.Level = level
	}
	if terminal || journal {
		o.ReplaceAttr = withoutTime
	}
	format := func(w io.Writer) slog.Handler { return slog.NewTextHandler(w, o) }
	if a.logFormat.value == "json" {
		format = func(w io.Writer) slog.Handler { return slog.NewJSONHandler(w, o) }
	}
	if journal {
		return slog.New(service.JournalHandler(a.stderr, format))
	}
	return slog.New(format(a.stderr))
}

func withoutTime(groups []string, attr slog.Attr) slog.Attr {
	if len(groups) == 0 && attr.Key == slog.TimeKey {
		return slog.Attr{}
	}
	return attr
}

// sayFault tells what is wrong with the config file, and what serves instead. A
// log names the place alone: a mistake may quote the user's own words.
func (a *app) sayFault(h *home, serves string) {
	if isTerminal(a.stderr) {
		fmt.Fprintf(a.stderr, "daybreak: the config does not load; %s\n%s\n", serves, plainLines(h.fault))
		return
	}
	at := h.fault
	if h.wrong != (config.Fault{}) {
		at = fmt.Sprintf("%s:%d:%d", h.wrong.File, h.wrong.Line, h.wrong.Col)
	}
	a.logger().Error("the config does not load; "+serves, "at", at, "see", "daybreak config check")
}

// mute takes the texts of a message out of an error about it: a server may
// repeat what it was sent.
func mute(err error, texts ...string) error {
	if err == nil {
		return nil
	}
	said := err.Error()
	for _, t := range texts {
		if t != "" {
			said = strings.ReplaceAll(said, t, "...")
		}
	}
	if said == err.Error() {
		return err
	}
	return &muted{err, said}
}

type muted struct {
	err  error
	said string
}

func (m *muted) Error() string { return m.said }
func (m *muted) Unwrap() error { return m.err }
