package scheduler

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/robfig/cron/v3"
)

// Schedule says at which civil times something is due. Implementations are
// immutable and safe for concurrent use.
type Schedule interface {
	// Next returns the first due time after c, exclusive, and false when there
	// is none.
	Next(c Civil) (Civil, bool)
	// Spec is the canonical text of the schedule. Two schedules with the same
	// text are the same; an edit that changes it makes the reminder count from
	// the moment the edit is seen.
	Spec() string
}

// ParseCron returns the schedule of a standard cron expression: five fields
// (minute, hour, day of month, month, day of week) or one of @hourly, @daily,
// @midnight, @weekly, @monthly, @yearly, @annually.
//
// Refused, with the reason as the error's text, is what robfig/cron panics on
// or accepts without a sensible meaning: TZ= and CRON_TZ= prefixes, empty list
// items, steps beyond the field, "*-5", @every (it has no civil identity: its
// phase would restart with the daemon), and what never comes (30 February).
func ParseCron(expr string) (Schedule, error) {
	expr = strings.Join(strings.Fields(expr), " ")
	if err := checkExpr(expr); err != nil {
		return nil, err
	}
	s, err := cron.ParseStandard(expr)
	if err != nil {
		return nil, fmt.Errorf("%q is not a cron expression: %w", expr, err)
	}
	c := cronSchedule{expr, s}
	if _, ok := c.Next(0); !ok {
		return nil, fmt.Errorf("%q never comes", expr)
	}
	return c, nil
}

