//go:build linux

package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"time"

	"github.com/google/renameio/v2"
	"golang.org/x/sys/unix"

	"daybreak/internal/rig/vm"
)

// runTimeout bounds a program that the test asks to be run to its end.
const runTimeout = 30 * time.Second

func (g *guest) do(r vm.Request) (string, error) {
	switch r.Do {
	case vm.Put:
		return "", put(r.Path, r.Text)
	case vm.SetZone:
		return "", renameio.Symlink(filepath.Join(vm.Zones, r.Text), "/etc/localtime")
	case vm.SetTime:
		return "", setTime(r.At)
	case vm.Step:
		return "", setTime(time.Now().Add(r.For))
	case vm.Suspend:
		return "", suspend(time.Until(r.At))
	case vm.Stall:
		g.server.stall.Store(true)
		return "", nil
	case vm.Start:
		return "", g.start()
	case vm.Run:
		return run(r.Args)
	}
	return "", fmt.Errorf("not a thing that can be done")
}

// put replaces a file, and returns when the file, its folder and all else are
// on the disk.
func put(path, text string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	if err := renameio.WriteFile(path, []byte(text), 0o600); err != nil {
		return err
	}
	unix.Sync()
	return nil
}

// command is a program as the daemon's session would start it.
func command(ctx context.Context, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
	cmd.Env = []string{"HOME=/root", "PATH=/bin", "DBUS_SESSION_BUS_ADDRESS=" + address,
		"XDG_CONFIG_HOME=" + vm.Config, "XDG_STATE_HOME=" + vm.State}
	return cmd
}

func run(args []string) (string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), runTimeout)
	defer cancel()
	cmd := command(ctx, args...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return string(out), fmt.Errorf("%q: %w: %s", args, err, stderr.Bytes())
	}
	return string(out), nil
}

// start starts the daemon; what it prints and logs is told line by line.
func (g *guest) start() error {
	cmd := command(context.Background(), vm.Daemon, "run")
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	log, err := cmd.StderrPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	var lines sync.WaitGroup
	lines.Go(func() { g.pass(out, vm.Said) })
	lines.Go(func() { g.pass(log, vm.Log) })
	go func() {
		lines.Wait()
		g.tell(vm.Line{Kind: vm.Ended, Text: fmt.Sprint(cmd.Wait()), At: stamp()})
	}()
	return nil
}

// pass tells the lines of from, and puts them on the console.
func (g *guest) pass(from io.Reader, kind string) {
	for in := bufio.NewScanner(from); in.Scan(); {
		fmt.Println(in.Text())
		g.tell(vm.Line{Kind: kind, Text: in.Text(), At: stamp()})
	}
}
