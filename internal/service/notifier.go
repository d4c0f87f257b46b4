package service

import (
	"fmt"
	"net"
	"os"
	"strconv"
	"strings"
	"time"
)

// sendTimeout bounds one message to the manager: its socket may be full.
const sendTimeout = time.Second

// UnderManager reports whether this process was started by a service manager.
// A terminal's shell inherits INVOCATION_ID where the terminal is itself a user
// service; SYSTEMD_EXEC_PID, where the manager sets it, tells them apart.
// launchd names its job.
func UnderManager(getenv func(string) string) bool {
	if getenv("NOTIFY_SOCKET") != "" || getenv("XPC_SERVICE_NAME") == label {
		return true
	}
	if getenv("INVOCATION_ID") == "" {
		return false
	}
	pid := getenv("SYSTEMD_EXEC_PID")
	return pid == "" || pid == strconv.Itoa(os.Getpid())
}

// Notifier tells the service manager how the service is: see sd_notify(3). All
// of its methods do nothing, without an error, where no manager listens. An
// error is worth a line in the log and nothing more.
type Notifier struct{ socket string }

// NewNotifier takes the manager's socket from NOTIFY_SOCKET.
func NewNotifier(getenv func(string) string) *Notifier {
	return &Notifier{socket: getenv("NOTIFY_SOCKET")}
}

// Ready says that the service does its work, at the start and after Reloading.
// The status is one line that anyone who looks at the screen may read.
func (n *Notifier) Ready(status string) error { return n.send("READY=1", statusLine(status)) }

// Status replaces the line that the manager shows for the service.
func (n *Notifier) Status(text string) error { return n.send(statusLine(text)) }

// Stopping says that the service is on its way out.
func (n *Notifier) Stopping() error { return n.send("STOPPING=1") }

// Reloading says that the service reads its config; Ready has to follow.
func (n *Notifier) Reloading() error {
	return n.send("RELOADING=1", "MONOTONIC_USEC="+strconv.FormatInt(monotonicMicros(), 10))
}

// Alive answers the manager's watchdog.
func (n *Notifier) Alive() error { return n.send("WATCHDOG=1") }

// Watchdog returns how often Alive has to be called, at the least: 0 when the
// manager does not ask this process for it.
func Watchdog(getenv func(string) string) time.Duration {
	usec, err := strconv.ParseInt(getenv("WATCHDOG_USEC"), 10, 64)
	pid := getenv("WATCHDOG_PID")
	if err != nil || usec <= 0 || usec > int64(24*time.Hour/time.Microsecond) || pid != "" && pid != strconv.Itoa(os.Getpid()) {
		return 0
	}
	return time.Duration(usec) * time.Microsecond
}

// statusLine keeps a text from being read as further messages.
func statusLine(text string) string {
	return "STATUS=" + strings.Join(strings.FieldsFunc(text, func(r rune) bool { return r < ' ' }), " ")
}

func (n *Notifier) send(lines ...string) error {
	if n.socket == "" {
		return nil
	}
	// A leading @ names an abstract socket, here as in systemd.
	conn, err := net.DialTimeout("unixgram", n.socket, sendTimeout)
	if err != nil {
		return fmt.Errorf("tell the service manager: %w", err)
	}
	defer conn.Close()
	if err := conn.SetDeadline(time.Now().Add(sendTimeout)); err != nil {
		return fmt.Errorf("tell the service manager: %w", err)
	}
	if _, err := conn.Write([]byte(strings.Join(lines, "\n"))); err != nil {
		return fmt.Errorf("tell the service manager: %w", err)
	}
	return nil
}
