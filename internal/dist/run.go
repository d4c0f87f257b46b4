package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// timeout bounds each command that dist runs. The first run of nfpm builds it.
const timeout = 10 * time.Minute

func run(ctx context.Context, args []string, out, errs io.Writer) int {
	flags := flag.NewFlagSet("dist", flag.ContinueOnError)
	flags.SetOutput(errs)
	dir := flags.String("out", "dist", "the `folder` for what is made; what an earlier run made there goes")
	only := flags.String("only", "", "the one `system/processor` to build for, such as linux/amd64")
	who := flags.String("maintainer", "The Daybreak authors <daybreak@daybreak.invalid>", "whom the packages name, as `name <address>`")
	if err := flags.Parse(args); err != nil {
		return 2
	}
	targets, err := choose(*only)
	if err != nil {
		fmt.Fprintln(errs, "dist:", err)
		return 2
	}
	if err := release(ctx, *dir, *who, targets, out); err != nil {
		fmt.Fprintln(errs, "dist:", err)
		return 1
	}
	return 0
}

// release makes everything into a folder of its own, which then takes the place
// of dir: a run that fails leaves dir as it was. One that others have filled is
// refused.
func release(ctx context.Context, dir, who string, targets []target, out io.Writer) error {
	if err := free(dir); err != nil {
		return err
	}
	src, err := source(ctx)
	if err != nil {
		return err
	}
	tmp, err := os.MkdirTemp("", "dist-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(tmp)
	if err := os.Mkdir(filepath.Join(tmp, "out"), 0o755); err != nil {
		return err
	}
	m := maker{src: src, tmp: tmp, out: filepath.Join(tmp, "out"), maintainer: who}
	if m.common, err = commonFiles(ctx, tmp); err != nil {
		return err
	}
	for _, t := range targets {
		if err := m.target(ctx, t); err != nil {
			return fmt.Errorf("%s: %w", t, err)
		}
	}
	sums, err := writeSums(m.out)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "daybreak %s\n%s", src.version, sums)
	return replaceFolder(dir, m.out)
}

// maker makes the archive and the package of each target.
type maker struct {
	src        revision
	tmp        string // for what is only on the way
	out        string // for what is handed out
	common     []file // the same for every target
	maintainer string
}

func (m *maker) target(ctx context.Context, t target) error {
	program, err := t.build(ctx, m.tmp, m.src.version)
	if err != nil {
		return err
	}
	name := fmt.Sprintf("daybreak_%s_%s_%s", strings.TrimPrefix(m.src.version, "v"), t.os, t.arch)
	if err := writeArchive(m.out, name, archiveFiles(t, program, m.common), m.src.time); err != nil {
		return err
	}
	if t.os != "linux" {
		return nil
	}
	return m.deb(ctx, t, program)
}

// command runs a program of the build in dir and returns what it prints; env
// comes on top of the environment.
func command(ctx context.Context, dir string, env []string, name string, args ...string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	var errs strings.Builder
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir, cmd.Env, cmd.Stderr = dir, append(os.Environ(), env...), &errs
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("%s: %w\n%s", strings.Join(cmd.Args, " "), err, errs.String())
	}
	return out, nil
}

// free returns an error when dir holds what no earlier run has made: it may be
// somebody's home.
func free(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	sums := func(e fs.DirEntry) bool { return e.Name() == sumsFile }
	if len(entries) > 0 && !slices.ContainsFunc(entries, sums) {
		return fmt.Errorf("%s holds something else; name another folder with -out, or empty it", dir)
	}
	return nil
}

// replaceFolder copies the files of from into dir, which it makes anew.
func replaceFolder(dir, from string) error {
	if err := os.RemoveAll(dir); err != nil {
		return err
	}
	return os.CopyFS(dir, os.DirFS(from))
}
