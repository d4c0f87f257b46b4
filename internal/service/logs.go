package service

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strconv"
	"strings"
	"time"
)

// LogQuery says what to show of the log.
type LogQuery struct {
	Lines  int  // the newest ones, at least 1
	Follow bool // and what comes, until the context ends
	Stdout io.Writer
	Stderr io.Writer
}

// Logs writes what the service said to q.Stdout. Where it is not shown but lies
// in a file, the file's path is returned.
func Logs(ctx context.Context, o Options, q LogQuery) (path string, err error) {
	return o.manager().log(ctx, q)
}

// log asks for the unit's lines of this user in every journal that can be read:
// where the journal is in memory alone, users have none of their own.
func (s systemd) log(ctx context.Context, q LogQuery) (string, error) {
	if err := s.inJournal(ctx); err != nil {
		return "", err
	}
	args := []string{"--user-unit=" + Name, "--no-pager", "--quiet", "--lines=" + strconv.Itoa(q.Lines)}
	out, err := s.call(ctx, "journalctl", args...)
	switch {
	case errors.Is(err, exec.ErrNotFound):
		return "", &HintError{Err: fmt.Errorf("find the journal: %w", err), Hint: "daybreak run in a terminal shows what it says"}
	case err != nil:
		return "", fmt.Errorf("journalctl: %w", err)
	case q.Follow:
		return "", follow(ctx, q, append(args, "--follow"))
	case len(out) == 0:
		return "", &HintError{
			Err:  errors.New("the journal has nothing of the service that you may read"),
			Hint: "a journal that is kept in memory is for root and the groups adm and systemd-journal: journalctl --user-unit=" + Name,
		}
	}
	_, err = q.Stdout.Write(out)
	return "", err
}

// inJournal makes sure that the unit writes to the journal: a drop-in of the
// user's may say otherwise.
func (s systemd) inJournal(ctx context.Context) error {
	out, err := s.systemctl(ctx, "show", "--property=StandardError,StandardOutput", Name)
	if err != nil {
		return err
	}
	goes := map[string]string{}
	for line := range strings.Lines(string(out)) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), "=")
		goes[key] = value
	}
	where := goes["StandardError"]
	if where == "inherit" {
		where = goes["StandardOutput"]
	}
	if where == "" || strings.HasPrefix(where, "journal") || strings.HasPrefix(where, "kmsg") {
		return nil
	}
	return &HintError{
		Err:  fmt.Errorf("the service's log does not go to the journal but to %q", where),
		Hint: "StandardError= and StandardOutput= say where: systemctl --user cat " + Name,
	}
}

// follow shows the lines as they come. That the context ends is its end.
func follow(ctx context.Context, q LogQuery, args []string) error {
	cmd := exec.CommandContext(ctx, "journalctl", args...)
	cmd.Stdout, cmd.Stderr = q.Stdout, q.Stderr
	cmd.WaitDelay = time.Second
	if err := cmd.Run(); err != nil && ctx.Err() == nil {
		return fmt.Errorf("journalctl: %w", err)
	}
	return nil
}
