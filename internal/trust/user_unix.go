//go:build unix

package trust

import (
	"io/fs"
	"os"
	"strconv"
	"strings"
	"sync"
	"syscall"
)

// user returns the judge for the user of this process. What it needs of the
// system's files it reads when it needs it, once.
func user() judge {
	uid := uint32(os.Geteuid())
	accounts := sync.OnceValues(func() (string, string) { return read("/etc/passwd"), read("/etc/group") })
	maps := sync.OnceValues(func() (string, string) { return read("/proc/self/uid_map"), read("/proc/sys/kernel/overflowuid") })
	return judge{
		uid: uid,
		unmapped: func(other uint32) bool {
			uidMap, overflow := maps()
			return isUnmapped(other, uidMap, overflow)
		},
		private: func(path string, info fs.FileInfo) bool {
			st, ok := info.Sys().(*syscall.Stat_t)
			if !ok || hasACL(path) {
				return false
			}
			passwd, group := accounts()
			return isPrivate(uid, st.Gid, passwd, group)
		},
	}
}

// read returns what a file of the system holds, "" where it cannot be read.
func read(path string) string {
	data, err := os.ReadFile(path)
	if err != nil {
		return ""
	}
	return string(data)
}

// isUnmapped reports whether uid is the number that files have whose owner has
// none in this user namespace (user_namespaces(7)). The first namespace maps
// every number to itself.
func isUnmapped(uid uint32, uidMap, overflow string) bool {
	f := strings.Fields(uidMap)
	if len(f) < 3 || len(f) == 3 && f[2] == "4294967295" {
		return false
	}
	n, err := strconv.ParseUint(strings.TrimSpace(overflow), 10, 32)
	return err == nil && uint32(n) == uid
}

// isPrivate reports whether the group gid is the own group of the user uid, and
// nobody else's, by the system's passwd(5) and group(5). Users that are not in
// these files, but in a directory service, have no such group here.
func isPrivate(uid, gid uint32, passwd, group string) bool {
	name := ""
	for line := range strings.Lines(passwd) {
		f := strings.Split(strings.TrimSpace(line), ":")
		if len(f) < 4 {
			continue
		}
		if f[2] == strconv.FormatUint(uint64(uid), 10) {
			name = f[0]
		} else if f[3] == strconv.FormatUint(uint64(gid), 10) {
			return false // another's first group
		}
	}
	if name == "" {
		return false
	}
	found := false
	for line := range strings.Lines(group) {
		f := strings.Split(strings.TrimSpace(line), ":")
		if len(f) < 4 || f[2] != strconv.FormatUint(uint64(gid), 10) {
			continue
		}
		if f[0] != name || f[3] != "" && f[3] != name {
			return false
		}
		found = true
	}
	return found
}
