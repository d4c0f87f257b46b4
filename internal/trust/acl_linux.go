package trust

import "golang.org/x/sys/unix"

// hasACL reports whether a file has an access control list (acl(5)), which may
// let in others; the group's bits are then the most that it lets them do.
func hasACL(path string) bool {
	n, err := unix.Lgetxattr(path, "system.posix_acl_access", nil)
	return err == nil && n > 0
}
