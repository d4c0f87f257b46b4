// Package doctor looks at what can go wrong between the config and somebody
// seeing a message, and says what mends it. A check changes nothing but a trial
// file that it removes again, starts no server, prints no word of the user's,
// and has a deadline; the checks do not wait for each other.
package doctor

import (
	"context"
	"fmt"
	"sync"
	"time"

	"daybreak/internal/report"
)

// Check is one thing to look at.
type Check struct {
	ID   string
	Look func(context.Context) report.Check // its ID may be left empty
}

// grace is what a check that heeds its deadline has left to say so.
const grace = time.Second

// Run makes all checks at the same time and returns what they found, in their
// order, within limit and a second. One that does not come back, as on a disk
// that hangs, is unknown.
func Run(ctx context.Context, limit time.Duration, checks []Check) []report.Check {
	found := make([]report.Check, len(checks))
	var all sync.WaitGroup
	for i, c := range checks {
		all.Go(func() {
			found[i] = within(ctx, limit, c)
			found[i].ID = c.ID
		})
	}
	all.Wait()
	return found
}

func within(ctx context.Context, limit time.Duration, c Check) report.Check {
	look, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	answer := make(chan report.Check, 1)
	go func() { answer <- c.Look(look) }()
	late := time.NewTimer(limit + grace)
	defer late.Stop()
	select {
	case found := <-answer:
		return found
	case <-late.C:
		return unknown(fmt.Sprintf("Looking at it (%s) took longer than %v.", c.ID, limit), "a disk or a program hangs")
	}
}

func fine(text string) report.Check { return report.Check{State: report.Fine, Text: text} }

func warn(text, hint string) report.Check {
	return report.Check{State: report.Warning, Text: text, Hint: hint}
}

func wrong(text, hint string) report.Check {
	return report.Check{State: report.Wrong, Text: text, Hint: hint}
}

func unknown(text, hint string) report.Check {
	return report.Check{State: report.Unknown, Text: text, Hint: hint}
}

// count returns "1 thing" or "2 things".
func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
