//go:build unix

package main

import (
	"bytes"
	"os/exec"
	"reflect"
	"strings"
	"syscall"
	"testing"

	"github.com/creack/pty"
	"golang.org/x/term"
)

// answer is what is typed once the program has said so much more.
type answer struct{ says, typed string }

// talk runs the command on a terminal under a shell, types the answers, and
// returns the screen. It fails the test when the terminal is not as it was.
func talk(t *testing.T, env []string, args string, answers ...answer) string {
	t.Helper()
	p := begin(t, env, args)
	for _, a := range answers {
		p.answer(a)
	}
	return p.ended()
}

// spoken is a command on a terminal, under a shell that tells of the terminal
// afterwards.
type spoken struct {
	*process
	heard int // of the output
}

func begin(t *testing.T, env []string, args string) *spoken {
	t.Helper()
	const script = `trap : INT; (echo "pid=$(exec sh -c 'echo $PPID')"; exec "$0" `
	cmd := exec.Command("sh", "-c", script+args+`); echo "exit=$?"; stty -a; echo over`, build(t))
	cmd.Env = append(environment(t.TempDir(), "DAYBREAK_NOW=2026-11-23T12:00:00+01:00", "DAYBREAK_CONFIG=/nowhere", "TERM=xterm"), env...)
	return &spoken{process: onTerminal(t, cmd, 80)}
}

// answer types once the program has said something that it had not said before
// the last answer.
func (p *spoken) answer(a answer) {
	p.t.Helper()
	before := strings.Count(p.output()[:p.heard], a.says)
	p.waitForTimes(a.says, before+1)
	p.heard = len(p.output())
	if _, err := p.tty.WriteString(a.typed); err != nil {
		p.t.Fatal(err)
	}
}

// signal sends a signal to the program alone, once it has said says.
func (p *spoken) signal(says string, sig syscall.Signal) {
	p.t.Helper()
	p.waitFor(says)
	_, pid, _ := strings.Cut(p.output(), "pid=")
	pid, _, _ = strings.Cut(pid, "\r")
	if err := exec.Command("kill", "-s", map[syscall.Signal]string{syscall.SIGINT: "INT", syscall.SIGTERM: "TERM"}[sig], pid).Run(); err != nil {
		p.t.Fatal(err)
	}
}

// ended waits for the end and returns the screen up to there.
func (p *spoken) ended() string {
	p.t.Helper()
	p.waitFor("over\r\n")
	p.wait()
	screen, after, found := strings.Cut(strings.ReplaceAll(p.output(), "\r\n", "\n"), "exit=")
	if !found || !strings.HasPrefix(after, "0\n") {
		p.t.Errorf("it ended with %q", after)
	}
	for _, mode := range []string{" icanon", " echo ", " isig", " opost", " icrnl"} {
		if !strings.Contains(strings.ReplaceAll(after, "\n", " ")+" ", mode) {
			p.t.Errorf("the terminal was left without%s", mode)
		}
	}
	return screen
}

const (
	anotherKey  = "Any other key goes on. "
	anotherLine = "A letter and Enter goes on. "
	minutesAsk  = "(Enter for none): "
	counting    = "Any key ends it. "
	logAsk      = "[y/N]: "
	helpNamed   = "daybreak support"
)

// urgeHome returns the environment of a home with a config.
func urgeHome(t *testing.T) (home string, env []string) {
	t.Helper()
	home = t.TempDir()
	writeConfig(t, home, "breakup_date: 2026-11-01\n")
	return home, []string{"HOME=" + home, "DAYBREAK_CONFIG="}
}

