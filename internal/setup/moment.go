package setup

import (
	"fmt"
	"strings"
	"time"

	"daybreak/internal/journey"
)

// Moment is a moment that has been, as somebody says it: so long ago, or on a
// day of the calendar, with a time of day where they say one.
type Moment struct {
	Ago   time.Duration // 0 where a day is said
	Day   journey.Date
	At    journey.TimeOfDay
	Timed bool // At was said
}

// Past reads a moment: what Day reads, with a time of day before or behind it
// ("yesterday 21:00", "9pm on Friday", "2026-11-23T21:00"), a time alone, which
// is the last one up to now, or "20 minutes ago". today and now are what the
// calendar and the clock show. Whether a timed moment of today is still to come
// is left to the caller, who knows the zone.
func Past(s string, today journey.Date, now journey.TimeOfDay) (Moment, error) {
	if ago, ok := briefly(words(s)); ok {
		return Moment{Ago: ago}, nil
	}
	rest, at, timed := takeClock(s)
	m := Moment{Day: today, At: at, Timed: timed}
	switch {
	case timed && rest == "" && at > now:
		m.Day--
		return m, nil
	case timed && rest == "":
		return m, nil
	}
	var err error
	m.Day, err = Day(rest, today)
	return m, err
}

// Coming reads a day that is to come, as Day reads one that has: a day without a
// year is the next one after today.
func Coming(s string, today journey.Date) (journey.Date, error) {
	d, err := calendar{today: today, coming: true}.day(s)
	if err == nil && d <= today {
		return 0, fmt.Errorf("%s is not to come", long(d))
	}
	return d, err
}

// Clock reads a time of day as people write it: 07:30, 7.30, 7:30pm, 7am.
func Clock(s string) (journey.TimeOfDay, bool) { return clock(strings.ToLower(s)) }

// takeClock takes the first time of day out of s.
func takeClock(s string) (rest string, at journey.TimeOfDay, ok bool) {
	f := strings.Fields(strings.ToLower(s))
	for i := 0; i < len(f); i++ {
		word, used := f[i], 1
		if i+1 < len(f) && indexOf(f[i+1], "am", "pm") >= 0 {
			word, used = word+f[i+1], 2
		}
		before := ""
		if date, clock, both := strings.Cut(word, "t"); both && len(date) == len("2006-01-02") && isNumber(date[:4]) {
			before, word = date, clock
		}
		if at, ok = clock(strings.TrimRight(word, ",")); ok {
			rest := append(append(f[:i:i], before), f[i+used:]...)
			return strings.TrimSpace(strings.Join(rest, " ")), at, true
		}
	}
	return s, 0, false
}

// briefly reads "20 minutes ago" and "an hour ago"; whole days are left to Day.
func briefly(w []string) (time.Duration, bool) {
	if len(w) < 3 || indexOf(w[len(w)-1], "ago", "back") < 0 {
		return 0, false
	}
	d, err := hours(w[:len(w)-1])
	return d, err == nil && d%(24*time.Hour) != 0
}

// maxSpan is the longest that Span reads.
const maxSpan = journey.MaxDays * 24 * time.Hour

// Span reads a length of time from now: "30m", "1h30m", "2 hours", "2d", "a
// week". Days are of 24 hours.
func Span(s string) (time.Duration, error) {
	w := words(s)
	if len(w) == 0 {
		return 0, fmt.Errorf("%q is not a length of time", s)
	}
	d, err := hours(w)
	switch {
	case err != nil:
		return 0, fmt.Errorf("%q is not a length of time", s)
	case d < time.Minute || d > maxSpan:
		return 0, fmt.Errorf("%q is not from 1 minute to %d days", s, journey.MaxDays)
	}
	return d, nil
}

// hours adds up words that are counts and units in turn.
func hours(w []string) (sum time.Duration, err error) {
	for len(w) > 0 && w[0] == "for" {
		w = w[1:]
	}
	for len(w) > 0 {
		if w[0] == "and" {
			w = w[1:]
		}
		if len(w) > 2 && w[0] == "a" && w[1] == "couple" {
			w = w[1:]
		}
		if len(w) > 1 && w[0] == "half" && indexOf(w[1], "an", "a") >= 0 && len(w) > 2 && unit(w[2]) > 0 {
			sum += unit(w[2]) / 2
			w = w[3:]
			continue
		}
		if len(w) < 2 {
			return 0, errOther
		}
		n, ok := count(w[0])
		u := unit(w[1])
		if !ok || u == 0 {
			return 0, errOther
		}
		sum = min(sum+time.Duration(n)*u, 2*maxSpan) // four digits of weeks fit
		w = w[2:]
	}
	return sum, nil
}

func unit(s string) time.Duration {
	switch strings.TrimSuffix(s, "s") {
	case "m", "min", "minute":
		return time.Minute
	case "h", "hr", "hour":
		return time.Hour
	case "d", "day":
		return 24 * time.Hour
	case "w", "week":
		return 7 * 24 * time.Hour
	}
	return 0
}
