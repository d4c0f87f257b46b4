package main

import "strconv"

// sections are what the manual says beside the commands. Tests hold them
// against the program: see docs_test.go.
func sections() []section {
	return []section{exitSection(), environmentSection(), filesSection()}
}

func exitSection() section {
	return section{
		title: "Exit status",
		head:  [2]string{"code", "means"},
		terms: []entry{
			{"0", "done"},
			{strconv.Itoa(exitFailed), "it failed"},
			{strconv.Itoa(exitUsage), "wrong usage, or a config that does not load"},
			{strconv.Itoa(exitNotFound), "not found: a config, a reminder, a habit, a goal, the service"},
		},
		outro: "What went wrong goes to the standard error, as `daybreak: ...`, and what to do about it on lines that begin with `hint:`.",
	}
}

func environmentSection() section {
	return section{
		title: "Environment",
		head:  [2]string{"variable", "does"},
		terms: []entry{
			{"DAYBREAK_CONFIG", "names the config file, where `--config` does not"},
			{"DAYBREAK_NOW", "sets the clock of every command but `run`, as an RFC 3339 time such as `2026-11-23T12:00:00+01:00`; the zone stays yours"},
			{"DAYBREAK_COMPLETION_DESCRIPTIONS", "set to `false`: Tab shows ids and commands without what they are called"},
			{"XDG_CONFIG_HOME, XDG_STATE_HOME", "the folders under which the config and the record are; a path that is not absolute does not count"},
			{"HOME, USERPROFILE", "your home, where those two are not set; the second on Windows"},
			{"APPDATA, LOCALAPPDATA", "on Windows, the folders under which the config and the record are, where those two are not set"},
			{"TZ", "your time zone, where the config says `timezone: local`; without it, the system's"},
			{"LC_ALL, LC_CTYPE, LANG", "the first that is set says whether the terminal shows UTF-8; if it does not, bars are drawn in ASCII"},
			{"LC_MESSAGES, LANGUAGE", "with LC_ALL and LANG, and as for other programs (gettext), the language of messages where the config says auto"},
			{"NO_COLOR", "set to anything: no colour"},
			{"COLUMNS", "how many columns a terminal has, from 20 to 1000, in place of what it says itself"},
			{"TERM", "`dumb`: no colour, and ASCII alone"},
			{"LC_MESSAGES", "between `LC_ALL` and `LANG`: the first of the three that names a country says which one `support` is about"},
			{"DBUS_SESSION_BUS_ADDRESS, XDG_RUNTIME_DIR", "where the session bus is, on which notifications go: the address, or else the socket `bus` in that folder"},
			{"DBUS_SYSTEM_BUS_ADDRESS", "where the system bus is, on which logind says whether the screen is locked"},
			{"DISPLAY, WAYLAND_DISPLAY", "either says that there is a screen, so that a notification server may be started"},
			{"XDG_DATA_HOME, XDG_DATA_DIRS", "where the icon may be installed; only then are notifications given it"},
			{"VISUAL, EDITOR", "your editor, for `config edit`: a command, which may have options; the first that is set"},
			{"PATH, SystemRoot", "where `notify.channel: beeep` finds the system's own programs; the second on Windows"},
			{"NOTIFY_SOCKET, WATCHDOG_USEC, WATCHDOG_PID, INVOCATION_ID, SYSTEMD_EXEC_PID, JOURNAL_STREAM", "set by systemd for the service: see sd_notify(3) and systemd.exec(5)"},
			{"XPC_SERVICE_NAME", "set by launchd for the agent, on macOS"},
		},
	}
}

func filesSection() section {
	return section{
		title: "Files",
		head:  [2]string{"file", "holds"},
		terms: []entry{
			{"~/.config/daybreak/config.yaml", "the config, yours to edit; `$XDG_CONFIG_HOME` moves it"},
			{"~/.config/daybreak/prompts.d/*.yaml", "your own prompts in the form of the library, beside the config"},
			{"~/.local/state/daybreak/", "the record, for you alone (0700, its files 0600); `$XDG_STATE_HOME` moves it"},
			{"~/.local/state/daybreak/ledger/*.jsonl", "what happened, a line each; a file for every device. Only this folder may be synced"},
			{"~/.local/state/daybreak/device", "the random name of this device in the record"},
			{"~/.local/state/daybreak/last-good.yaml", "a copy of the last config that loaded, for the day on which the file does not"},
			{"~/.local/state/daybreak/prompts.d/*.yaml", "likewise, of your own prompts"},
			{"~/.local/state/daybreak/daemon.lock", "held while `daybreak run` runs: one for each record"},
			{"~/.local/state/daybreak/append.lock", "held while a line is written"},
			{"~/.config/systemd/user/daybreak.service", "the unit that `daybreak service install` writes"},
		},
		outro: "On macOS the config is in `~/Library/Application Support/daybreak/config` and the record in " +
			"`~/Library/Application Support/daybreak/state`; on Windows they are in `%AppData%\\daybreak` and `%LocalAppData%\\daybreak`.",
	}
}
