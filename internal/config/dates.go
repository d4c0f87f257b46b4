package config

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"gopkg.in/yaml.v3"

	"daybreak/internal/journey"
)

// notDate reports what should be a date, and names the dates that it may have
// been meant to be. yearly also allows for month and day.
func (p *parser) notDate(n *yaml.Node, at, s string, yearly bool) {
	form, parts := "write year, month and day, as 2026-11-01", "year, month and day"
	if yearly {
		form = "write month and day, as 12-24, or year, month and day, as 2026-12-24"
	}
	if meant := readings(s, yearly); len(meant) > 0 {
		if len(meant[0]) == len("12-24") {
			parts = "month and day"
		}
		p.faultf(n, at, fmt.Sprintf("write %s: %s", parts, strings.Join(meant, " or ")), "%q is a date in another form", s)
		return
	}
	if hint := shortMonth(s, yearly); hint != "" {
		p.faultf(n, at, hint, "%q is not a date of the calendar", s)
		return
	}
	right := func(s string) bool { return isDate(s) || yearly && isDate("2000-"+s) }
	p.faultf(n, at, lookalikeHint(s, form, right), "%q is not a date", s)
}

func isDate(s string) bool {
	_, err := journey.ParseDate(s)
	return err == nil
}

// shortMonth tells how long the month is where s has the form of a date, of
// which the calendar lacks the day.
func shortMonth(s string, yearly bool) string {
	year, rest, _ := strings.Cut(s, "-")
	if yearly && len(s) == len("12-24") {
		year, rest = "", s
	} else if len(year) != 4 || len(s) != len("2026-11-01") {
		return ""
	}
	month, day, _ := strings.Cut(rest, "-")
	first, err := time.Parse("2006-01", "2000-"+month)
	if d, derr := strconv.Atoi(day); err != nil || derr != nil || len(day) != 2 {
		return ""
	} else if d == 0 {
		return "days count from 01"
	}
	if year == "" {
		return fmt.Sprintf("%s has %d days at most", first.Month(), first.AddDate(0, 1, -1).Day())
	}
	if first, err = time.Parse("2006-01", year+"-"+month); err != nil {
		return ""
	}
	return fmt.Sprintf("%s %s has %d days", first.Month(), year, first.AddDate(0, 1, -1).Day())
}

// readings returns the dates that s may stand for when it is written in
// another order or with other marks: two where day and month may change places.
func readings(s string, yearly bool) []string {
	for _, layout := range []string{"20060102", "2 January 2006", "2 Jan 2006", "January 2 2006", "Jan 2 2006", time.RFC3339} {
		if t, err := time.Parse(layout, strings.ReplaceAll(s, ",", "")); err == nil {
			return []string{t.Format(time.DateOnly)}
		}
	}
	var n []int
	for part := range strings.FieldsFuncSeq(s, func(r rune) bool { return strings.ContainsRune("./- ", r) }) {
		v, err := strconv.Atoi(part)
		if err != nil || v < 0 || v > 9999 {
			return nil
		}
		n = append(n, v)
	}
	switch dots := strings.Contains(s, "."); {
	case len(n) == 3 && n[0] > 31:
		return possible([][3]int{{n[0], n[1], n[2]}, {n[0], n[2], n[1]}}, true, time.DateOnly)
	case len(n) == 3:
		year := n[2]
		if year < 100 {
			year += 2000
		}
		return possible([][3]int{{year, n[1], n[0]}, {year, n[0], n[1]}}, dots, time.DateOnly)
	case len(n) == 2 && yearly:
		return possible([][3]int{{2000, n[1], n[0]}, {2000, n[0], n[1]}}, dots, "01-02")
	}
	return nil
}

// possible returns those of the dates (year, month, day) that exist, or the
// first of them.
func possible(dates [][3]int, first bool, layout string) []string {
	var all []string
	for _, d := range dates {
		t := time.Date(d[0], time.Month(d[1]), d[2], 0, 0, 0, 0, time.UTC)
		text := t.Format(layout)
		if d[1] < 1 || d[1] > 12 || t.Day() != d[2] || t.Year() < firstYear || t.Year() > lastYear || first && len(all) > 0 || len(all) > 0 && all[0] == text {
			continue
		}
		all = append(all, text)
	}
	return all
}
