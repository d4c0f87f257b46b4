package prompts

import (
	"strconv"

	"daybreak/internal/journey"
)

// Contact returns the answer to a contact that the user told of, for a terminal:
// warm, and a question about the situation (content rule 2). Under an order it is
// about the order's wording (rule 7), where Logistics has an answer that refuses;
// for somebody who left harm behind support comes first, under an order too.
func Contact(c Context, kind journey.ContactKind) Text {
	mode := ""
	switch {
	case c.Order:
		mode = "order/"
	case c.Intention == "safe":
		mode = "safe/"
	}
	t := c.message("contact/" + mode + string(kind))
	if c.Order && c.Intention == "safe" {
		t.Body = UrgeText(c, UrgeSupport).Body + ". " + t.Body
	}
	return t
}

// The parts of the conversation in a moment of an urge.
const (
	UrgeStart   = "start"
	UrgePlan    = "plan"    // before the user's own words
	UrgeNoPlan  = "no-plan" // where there are none
	UrgeWait    = "wait"    // asks for minutes
	UrgeWaited  = "waited"  // once they have passed
	UrgeLog     = "log"     // asks whether to record it
	UrgeSupport = "support"
)

// UrgeText returns a part of the conversation in a moment of an urge. No part says
// that it passes, or that a step makes it smaller (content rule 4).
func UrgeText(c Context, part string) Text { return c.message("urge/" + part) }

// Step returns the n-th grounding step, in turn: after the last comes the first.
// n is not negative.
func Step(c Context, n int) Text { return c.message(step(n % Steps(c))) }

// Steps returns how many grounding steps there are.
func Steps(c Context) (n int) {
	for c.messages().Messages[step(n)].Body != "" {
		n++
	}
	return n
}

func step(n int) string { return "urge/step/" + strconv.Itoa(n+1) }
