// Command daybreak keeps count of the days and brings reminders. See the
// README, or `daybreak help`.
//
// The package parses, wires and prints; what is decided is decided elsewhere.
package main

import (
	"context"
	"os"
	_ "time/tzdata" // zones on machines and in containers that have none
)

func main() {
	os.Exit(run(context.Background(), os.Args[1:], os.Environ(), os.Stdin, os.Stdout, os.Stderr))
}