// The whole conversation, by single keys: another step, on, some minutes that an
// arrow key ends, and written down with a note.
func TestUrgeTalk(t *testing.T) {
	home, env := urgeHome(t)
	screen := talk(t, env, "urge --for 10m",
		answer{anotherKey, "\r"}, answer{anotherKey, "é"},
		answer{minutesAsk, "lots\n"}, answer{minutesAsk, "5\n"}, answer{"\r  4:5", "\x1b[A"},
		answer{logAsk, "y\n"}, answer{minutesAsk, "the blue door\n"})
	for _, want := range []string{"What holds you", "Five, four, three", `"lots" is not from 1 to 120 minutes.`,
		"Written down.", "A line comes back today 12:10, once.", helpNamed} {
		if !strings.Contains(screen, want) {
			t.Errorf("it does not say %q", want)
		}
	}
	if strings.Contains(screen, "Something cold") || strings.Contains(screen, "That was the time you chose") {
		t.Error("it went on by itself")
	}
	env = append(environment(home), env...)
	for _, want := range []string{"an urge", "a reminder after an urge"} {
		if out, _ := command(t, env, "undo"); !strings.HasPrefix(out, "Taken back: "+want+",") {
			t.Errorf("undo: %s", out)
		}
	}
}

// In whole lines, for a screen reader and on a dumb terminal, nothing moves the
// cursor.
func TestUrgeInLines(t *testing.T) {
	for _, c := range []struct{ name, args, env string }{
		{"--plain", "urge --plain", "TERM=xterm"},
		{"TERM=dumb", "urge", "TERM=dumb"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, env := urgeHome(t)
			screen := talk(t, append(env, c.env), c.args,
				answer{anotherLine, "\n"}, answer{anotherLine, "x\n"},
				answer{minutesAsk, "5\n"}, answer{"Enter ends it sooner.", "\n"}, answer{logAsk, "\n"})
			if strings.ContainsAny(screen, "\x1b\r") {
				t.Errorf("it moves the cursor: %q", screen)
			}
			if strings.Contains(screen, "Written down") || !strings.Contains(screen, helpNamed) {
				t.Error(screen)
			}
		})
	}
}

// Ctrl-C, Ctrl-D and signals leave at every point, with help named and the
// terminal as it was. Nothing is asked, nothing written, but what was asked for.
func TestUrgeIsLeft(t *testing.T) {
	way := []answer{{anotherKey, "x"}, {minutesAsk, "5\n"}, {counting, "x"}, {logAsk, "y\n"}, {"A note, for yourself", ""}}
	for n, at := range way {
		for _, with := range []string{"\x03", "\x04", "INT", "TERM"} {
			t.Run(at.says+with, func(t *testing.T) {
				home, env := urgeHome(t)
				p := begin(t, env, "urge")
				for _, a := range way[:n] {
					p.answer(a)
				}
				switch with {
				case "INT":
					p.signal(at.says, syscall.SIGINT)
				case "TERM":
					p.signal(at.says, syscall.SIGTERM)
				default:
					p.answer(answer{at.says, with})
				}
				if screen := p.ended(); !strings.Contains(screen, "\nIf this is more than you want to carry alone: "+helpNamed) {
					t.Errorf("no help at the end:\n%s", screen)
				}
				env = append(environment(home), env...)
				if out, code := command(t, env, "undo"); code != exitNotFound {
					t.Errorf("something was written: %s", out)
				}
			})
		}
	}
}

// What was asked for is recorded first: leaving at once does not lose it.
func TestUrgeComesBackAllTheSame(t *testing.T) {
	home, env := urgeHome(t)
	screen := talk(t, env, "urge --for 10m", answer{anotherKey, "\x03"})
	if !strings.Contains(screen, "A line comes back today 12:10, once.") {
		t.Error(screen)
	}
	if out, _ := command(t, append(environment(home), env...), "undo"); !strings.HasPrefix(out, "Taken back: a reminder after an urge,") {
		t.Errorf("undo: %s", out)
	}
}

