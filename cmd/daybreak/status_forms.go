package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"regexp"
	"strconv"
	"strings"
	"time"

	"daybreak/internal/filewatch"
	"daybreak/internal/ledger"
	"daybreak/internal/report"
	"daybreak/internal/wallclock"
)

// statusForm writes a status in the form that was asked for.
type statusForm struct {
	asJSON, short, waybar, watch, health bool
	template                             string
}

// text returns the status as it is now.
func (o statusForm) text(a *app) (string, error) {
	s, f, err := a.status()
	if err != nil {
		return "", err
	}
	switch {
	case o.asJSON:
		return asJSON(s, " ")
	case o.waybar:
		return asJSON(s.Waybar(f.Zone), "")
	case o.template != "":
		return o.fill(s)
	case o.short:
		return s.Short() + "\n", nil
	}
	return s.Text(a.style(), f.Zone), nil
}

func asJSON(v any, indent string) (string, error) {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", indent)
	err := enc.Encode(v)
	return b.String(), err
}

// fill puts the fields of the JSON into the template, by their names there. It is
// less than text/template, which would make every start of the program slower
// (docs/performance.md).
func (o statusForm) fill(s report.Status) (string, error) {
	text, err := asJSON(s, "")
	if err != nil {
		return "", err
	}
	var fields any
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	if err := d.Decode(&fields); err != nil {
		return "", err
	}
	var unknown error
	inBraces := regexp.MustCompile(`\{[a-z_0-9.]+\}`) // here, and not at the start of every command
	filled := inBraces.ReplaceAllStringFunc(o.template, func(name string) string {
		v, err := fieldOf(fields, strings.Split(name[1:len(name)-1], "."))
		if err != nil && unknown == nil {
			unknown = fmt.Errorf("--format: %w in %s", err, name)
		}
		return v
	})
	if unknown != nil {
		return "", fail(exitUsage, unknown, "daybreak status --json shows the fields; for example --format 'day {wait.day}'")
	}
	return report.Plain(filled) + "\n", nil
}

// fieldOf returns the text of a field of decoded JSON: that of a list by its
// number, from 0, and "" for null.
func fieldOf(v any, path []string) (string, error) {
	for _, name := range path {
		switch in := v.(type) {
		case map[string]any:
			next, ok := in[name]
			if !ok {
				return "", fmt.Errorf("there is no %q", name)
			}
			v = next
		case []any:
			i, err := strconv.Atoi(name)
			if err != nil || i < 0 || i >= len(in) {
				return "", nil // fewer than hoped for
			}
			v = in[i]
		default:
			return "", nil // in what is null
		}
	}
	switch v := v.(type) {
	case nil:
		return "", nil
	case map[string]any, []any:
		return "", errors.New("more than one value")
	default:
		return fmt.Sprint(v), nil
	}
}

// follow prints the status again whenever it has changed, until ctx ends: on a
// terminal in the place of the last one.
func (o statusForm) follow(ctx context.Context, a *app) error {
	dir, err := ledger.Dir(a.getenv)
	if err != nil {
		return fail(exitFailed, err, "set HOME or XDG_STATE_HOME")
	}
	record := filewatch.WatchFolder(ledger.Folder(dir), slog.New(slog.DiscardHandler))
	defer record.Close()
	last := ""
	for {
		text, err := o.text(a)
		var ce *codeError
		if errors.As(err, &ce) && last != "" { // a config in the middle of being saved
			text, err = last, nil
		}
		if err != nil {
			return err
		}
		if text != last {
			o.show(a, text)
		}
		last = text
		minute := time.NewTimer(untilMinute(wallclock.Now()))
		select {
		case <-ctx.Done():
			minute.Stop()
			return nil
		case <-record.Changes():
		case <-minute.C:
		}
		minute.Stop()
	}
}

// untilMinute returns how long it is to the next minute.
func untilMinute(now time.Time) time.Duration {
	return time.Minute - now.Sub(now.Truncate(time.Minute))
}

func (o statusForm) show(a *app, text string) {
	if isTerminal(a.stdout) && a.getenv("TERM") != "dumb" && !o.waybar {
		fmt.Fprint(a.stdout, "\x1b[H\x1b[2J")
	}
	fmt.Fprint(a.stdout, text)
}
