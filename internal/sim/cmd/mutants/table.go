package main

// mutant is a fault to be planted: a text that a file has once, and what
// takes its place.
type mutant struct{ name, file, old, new string }

const (
	loop    = "scheduler/loop.go"
	plan    = "scheduler/plan.go"
	settle  = "scheduler/settle.go"
	planner = "scheduler/planner.go"
	state   = "scheduler/state.go"
	asked   = "scheduler/asked.go"
	appends = "internal/ledger/append.go"
	read    = "internal/ledger/read.go"
	prune   = "internal/ledger/prune.go"
	book    = "internal/ledger/ledger.go"
)

// mutants are faults that somebody could make in a day's work.
var mutants = []mutant{
	{"the claim is not recorded before the send", loop,
		"	l.record(Record{Claim: &s.Claim})\n",
		"	l.State.Apply(Record{Claim: &s.Claim})\n"},
	{"the claim is recorded after the send", loop,
		"	l.record(Record{Claim: &s.Claim})\n	sendCtx, cancel := sendContext(ctx)\n	channel, err := l.Courier.Deliver(sendCtx, s)\n",
		"	sendCtx, cancel := sendContext(ctx)\n	channel, err := l.Courier.Deliver(sendCtx, s)\n	l.record(Record{Claim: &s.Claim})\n"},
	{"the outcome is not written", loop,
		"	l.record(Record{Outcome: &out})\n", "	l.State.Apply(Record{Outcome: &out})\n"},
	{"no answer is taken for a refusal", loop,
		"out.Result, out.Reason = Uncertain, NoAnswer", "out.Result, out.Reason = Released, Refused"},
	{"all that is decided goes out, however long it takes", loop,
		"			l.send(ctx, d.Sends[0]) ", "			for _, s := range d.Sends {\n				l.send(ctx, s)\n			} "},
	{"a refusal is taken for a delivery", loop,
		"out.Result, out.Reason = Released, Refused", "out.Result, out.Reason = Delivered, OnTime"},
	{"everything is on time", loop,
		"out.At.Sub(s.Due) > time.Minute", "out.At.Sub(s.Due) > time.Hour"},
	{"a refused message is not tried again", loop,
		"l.retryAt = out.At.Add(l.backoff)", "l.retryAt = out.At.Add(100 * l.backoff)"},
	{"records made in memory are not kept", loop,
		"	for _, r := range records {\n		l.State.Apply(r)\n	}\n	l.save(records...)\n",
		"	if l.save(records...); l.failing {\n		return\n	}\n	for _, r := range records {\n		l.State.Apply(r)\n	}\n"},

	{"after a crash a claim is forgotten", plan,
		"Result: Uncertain, At: in.Now, Reason: Crash", "Result: Released, At: in.Now, Reason: Crash"},
	{"the mark is advanced past what is in time", plan,
		"since, from)\n	} else if first", "since, p.Now)\n	} else if first"},
	{"what was missed is not recorded", plan,
		"ok && c <= end {", "ok && c < start {"},
	{"a schedule first seen in the future stays so", plan,
		"if first || seen.At.After(p.Now) {", "if first {"},
	{"an edited schedule is back-filled", plan,
		"first := !ok || seen.Spec != r.Schedule.Spec()", "first := !ok"},
	{"lateness is measured by the clock's digits", plan,
		"at := c.In(p.Zone)\n		if at.After(p.Now)", "at := c.UTC()\n		if at.After(p.Now)"},
	{"an uncertain milestone is not sent again", settle,
		"c.status.Tries < 2 && c.status.Epoch", "c.status.Tries < 1 && c.status.Epoch"},
	{"an uncertain milestone is sent again and again", settle,
		"c.status.Tries < 2 && c.status.Epoch", "c.status.Tries < 9 && c.status.Epoch"},
	{"an edit of the time of day brings it twice", settle,
		"case !again && rule.oncePerDay && ", "case !again && rule.oncePerDay && c.known && "},
	{"quiet hours do not hold", settle,
		"&& p.inQuiet:", "&& p.inQuiet && p.Locked:"},
	{"quiet hours hold a snooze", settle,
		"!loud && !c.oneOff() && p.inQuiet:", "!loud && p.inQuiet:"},
	{"quiet hours end a day late", settle,
		"	days := 0\n", "	days := 1\n"},
	{"a lock does not hold", settle,
		"	case p.Locked:\n", "	case p.Locked && !p.Ready:\n"},
	{"folded ones are forgotten", settle,
		"		p.mark(c.Occurrence, Folded, Newer, n.String())\n", ""},
	{"the oldest stands for the others", settle,
		"cmp.Or(a.due.Compare(b.due),", "cmp.Or(b.due.Compare(a.due),"},
	{"a plan comes beside its milestone", settle,
		"!milestone.oneOff() && !plan.oneOff()", "!milestone.oneOff() && plan.oneOff()"},
	{"what waits too long is not dropped", settle,
		"			p.mark(o, Dropped, p.State.held[o], \"\")\n", ""},

	{"what was too late stays so after a backward step", state,
		"return s.Result == Held || s.Result == Dropped && s.Reason == TooLate", "return s.Result == Held"},
	{"what was delivered is open after a backward step", state,
		"s.Result == Dropped && s.Reason == TooLate", "s.Result != \"\""},
	{"a pause is not looked at", state,
		"if p.covers(t) && p.From.After(asked) {", "if false {"},
	{"a pause asked for first drops what is asked for in it", state,
		"if p.covers(t) && p.From.After(asked) {", "if p.covers(t) {"},
	{"a second snooze does not take the place of the first", asked,
		"if id != o.ID && other.Of != nil", "if id == o.ID && other.Of != nil"},
	{"a snooze leaves what it puts off", asked,
		"		s.later(*o.Of, o)\n", ""},
	{"a released claim counts as a try", state,
		"			st.Tries--\n", ""},

	{"an answer settles nothing", asked,
		"		s.put(a.Occurrence, st)\n", ""},
	{"a snooze of what is done still comes", asked,
		"			s.set(one.occurrence(), st)\n", ""},
	{"an answer ahead of its time hides what comes before", asked,
		"		s.put(a.Occurrence, st)\n", "		s.set(a.Occurrence, st)\n"},
	{"what is answered ahead is not accounted for", plan,
		"known && (!ok || m < o.Civil)", "known && !ok && m > o.Civil"},
	{"what is answered ahead is accounted for too soon", plan,
		"		if !p.answeredAhead(c.Occurrence) {\n			break\n", "		if !p.answeredAhead(c.Occurrence) {\n			continue\n"},
	{"an answer that is taken back still settles", state,
		"		st.Result, st.Reason = Dropped, TooLate // the answer was taken back\n", ""},

	{"a clock that went back is not noticed", planner,
		"m.last.Zone == in.Zone && !in.Now.Before(m.last.Now)", "m.last.Zone == in.Zone"},
	{"another zone is not noticed", planner,
		"m.last.Zone == in.Zone && ", ""},
	{"another config is not noticed", planner,
		"(len(a) == 0 || &a[0] == &b[0])", "len(a) >= 0"},
	{"what waits is not looked at again", planner,
		"		m.busy[i] = true\n	}\n}\n\n// first", "		delete(m.busy, i)\n	}\n}\n\n// first"},

	{"a record is not made safe", appends,
		"	if err := f.Sync(); err != nil {", "	if err := error(nil); err != nil {"},
	{"a new file's name is not made safe", appends,
		"	if l.named != l.file {\n", "	if l.named == \"-\" {\n"},
	{"a torn line takes the next one with it", appends,
		"if info.Size() > 0 && info.Size() != l.end {", "if info.Size() > 1<<40 {"},
	{"a failed fsync is taken for a good one", appends,
		"		err = l.write(batch)\n		if errors.Is", "		err = nil\n		if errors.Is"},
	{"what could not be written is dropped", appends,
		"	if err == nil {\n		for _, p := range l.pending {", "	if true {\n		for _, p := range l.pending {"},
	{"the summary forgets what came", prune,
		"p.latest[o.ID].Day() == o.Civil.Day()", "p.latest[o.ID] == o.Civil"},
	{"the daemon does not hear what a command appended", book,
		"	fresh = l.scan.fresh\n", "	fresh = nil\n"},
	{"an undo is not heard", book,
		" || len(undone(fresh)) > 0", ""},
	{"a line is counted twice", read,
		"	if _, dup := s.seen[e.ID]; dup {\n		return false", "	if _, dup := s.seen[e.ID]; dup {\n		return true"},
}
