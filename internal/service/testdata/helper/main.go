// Helper is a stand-in for the daemon: it installs itself as the service, and
// as the service it says what it was given.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"daybreak/internal/service"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop() // not reached on failure, and then of no matter
	if len(os.Args) == 3 && os.Args[1] == "run" {
		switch os.Args[2] {
		case "exit-2": // as with a config that does not load
			os.Exit(2)
		case "exit-217": // as systemd where users may make no namespaces
			if probes["PrivateUsers"]() {
				os.Exit(217)
			}
		}
	}
	if err := run(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	exec, err := os.Executable()
	if err != nil || len(args) == 0 {
		return fmt.Errorf("no command, or %w", err)
	}
	o := service.Options{Exec: exec, Args: append([]string{"run"}, args[1:]...), Getenv: os.Getenv}
	switch args[0] {
	case "install":
		done, err := service.Install(ctx, o)
		if done.Unconfined {
			fmt.Println("unconfined")
		}
		return err
	case "uninstall":
		return service.Uninstall(ctx, o)
	case "status":
		s, err := service.Query(ctx, o)
		if err != nil {
			return err
		}
		return json.NewEncoder(os.Stdout).Encode(s)
	case "probe": // FILE NAMESPACE, outside of the service
		return probe(args[1])
	}
	return serve(ctx, args[1:])
}

func serve(ctx context.Context, args []string) error {
	if !service.UnderManager(os.Getenv) {
		return fmt.Errorf("no service manager")
	}
	if len(args) > 0 && args[0] == "probe" { // FILE NAMESPACE
		if err := probe(args[1]); err != nil {
			return err
		}
	}
	n := service.NewNotifier(os.Getenv)
	if err := n.Ready("given " + strings.Join(args, "|")); err != nil {
		return err
	}
	<-ctx.Done()
	return n.Stopping()
}
