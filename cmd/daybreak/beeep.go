package main

import (
	"fmt"
	"os"
	"runtime"

	"github.com/spf13/cobra"

	"daybreak/notify"
)

// beeepName is the command by which the daemon starts itself for one message.
const beeepName = "deliver-beeep"

func (a *app) beeepCmd() *cobra.Command {
	return &cobra.Command{
		Use:    beeepName,
		Short:  "Show one message through beeep",
		Long:   "What run starts for each message with notify.channel: beeep. It reads the message\nfrom its standard input.",
		Args:   cobra.NoArgs,
		Hidden: true,
		RunE: func(c *cobra.Command, _ []string) error {
			if err := notify.DeliverBeeep(c.Context(), a.stdin, a.stdout); err != nil {
				return fail(exitFailed, err)
			}
			return nil
		},
	}
}

// beeepChild returns the command line of this program's beeepName. Linux finds
// the running program even when its file was replaced by a newer one.
func beeepChild() ([]string, error) {
	if runtime.GOOS == "linux" {
		return []string{"/proc/self/exe", beeepName}, nil
	}
	self, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("find this program: %w", err)
	}
	return []string{self, beeepName}, nil
}
