package sim

import (
	"fmt"
	"strings"
	"time"

	"daybreak/scheduler"
)

// String returns the config in one line, as parseSetup reads it.
func (s *setup) String() string {
	items := []string{"quiet=" + clock(s.quiet[0]) + "-" + clock(s.quiet[1])}
	for _, r := range s.reminders {
		items = append(items, r.String())
	}
	return strings.Join(items, " ")
}

// parseSetup reads what String writes, and makes the reminders of it that the
// planner takes.
func parseSetup(text string) (*setup, error) {
	s := &setup{}
	for _, item := range strings.Fields(text) {
		if hours, ok := strings.CutPrefix(item, "quiet="); ok {
			from, to, _ := strings.Cut(hours, "-")
			var err1, err2 error
			s.quiet[0], err1 = parseClock(from)
			s.quiet[1], err2 = parseClock(to)
			if err1 != nil || err2 != nil {
				return nil, fmt.Errorf("%q are not quiet hours", hours)
			}
			continue
		}
		r, err := parseReminder(item)
		if err != nil {
			return nil, err
		}
		if _, twice := s.find(r.id); twice || waits(r.kind()) && len(r.dates) != 1 {
			return nil, fmt.Errorf("%s comes twice, or has not one date", r.id)
		}
		made, err := r.scheduler()
		if err != nil {
			return nil, err
		}
		s.reminders = append(s.reminders, r)
		s.schedulers = append(s.schedulers, made)
	}
	return s, nil
}

// scheduler returns the reminder as the planner takes it, made as the config
// package makes it.
func (r reminder) scheduler() (scheduler.Reminder, error) {
	out := scheduler.Reminder{ID: r.id, Kind: r.kind(), Late: r.late}
	switch {
	case len(r.dates) == 0:
		var days []time.Weekday
		for d := range time.Weekday(7) {
			if r.days>>int(d)&1 == 1 {
				days = append(days, d)
			}
		}
		if len(days) == 0 || len(r.times) == 0 {
			return out, fmt.Errorf("%s never comes", r)
		}
		s, err := scheduler.Weekly(days, r.times)
		out.Schedule = s
		return out, err
	case r.kind() == scheduler.Milestone || r.kind() == scheduler.Goal:
		out.Schedule = scheduler.OnDay(scheduler.Civil(r.dates[0]))
	default:
		var all []scheduler.Schedule
		for _, c := range r.dates {
			all = append(all, scheduler.Once(scheduler.Civil(c)))
		}
		out.Schedule = scheduler.Union(all...)
	}
	return out, nil
}

// spec returns the text by which the planner knows a schedule.
func (s *setup) spec(id string) string {
	for _, r := range s.schedulers {
		if r.ID == id {
			return r.Schedule.Spec()
		}
	}
	return ""
}

// quietAt reports whether c lies in the quiet hours.
func (s *setup) quietAt(c civil) bool {
	from, to, m := s.quiet[0], s.quiet[1], c.minute()
	if from < to {
		return m >= from && m < to
	}
	return from != to && (m >= from || m < to)
}
