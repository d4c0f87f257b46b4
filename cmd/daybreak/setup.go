package main

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"daybreak/internal/config"
	"daybreak/internal/journey"
)

// privacy is the one plain sentence that comes before anything is kept.
const privacy = "On a device that someone else can look into, nothing on it is private, this included."

// setUp asks three questions and writes the config. It never overwrites one.
func (a *app) setUp(ctx context.Context, path string, now time.Time) error {
	today := journey.DateOf(now)
	fmt.Fprintf(a.stdout, "Three questions, and it starts. Enter takes what is in the brackets.\n%s\n\n", privacy)
	q := &questions{a: a, lines: readLines(a)}
	date := today
	err := q.ask(ctx, fmt.Sprintf("The day it ended, as YYYY-MM-DD [%s]: ", today), func(s string) error {
		d, err := journey.ParseDate(s)
		switch {
		case err != nil:
			return err
		case d > today:
			return fmt.Errorf("%s is still to come", d)
		}
		date = d
		return nil
	})
	if err != nil {
		return err
	}
	days := journey.DefaultDays
	err = q.ask(ctx, fmt.Sprintf("How many days do you want to wait, 1 to 365 [%d]: ", days), func(s string) error {
		n, err := strconv.Atoi(s)
		if err != nil || n < journey.MinDays || n > journey.MaxDays {
			return fmt.Errorf("%q is not a number from 1 to 365", s)
		}
		days = n
		return nil
	})
	if err != nil {
		return err
	}
	var name, at string
	err = q.ask(ctx, "A small habit that does you good, and when, like Morning walk 07:30 [none]: ", func(s string) error {
		n, t, err := splitHabit(s)
		if err == nil {
			name, at = n, t
		}
		return err
	})
	if err != nil {
		return err
	}
	data := newConfig(date, days, name, at)
	if _, _, err := config.Parse([]byte(data), config.Options{Now: now, Name: path}); err != nil {
		return a.loadError(path, err)
	}
	if err := writeNew(path, data); err != nil {
		return fail(exitFailed, err)
	}
	fmt.Fprintf(a.stdout, "\nWritten to %s; change it whenever you like.\n\n", path)
	return nil
}

// splitHabit reads "Morning walk 07:30".
func splitHabit(s string) (name, at string, err error) {
	i := strings.LastIndexByte(s, ' ')
	if i < 0 {
		return "", "", fmt.Errorf("%q has no time of day; write it like Morning walk 07:30", s)
	}
	name, at = strings.TrimSpace(s[:i]), s[i+1:]
	if name == "" {
		return "", "", fmt.Errorf("%q has no name", s)
	}
	_, err = journey.ParseTimeOfDay(at)
	return name, at, err
}

func newConfig(date journey.Date, days int, habit, at string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# Daybreak's config: yours to edit. Check it with: daybreak config check\n\nbreakup_date: %s\n", date)
	fmt.Fprintf(&b, "wait:\n  days: %d\n", days)
	b.WriteString("\n# Reminders at your own times. A name, when, and on which days.\nhabits:")
	if habit == "" {
		b.WriteString(" []\n#  - name: Morning walk\n#    at: \"07:30\"\n#    days: weekdays\n")
	} else {
		fmt.Fprintf(&b, "\n  - name: %s\n    at: \"%s\"\n    days: daily\n", strconv.Quote(habit), at)
	}
	b.WriteString("\nquiet_hours: \"22:30-07:00\"\n")
	return b.String()
}

// writeNew writes a file that does not exist yet, readable by its owner alone.
func writeNew(path, data string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = f.WriteString(data)
	if syncErr := f.Sync(); err == nil {
		err = syncErr
	}
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	return err
}

type questions struct {
	a     *app
	lines <-chan string
}

// readLines reads stdin in the background, so that a signal can end a
// question. The reader ends with the process at the latest.
func readLines(a *app) <-chan string {
	lines := make(chan string)
	go func() {
		defer close(lines)
		for s := bufio.NewScanner(a.stdin); s.Scan(); {
			lines <- s.Text()
		}
	}()
	return lines
}

// ask prints the question until take accepts the answer; an empty answer
// leaves everything as it is.
func (q *questions) ask(ctx context.Context, question string, take func(string) error) error {
	for {
		fmt.Fprint(q.a.stdout, question)
		select {
		case <-ctx.Done():
			fmt.Fprintln(q.a.stdout)
			return fail(exitFailed, fmt.Errorf("ended before the config was written; nothing was changed"))
		case line, ok := <-q.lines:
			line = strings.TrimSpace(line)
			if !ok {
				fmt.Fprintln(q.a.stdout)
				return fail(exitFailed, fmt.Errorf("no answer; nothing was changed"))
			}
			if line == "" {
				return nil
			}
			if err := take(line); err == nil {
				return nil
			} else {
				fmt.Fprintf(q.a.stdout, "  %v\n", err)
			}
		}
	}
}
