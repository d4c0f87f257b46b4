package main

import (
	"path/filepath"
	"strings"
	"testing"
)

const root = "../../../.."

// Every fault still has the one place at which it is planted.
func TestMutantsApply(t *testing.T) {
	names := map[string]bool{}
	for _, m := range mutants {
		t.Run(m.name, func(t *testing.T) {
			if _, err := m.apply(filepath.Join(root, m.file)); err != nil {
				t.Error(err)
			}
			if m.old == m.new || names[m.name] {
				t.Error("it changes nothing, or has another's name")
			}
			names[m.name] = true
		})
	}
}

// A table that no longer fits the sources is an error, not a fault that is
// found.
func TestMutantThatDoesNotApply(t *testing.T) {
	var out, errs strings.Builder
	none := mutant{"none", loop, "no such line", ""}
	if _, err := none.apply(filepath.Join(root, none.file)); err == nil || !strings.Contains(err.Error(), "0 times") {
		t.Errorf("error %v", err)
	}
	if code := run(t.Context(), []string{"-dance"}, &out, &errs); code != 2 {
		t.Errorf("exit code %d", code)
	}
}

func TestVerdict(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"found", "7 histories of 45 days\n\nseed 6 broke same-day: at noon\n", "same-day    after     7 histories"},
		{"a panic", "panic: out of range", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got, err := verdict(tt.text); got != tt.want || (err == nil) != (tt.want != "") {
				t.Errorf("%q, %v, want %q", got, err, tt.want)
			}
		})
	}
}
