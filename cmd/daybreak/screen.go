package main

import (
	"fmt"
	"log/slog"
	"os"
	"runtime"

	"daybreak/internal/bus"
	"daybreak/internal/config"
	"daybreak/internal/report"
	"daybreak/internal/screen"
	"daybreak/notify"
	"daybreak/scheduler"
)

// watchScreen watches the lock of the user's screen. It is nil, a screen that
// is never locked, where the config sends all the same, where messages are
// printed, and on systems whose locks are not on a bus.
func (a *app) watchScreen(n config.Notify, channel notify.Channel, log *slog.Logger) *screen.Screen {
	if n.WhenLocked != config.Hold || channel.Name() == "console" || runtime.GOOS == "darwin" || runtime.GOOS == "windows" {
		return nil
	}
	return screen.Watch(screen.Options{
		System:  func() string { return bus.SystemAddress(a.getenv) },
		Session: func() string { return bus.SessionAddress(a.getenv, exists) },
		UID:     os.Getuid(),
		Log:     log,
	})
}

// waiting counts the messages that wait for somebody to show them, and those
// that wait behind a locked screen.
func waiting(f report.Facts) (server, locked int) {
	for _, o := range f.State.Held() {
		switch st, _ := f.State.Of(o); st.Reason {
		case scheduler.NoServer, scheduler.Refused:
			server++
		case scheduler.Locked:
			locked++
		}
	}
	return server, locked
}

// held puts what waits before the line for a terminal and the short one for
// the service manager.
func held(f report.Facts, line, short string) (string, string) {
	server, locked := waiting(f)
	if locked > 0 {
		line = fmt.Sprintf("%s held while the screen is locked. %s", count(locked, "message"), line)
	}
	if server > 0 {
		line = fmt.Sprintf("%s held until a notification server appears. %s", count(server, "message"), line)
	}
	if n := server + locked; n > 0 {
		short = fmt.Sprintf("%d held, %s", n, short)
	}
	return line, short
}
