package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"text/template"
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

// fill puts the fields of the JSON into the template, by their names there.
func (o statusForm) fill(s report.Status) (string, error) {
	const hint = "for example --format 'day {{.wait.day}}'; daybreak status --json shows the fields"
	t, err := template.New("--format").Option("missingkey=error").Parse(o.template)
	if err != nil {
		return "", fail(exitUsage, err, hint)
	}
	text, err := asJSON(s, "")
	if err != nil {
		return "", err
	}
	var fields map[string]any
	if err := json.Unmarshal([]byte(text), &fields); err != nil {
		return "", err
	}
	var b strings.Builder
	if err := t.Execute(&b, fields); err != nil {
		return "", fail(exitUsage, err, hint)
	}
	return strings.TrimSuffix(b.String(), "\n") + "\n", nil
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
