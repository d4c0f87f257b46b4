package setup

import (
	"fmt"
	"strings"
	"time"

	"daybreak/internal/journey"
)

// date is a day of the calendar as it was written; a year of 0 was not given.
type date struct {
	year  int
	month time.Month
	day   int
}

func (d date) String() string {
	s := fmt.Sprintf("%d %s", d.day, d.month)
	if d.year != 0 {
		s += fmt.Sprintf(" %d", d.year)
	}
	return s
}

// exists reports whether the calendar has d.
func (d date) exists() bool {
	t := journey.NewDate(d.year, d.month, d.day).Time()
	return t.Year() == d.year && t.Month() == d.month && t.Day() == d.day
}

// resolve returns the day that d is. Without a year it is the nearest such day
// that has come, or that is to come; eight years hold a 29 February, also around
// a year such as 2100.
func (c calendar) resolve(d date) (journey.Date, error) {
	if d.year != 0 {
		if !d.exists() {
			return 0, fmt.Errorf("the calendar has no %s", d)
		}
		return journey.NewDate(d.year, d.month, d.day), nil
	}
	step, year := -1, c.today.Time().Year()
	if c.coming {
		step = 1
	}
	for range 9 {
		try := date{year, d.month, d.day}
		found := journey.NewDate(try.year, try.month, try.day)
		if try.exists() && (c.coming && found > c.today || !c.coming && found <= c.today) {
			return found, nil
		}
		year += step
	}
	return 0, fmt.Errorf("the calendar has no %s", d)
}

// numeric reads a date of digits alone. Year first and points are clear, and
// so is a number above 12; otherwise which one is the month is asked.
func (c calendar) numeric(w []string) (journey.Date, error) {
	if len(w) != 1 {
		return 0, errOther
	}
	sep := strings.IndexAny(w[0], "/-.")
	if sep < 0 {
		return 0, errOther
	}
	parts := strings.Split(w[0], w[0][sep:sep+1])
	var n []int
	for _, p := range parts {
		if !isNumber(p) {
			return 0, errOther
		}
		n = append(n, number(p))
	}
	switch {
	case len(n) == 3 && len(parts[0]) == 4:
		return c.checked(date{n[0], time.Month(n[1]), n[2]}, w[0])
	case len(n) == 3:
		return c.dayAndMonth(n[0], n[1], fullYear(parts[2]), w[0])
	case len(n) == 2 && len(parts[0]) <= 2:
		return c.dayAndMonth(n[0], n[1], 0, w[0])
	}
	return 0, errOther
}

func (c calendar) dayAndMonth(a, b, year int, s string) (journey.Date, error) {
	dayFirst, monthFirst := date{year, time.Month(b), a}, date{year, time.Month(a), b}
	switch {
	case b > 12:
		return c.checked(monthFirst, s)
	case a > 12 || a == b || strings.Contains(s, "."):
		return c.checked(dayFirst, s)
	case a < 1 || b < 1:
		return 0, fmt.Errorf("the calendar has no %s", s)
	}
	return 0, fmt.Errorf("%q can be %s or %s; write the month as a word", s, dayFirst, monthFirst)
}

func (c calendar) checked(d date, s string) (journey.Date, error) {
	if d.month < 1 || d.month > 12 || d.day < 1 || d.day > 31 {
		return 0, fmt.Errorf("the calendar has no %s", s)
	}
	return c.resolve(d)
}

// written reads a date whose month is a word, in any order, with or without a
// year and the day of the week, which has to be the right one.
func (c calendar) written(w []string) (journey.Date, error) {
	var d date
	wd, named := time.Weekday(0), false
	for i, word := range w {
		m, isMonth := monthOf(word)
		day, isDay := weekdayOf(word)
		switch {
		case isMonth && d.month == 0:
			d.month = m
		case isDay && !named:
			wd, named = day, true
		case isNumber(word) && len(word) <= 2 && d.day == 0 && number(word) > 0:
			d.day = number(word)
		case isNumber(word) && fullYear(word) > 0 && d.year == 0:
			d.year = fullYear(word)
		case i > 0 && isNumber(w[i-1]) && isSuffix(word):
		default:
			return 0, errOther
		}
	}
	if d.month == 0 || d.day == 0 {
		return 0, errOther
	}
	found, err := c.resolve(d)
	if err == nil && named && found.Weekday() != wd {
		return 0, fmt.Errorf("%s was not a %s", long(found), wd)
	}
	return found, err
}

// ordinal reads "the 20th": the nearest day of that number.
func (c calendar) ordinal(w []string) (journey.Date, error) {
	if len(w) != 2 || !isNumber(w[0]) || !isSuffix(w[1]) || number(w[0]) < 1 || number(w[0]) > 31 {
		return 0, errOther
	}
	step := journey.Date(-1)
	d := c.today
	if c.coming {
		step, d = 1, d+1
	}
	for d.Time().Day() != number(w[0]) {
		d += step
	}
	return d, nil
}

// addMonths returns the day n months from d, or the last of that month where it
// is shorter.
func addMonths(d journey.Date, n int) journey.Date {
	y, m, day := d.Time().Date()
	first := journey.NewDate(y, m+time.Month(n), 1)
	last := journey.NewDate(first.Time().Year(), first.Time().Month()+1, 1) - 1
	return min(first+journey.Date(day-1), last)
}
