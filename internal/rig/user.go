//go:build linux

package rig

import (
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"testing"
)

// User is an ordinary account for what must not run as root. A nil *User is
// the user of the test.
type User struct {
	UID, GID int
	Home     string // an empty folder of theirs, gone after the test
}

// Ordinary returns the test user, with a home of their own. It needs root.
func Ordinary(t testing.TB) *User {
	t.Helper()
	Need(t, "setpriv", "useradd")
	if os.Geteuid() != 0 {
		Missing(t, "root, to run programs as another user")
	}
	u := &User{}
	u.UID, u.GID = testIDs(t)
	u.Home = emptyHome(t, u.UID, u.GID)
	return u
}

// As returns the command that runs args as the user: the same process, with the
// same environment.
func (u *User) As(args ...string) []string {
	if u == nil {
		return args
	}
	return append([]string{"setpriv", "--reuid", strconv.Itoa(u.UID), "--regid", strconv.Itoa(u.GID), "--clear-groups",
		"--inh-caps=-all"}, args...)
}

// Give makes the user the owner of a folder and of all that is in it.
func (u *User) Give(t testing.TB, dir string) {
	t.Helper()
	if u == nil {
		return
	}
	err := filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return os.Lchown(path, u.UID, u.GID)
	})
	if err != nil {
		t.Fatal(err)
	}
}
