package setup

import (
	"slices"
	"strings"
	"testing"

	"daybreak/internal/config"
	"daybreak/internal/journey"
)

func TestLength(t *testing.T) {
	const today = "2026-11-25"
	for _, c := range []struct {
		typed string
		days  int
		until string
		told  string
	}{
		{"30", 30, "", "30 days: complete on Tuesday 1 December 2026, in 6 days."},
		{"24 days", 24, "", "24 days: complete on Wednesday 25 November 2026, today."},
		{"1", 1, "", "1 day: complete since Monday 2 November 2026, 23 days ago."},
		{"365", 365, "", "365 days: complete on Monday 1 November 2027, in 341 days."},
		{"6 weeks", 42, "", "42 days: complete on Sunday 13 December 2026, in 18 days."},
		{"three months", 92, "", "92 days: complete on Monday 1 February 2027, in 68 days."},
		{"a year", 365, "", "365 days"},
		{"Open", 0, "", "No last day: you decide when it is over."},
		{"1 May", 0, "2027-05-01", "181 days: complete on Saturday 1 May 2027, in 157 days."},
		{"2026-11-26", 0, "2026-11-26", "25 days: complete on Thursday 26 November 2026, tomorrow."},
		{"friday", 0, "2026-11-27", "26 days"},
		{"the 20th", 0, "2026-12-20", "49 days"},
	} {
		t.Run(c.typed, func(t *testing.T) {
			a := Default(on("2026-11-01"))
			got, err := takeLength(a, c.typed, on(today))
			var until journey.Date
			if c.until != "" {
				until = on(c.until)
			}
			if err != nil || got.Days != c.days || got.Until != until {
				t.Fatalf("%d days, until %s, %v", got.Days, got.Until, err)
			}
			if told := tellLength(got, on(today)); !strings.HasPrefix(told, c.told) {
				t.Errorf("told %q, want %q", told, c.told)
			}
		})
	}
	for typed, says := range map[string]string{
		"0":          `"0" is not from 1 to 365 days`,
		"366":        "open is a wait without a last day",
		"9999 years": "is not from 1 to 365 days",
		"-5":         "neither a number of days, nor open, nor a date",
		"thirty":     "neither a number of days",
		"2026-11-01": "Sunday 1 November 2026 is not after the start, Sunday 1 November 2026",
		"2028-01-01": "is more than 365 days after the start",
		"31 Feb":     "the calendar has no 31 February",
	} {
		got, err := takeLength(Default(on("2026-11-01")), typed, on(today))
		if err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: %+v, %v, want an error with %q", typed, got, err, says)
		}
	}
}

func TestHabits(t *testing.T) {
	for typed, want := range map[string]string{
		"Morning walk 07:30":               "Morning walk, every day at 07:30",
		"Tea 7:30pm":                       "Tea, every day at 19:30",
		"Tea 7 pm":                         "Tea, every day at 19:00",
		"Tea at 12am":                      "Tea, every day at 00:00",
		"Tea 12.15pm":                      "Tea, every day at 12:15",
		"Stretch 18:00 and 10:00":          "Stretch, every day at 10:00, 18:00",
		"Swim sat 10:00":                   "Swim, Saturdays at 10:00",
		"Swim on Saturdays, Sundays 10:00": "Swim, Saturdays, Sundays at 10:00",
		"Walk weekdays at 7:30":            "Walk, weekdays at 07:30",
		"Walk 7:30 weekends":               "Walk, weekends at 07:30",
		"Walk daily at 7:30":               "Walk, every day at 07:30",
		"Walk every day 7:30":              "Walk, every day at 07:30",
		"Tea, then a book 17:15":           "Tea, then a book, every day at 17:15",
		"Look at the moon 21:00":           "Look at the moon, every day at 21:00",
		"Sun 08:00":                        "Sun, every day at 08:00", // a name there has to be
		"Café \"bleu\" # 1 08:00":          "Café \"bleu\" # 1, every day at 08:00",
		"1":                                "Ten minutes outside, every day at 07:30",
		"1 and 3":                          "Ten minutes outside, every day at 07:30; Read a few pages, every day at 21:30",
		"2, Swim sat 10:00":                "Call someone I trust, every day at 18:00; Swim, Saturdays at 10:00",
		"all":                              "Ten minutes outside, every day at 07:30; Call someone I trust, every day at 18:00; Read a few pages, every day at 21:30",
		"none":                             "",
		",":                                "",
	} {
		t.Run(typed, func(t *testing.T) {
			all, err := Habits(typed)
			var got []string
			for _, h := range all {
				got = append(got, h.String())
			}
			if s := strings.Join(got, "; "); err != nil || s != want {
				t.Errorf("%q, %v, want %q", s, err, want)
			}
		})
	}
	for typed, says := range map[string]string{
		"Tea":                               `"Tea" has no time of day`,
		"1, Tea":                            `"Tea" has no time of day`,
		"Tea 25:00":                         "has no time of day",
		"07:30":                             "has no time of day",
		"7":                                 "has no time of day",
		"0":                                 "has no time of day",
		"!!! 07:30":                         `"!!!" needs a letter or a digit in its name`,
		"1 1":                               `"Ten minutes outside" is there twice`,
		"tea 07:30, Tea! 08:30":             `"Tea!" is there twice`,
		strings.Repeat("a", 61) + " 07:30":  "is 61 characters long; 60 are the most",
		"a\x07b 07:30":                      "holds a control character (U+0007)",
		"a\u202eb 07:30":                    "holds a character that reorders text",
		"\xff 07:30":                        "UTF-8",
		strings.Repeat("a 07:30,", 21):      "21 habits are many",
		"Tea 07:30, " + "and nothing after": `"and nothing after" has no time of day`,
	} {
		if got, err := Habits(typed); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: %v, %v, want an error with %q", typed, got, err, says)
		}
	}
}

