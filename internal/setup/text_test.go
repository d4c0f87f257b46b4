package setup

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"daybreak/internal/config"
	"daybreak/internal/journey"
)

// parse reads a config as the program does.
func parse(t *testing.T, text string, today journey.Date) config.Config {
	t.Helper()
	cfg, notes, err := config.Parse([]byte(text), config.Options{Now: today.Time().Add(12 * time.Hour), Name: "config.yaml"})
	if err != nil || len(notes) > 0 {
		t.Fatalf("%v %q in\n%s", err, notes, text)
	}
	return cfg
}

// What is left out, and what is written for show, are the defaults.
func TestTextOfDefaults(t *testing.T) {
	today := on("2026-11-25")
	text := string(Text(Default(today)))
	if got := parse(t, text, today); !reflect.DeepEqual(got, config.Default(today)) {
		t.Errorf("%+v of\n%s", got, text)
	}
	// The habit that is there as a comment becomes one without the signs.
	begun := strings.ReplaceAll(strings.ReplaceAll(text, "  # - ", "  - "), "  #   ", "    ")
	if got := parse(t, begun, today); len(got.Habits) != 1 || got.Habits[0].Name != "Morning walk" {
		t.Errorf("%+v of\n%s", got.Habits, begun)
	}
}

// For somebody who left harm behind, and under an order, the file does not name
// what they did not choose.
func TestTextIsCareful(t *testing.T) {
	for _, change := range []func(*Answers){
		func(a *Answers) { a.Intention = config.Safe },
		func(a *Answers) { a.Order = true },
	} {
		a := Default(on("2026-11-25"))
		change(&a)
		if text := string(Text(a)); strings.Contains(text, "reconnect") {
			t.Errorf("reconnect is named in\n%s", text)
		}
	}
}

// Any config that comes of answers means the answers.
func TestTextMeansTheAnswers(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 1))
	for range 2000 {
		today := on("1990-01-01") + journey.Date(r.IntN(60000))
		a := randomAnswers(t, r, today)
		text := string(Text(a))
		got := parse(t, text, today)
		want := config.Default(a.Ended)
		want.Wait.Days, want.Wait.Until, want.Wait.LastContact, want.Wait.Order = a.wait().Days, a.Until, a.LastContact, a.Order
		want.Intention = a.Intention
		habits := got.Habits
		got.Habits = nil
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("got  %+v\nwant %+v\n%s", got, want, text)
		}
		if len(habits) != len(a.Habits) {
			t.Fatalf("%d habits, want %d\n%s", len(habits), len(a.Habits), text)
		}
		for i, h := range habits {
			if h.Name != a.Habits[i].Name || !reflect.DeepEqual(h.At, a.Habits[i].At) || !onDays(t, h, a.Habits[i].Days) {
				t.Fatalf("habit %+v, want %+v\n%s", h, a.Habits[i], text)
			}
		}
		for line := range strings.Lines(text) {
			if strings.TrimRight(line, " \n")+"\n" != line {
				t.Fatalf("blanks at the end of %q", line)
			}
		}
	}
}

// onDays reports whether the habit comes on the days that words name: as one does
// whose days are written out.
func onDays(t *testing.T, h config.Habit, words []string) bool {
	t.Helper()
	var days []string
	for d := time.Sunday; d <= time.Saturday; d++ {
		short, weekend := strings.ToLower(d.String()[:3]), d == time.Sunday || d == time.Saturday
		if len(words) == 0 || slices.Contains(words, short) || slices.Contains(words, "weekends") && weekend ||
			slices.Contains(words, "weekdays") && !weekend {
			days = append(days, short)
		}
	}
	var times []string
	for _, at := range h.At {
		times = append(times, `"`+at.String()+`"`)
	}
	plain := parse(t, fmt.Sprintf("breakup_date: 2026-11-01\nhabits:\n  - {name: a, at: [%s], days: [%s]}\n",
		strings.Join(times, ", "), strings.Join(days, ", ")), on("2026-11-25"))
	return reflect.DeepEqual(plain.Habits[0].Schedule, h.Schedule)
}

