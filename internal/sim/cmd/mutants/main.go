// Command mutants shows that the simulator finds faults: it plants one after
// the other into a copy of the sources and fails unless each is found. It is
// no part of the program, and the sources themselves stay as they are.
package main

import (
	"context"
	"os"
	"os/signal"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}
