package service

import (
	"fmt"
	"strings"
)

// marker is the unit's first line: what carries it is Daybreak's to change.
const marker = "# Installed by daybreak; `daybreak service uninstall` removes it."

// unit is the whole file but for the command. Each line of hardening is one
// that the user's own manager can apply without privileges.
const unit = marker + `

[Unit]
Description=Daybreak reminders
# Whatever goes wrong, reminders come back: there is no number of restarts
# after which the manager gives up.
StartLimitIntervalSec=0

[Service]
Type=notify
ExecStart=%s
# A saved config needs no reload; this reads it at once.
ExecReload=/bin/kill -HUP $MAINPID
Restart=always
RestartSec=5s
# Wrong usage, a config that does not load, nothing there: waiting will not help.
RestartPreventExitStatus=2 3
TimeoutStopSec=20s
UMask=0077
NoNewPrivileges=yes
LockPersonality=yes
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallErrorNumber=EPERM

[Install]
WantedBy=default.target
`

// Unit returns the unit file that runs the program exec, an absolute path, with
// args. Any path and any argument is passed on exactly as it is.
func Unit(exec string, args ...string) string {
	return fmt.Sprintf(unit, execStart(exec, args))
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
const plain = "/._=:,+-@"

// quote writes one word of a command line. A percent sign would begin a
// specifier, quoted or not, and is doubled.
func quote(word string) string {
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
		case c == '%':
			b.WriteString("%%")
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
