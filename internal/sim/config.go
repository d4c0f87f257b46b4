package sim

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"daybreak/scheduler"
)

const (
	minutesPerDay = 24 * 60
	everyDay      = 0x7f
	civilLayout   = "2006-01-02T15:04"
)

// civil is a minute of a calendar and a wall clock without a zone, counted as
// scheduler.Civil is; the oracle calculates with its own.
type civil int64

func (c civil) time() time.Time { return time.Unix(int64(c)*60, 0).UTC() }
func (c civil) String() string  { return c.time().Format(civilLayout) }
func (c civil) minute() int     { return c.time().Hour()*60 + c.time().Minute() }

// civilAt returns what a clock shows at t in loc.
func civilAt(t time.Time, loc *time.Location) civil {
	_, off := t.In(loc).Zone()
	s := t.Unix() + int64(off)
	return civil((s - ((s%60)+60)%60) / 60)
}

func parseCivil(s string) (civil, error) {
	t, err := time.Parse(civilLayout, s)
	if err != nil {
		return 0, err
	}
	return civil(t.Unix() / 60), nil
}

// reminder is a line of the model config: something at times of day on days of
// the week, or at given civil times.
type reminder struct {
	id    string
	times []int   // minutes of the day
	days  int     // bit n for weekday n, Sunday is 0
	dates []civil // instead of times and days
	late  time.Duration
}

// setup is the model config: the reminders and the quiet hours.
type setup struct {
	reminders  []reminder
	quiet      [2]int // from and to, minutes of the day; equal for none
	schedulers []scheduler.Reminder
}

func (s *setup) find(id string) (reminder, bool) {
	for _, r := range s.reminders {
		if r.id == id {
			return r, true
		}
	}
	return reminder{}, false
}

func (r reminder) kind() scheduler.Kind { return kindOf(r.id) }

func kindOf(id string) scheduler.Kind {
	k, _, _ := strings.Cut(id, "/")
	return scheduler.Kind(k)
}

// The rules of docs/time.md, "What comes when", in the oracle's own words.
func waits(k scheduler.Kind) bool {
	return k == scheduler.Milestone || k == scheduler.Goal || k == scheduler.Welcome || k == scheduler.Notice
}
func quietHolds(k scheduler.Kind) bool { return k != scheduler.Welcome }
func digestible(k scheduler.Kind) bool { return k == scheduler.Prompt || k == scheduler.Habit }
func oncePerDay(k scheduler.Kind) bool {
	return k == scheduler.Prompt || k == scheduler.CheckIn || k == scheduler.Milestone || k == scheduler.Goal
}

func (r reminder) lateness() time.Duration {
	if r.late == 0 {
		return 2 * time.Hour
	}
	return r.late
}

// on returns the civil times from the first to the last of the civil days that
// hold from and to, in order.
func (r reminder) on(from, to civil) []civil {
	var all []civil
	if len(r.dates) > 0 {
		for _, c := range r.dates {
			if c >= from-minutesPerDay && c <= to+minutesPerDay {
				all = append(all, c)
			}
		}
		return all
	}
	first := from - civil(from.minute())
	for day := first; day <= to; day += minutesPerDay {
		if r.days>>int(day.time().Weekday())&1 == 0 {
			continue
		}
		for _, m := range r.times {
			all = append(all, day+civil(m))
		}
	}
	return all
}

// around returns the civil times of the days from from to to and those that
// come next, in order.
func (r reminder) around(from, to civil) []civil {
	if len(r.dates) > 0 {
		return r.dates
	}
	return r.on(from, to+8*minutesPerDay)
}

// has reports whether c is one of r's civil times.
func (r reminder) has(c civil) bool { return slices.Contains(r.on(c, c), c) }

// String returns "habit/a=07:30,19:00/0111110~1h30m0s".
func (r reminder) String() string {
	var items []string
	for _, c := range r.dates {
		items = append(items, c.String())
	}
	for _, m := range r.times {
		items = append(items, clock(m))
	}
	s := r.id + "=" + strings.Join(items, ",")
	if len(r.times) > 0 && r.days != everyDay {
		s += fmt.Sprintf("/%07b", r.days)
	}
	if r.late != 0 {
		s += "~" + r.late.String()
	}
	return s
}

func clock(m int) string { return fmt.Sprintf("%02d:%02d", m/60, m%60) }

func parseClock(s string) (int, error) {
	t, err := time.Parse("15:04", s)
	return t.Hour()*60 + t.Minute(), err
}

func parseReminder(s string) (r reminder, err error) {
	id, rest, ok := strings.Cut(s, "=")
	if !ok {
		return r, fmt.Errorf("%q is not a reminder", s)
	}
	r = reminder{id: id, days: everyDay}
	rest, late, ok := strings.Cut(rest, "~")
	if ok {
		if r.late, err = time.ParseDuration(late); err != nil {
			return r, err
		}
	}
	at := strings.LastIndex(rest, "/")
	if at >= 0 {
		mask, err := strconv.ParseUint(rest[at+1:], 2, 7)
		if err != nil {
			return r, err
		}
		r.days, rest = int(mask), rest[:at]
	}
	for item := range strings.SplitSeq(rest, ",") {
		if strings.Contains(item, "T") {
			c, err := parseCivil(item)
			if err != nil {
				return r, err
			}
			r.dates = append(r.dates, c)
			continue
		}
		m, err := parseClock(item)
		if err != nil {
			return r, err
		}
		r.times = append(r.times, m)
	}
	return r, nil
}
