package sim

import (
	"slices"
	"testing"
	"time"
)

// brokenHistory breaks a promise whatever the program does: its record
// vanishes.
func brokenHistory(t *testing.T) History {
	t.Helper()
	h := Generate(3)
	h.Actions = append(h.Actions,
		Action{At: 100 * time.Hour, Verb: "vanish"},
		Action{At: 101 * time.Hour, Verb: "stop", Args: []string{"5s"}})
	slices.SortStableFunc(h.Actions, func(a, b Action) int { return int(a.At - b.At) })
	return h
}

// A history whose record vanishes is shrunk to little more than that.
func TestShrink(t *testing.T) {
	long := brokenHistory(t)
	v := Play(long).Violation
	if v == nil {
		t.Fatal("a record that vanished is not noticed")
	}
	short := Shrink(long)
	got := Play(short).Violation
	if got == nil || got.Rule != v.Rule {
		t.Fatalf("shrunk from %v to %v", v, got)
	}
	if len(short.Actions) > 2 || len(short.String()) > 300 {
		t.Errorf("shrunk from %d actions to\n%s", len(long.Actions), short)
	}
	t.Logf("%d actions became %d:\n%s", len(long.Actions), len(short.Actions), short)
}

func TestShrinkLeavesAGoodHistoryAlone(t *testing.T) {
	if h := Generate(1); Shrink(h).String() != h.String() {
		t.Error("a history that breaks nothing was changed")
	}
}
