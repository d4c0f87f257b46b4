package setup

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// words takes what somebody typed apart: in lower case, without what carries no
// meaning, and with "1st" and "3w" as two words.
func words(s string) []string {
	s = strings.ToLower(strings.TrimSpace(s))
	for _, lead := range []string{"last contact", "no contact since"} {
		s = strings.TrimPrefix(s, lead)
	}
	var all []string
	for _, f := range strings.FieldsFunc(s, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(",;!?'’", r) }) {
		for _, w := range apart(strings.TrimRight(f, ".")) {
			if indexOf(w, "on", "of", "it", "was", "is", "ended", "the", "at", "about", "around", "since", "we") < 0 {
				all = append(all, w)
			}
		}
	}
	return all
}

// apart splits a word where digits and letters meet.
func apart(s string) []string {
	var all []string
	begin := 0
	for i := 1; i < len(s); i++ {
		if digit(s[i-1]) && letter(s[i]) || letter(s[i-1]) && digit(s[i]) {
			all, begin = append(all, s[begin:i]), i
		}
	}
	if begin < len(s) {
		all = append(all, s[begin:])
	}
	return all
}

func digit(b byte) bool  { return b >= '0' && b <= '9' }
func letter(b byte) bool { return b >= 'a' && b <= 'z' }

// isNumber reports whether s is a number of one to four digits.
func isNumber(s string) bool {
	return len(s) > 0 && len(s) <= 4 && !strings.ContainsFunc(s, func(r rune) bool { return r < '0' || r > '9' })
}

func number(s string) int {
	n, _ := strconv.Atoi(s) // it is one
	return n
}

// fullYear returns the year of two or four digits, 0 for none.
func fullYear(s string) int {
	switch len(s) {
	case 2:
		return 2000 + number(s)
	case 4:
		return number(s)
	}
	return 0
}

func isSuffix(s string) bool { return indexOf(s, "st", "nd", "rd", "th") >= 0 }

func indexOf(s string, all ...string) int { return slices.Index(all, s) }

// monthOf reads a month's name, or its first three letters or more.
func monthOf(s string) (time.Month, bool) {
	for m := time.January; m <= time.December; m++ {
		if begins(strings.ToLower(m.String()), s) {
			return m, true
		}
	}
	return 0, false
}

// weekdayOf reads a day's name, or its first three letters or more.
func weekdayOf(s string) (time.Weekday, bool) {
	for d := time.Sunday; d <= time.Saturday; d++ {
		if begins(strings.ToLower(d.String()), s) {
			return d, true
		}
	}
	return 0, false
}

func begins(name, s string) bool { return len(s) >= 3 && strings.HasPrefix(name, s) }

// count reads a number, in digits or as a word.
func count(s string) (int, bool) {
	if isNumber(s) {
		return number(s), true
	}
	i := indexOf(s, "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
		"twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty")
	switch {
	case i >= 0:
		return i, true
	case s == "a" || s == "an":
		return 1, true
	case s == "couple":
		return 2, true
	}
	return 0, false
}

// span reads a length of time, "3 weeks", "a month and two days".
func span(w []string) (days, months int, err error) {
	for i := 0; i < len(w); i += 2 {
		if w[i] == "and" && i > 0 || w[i] == "a" && i+1 < len(w) && w[i+1] == "couple" {
			i++
		}
		if i+1 >= len(w) {
			return 0, 0, errOther
		}
		n, ok := count(w[i])
		if !ok {
			return 0, 0, errOther
		}
		switch w[i+1] {
		case "day", "days", "d":
			days += n
		case "week", "weeks", "w":
			days += 7 * n
		case "fortnight", "fortnights":
			days += 14 * n
		case "month", "months":
			months += n
		case "year", "years":
			months += 12 * n
		default:
			return 0, 0, errOther
		}
	}
	if len(w) == 0 {
		return 0, 0, errOther
	}
	return days, months, nil
}

// vocabulary lists the words that a mistyped one may stand for.
func vocabulary() []string {
	all := []string{"today", "yesterday", "before", "last", "ago", "day", "days", "week", "weeks", "month", "months", "year", "years"}
	for m := time.January; m <= time.December; m++ {
		all = append(all, strings.ToLower(m.String()))
	}
	for d := time.Sunday; d <= time.Saturday; d++ {
		all = append(all, strings.ToLower(d.String()))
	}
	return append(all, "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
}
