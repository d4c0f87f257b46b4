package main

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"daybreak/internal/ledger"
	"daybreak/internal/report"
	"daybreak/internal/rig"
	"daybreak/scheduler"
)

// killCounts is what came of the kills.
type killCounts struct {
	kills, torn                         int
	due, delivered, digest, folded      int
	dropped, missed, held, settled      int
	shownUncertain, lost, lostMilestone int
	doubled, leftovers                  int
}

func (c *killCounts) add(o killCounts) {
	c.kills += o.kills
	c.torn += o.torn
	c.due += o.due
	c.delivered += o.delivered
	c.digest += o.digest
	c.folded += o.folded
	c.dropped += o.dropped
	c.missed += o.missed
	c.held += o.held
	c.settled += o.settled
	c.shownUncertain += o.shownUncertain
	c.lost += o.lost
	c.lostMilestone += o.lostMilestone
	c.doubled += o.doubled
	c.leftovers += o.leftovers
}

// String tells the counts in words.
func (c killCounts) String() string {
	return fmt.Sprintf("%d kills; %d due: %d shown, %d in a digest, %d folded into a later one, %d dropped, %d in a missed range, %d held, %d settled, %d uncertain\n"+
		"between claim and outcome: %d shown, %d lost (milestones, killed twice: %d), %d milestones shown twice; torn last lines: %d; files left over: %d",
		c.kills, c.due, c.delivered, c.digest, c.folded, c.dropped, c.missed, c.held, c.settled, c.shownUncertain+c.lost+c.lostMilestone,
		c.shownUncertain, c.lost, c.lostMilestone, c.doubled, c.torn, c.leftovers)
}

// recordFiles returns the files of the record.
func (l *killLane) recordFiles() []string {
	names, err := filepath.Glob(filepath.Join(l.state, "ledger", "*.jsonl"))
	if err != nil {
		l.t.Fatal(err)
	}
	return names
}

// told is one claim of the record, with what came of it and what was seen.
type told struct {
	scheduler.Claim
	outcome *scheduler.Outcome
	call    *rig.Call // nil when the bus never saw it
}

// uncertain reports whether the record does not know if it was shown.
func (c told) uncertain() bool { return c.outcome.Result == scheduler.Uncertain }

// account holds what was due up to until, what the bus has seen, what the
// record says and what `why` says against each other.
func (l *killLane) account(until time.Time) killCounts {
	l.t.Helper()
	view, err := ledger.Read(l.state, ledger.Everything)
	if err != nil {
		l.t.Fatal(err)
	}
	claims := claimsOf(l.t, view.Events)
	l.match(claims)
	of := map[scheduler.Occurrence][]told{}
	for _, c := range claims {
		for _, o := range c.Of {
			of[o] = append(of[o], c)
		}
	}
	for o, all := range of {
		l.checkClaims(o, all)
	}
	l.answers(l.expected(view.Events, until), of, l.why("DAYBREAK_NOW="+until.Format(time.RFC3339)), until)
	l.leftovers()
	if l.t.Failed() {
		l.t.Logf("the daemon's last words:\n%s", l.tail())
	}
	return l.counts
}

// leftovers counts the files that a kill has left half written. They are hidden,
// and do no harm.
func (l *killLane) leftovers() {
	for _, dir := range []string{l.state, filepath.Join(l.state, "ledger")} {
		left, err := filepath.Glob(filepath.Join(dir, ".*"))
		if err != nil {
			l.t.Fatal(err)
		}
		l.counts.leftovers += len(left)
	}
}

// claimsOf returns the claims of the record in order, with their outcomes.
func claimsOf(t *testing.T, events []ledger.Event) []told {
	t.Helper()
	var all []told
	at := map[string]int{}
	for _, e := range events {
		switch {
		case e.Claim != nil:
			at[e.Claim.Send] = len(all)
			all = append(all, told{Claim: *e.Claim})
		case e.Outcome != nil:
			i, ok := at[e.Outcome.Send]
			if !ok || all[i].outcome != nil {
				t.Errorf("outcome %+v: no claim, or a second outcome", *e.Outcome)
				continue
			}
			all[i].outcome = e.Outcome
		}
	}
	for i, c := range all {
		if c.outcome == nil {
			t.Errorf("claim %s of %v has no outcome", c.Send, c.Of)
			all[i].outcome = &scheduler.Outcome{Result: scheduler.Uncertain}
		}
	}
	return all
}

// match finds the call of every claim. Both are in one order, since a daemon
// sends one message after the other; a claim may have no call if nobody knows
// what came of it.
func (l *killLane) match(claims []told) {
	l.t.Helper()
	calls := l.monitor.Calls()
	fits := make([][]bool, len(claims)+1) // from claim i and call j on
	for i := len(claims); i >= 0; i-- {
		fits[i] = make([]bool, len(calls)+1)
		for j := len(calls); j >= 0; j-- {
			fits[i][j] = i == len(claims) && j == len(calls) ||
				i < len(claims) && claims[i].outcome.Result != scheduler.Delivered && fits[i+1][j] ||
				i < len(claims) && j < len(calls) && fits[i+1][j+1] && tells(claims[i].Claim, calls[j])
		}
	}
	j := 0
	for i := range claims {
		switch {
		case j < len(calls) && tells(claims[i].Claim, calls[j]) && (fits[i+1][j+1] || !fits[0][0]):
			claims[i].call = calls[j]
			j++
		case claims[i].outcome.Result == scheduler.Delivered: // never where all fits
			l.t.Fatalf("the record and the bus part: shown is %s of %v, and the bus has %s\n%d claims, %d calls",
				claims[i].ID, claims[i].Of, callAt(calls, j), len(claims), len(calls))
		}
	}
	if j < len(calls) {
		l.t.Fatalf("the bus has calls that the record does not know, from %s on", callAt(calls, j))
	}
}

