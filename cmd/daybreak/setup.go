package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"daybreak/internal/config"
	"daybreak/internal/journey"
	"daybreak/internal/setup"
	"daybreak/internal/trust"
)

// privacy is the one plain sentence that comes before anything is kept.
const privacy = setup.Privacy

// setUp asks three questions and writes the config. It never overwrites one.
func (a *app) setUp(ctx context.Context, path string, now time.Time) error {
	today := journey.DateOf(now)
	a.tell("", "Three questions, and it starts. Enter takes what is in brackets; Ctrl-C leaves nothing behind.")
	a.tell("", privacy)
	answers, err := a.talk().Ask(ctx, setup.First(today), setup.Default(today))
	if err != nil {
		return fail(exitFailed, err)
	}
	data, err := a.newConfig(path, answers, now)
	if err != nil {
		return err
	}
	if err := saveConfig(path, data); err != nil {
		return err
	}
	fmt.Fprintf(a.stdout, "\nWritten to %s; change it whenever you like.\n\n", path)
	return nil
}

func (a *app) talk() *setup.Talk { return setup.NewTalk(a.stdin, a.stdout, a.tell) }

// tell prints a paragraph.
func (a *app) tell(indent, words string) {
	fmt.Fprint(a.stdout, a.style().Paragraph(indent, words))
}

// newConfig returns the config of the answers. It has been read as every config
// is, so what is written loads.
func (a *app) newConfig(path string, answers setup.Answers, now time.Time) ([]byte, error) {
	data := setup.Text(answers)
	if _, _, err := config.Parse(data, config.Options{Now: now, Name: path}); err != nil {
		return nil, a.loadError(path, err)
	}
	return data, nil
}

// saveConfig writes a config where none is, unless it would not be read there.
func saveConfig(path string, data []byte) error {
	if err := trust.File(path); err != nil {
		return fail(exitUsage, fmt.Errorf("write config: %w", err), mend(err)...)
	}
	switch err := setup.Save(path, data); {
	case errors.Is(err, fs.ErrExist):
		return haveConfig(path)
	case err != nil:
		return fail(exitFailed, err)
	}
	return nil
}

// haveConfig says that a config is the user's own, and how to change it.
func haveConfig(path string) error {
	return fail(exitFailed, fmt.Errorf("there is a config at %s already, and it stays as it is", path),
		"daybreak config edit opens it; to begin anew, move it away first")
}
