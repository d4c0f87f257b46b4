//go:build unix

package notify

import (
	"os/exec"
	"syscall"
)

// startGroup starts cmd as the leader of a process group of its own. kill ends
// the whole group; it must be called, before cmd.Wait.
func startGroup(cmd *exec.Cmd) (kill func(), err error) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	return func() { _ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }, nil // gone already is as good
}