// randomAnswers answers every question of init, as the questions take it.
func randomAnswers(t *testing.T, r *rand.Rand, today journey.Date) Answers {
	t.Helper()
	any := func(of ...string) string { return of[r.IntN(len(of))] }
	typed := map[string]string{
		KeyEnded:       any("today", "yesterday", "3 weeks ago", "2 months ago", "29 Feb", (today - journey.Date(r.IntN(500))).String()),
		KeyLastContact: any("none", "today", "a week ago", "last Friday", (today - journey.Date(r.IntN(500))).String()),
		KeyDays:        any("30", "open", "1", "365", "6 weeks", (today + 1).String()),
		KeyOrder:       any("y", "n"),
		KeyIntention:   any("1", "2", "3", "safe"),
		KeyHabit:       randomHabits(r),
	}
	a := Default(today)
	for _, q := range Questions(today) {
		next, err := q.Take(a, typed[q.Key])
		switch tooLong := q.Key == KeyDays; {
		case err == nil:
			a = next
		case !tooLong:
			t.Fatalf("%s %q on %s: %v", q.Key, typed[q.Key], today, err)
		}
		if q.Default(a) == "" {
			t.Fatalf("%s has no default after %+v", q.Key, a)
		}
		q.Told(a)
	}
	return a
}

// randomHabits writes up to four habits with names that YAML reads otherwise
// where they are not quoted.
func randomHabits(r *rand.Rand) string {
	names := []string{"null", "Yes", "~", "a: b", "- x", "#1", "'a'", `say "x"`, `back\slash`, "Süß 道", "😀 a", "0x10", "1e3", "2026-11-01 x",
		"[a]", "{a}", "&a", "*a", "!a", "|a", ">a", "%a", "@a", "`a`", "a\u00a0b", "a\u00adb", "\ufeffa", "-a", "?a", "=a", "<<a", "Tea", "9 to 5", "true"}
	days := []string{"", "sat", "weekdays", "mon, wed, fri", "weekends and tue", "daily"}
	typed := ""
	for n, i := range r.Perm(len(names))[:r.IntN(5)] {
		if n > 0 {
			typed += ", "
		}
		typed += "h" + strings.Repeat("i", n) + " " + names[i]
		if n == 0 {
			typed = names[i] + "z"
		}
		typed += " " + days[r.IntN(len(days))] + " " + journey.TimeOfDay(r.IntN(24*60)).String()
		if r.IntN(3) == 0 {
			typed += " " + journey.TimeOfDay(r.IntN(24*60)).String()
		}
	}
	return typed + ","
}

// Names are quoted where YAML, or somebody who reads it, could take them for
// something else.
func TestScalar(t *testing.T) {
	for name, want := range map[string]string{
		"Morning walk": "Morning walk", "Süß 道 7": "Süß 道 7", "Tea, then": `"Tea, then"`, "7 up": `"7 up"`,
		"null": `"null"`, "Null": `"Null"`, "True": `"True"`, "No": `"No"`, "off": `"off"`, "y": `"y"`, `a "b" \c`: `"a \"b\" \\c"`,
		"it's": `"it's"`, "a: b": `"a: b"`, "a ": `"a "`, "a\u00a0b": `"a\u00a0b"`,
	} {
		if got := scalar(name); got != want {
			t.Errorf("scalar(%q) = %s, want %s", name, got, want)
		}
		text := "breakup_date: 2026-11-01\nhabits:\n  - name: " + scalar(name) + "\n    at: \"07:30\"\n"
		if got := parse(t, text, on("2026-11-25")); got.Habits[0].Name != name {
			t.Errorf("%s is read as %q", scalar(name), got.Habits[0].Name)
		}
	}
}