func TestHushed(t *testing.T) {
	for at, says := range map[string]string{
		"06:59": "comes at 07:00", "05:00": "comes at 07:00", "04:59": "does not come", "22:30": "does not come", "07:00": "", "22:29": "",
	} {
		all, err := Habits("Tea " + at)
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(hushed(all), " "); !strings.Contains(got, says) || (got == "") != (says == "") {
			t.Errorf("%s: %q, want %q", at, got, says)
		}
	}
}

// take answers a question of init.
func take(t *testing.T, a Answers, key, typed string) (Answers, error) {
	t.Helper()
	for _, q := range Questions(on("2026-11-25")) {
		if q.Key == key {
			return q.Take(a, typed)
		}
	}
	t.Fatalf("no question %q", key)
	return a, nil
}

// A later answer takes back what it makes senseless.
func TestAnswersAgree(t *testing.T) {
	a := Default(on("2026-11-25"))
	for _, step := range []struct {
		key, typed string
		check      func(Answers) bool
	}{
		{KeyEnded, "2026-11-10", func(a Answers) bool { return a.Ended == on("2026-11-10") }},
		{KeyLastContact, "2026-11-10", func(a Answers) bool { return a.LastContact == 0 }},
		{KeyLastContact, "2026-11-20", func(a Answers) bool { return a.Start() == on("2026-11-20") }},
		{KeyDays, "2027-11-20", func(a Answers) bool { return a.Until == on("2027-11-20") && a.wait().Days == 365 }},
		{KeyLastContact, "none", func(a Answers) bool { return a.LastContact == 0 && a.Until == 0 && a.Days == 30 }},
		{KeyIntention, "3", func(a Answers) bool { return a.Intention == config.Reconnect }},
		{KeyOrder, "y", func(a Answers) bool { return a.Order && a.Intention == config.Undecided }},
		{KeyIntention, "3", func(a Answers) bool { return a.Intention == config.Safe }},
		{KeyOrder, "no", func(a Answers) bool { return !a.Order && a.Intention == config.Safe }},
		{KeyHabit, "1", func(a Answers) bool { return len(a.Habits) == 1 }},
		{KeyHabit, "none", func(a Answers) bool { return len(a.Habits) == 0 }},
	} {
		var err error
		if a, err = take(t, a, step.key, step.typed); err != nil || !step.check(a) {
			t.Fatalf("after %s %q: %+v, %v", step.key, step.typed, a, err)
		}
	}
	a.Order = true
	for key, typed := range map[string]string{KeyIntention: "reconnect", KeyOrder: "perhaps", KeyLastContact: "maybe"} {
		if _, err := take(t, a, key, typed); err == nil {
			t.Errorf("%s %q was taken", key, typed)
		}
	}
}

// Whatever is taken as habits can be written, and is read as what it was.
func FuzzHabits(f *testing.F) {
	for _, s := range []string{"1 3", "Tea 17:15", "Swim sat, sun 10:00", "Tea, then a book 7:30pm 8 pm", "a: b 07:30", "\"'#\\ 07:30", "ä\u00ad 07:30"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		all, err := Habits(s)
		if err != nil {
			return
		}
		a := Default(on("2026-11-25"))
		a.Habits = all
		got := parse(t, string(Text(a)), on("2026-11-25"))
		for i, h := range got.Habits {
			if h.Name != all[i].Name || !slices.Equal(h.At, all[i].At) {
				t.Errorf("%q: wrote %+v, read %+v", s, all[i], h)
			}
		}
	})
}