// Weekly returns the schedule of the times of day (minutes since midnight) on
// the days of the week: the friendly form of a cron expression, as a cron
// expression. Both lists must not be empty.
func Weekly(days []time.Weekday, minutes []int) (Schedule, error) {
	dow := "*"
	if on := slices.Compact(slices.Sorted(slices.Values(days))); len(on) < 7 {
		dow = join(on)
	}
	var all []Schedule
	for _, m := range slices.Compact(slices.Sorted(slices.Values(minutes))) {
		s, err := ParseCron(fmt.Sprintf("%d %d * * %s", m%60, m/60, dow))
		if err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	return Union(all...), nil
}

func join(days []time.Weekday) string {
	var b []string
	for _, d := range days {
		b = append(b, strconv.Itoa(int(d)))
	}
	return strings.Join(b, ",")
}

// Union returns the schedule that is due whenever one of all is.
func Union(all ...Schedule) Schedule {
	if len(all) == 1 {
		return all[0]
	}
	return union(all)
}

// Once returns the schedule that is due at c and never else.
func Once(c Civil) Schedule { return once(c) }

// OnceAs returns the schedule that is due at c and never else, known by spec:
// with the same spec it stays the same schedule when c moves.
func OnceAs(c Civil, spec string) Schedule { return onceAs{once(c), spec} }

// OnDay is OnceAs with the date of c: moving the time of day does not make it
// a new schedule.
func OnDay(c Civil) Schedule { return onceAs{once(c), c.String()[:len("2006-01-02")]} }

type onceAs struct {
	once
	spec string
}

func (o onceAs) Spec() string { return o.spec }

type cronSchedule struct {
	expr string
	cron.Schedule
}

func (s cronSchedule) Spec() string { return s.expr }

// Next asks cron on civil time: in UTC no minute is skipped or doubled. cron
// looks five years ahead and no further, and 29 February can be eight years
// away (1896 to 1904, 2096 to 2104), hence the second look.
func (s cronSchedule) Next(c Civil) (Civil, bool) {
	t := c.UTC()
	for range 2 {
		if n := s.Schedule.Next(t); !n.IsZero() {
			return CivilOf(n), true
		}
		t = t.AddDate(5, 0, 0)
	}
	return 0, false
}

type union []Schedule

func (u union) Spec() string {
	var specs []string
	for _, s := range u {
		specs = append(specs, s.Spec())
	}
	return strings.Join(specs, " | ")
}

func (u union) Next(c Civil) (next Civil, ok bool) {
	for _, s := range u {
		if n, found := s.Next(c); found && (!ok || n < next) {
			next, ok = n, true
		}
	}
	return next, ok
}

type once Civil

func (o once) Spec() string               { return Civil(o).String() }
func (o once) Next(c Civil) (Civil, bool) { return Civil(o), c < Civil(o) }

// field is one of the five of a cron expression, for checkExpr.
type field struct {
	name     string
	min, max int
	names    string // that stand for numbers, each between spaces
}

var fields = [5]field{
	{"minute", 0, 59, ""}, {"hour", 0, 23, ""}, {"day of month", 1, 31, ""},
	{"month", 1, 12, " jan feb mar apr may jun jul aug sep oct nov dec "},
	{"day of week", 0, 6, " sun mon tue wed thu fri sat "},
}

func checkExpr(expr string) error {
	switch {
	case expr == "":
		return fmt.Errorf("a cron expression must not be empty")
	case strings.Contains(expr, "TZ="):
		return fmt.Errorf("%q names a time zone; the time zone is set once, by timezone", expr)
	case strings.HasPrefix(expr, "@every"):
		return fmt.Errorf("%q has no fixed time of day", expr)
	case strings.HasPrefix(expr, "@"):
		return nil // cron's parser knows the few that there are
	}
	parts := strings.Fields(expr)
	if len(parts) != len(fields) {
		return fmt.Errorf("%q has %d fields; five are needed: minute, hour, day of month, month, day of week", expr, len(parts))
	}
	for i, p := range parts {
		for item := range strings.SplitSeq(p, ",") {
			if err := fields[i].check(item); err != nil {
				return fmt.Errorf("%q: %s: %w", expr, fields[i].name, err)
			}
		}
	}
	return nil
}

// check refuses what cron would let pass, or would refuse in words for a
// programmer.
func (f field) check(item string) error {
	span, step, stepped := strings.Cut(item, "/")
	lo, hi, ranged := strings.Cut(span, "-")
	switch {
	case item == "":
		return fmt.Errorf("an empty item in the list")
	case lo == "" || ranged && hi == "" || stepped && step == "":
		return fmt.Errorf("%q is incomplete", item)
	case ranged && strings.ContainsAny(span, "*?"):
		return fmt.Errorf("%q mixes * and a range", item)
	}
	first, err := f.value(lo)
	if err != nil {
		return err
	}
	if ranged {
		last, err := f.value(hi)
		switch {
		case err != nil:
			return err
		case last < first:
			return fmt.Errorf("%q ends before it begins", span)
		}
	}
	if stepped {
		n, err := strconv.Atoi(step)
		if err != nil || n < 1 || n > f.max-f.min {
			return fmt.Errorf("the step in %q is not from 1 to %d", item, f.max-f.min)
		}
	}
	return nil
}

// value returns one number, or that for which a name stands; 0 for *.
func (f field) value(s string) (int, error) {
	if s == "*" || s == "?" {
		return 0, nil
	}
	n, err := strconv.Atoi(s)
	at := strings.Index(f.names, " "+strings.ToLower(s)+" ")
	switch {
	case err == nil && n == 7 && f.max == 6:
		return 0, fmt.Errorf("7 is not from 0 to 6; Sunday is 0")
	case err == nil && (n < f.min || n > f.max):
		return 0, fmt.Errorf("%d is not from %d to %d", n, f.min, f.max)
	case err == nil:
		return n, nil
	case len(s) == 3 && at >= 0:
		return f.min + at/len(" sun"), nil
	case f.names != "":
		return 0, fmt.Errorf("%q is neither a number from %d to %d nor a name such as%s", s, f.min, f.max, f.names[:4])
	}
	return 0, fmt.Errorf("%q is not a number from %d to %d", s, f.min, f.max)
}
