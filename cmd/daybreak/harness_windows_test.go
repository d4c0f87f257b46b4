package main

import "syscall"

// ownTerminal has nothing to do: Windows has no pseudo-terminal for a test to
// start on, and pty.Open says so.
func ownTerminal() *syscall.SysProcAttr { return nil }
