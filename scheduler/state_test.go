package scheduler

import (
	"slices"
	"testing"
	"time"
)

// The ids of a state are those of every record that speaks of a reminder.
func TestIDs(t *testing.T) {
	s := NewState()
	if ids := s.IDs(); len(ids) != 0 {
		t.Errorf("of an empty ledger: %q", ids)
	}
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	for _, r := range []Record{
		{Schedule: &ScheduleSeen{ID: "habit/walk", At: now}},
		{Mark: &Mark{Occurrence: Occurrence{ID: "milestone/7"}, Result: Settled, At: now}},
		{Missed: &Missed{ID: "habit/swim", At: now}},
		{Claim: &Claim{Send: "s1", ID: "digest/2026-11-23T12:00", Of: []Occurrence{{ID: "prompt/morning"}, {ID: "habit/walk"}}}},
	} {
		s.Apply(r)
	}
	want := []string{"habit/swim", "habit/walk", "milestone/7", "prompt/morning"}
	if ids := s.IDs(); !slices.Equal(ids, want) {
		t.Errorf("got %q, want %q", ids, want)
	}
}
