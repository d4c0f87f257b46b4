package main

import (
	"strings"
	"testing"
)

func TestRun(t *testing.T) {
	const history = "start 2026-10-10T10:00:00Z Europe/Berlin 3d\nconfig quiet=22:30-07:00 habit/0=07:30\n"
	tests := []struct {
		name, args, in string
		code           int
		want           string // in the output, or in the errors
	}{
		{"a few seeds", "-histories 3 -from 7", "", kept, "3 histories of 45 days"},
		{"a moment's soak", "-soak 10ms", "", kept, "seeds from "},
		{"a history", "-replay", history, kept, "2 starts"},
		{"one that breaks a promise", "-replay", history + "40h vanish\n41h stop 5s\n", broken, "broke durable: at 2026-10-12T"},
		{"one that is none", "-replay", "start now", usage, "simulate: read the history: line 1"},
		{"an unknown flag", "-dance", "", usage, "not defined: -dance"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var out, errs strings.Builder
			code := run(t.Context(), strings.Fields(tt.args), strings.NewReader(tt.in), &out, &errs)
			if code != tt.code || !strings.Contains(out.String()+errs.String(), tt.want) {
				t.Errorf("exit code %d, want %d and %q:\n%s%s", code, tt.code, tt.want, &out, &errs)
			}
		})
	}
}
