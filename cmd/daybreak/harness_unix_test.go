//go:build unix

package main

import "syscall"

// ownTerminal makes a process's standard input its controlling terminal.
func ownTerminal() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setsid: true, Setctty: true}
}
