package service

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"unicode/utf16"
)

// The registry's key for what Windows starts with a login of this user, and the
// entry's name there, which the list of startup programs shows.
const (
	runKey   = `HKCU\Software\Microsoft\Windows\CurrentVersion\Run`
	runEntry = "Daybreak"
)

// longestRun is how many UTF-16 units Windows takes of such a command line.
const longestRun = 260

// startup is Windows: an entry among the user's startup programs. There is no
// manager behind it that would start the program again.
type startup struct{ Options }

// runLine is the command line of the entry. As the program is one for a
// console, Windows would leave a console window open beside it: "service start"
// starts it without one, and ends.
func (s startup) runLine() (string, error) {
	words := append([]string{s.Exec, "service", "start"}, s.Args[1:]...)
	for i, w := range words {
		if strings.Contains(w, `"`) {
			return "", fmt.Errorf("install the service: %q holds a quote", w)
		}
		if w == "" || strings.ContainsAny(w, " \t&^|<>();,=") {
			// A backslash before the closing quote would take it in.
			words[i] = `"` + w + strings.Repeat(`\`, len(w)-len(strings.TrimRight(w, `\`))) + `"`
		}
	}
	line := strings.Join(words, " ")
	if n := len(utf16.Encode([]rune(line))); n > longestRun {
		return "", &HintError{
			Err:  fmt.Errorf("install the service: its command line has %d characters, Windows takes %d", n, longestRun),
			Hint: "put the program into a folder with a shorter path",
		}
	}
	return line, nil
}

func (s startup) install(ctx context.Context) (Installed, error) {
	line, err := s.runLine()
	if err != nil {
		return Installed{}, err
	}
	if _, err := s.reg(ctx, "add", "/t", "REG_SZ", "/d", line, "/f"); err != nil {
		return Installed{}, err
	}
	done := Installed{Path: runKey + `\` + runEntry}
	return done, Spawn(s.Options)
}

// Spawn starts the program on its own, without a window. It is what Windows
// does at a login, and there alone it can be done.
func Spawn(o Options) error {
	spawn := o.Spawn
	if spawn == nil {
		spawn = spawnDetached
	}
	if err := spawn(o.Exec, o.Args...); err != nil {
		return fmt.Errorf("start the service: %w", err)
	}
	return nil
}

func (s startup) uninstall(ctx context.Context) error {
	if st, err := s.query(ctx); err != nil || !st.Installed {
		return err
	}
	_, err := s.reg(ctx, "delete", "/f")
	return err
}

func (s startup) query(ctx context.Context) (Status, error) {
	out, err := s.reg(ctx, "query")
	if errors.Is(err, exec.ErrNotFound) {
		return Status{}, err
	}
	if err != nil {
		return Status{State: "no entry"}, nil // as reg says with exit code 1
	}
	return Status{Installed: true, Enabled: true, State: "starts with your login", Path: runKey + `\` + runEntry,
		Elsewhere: s.Exec != "" && !strings.Contains(string(out), s.Exec)}, nil
}

func (s startup) log(context.Context, LogQuery) (string, error) {
	return "", &HintError{
		Err:  errors.New("no log is kept of what Windows starts with a login"),
		Hint: "end it and start `daybreak run` in a terminal to see what it says",
	}
}

// reg works on the entry.
func (s startup) reg(ctx context.Context, verb string, args ...string) ([]byte, error) {
	out, err := s.call(ctx, "reg", append([]string{verb, runKey, "/v", runEntry}, args...)...)
	if err != nil {
		return out, fmt.Errorf("reg %s: %w", verb, err)
	}
	return out, nil
}