// Who reaches out is asked what becomes of the days; Enter is the config's answer.
func TestContactAsks(t *testing.T) {
	for _, c := range []struct {
		name, wait, args string
		answers          []string
		says             string
	}{
		{"Enter", "days: 30", "", []string{"", ""}, "The date stays: Tue 1 Dec 2026."},
		{"Enter for restart", "after_contact: restart", "", []string{"", ""}, "The days count from Mon 23 Nov 2026: 30 days, until Wed 23 Dec"},
		{"Enter for extend", "after_contact: extend", "", []string{"", "", ""}, "7 days more: until Tue 8 Dec 2026."},
		{"extend by a number", "days: 30", "", []string{"", "ext", "400", "extend 10"}, "10 days more: until Fri 11 Dec 2026."},
		{"not understood", "days: 30", "", []string{"", "hold", "k"}, "The date stays: Tue 1 Dec 2026."},
		{"restart", "days: 30", " --at 2026-11-20", []string{"", "restart"}, "The days count from Fri 20 Nov 2026: 30 days"},
		{"an open one is not extended", "days: open", "", []string{"", "extend", "r"}, "The days count from Mon 23 Nov 2026."},
		{"decided", "days: 30", " --extend 3", []string{""}, "3 days more: until Fri 4 Dec 2026."},
		{"before it began", "days: 30", " --at 2026-10-01", []string{""}, "before these days began"},
		{"over", "days: 10", "", []string{""}, "The date stays: Wed 11 Nov 2026."},
		{"an order", "order: true", "", []string{""}, "follow the order's wording"},
	} {
		t.Run(c.name, func(t *testing.T) {
			home, env := urgeHome(t)
			writeConfig(t, home, "breakup_date: 2026-11-01\nwait: {"+c.wait+"}\n")
			answers := []answer{{"Enter for none): ", c.answers[0] + "\n"}}
			for _, typed := range c.answers[1:] {
				answers = append(answers, answer{"]: ", typed + "\n"})
			}
			screen := talk(t, env, "contact reached-out"+c.args, answers...)
			told := strings.ToLower(strings.Join(strings.Fields(screen), " "))
			if !strings.Contains(told, strings.ToLower(c.says)) {
				t.Errorf("it does not say %q:\n%s", c.says, screen)
			}
		})
	}
}

// Leaving before the answer records nothing.
func TestContactIsLeft(t *testing.T) {
	for _, key := range []string{"\x03", "\x04"} {
		home, env := urgeHome(t)
		cmd := exec.Command(build(t), "contact", "reached-out")
		cmd.Env = append(environment(home, "DAYBREAK_NOW=2026-11-23T12:00:00+01:00"), env...)
		var errs bytes.Buffer // may be read once it has ended
		cmd.Stderr = &errs
		p := onTerminal(t, cmd, 80)
		p.waitFor("Enter for none): ")
		p.typeLine("a note")
		p.waitFor("[keep]: ")
		if _, err := p.tty.WriteString(key); err != nil {
			t.Fatal(err)
		}
		if code := p.wait(); code != exitFailed || !strings.Contains(errs.String(), "nothing was changed") {
			t.Errorf("%q: exit %d, %s", key, code, &errs)
		}
		if out, code := command(t, cmd.Env, "undo"); code != exitNotFound {
			t.Errorf("%q: something was written: %s", key, out)
		}
	}
}

// A terminal is put back also when what runs on it panics.
func TestRawIsPutBack(t *testing.T) {
	master, slave, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer master.Close()
	defer slave.Close()
	fd := int(slave.Fd())
	before, err := term.GetState(fd)
	if err != nil {
		t.Fatal(err)
	}
	func() {
		defer func() { _ = recover() }() // it panics, on purpose
		_ = (&keys{in: slave}).raw(func() error {
			if during, err := term.GetState(fd); err != nil || reflect.DeepEqual(before, during) {
				t.Errorf("it is not raw, %v", err)
			}
			panic("on purpose")
		})
	}()
	if after, err := term.GetState(fd); err != nil || !reflect.DeepEqual(before, after) {
		t.Errorf("it stayed raw, %v", err)
	}
}
