package service

import (
	"fmt"
	"strings"
)

// marker is a comment at the head: what carries it is Daybreak's to change.
const marker = "Installed by daybreak; `daybreak service uninstall` removes it."

// unit is the whole file but for what hangs on the machine: the command and its
// environment, the pause before a restart, and the confinement.
const unit = "# " + marker + `

[Unit]
Description=Daybreak reminders
# Whatever goes wrong, reminders come back: there is no number of restarts
# after which the manager gives up.
StartLimitIntervalSec=0

[Service]
Type=notify
%s# A saved config needs no reload; this reads it at once.
ExecReload=kill -HUP $MAINPID
Restart=always
RestartSec=5s
%s# Wrong usage, a config that does not load, nothing there: waiting will not help.
RestartPreventExitStatus=2 3
# The scheduling loop answers; one that is stuck is ended, and starts anew.
WatchdogSec=5min
TimeoutStopSec=20s
SyslogIdentifier=daybreak
# A crash writes what the program knew into no file.
LimitCORE=0
UMask=0077

%s
[Install]
WantedBy=default.target
`

// backoff is for systemd 254 and later; an earlier one complains of each key.
const backoff = `RestartSteps=6
RestartMaxDelaySec=5min
`

// steppedRestarts is the first version of systemd that knows backoff.
const steppedRestarts = 254

// filters are what needs no namespace: they hold wherever there is seccomp.
const filters = `NoNewPrivileges=yes
LockPersonality=yes
MemoryDenyWriteExecute=yes
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
# The bus, the manager and nothing else: no network of any kind.
RestrictAddressFamilies=AF_UNIX
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallFilter=~@privileged @resources
SystemCallErrorNumber=EPERM
`

// confinement shuts the service off from everything that it may not change. In
// a user's manager most of it does nothing without PrivateUsers. There is no
// PrivateTmp and no PrivateNetwork: a session bus may have its socket in /tmp, or
// an abstract one.
const confinement = `# It can write to its own record, and nowhere else.
PrivateUsers=yes
ProtectSystem=strict
ProtectHome=read-only
ReadWritePaths=%s
PrivateDevices=yes
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
CapabilityBoundingSet=
`

// Unit is a unit file.
type Unit struct {
	Exec string      // the program, an absolute path
	Args []string    // passed on exactly as they are
	Env  [][2]string // keys and values; XDG_STATE_HOME says where the record is
	// Writable are folders beside the record's that may be written to.
	Writable []string
	// Version is systemd's, 0 for one that is not known.
	Version int
	// Unconfined leaves out what needs namespaces.
	Unconfined bool
}

// Text returns the file. Any path and any argument means in it what it says.
func (u Unit) Text() string {
	state := "%h/.local/state"
	var run strings.Builder
	for _, kv := range u.Env {
		fmt.Fprintf(&run, "Environment=%s\n", quote(kv[0]+"="+kv[1]))
		if kv[0] == "XDG_STATE_HOME" {
			state = strings.ReplaceAll(kv[1], "%", "%%")
		}
	}
	state += "/daybreak"
	steps, sandbox := "", filters
	if u.Version >= steppedRestarts {
		steps = backoff
	}
	if !u.Unconfined {
		// The folder has to be there before the rest becomes read-only. "+" keeps
		// this one command out of the confinement.
		fmt.Fprintf(&run, "ExecStartPre=-+:mkdir -p -m 0700 %s\n", quoteExpanded(state))
		writable := quoteWord("-" + state)
		for _, dir := range u.Writable {
			writable += " " + quoteWord("-"+strings.ReplaceAll(dir, "%", "%%"))
		}
		sandbox = fmt.Sprintf(confinement, writable) + filters
	}
	fmt.Fprintf(&run, "ExecStart=%s\n", execStart(u.Exec, u.Args))
	return fmt.Sprintf(unit, &run, steps, sandbox)
}

// execStart writes a command line as systemd reads it back.
func execStart(exec string, args []string) string {
	argv := append([]string{exec}, args...)
	// systemd runs no program with such a character in its path. A shell does.
	if strings.ContainsFunc(exec, func(r rune) bool { return r < ' ' || strings.ContainsRune("\"'\\\x7f", r) }) {
		argv = append([]string{"/bin/sh", "-c", `exec "$0" "$@"`}, argv...)
	}
	prefix := ""
	if strings.Contains(strings.Join(argv, ""), "$") {
		prefix = ":" // no variables: a dollar sign is a dollar sign
	}
	for i, a := range argv {
		argv[i] = quote(a)
	}
	return prefix + strings.Join(argv, " ")
}

// plain are the characters, besides letters and digits, that need no quotes.
const plain = "/._=:,+-@%"

// quote writes one word of a command line. A percent sign would begin a
// specifier, quoted or not, and is doubled.
func quote(word string) string { return quoteExpanded(strings.ReplaceAll(word, "%", "%%")) }

// quoteExpanded is quote for a word in which specifiers are meant.
func quoteExpanded(word string) string {
	special := func(c byte) bool {
		return !('a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || strings.IndexByte(plain, c) >= 0)
	}
	var b strings.Builder
	quoted := word == ""
	for i := range len(word) {
		c := word[i]
		quoted = quoted || special(c)
		switch {
		case c == '"' || c == '\\':
			b.WriteByte('\\')
			b.WriteByte(c)
		case c < ' ' || c == 0x7f:
			fmt.Fprintf(&b, `\x%02x`, c)
		default:
			b.WriteByte(c)
		}
	}
	if !quoted {
		return b.String()
	}
	return `"` + b.String() + `"`
}

// quoteWord writes one word of a list of paths, in which specifiers are meant.
// There a backslash takes the next character as it is, and has no other use.
func quoteWord(word string) string {
	if !strings.ContainsAny(word, " \t\"'\\") {
		return word
	}
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(word) + `"`
}
