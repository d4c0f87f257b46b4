package setup

import (
	"errors"
	"fmt"
	"strings"

	"daybreak/internal/journey"
	"daybreak/internal/nearest"
)

// The years of a date, those that a config takes.
const firstYear, lastYear = 1971, 2200

// errOther says that words are of another form. It never leaves the package.
var errOther = errors.New("another form")

// calendar reads the words for a day, as somebody says them today.
type calendar struct {
	today  journey.Date
	coming bool // a day without a year is the next one, not the last one
}

// Day reads a day that has come: an ISO date, "Nov 1", "1 November 2026",
// "yesterday", "last Friday", "3 weeks ago", "the 20th". A day without a year is
// the last one up to today. What can be two days, as 11/1, is an error that names
// both, and so is a day that is still to come.
func Day(s string, today journey.Date) (journey.Date, error) {
	d, err := calendar{today: today}.day(s)
	switch {
	case err != nil:
		return 0, err
	case d > today:
		return 0, fmt.Errorf("%s is still to come", long(d))
	}
	return d, nil
}

func (c calendar) day(s string) (journey.Date, error) {
	w := words(s)
	d, err := c.read(w)
	if errors.Is(err, errOther) {
		return 0, c.unknown(s, w)
	}
	if y := d.Time().Year(); err == nil && (y < firstYear || y > lastYear) {
		return 0, fmt.Errorf("the year of %q is not from %d to %d", s, firstYear, lastYear)
	}
	return d, err
}

// read tries every form.
func (c calendar) read(w []string) (journey.Date, error) {
	if len(w) == 0 {
		return 0, errOther
	}
	for _, form := range []func([]string) (journey.Date, error){c.named, c.ago, c.numeric, c.written, c.ordinal, c.weekday} {
		if d, err := form(w); !errors.Is(err, errOther) {
			return d, err
		}
	}
	return 0, errOther
}

// unknown says that s is not understood, and what it may have been meant for.
func (c calendar) unknown(s string, w []string) error {
	var better []string
	for _, word := range w {
		if near := nearest.Of(word, vocabulary()); near != "" && !isNumber(word) {
			word = near
		}
		better = append(better, word)
	}
	if _, err := c.read(better); err == nil {
		return fmt.Errorf("%q is not understood as a day; did you mean %s?", s, strings.Join(better, " "))
	}
	return fmt.Errorf("%q is not understood as a day", s)
}

// named reads the days that have a name of their own.
func (c calendar) named(w []string) (journey.Date, error) {
	switch s := strings.Join(w, " "); s {
	case "today", "now", "just now", "tonight", "this morning", "this afternoon", "this evening":
		return c.today, nil
	case "yesterday", "yesterday morning", "yesterday afternoon", "yesterday evening", "last night":
		return c.today - 1, nil
	case "day before yesterday":
		return c.today - 2, nil
	case "tomorrow":
		return c.today + 1, nil
	case "last week", "last month", "last year":
		return 0, fmt.Errorf("%q can be many days; name one, for example last Friday or 8 days ago", s)
	}
	return 0, errOther
}

// ago reads "3 weeks ago", "a month and two days ago". Months are those of the
// calendar: a month before 31 March is the last day of February.
func (c calendar) ago(w []string) (journey.Date, error) {
	last := w[len(w)-1]
	if last != "ago" && last != "back" {
		return 0, errOther
	}
	days, months, err := span(w[:len(w)-1])
	if err != nil {
		return 0, err
	}
	return addMonths(c.today, -months) - journey.Date(days), nil
}

// weekday reads "Friday", "last Friday", "Friday evening".
func (c calendar) weekday(w []string) (journey.Date, error) {
	if len(w) > 1 && indexOf(w[len(w)-1], "morning", "afternoon", "evening", "night") >= 0 {
		w = w[:len(w)-1]
	}
	before := ""
	if len(w) == 2 && indexOf(w[0], "last", "this", "past", "next") >= 0 {
		before, w = w[0], w[1:]
	}
	if len(w) != 1 {
		return 0, errOther
	}
	wd, ok := weekdayOf(w[0])
	if !ok {
		return 0, errOther
	}
	n := journey.Date(c.today.Weekday()-wd+7) % 7 // days since the last one
	switch {
	case c.coming || before == "next":
		return c.today + 7 - n, nil
	case n == 0 && before == "":
		return 0, fmt.Errorf("today is a %s, too; write today, or a week ago", wd)
	case n == 0 && before != "this":
		return c.today - 7, nil
	}
	return c.today - n, nil
}
