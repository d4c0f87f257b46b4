package prompts

import (
	"strings"
	"testing"

	"daybreak/internal/journey"
)

func TestContact(t *testing.T) {
	for _, tt := range []struct {
		name  string
		c     Context
		first string // what the answer begins with, or holds where it begins with "…"
		never []string
	}{
		{"as usual", Context{}, "", []string{"support"}},
		{"safe", Context{Intention: "safe"}, "Support first: daybreak support.", safeWords},
		{"order", Context{Order: true}, "…order's wording", orderWords},
		{"order and safe", Context{Order: true, Intention: "safe"}, "If this is more than you want to carry alone: daybreak support. ", orderWords},
	} {
		for _, kind := range journey.ContactKinds() {
			t.Run(tt.name+" "+string(kind), func(t *testing.T) {
				body := Contact(tt.c, kind).Body
				anywhere, within := strings.CutPrefix(tt.first, "…")
				if body == "" || within && !strings.Contains(body, anywhere) || !within && !strings.HasPrefix(body, tt.first) {
					t.Errorf("begins %q", body)
				}
				if tt.c.Order && !strings.Contains(body, "ask a lawyer") {
					t.Errorf("names no lawyer: %q", body)
				}
				if found := lint(body, append(tt.never, neverWords...)); found != nil {
					t.Errorf("says %q: %q", found, body)
				}
			})
		}
	}
}

func TestUrgeText(t *testing.T) {
	for _, part := range []string{UrgeStart, UrgePlan, UrgeNoPlan, UrgeWait, UrgeWaited, UrgeLog, UrgeSupport} {
		if UrgeText(Context{}, part).Body == "" {
			t.Errorf("no words for %q", part)
		}
	}
}

// Every step comes once before the first comes again.
func TestSteps(t *testing.T) {
	seen := map[string]bool{}
	for n := range Steps(Context{}) {
		s := Step(Context{}, n)
		if s.Title == "" || s.Body == "" || seen[s.Body] {
			t.Errorf("step %d: %+v", n, s)
		}
		seen[s.Body] = true
	}
	if len(seen) < 8 || Step(Context{}, Steps(Context{})) != Step(Context{}, 0) {
		t.Errorf("%d steps", len(seen))
	}
}
