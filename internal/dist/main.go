// Command dist makes what a release hands out, from the commit that is checked
// out: a static program for each system in an archive, Debian packages, and
// their checksums. It is no part of the program; `make dist` runs it.
//
// The same commit and the same release of Go make the same bytes, in any folder
// and on any day: the times in the archives are the commit's, paths are left
// out of the programs, and nothing is asked of the machine.
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