func callAt(calls []*rig.Call, j int) string {
	if j >= len(calls) {
		return "no more calls"
	}
	return fmt.Sprintf("%q %q", calls[j].Title, calls[j].Body)
}

// checkClaims: a message was answered if it is recorded as delivered, and was
// sent a second time only if it is a milestone that nobody knew about.
func (l *killLane) checkClaims(o scheduler.Occurrence, all []told) {
	l.t.Helper()
	seen := 0
	for i, c := range all {
		if c.outcome.Result == scheduler.Delivered && (c.call == nil || c.call.Replied.IsZero() || c.call.Err != "") {
			l.t.Errorf("%v: recorded as delivered, and the server never said so", o)
		}
		if c.call != nil {
			seen++
		}
		if i+1 < len(all) && (c.Kind != scheduler.Milestone || !c.uncertain()) {
			l.t.Errorf("%v: claimed again after a %s that ended %s", o, c.Kind, c.outcome.Result)
		}
		if c.uncertain() && c.outcome.Reason != scheduler.Crash && c.outcome.Reason != scheduler.NoAnswer {
			l.t.Errorf("%v: uncertain for %q", o, c.outcome.Reason)
		}
	}
	if seen > 2 {
		l.t.Errorf("%v: shown %d times", o, seen)
	}
	if seen == 2 {
		l.counts.doubled++
	}
}

// expected returns what was due up to until, and since the daemon first saw
// the reminder.
func (l *killLane) expected(events []ledger.Event, until time.Time) map[scheduler.Occurrence]bool {
	l.t.Helper()
	seen := map[string]time.Time{}
	for _, e := range events {
		if s := e.Schedule; s != nil {
			if at, twice := seen[s.ID]; twice {
				l.t.Errorf("%s was first seen at %v, and again at %v", s.ID, at, s.At)
			}
			seen[s.ID] = s.At.Truncate(time.Minute)
		}
	}
	all := map[scheduler.Occurrence]bool{}
	for _, due := range []map[scheduler.Occurrence]time.Time{
		dueIn(l.clock.shown, until), milestonesIn(l.clock.shown, until),
	} {
		for o, at := range due {
			first, ok := seen[o.ID]
			if !ok {
				l.t.Errorf("%s was never seen by the daemon", o.ID)
			}
			if !at.Before(first) {
				all[o] = true
			}
		}
	}
	return all
}

// answers: everything that was due has exactly one answer, alone or in a range,
// and it is what the bus has seen; nothing else has one.
func (l *killLane) answers(due map[scheduler.Occurrence]bool, of map[scheduler.Occurrence][]told, why report.Why, until time.Time) {
	l.t.Helper()
	given := map[scheduler.Occurrence][]report.Became{}
	for _, b := range why.Occurrences {
		if b.To == nil {
			o := scheduler.Occurrence{ID: b.ID, Civil: b.Civil}
			given[o] = append(given[o], b)
		}
	}
	for o := range due {
		all := given[o]
		for _, b := range why.Occurrences {
			if b.To != nil && b.ID == o.ID && b.Civil <= o.Civil && o.Civil <= *b.To {
				all = append(all, b)
			}
		}
		if len(all) != 1 {
			l.t.Errorf("%v has %d answers: %+v", o, len(all), all)
			continue
		}
		l.counts.due++
		l.answer(o, all[0], of[o])
	}
	now := scheduler.CivilOf(until.In(killZone))
	for o := range given {
		if !due[o] && o.Civil <= now && !strings.HasPrefix(o.ID, "welcome") {
			l.t.Errorf("%v was never due, and why has it: %+v", o, given[o])
		}
	}
}

// answer holds one answer against the claims of the occurrence.
func (l *killLane) answer(o scheduler.Occurrence, b report.Became, claims []told) {
	l.t.Helper()
	seen := slices.ContainsFunc(claims, func(c told) bool { return c.call != nil })
	uncertain := slices.ContainsFunc(claims, told.uncertain)
	c, want := &l.counts, false // whether it was surely shown
	switch {
	case b.To != nil:
		c.missed++
	case b.Outcome == scheduler.Delivered:
		c.delivered++
		want = true
	case b.Outcome == scheduler.Folded && b.Reason == scheduler.InDigest:
		c.digest++
		want = true
	case b.Outcome == scheduler.Folded && b.Reason == scheduler.Newer && b.Into != "":
		c.folded++
		want = seen && uncertain // and a later milestone came before it could be sent again
	case b.Outcome == scheduler.Dropped:
		c.dropped++
	case b.Outcome == scheduler.Held && b.Reason == scheduler.Quiet:
		c.held++
	case b.Outcome == scheduler.Settled:
		c.settled++
	case b.Outcome == scheduler.Uncertain && uncertain:
		want = seen
		switch {
		case seen:
			c.shownUncertain++
		case claims[0].Kind == scheduler.Milestone:
			c.lostMilestone++
			if len(claims) < 2 {
				l.t.Errorf("%v was lost, and never sent again", o)
			}
		default:
			c.lost++
		}
	default:
		l.t.Errorf("%v has no proper answer: %+v", o, b)
	}
	if seen != want {
		l.t.Errorf("%v: seen on the bus: %v, and why says %+v", o, seen, b)
	}
}
