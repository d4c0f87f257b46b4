package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"daybreak/internal/config"
	"daybreak/internal/journey"
	"daybreak/internal/setup"
	"daybreak/internal/textfile"
)

func (a *app) configEditCmd() *cobra.Command {
	return &cobra.Command{
		Use:   "edit",
		Short: "Open the config in your editor, and check it before it counts",
		Long: "Opens a copy of the config in $VISUAL, else $EDITOR, else sensible-editor, nano or vi, and\n" +
			"puts it in the place of the config when it loads. Options may be given in the variable: it\n" +
			"is run by sh. Where the copy has faults they are told, and you choose: edit again; keep the\n" +
			"copy beside the config, for later; or discard it. In both of these the config stays as it\n" +
			"was, and the exit code is 1. Without a config it begins with a short one.",
		Example: "  daybreak config edit\n  VISUAL=\"code --wait\" daybreak config edit",
		Args:    cobra.NoArgs,
		RunE:    untilHangUp(a.configEdit),
	}
}

// untilHangUp runs what must not end with a Ctrl-C that was typed into another
// program: its context ends with SIGTERM and SIGHUP.
func untilHangUp(do func(context.Context) error) func(*cobra.Command, []string) error {
	return func(c *cobra.Command, _ []string) error {
		ctx, stop := signal.NotifyContext(c.Context(), syscall.SIGTERM, syscall.SIGHUP)
		defer stop()
		return do(ctx)
	}
}

// session is one `config edit`: the config, nil when there is none yet, and the
// copy that is in the editor.
type session struct {
	a          *app
	path, copy string
	file       *textfile.File
	old        []byte
	now        time.Time
}

func (a *app) configEdit(ctx context.Context) error {
	if !a.interactive() {
		return fail(exitUsage, errors.New("an editor needs a terminal"), "daybreak config path prints where the file is")
	}
	s, err := a.openSession()
	if err != nil {
		return err
	}
	if err := s.makeCopy(); err != nil {
		return fail(exitFailed, err)
	}
	for {
		if err := s.runEditor(ctx); err != nil {
			return s.kept(err)
		}
		text, err := textfile.Open(s.copy, config.MaxSize)
		if err != nil {
			return fail(exitFailed, err, "the config is as it was")
		}
		if bytes.Equal(text.Data, s.old) {
			os.Remove(s.copy)
			fmt.Fprintln(a.stdout, "Nothing changed.")
			return nil
		}
		_, notes, err := config.Parse(text.Data, config.Options{Now: s.now, Name: s.path})
		if err == nil {
			return s.save(text.Data, notes)
		}
		fmt.Fprintf(a.stdout, "\n%s\n\n", plainLines(err.Error()))
		switch s.ask(ctx) {
		case 'k':
			return s.kept(errors.New("the config is as it was"))
		case 'd':
			os.Remove(s.copy)
			return fail(exitFailed, errors.New("discarded; the config is as it was"))
		}
	}
}

func (a *app) openSession() (*session, error) {
	path, now, err := a.pathAndNow()
	if err != nil {
		return nil, err
	}
	s := &session{a: a, path: path, now: now}
	s.file, err = openConfig(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		s.old = setup.Text(setup.Default(journey.DateOf(now)))
		return s, nil
	case err != nil:
		return nil, a.loadError(path, err)
	}
	s.old = s.file.Data
	if err := s.file.Writable(); err != nil {
		return nil, writeError(err)
	}
	return s, nil
}

// makeCopy writes the copy beside the config, readable by its owner alone. Its
// name ends so that editors know what it is.
func (s *session) makeCopy() error {
	dir := filepath.Dir(s.path)
	if s.file != nil {
		dir = filepath.Dir(s.file.Path)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	f, err := os.CreateTemp(dir, ".config.yaml.*.yaml")
	if err != nil {
		return err
	}
	s.copy = f.Name()
	_, err = f.Write(s.old)
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	return err
}

// runEditor opens the copy in the editor and waits for its end, for as long as
// the user takes. Ctrl-C is the editor's while it runs.
func (s *session) runEditor(ctx context.Context) error {
	editor, err := s.a.editor()
	if err != nil {
		return err
	}
	interrupts := make(chan os.Signal, 1)
	signal.Notify(interrupts, syscall.SIGINT, syscall.SIGQUIT)
	defer signal.Stop(interrupts)
	// With a trap of its own the shell outlives a Ctrl-C as the editor may.
	cmd := exec.CommandContext(ctx, "sh", "-c", "trap : INT QUIT; "+editor+` "$@"`, editor, s.copy)
	if runtime.GOOS == "windows" {
		words := append(strings.Fields(editor), s.copy)
		cmd = exec.CommandContext(ctx, words[0], words[1:]...)
	}
	cmd.Stdin, cmd.Stdout, cmd.Stderr = s.a.stdin, s.a.stdout, s.a.stderr
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.WaitDelay = 5 * time.Second
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("run the editor %q: %w", editor, err)
	}
	return nil
}

// editor returns the command of the user's editor.
func (a *app) editor() (string, error) {
	for _, set := range []string{a.getenv("VISUAL"), a.getenv("EDITOR")} {
		if e := strings.TrimSpace(set); e != "" {
			return e, nil
		}
	}
	names := []string{"sensible-editor", "nano", "vi"}
	if runtime.GOOS == "windows" {
		names = []string{"notepad"}
	}
	for _, name := range names {
		if _, err := exec.LookPath(name); err == nil {
			return name, nil
		}
	}
	return "", fmt.Errorf("there is no editor: set VISUAL or EDITOR to yours")
}

// ask asks what to do with a copy that does not load, until there is an answer.
// The terminal's end, Ctrl-C and a signal keep the copy.
func (s *session) ask(ctx context.Context) byte {
	ctx, stop := signal.NotifyContext(ctx, syscall.SIGINT)
	defer stop()
	for {
		fmt.Fprint(s.a.stdout, "e edit again, k keep the copy for later, d discard it [e]: ")
		answer := make(chan string, 1)
		go func() { // it ends with the process at the latest
			line, err := bufio.NewReaderSize(s.a.stdin, 16).ReadString('\n')
			if err != nil {
				line = "k"
			}
			answer <- strings.ToLower(strings.TrimSpace(line))
		}()
		select {
		case <-ctx.Done():
			fmt.Fprintln(s.a.stdout)
			return 'k'
		case line := <-answer:
			if line == "" {
				return 'e'
			}
			if strings.ContainsRune("ekd", rune(line[0])) {
				return line[0]
			}
		}
	}
}

// kept is the error of a session that ends without a change: it says where the
// copy is, unless nothing was written into it.
func (s *session) kept(why error) error {
	if text, err := os.ReadFile(s.copy); err != nil || bytes.Equal(text, s.old) {
		os.Remove(s.copy)
		return fail(exitFailed, why, "nothing was changed")
	}
	return fail(exitFailed, why, "what you wrote is in "+s.copy,
		"check it with: daybreak config check --config "+s.copy)
}

// save puts the copy in the place of the config.
func (s *session) save(data []byte, notes []string) error {
	var err error
	if s.file == nil {
		err = setup.Save(s.path, data)
	} else {
		err = s.file.Replace(data)
	}
	if err != nil {
		return s.kept(err)
	}
	os.Remove(s.copy)
	fmt.Fprintf(s.a.stdout, "Saved %s\n", s.path)
	for _, n := range notes {
		fmt.Fprintf(s.a.stdout, "note: %s\n", n)
	}
	return nil
}
