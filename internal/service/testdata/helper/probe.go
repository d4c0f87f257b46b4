package main

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"
)

// probes say for each line of the unit whether it holds here. Nothing that they
// try needs a privilege, so that without the line it would work.
var probes = map[string]func() bool{
	"PrivateUsers": func() bool {
		uids, err := os.ReadFile("/proc/self/uid_map")
		return err == nil && len(strings.Fields(string(uids))) == 3 && !strings.HasSuffix(strings.TrimSpace(string(uids)), " 4294967295")
	},
	"ProtectSystem":          func() bool { return readOnly("/tmp") },
	"ProtectHome":            func() bool { return readOnly(os.Getenv("HOME")) && readOnly(os.Getenv("XDG_RUNTIME_DIR")) },
	"ReadWritePaths":         func() bool { return readOnly(state()+"/..") && !readOnly(state()) && !readOnly(state()+"/ledger") },
	"PrivateDevices":         func() bool { return !exists("/dev/console") && exists("/dev/null") },
	"ProtectClock":           func() bool { _, err := unix.Adjtimex(&unix.Timex{}); return errors.Is(err, unix.EPERM) },
	"ProtectControlGroups":   func() bool { return mountedReadOnly("/sys/fs/cgroup") },
	"ProtectHostname":        func() bool { return otherNamespace("uts") },
	"ProtectKernelLogs":      func() bool { return hidden("/proc/kmsg") },
	"ProtectKernelModules":   func() bool { return !exists("/usr/lib/modules") || hidden("/usr/lib/modules") },
	"ProtectKernelTunables":  func() bool { return mountedReadOnly("/proc/sys") },
	"CapabilityBoundingSet":  func() bool { return procStatus("CapBnd:\t0000000000000000") },
	"NoNewPrivileges":        func() bool { return procStatus("NoNewPrivs:\t1") },
	"LockPersonality":        func() bool { return calls(unix.SYS_PERSONALITY, 0x0200000) == unix.EPERM },
	"MemoryDenyWriteExecute": writeExecute,
	"RestrictNamespaces":     func() bool { return errors.Is(unix.Unshare(unix.CLONE_NEWUSER), unix.EPERM) },
	// A priority that there is not: another error where nobody forbids it.
	"RestrictRealtime":        func() bool { return calls(unix.SYS_SCHED_SETSCHEDULER, 0, 1, pointer(&[1]int32{1000})) == unix.EPERM },
	"RestrictSUIDSGID":        setsID,
	"RestrictAddressFamilies": onlyUnix,
	// A chown to oneself, and being nicer, are anybody's right.
	"SystemCallFilter": func() bool {
		return errors.Is(os.Chown(state(), os.Getuid(), os.Getgid()), unix.EPERM) &&
			errors.Is(unix.Setpriority(unix.PRIO_PROCESS, 0, 10), unix.EPERM)
	},
	"LimitCORE": func() bool {
		var l unix.Rlimit
		return unix.Getrlimit(unix.RLIMIT_CORE, &l) == nil && l.Max == 0
	},
	"UMask": func() bool { return unix.Umask(0o077) == 0o077 },
}

// probe writes what holds to the file, as JSON.
func probe(file string) error {
	held := map[string]bool{}
	for name, holds := range probes {
		held[name] = holds()
	}
	data, err := json.Marshal(held)
	if err != nil {
		return err
	}
	return os.WriteFile(file, data, 0o600)
}

func state() string {
	if dir := os.Getenv("XDG_STATE_HOME"); dir != "" {
		return filepath.Join(dir, "daybreak")
	}
	return filepath.Join(os.Getenv("HOME"), ".local/state/daybreak")
}

// readOnly reports whether the file system is what keeps a file from being made.
func readOnly(dir string) bool {
	f, err := os.CreateTemp(dir, "probe-")
	if err == nil {
		f.Close()
		os.Remove(f.Name())
	}
	return errors.Is(err, unix.EROFS)
}

func exists(path string) bool { _, err := os.Lstat(path); return err == nil }

func hidden(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().Perm() == 0
}

func mountedReadOnly(path string) bool {
	var st unix.Statfs_t
	return unix.Statfs(path, &st) == nil && st.Flags&unix.ST_RDONLY != 0
}

// otherNamespace compares with the manager's, which an argument names.
func otherNamespace(kind string) bool {
	own, err := os.Readlink("/proc/self/ns/" + kind)
	return err == nil && own != os.Args[len(os.Args)-1]
}

func procStatus(line string) bool {
	data, err := os.ReadFile("/proc/self/status")
	return err == nil && strings.Contains(string(data), line)
}

func calls(number uintptr, args ...uintptr) syscall.Errno {
	var a [3]uintptr
	copy(a[:], args)
	_, _, errno := unix.RawSyscall(number, a[0], a[1], a[2])
	return errno
}

func pointer(p *[1]int32) uintptr { return uintptr(unsafe.Pointer(p)) }

func writeExecute() bool {
	page, err := unix.Mmap(-1, 0, 4096, unix.PROT_READ|unix.PROT_WRITE|unix.PROT_EXEC, unix.MAP_ANON|unix.MAP_PRIVATE)
	if err == nil {
		_ = unix.Munmap(page)
	}
	return errors.Is(err, unix.EPERM) || errors.Is(err, unix.EACCES) // by a filter, or by the kernel itself
}

func setsID() bool {
	file := filepath.Join(state(), "setuid")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		return false
	}
	defer os.Remove(file)
	return errors.Is(unix.Chmod(file, 0o4700), unix.EPERM)
}

func onlyUnix() bool {
	for _, family := range []int{unix.AF_INET, unix.AF_INET6, unix.AF_NETLINK} {
		if fd, err := unix.Socket(family, unix.SOCK_DGRAM, 0); !errors.Is(err, unix.EAFNOSUPPORT) {
			unix.Close(fd)
			return false
		}
	}
	fd, err := unix.Socket(unix.AF_UNIX, unix.SOCK_DGRAM, 0)
	unix.Close(fd)
	return err == nil
}
