// Package trust says whether anybody else on this machine could have written a
// file, or can read it.
//
// It judges the whole way to the file, as the system goes it: every folder and
// every link, from the root on. Each has to belong to this user or to root.
// Others may write to none of them, unless a folder before it keeps them out:
// behind a folder that is the user's alone (0700) the bits of a file do not
// matter. In a folder with the sticky bit, such as /tmp, others may write but
// cannot touch what belongs to this user or to root. The bits of a group count
// for nothing where the group is the user's own, as with the umask 002 of many
// distributions: the group of the user's name in /etc/group, without any other
// member there or in /etc/passwd, and no access control list on the file (on
// Linux, where it can be seen).
//
// In a user namespace, as in the sandbox of a systemd user unit or a rootless
// container, an owner that has no number in it may be root or anybody. There it
// is trusted; outside it is told apart.
//
// Only Unix is judged. Elsewhere every file is trusted, and none is exposed:
// access there hangs on lists that the home folder hands down, which are the
// user's alone.
package trust

import (
	"fmt"
	"io/fs"
	"strings"
)

// Refused says what on the way to a file somebody else can write, or owns.
type Refused struct {
	Path string // a file, a folder or a link
	Why  string // continues the sentence that begins with the path
	Mend string // the command that puts it right
}

// Error implements error.
func (r *Refused) Error() string { return fmt.Sprintf("%q %s", r.Path, r.Why) }

// File returns nil when nobody else could have written the file at path, or put
// another in its place; otherwise a *Refused. A file that is not there is
// judged by the way to where it would be. What cannot be looked at is left for
// the opening of the file to report.
func File(path string) error {
	_, err := way(path)
	return err
}

// Folder is File for a folder and the regular files in it: that nobody else can
// put anything into it is part of the judgement. What is in it and no regular
// file is not judged, and must not be followed.
func Folder(path string) error { return folder(path) }

// Exposed reports whether others can read the file, or list the folder, at path,
// which the user owns, and its permissions.
func Exposed(path string) (mode fs.FileMode, yes bool) { return exposed(path) }

// Quote writes a path for a shell.
func Quote(path string) string {
	plain := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("/._-+,@%", r)
	}
	if path != "" && path[0] != '-' && strings.IndexFunc(path, func(r rune) bool { return !plain(r) }) < 0 {
		return path
	}
	return "'" + strings.ReplaceAll(path, "'", `'\''`) + "'"
}
