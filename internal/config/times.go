package config

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"daybreak/internal/journey"
)

func isTime(s string) bool {
	_, err := journey.ParseTimeOfDay(s)
	return err == nil
}

// timeFault says what is wrong with a time of day, and what to do.
func timeFault(s string) (msg, hint string) {
	msg = fmt.Sprintf("%q is not a time of day (00:00 to 23:59)", s)
	meant := timeReading(s)
	switch {
	case strings.HasPrefix(s, "24:") && meant != "":
		return fmt.Sprintf("%q is not a time of day: after 23:59 comes 00:00", s), fmt.Sprintf("write %q", meant)
	case meant != "":
		return msg, fmt.Sprintf("write %q", meant)
	case strings.HasSuffix(strings.ToLower(s), "m"): // 17:30pm
		return msg, `write it in 24 hours, as "19:30"`
	case len(s) == len("07:30") && s[2] == ':':
		return msg, "" // the form is right
	}
	return msg, lookalikeHint(s, `write hours and minutes, as "07:30"`, isTime)
}

// timeReading returns the time of day that s stands for in another form, as
// 7.30, 7h30, 730, 7pm, 07:30:00 or 24:00; "" when that is not clear.
func timeReading(s string) string {
	s = strings.ToLower(strings.ReplaceAll(s, " ", ""))
	if half := strings.ReplaceAll(s, ".", ""); strings.HasSuffix(half, "m") {
		for _, layout := range []string{"3:04pm", "3pm"} {
			if t, err := time.Parse(layout, half); err == nil {
				return t.Format("15:04")
			}
		}
		return ""
	}
	hours, minutes, marked := strings.Cut(strings.NewReplacer(".", ":", "h", ":").Replace(s), ":")
	if !marked && len(s) > 2 { // 730, 0730
		hours, minutes = s[:len(s)-2], s[len(s)-2:]
	}
	minutes = strings.TrimSuffix(minutes, ":00") // the seconds
	if minutes == "" {
		minutes = "00"
	}
	h, err := strconv.Atoi(hours)
	if err != nil || h > 24 || len(hours) > 2 || len(minutes) != 2 {
		return ""
	}
	if t := fmt.Sprintf("%02d:%s", h%24, minutes); isTime(t) {
		return t
	}
	return ""
}

// spanHint tells how to write quiet hours.
func spanHint(s string) string {
	s = strings.NewReplacer("\u2013", "-", " to ", "-").Replace(s)
	from, to, _ := strings.Cut(s, "-")
	if f, t := timeReading(from), timeReading(to); f != "" && t != "" {
		return fmt.Sprintf("write %q", f+"-"+t)
	}
	return lookalikeHint(s, `write "22:30-07:00" or off`, func(s string) bool {
		from, to, _ := strings.Cut(s, "-")
		return isTime(strings.TrimSpace(from)) && isTime(strings.TrimSpace(to))
	})
}
