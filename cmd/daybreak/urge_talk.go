package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"daybreak/internal/config"
	"daybreak/internal/prompts"
	"daybreak/internal/report"
	"daybreak/internal/setup"
)

// urge is the conversation in a moment of an urge: the user's own plan, small
// things to do, a few minutes, and whether to write it down.
type urge struct {
	*app
	d     *desk // nil where nothing can be read, or there is nothing yet
	keys  *keys
	lines bool     // whole lines alone: for a screen reader and a dumb terminal
	first int      // the step to begin with
	ask   bool     // whether to write it down
	told  []string // what was recorded, for the end
}

// talk has the conversation, and returns whether the user wants it written down,
// with what note. The error is errLeft, or that of ctx, where they left.
func (u *urge) talk(ctx context.Context) (note string, wanted bool, err error) {
	u.begin()
	if !u.interactive() {
		for n := range prompts.Steps(u.words()) {
			u.step(n)
		}
		return "", false, nil
	}
	if err = u.steps(ctx); err == nil {
		err = u.minutes(ctx)
	}
	if err == nil && u.ask {
		note, wanted, err = u.wanted(ctx)
	}
	return note, wanted && err == nil, err
}

// begin says what comes first: the user's own plan, and before it where help is,
// for somebody who left harm behind.
func (u *urge) begin() {
	if u.safe() {
		u.say(prompts.UrgeSupport)
		fmt.Fprintln(u.stdout)
	}
	if u.d != nil {
		if intro, plan := u.d.f.Plan(); plan == "" {
			u.say(prompts.UrgeNoPlan)
		} else {
			u.tell("", intro)
			for line := range strings.SplitSeq(strings.TrimRight(plan, "\n"), "\n") {
				u.tell("  ", line)
			}
		}
		fmt.Fprintln(u.stdout)
	}
	t := prompts.UrgeText(u.words(), prompts.UrgeStart)
	u.tell("", t.Title+". "+t.Body)
}

func (u *urge) safe() bool { return u.d != nil && u.d.f.Config.Intention == config.Safe }

// end says what was recorded, and where help is.
func (u *urge) end() {
	fmt.Fprintln(u.stdout)
	for _, line := range u.told {
		u.tell("", line)
	}
	u.say(prompts.UrgeSupport)
}

// words is what the words depend on: the language.
func (u *urge) words() (c prompts.Context) {
	if u.d != nil {
		c.Language = u.d.f.Language
	}
	return c
}

func (u *urge) say(part string) { u.tell("", prompts.UrgeText(u.words(), part).Body) }

// step shows a small thing to do.
func (u *urge) step(n int) {
	s := prompts.Step(u.words(), u.first+n)
	fmt.Fprintln(u.stdout)
	u.tell("", s.Title)
	u.tell("  ", s.Body)
}

// steps shows one small thing after the other, for as long as the user asks for
// another.
func (u *urge) steps(ctx context.Context) error {
	for n := 0; ; n++ {
		u.step(n)
		fmt.Fprintln(u.stdout)
		if another, err := u.another(ctx); err != nil || !another {
			return err
		}
	}
}

// another reports whether the user presses Enter.
func (u *urge) another(ctx context.Context) (another bool, err error) {
	if !u.lines {
		err = u.keys.raw(func() error {
			fmt.Fprint(u.stdout, "Enter: another one. Any other key goes on. ")
			b, err := u.keys.one(ctx)
			another = b == '\r' || b == '\n'
			return err
		})
		fmt.Fprintln(u.stdout)
		return another, err
	}
	fmt.Fprint(u.stdout, "Enter: another one. A letter and Enter goes on. ")
	line, err := u.keys.line(ctx)
	return line == "", err
}

// mostMinutes is the longest that minutes waits.
const mostMinutes = 120

// minutes asks for a few minutes, and lets them pass.
func (u *urge) minutes(ctx context.Context) error {
	fmt.Fprintln(u.stdout)
	t := prompts.UrgeText(u.words(), prompts.UrgeWait)
	u.tell("", t.Title+". "+t.Body)
	for {
		fmt.Fprint(u.stdout, "Minutes, such as 5, 10 or 20 (Enter for none): ")
		line, err := u.keys.line(ctx)
		if err != nil || line == "" {
			return err
		}
		d, err := takeMinutes(line)
		if err != nil {
			u.tell("  ", err.Error()+".")
			continue
		}
		whole, err := u.pass(ctx, d)
		if whole {
			t = prompts.UrgeText(u.words(), prompts.UrgeWaited)
			u.tell("", t.Title+". "+t.Body)
		}
		return err
	}
}

// takeMinutes reads a number of minutes, or a length of time.
func takeMinutes(s string) (time.Duration, error) {
	if n, err := strconv.Atoi(s); err == nil {
		s = fmt.Sprintf("%d minutes", n)
	}
	if word := strings.ToLower(s); word == "n" || word == "no" || word == "none" {
		return 0, nil
	}
	d, err := setup.Span(s)
	if err != nil || d > mostMinutes*time.Minute {
		return 0, fmt.Errorf("%q is not from 1 to %d minutes", report.Plain(s), mostMinutes)
	}
	return d, nil
}

// pass lets a time pass, unless a key ends it, and reports whether it was whole.
func (u *urge) pass(ctx context.Context, d time.Duration) (whole bool, err error) {
	if d == 0 {
		return false, nil
	}
	if u.lines {
		fmt.Fprintln(u.stdout, "It begins now. Enter ends it sooner.")
		some, cancel := context.WithTimeout(ctx, d)
		defer cancel()
		_, err = u.keys.line(some)
		return u.passed(ctx, err)
	}
	err = u.keys.raw(func() (err error) {
		whole, err = u.countdown(ctx, d)
		return err
	})
	return whole, err
}

// countdown shows the time left in one line, on a terminal in raw mode.
func (u *urge) countdown(ctx context.Context, d time.Duration) (whole bool, err error) {
	const form = "\r%3d:%02d  Any key ends it. "
	defer func() { fmt.Fprintf(u.stdout, "\r%*s\r", len(form), "") }()
	for left := int(d / time.Second); left > 0; left-- {
		fmt.Fprintf(u.stdout, form, left/60, left%60)
		second, cancel := context.WithTimeout(ctx, time.Second)
		_, err := u.keys.one(second)
		cancel()
		if whole, err = u.passed(ctx, err); !whole {
			return false, err
		}
	}
	return true, nil
}

// passed tells the end of a time from what ended it sooner.
func (u *urge) passed(ctx context.Context, err error) (whole bool, _ error) {
	switch {
	case ctx.Err() != nil:
		return false, ctx.Err() // also in the moment in which a second is over
	case errors.Is(err, context.DeadlineExceeded):
		return true, nil
	}
	return false, err
}

// wanted asks whether to write it down, and for a note.
func (u *urge) wanted(ctx context.Context) (note string, wanted bool, err error) {
	fmt.Fprintln(u.stdout)
	fmt.Fprint(u.stdout, prompts.UrgeText(u.words(), prompts.UrgeLog).Body+" [y/N]: ")
	line, err := u.keys.line(ctx)
	if err != nil || !strings.HasPrefix(strings.ToLower(line), "y") {
		return "", false, err
	}
	fmt.Fprint(u.stdout, noteQuestion)
	line, err = u.keys.line(ctx)
	return cleanNote(line), true, err
}
