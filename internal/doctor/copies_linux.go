package doctor

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"

	"daybreak/internal/bus"
)

// Others returns the processes of user uid that are `daybreak run` on the
// session bus at address, without those in but. It is for Linux; known is false
// elsewhere. A process that may not be looked at does not count.
func Others(uid int, address string, but ...int) (pids []int, known bool) {
	entries, err := os.ReadDir("/proc")
	if err != nil {
		return nil, false
	}
	for _, e := range entries {
		pid, err := strconv.Atoi(e.Name())
		if err != nil || slices.Contains(but, pid) {
			continue
		}
		info, err := e.Info()
		if err != nil {
			continue
		}
		if st, ok := info.Sys().(*syscall.Stat_t); ok && int(st.Uid) == uid && reminds(pid, address) {
			pids = append(pids, pid)
		}
	}
	return pids, true
}

// reminds reports whether a process is a daemon on the bus at address.
func reminds(pid int, address string) bool {
	exe, err := os.Readlink(fmt.Sprintf("/proc/%d/exe", pid))
	if err != nil || !strings.HasPrefix(filepath.Base(exe), "daybreak") {
		return false
	}
	if args := strings.Split(procFile(pid, "cmdline"), "\x00"); !slices.Contains(args[1:], "run") {
		return false
	}
	env := map[string]string{}
	for kv := range strings.SplitSeq(procFile(pid, "environ"), "\x00") {
		k, v, _ := strings.Cut(kv, "=")
		env[k] = v
	}
	exists := func(path string) bool { _, err := os.Stat(path); return err == nil }
	theirs := bus.SessionAddress(func(k string) string { return env[k] }, exists)
	return theirs != "" && bare(theirs) == bare(address)
}

// bare returns a bus address without what is added to it by whom one asks.
func bare(address string) string {
	first, _, _ := strings.Cut(address, ",guid=")
	return first
}

func procFile(pid int, name string) string {
	data, _ := os.ReadFile(fmt.Sprintf("/proc/%d/%s", pid, name)) // what cannot be read counts as empty
	return string(data)
}

// SameProgram reports whether a process runs the very file at path; known is
// false where it cannot be looked at.
func SameProgram(pid int, path string) (same, known bool) {
	runs, err := os.Stat(fmt.Sprintf("/proc/%d/exe", pid))
	if err != nil {
		return false, false
	}
	own, err := os.Stat(path)
	return err == nil && os.SameFile(runs, own), err == nil
}
