package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"daybreak/scheduler"
)

func TestLogLevelsAndFormats(t *testing.T) {
	tests := []struct {
		name, args string
		lines      int
	}{
		{"by default", "", 3},
		{"debug", "--log-level debug", 4},
		{"info", "--log-level=info", 3},
		{"warn", "--log-level warn", 2},
		{"error as JSON", "--log-level error --log-format json", 1},
		{"JSON", "--log-format=json", 3},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var out bytes.Buffer
			a := &app{getenv: lookup(nil), stderr: &out}
			if err := a.runCmd().ParseFlags(strings.Fields(tt.args)); err != nil {
				t.Fatal(err)
			}
			log := a.logger()
			log.Debug("d")
			log.Info("i", "n", 1)
			log.Warn("w")
			log.Error("e")
			lines := strings.SplitAfter(strings.TrimSuffix(out.String(), "\n"), "\n")
			if len(lines) != tt.lines {
				t.Errorf("%d lines, want %d:\n%s", len(lines), tt.lines, &out)
			}
			for _, line := range lines {
				isJSON := json.Valid([]byte(line))
				if want := strings.Contains(tt.args, "json"); isJSON != want || !strings.Contains(line, "time") {
					t.Errorf("JSON: %v, want %v, and a time: %s", isJSON, want, line)
				}
			}
		})
	}
}

func TestLogFlagsRefuse(t *testing.T) {
	for _, flag := range []string{"--log-level=loud", "--log-level=", "--log-level=INFO+2", "--log-format=xml"} {
		t.Run(flag, func(t *testing.T) {
			var out bytes.Buffer
			if code := run(t.Context(), []string{"run", flag}, nil, strings.NewReader(""), &out, &out); code != exitUsage {
				t.Errorf("exit %d", code)
			}
			if got := out.String(); !strings.Contains(got, "it is one of ") || !strings.Contains(got, "hint: ") {
				t.Errorf("it says %q", got)
			}
		})
	}
}

// A server may repeat the message in its error.
func TestMute(t *testing.T) {
	cause := fmt.Errorf("%w: bad markup in \"Call Rosamunde\"", scheduler.ErrRefused)
	err := mute(cause, "Call Rosamunde", "")
	if strings.Contains(err.Error(), "Rosamunde") || !errors.Is(err, scheduler.ErrRefused) || !strings.Contains(err.Error(), "bad markup") {
		t.Errorf("it says %v", err)
	}
	if other := errors.New("no bus"); mute(other, "Call") != other || mute(nil, "x") != nil {
		t.Error("an error without the texts is another one")
	}
}

// Every record of the program has a level by which the flags are named.
func TestLogWordsAreLevels(t *testing.T) {
	for _, w := range levelWords {
		if l, ok := logLevels[w]; !ok || !strings.EqualFold(l.String(), w) {
			t.Errorf("%q is %v", w, slog.Level(l))
		}
	}
}
