//go:build unix

package ledger

import "syscall"

// openFlags are for every file of the state folder: no link is followed, no
// other end waited for.
const openFlags = syscall.O_NOFOLLOW | syscall.O_NONBLOCK
