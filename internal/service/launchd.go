package service

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"unicode/utf8"
)

// label is the agent's name for launchd.
const label = "daybreak"

// agent is the whole property list but for what hangs on the machine. Umask is
// in decimal: 077. launchd itself waits 10 s between two starts, here 30.
const agent = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<!-- ` + marker + ` -->
<plist version="1.0">
<dict>
	<key>Label</key>
	<string>` + label + `</string>
	<key>ProgramArguments</key>
	<array>
%s	</array>
%s	<key>RunAtLoad</key>
	<true/>
	<key>KeepAlive</key>
	<true/>
	<key>ThrottleInterval</key>
	<integer>30</integer>
	<key>ExitTimeOut</key>
	<integer>20</integer>
	<key>Umask</key>
	<integer>63</integer>
	<key>StandardOutPath</key>
	<string>%[3]s</string>
	<key>StandardErrorPath</key>
	<string>%[3]s</string>
</dict>
</plist>
`

// Agent returns the property list of a launchd agent that runs the program
// exec, an absolute path, with args, and appends what it says to the file log.
func Agent(exec string, args []string, env [][2]string, log string) string {
	var argv, vars strings.Builder
	for _, a := range append([]string{exec}, args...) {
		fmt.Fprintf(&argv, "\t\t<string>%s</string>\n", escapeXML(a))
	}
	for i, kv := range env {
		if i == 0 {
			vars.WriteString("\t<key>EnvironmentVariables</key>\n\t<dict>\n")
		}
		fmt.Fprintf(&vars, "\t\t<key>%s</key>\n\t\t<string>%s</string>\n", escapeXML(kv[0]), escapeXML(kv[1]))
	}
	if len(env) > 0 {
		vars.WriteString("\t</dict>\n")
	}
	return fmt.Sprintf(agent, &argv, &vars, escapeXML(log))
}

// escapeXML writes s as xml.EscapeText does: that package, whose entities are a
// table to fill at every start, serves nothing else here.
func escapeXML(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF {
			return utf8.RuneError // no character of XML 1.0
		}
		return r
	}, s)
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&#34;", "'", "&#39;",
		"\t", "&#x9;", "\n", "&#xA;", "\r", "&#xD;").Replace(s)
}

// launchd is macOS's manager of what runs in a login session.
type launchd struct{ Options }

func (l launchd) paths() (plist, log string, err error) {
	home, err := l.homeFolder()
	if err != nil {
		return "", "", err
	}
	library := filepath.Join(home, "Library")
	return filepath.Join(library, "LaunchAgents", label+".plist"), filepath.Join(library, "Logs", "daybreak.log"), nil
}

// domain is the login session of the user with a screen.
func (l launchd) domain() string { return "gui/" + strconv.Itoa(l.UID) }
func (l launchd) target() string { return l.domain() + "/" + label }

func (l launchd) install(ctx context.Context) (Installed, error) {
	plist, log, err := l.paths()
	if err != nil {
		return Installed{}, err
	}
	if _, err := readOwn(plist); err != nil {
		return Installed{}, err
	}
	if err := replace(plist, Agent(l.Exec, l.Args, l.environment(), log)); err != nil {
		return Installed{}, err
	}
	_, _ = l.call(ctx, "launchctl", "bootout", l.target()) // fails where none is loaded
	for _, args := range [][]string{{"enable", l.target()}, {"bootstrap", l.domain(), plist}} {
		if _, err := l.call(ctx, "launchctl", args...); err != nil {
			return Installed{}, noLaunchd(fmt.Errorf("launchctl %s: %w", args[0], err))
		}
	}
	return Installed{Path: plist}, nil
}

func noLaunchd(err error) error {
	hint := "see `daybreak service logs`, and try once more: launchd may still be ending the old one"
	if errors.Is(err, exec.ErrNotFound) {
		hint = "start `daybreak run` with your session in another way"
	}
	return &HintError{Err: err, Hint: hint}
}

func (l launchd) uninstall(ctx context.Context) error {
	plist, _, err := l.paths()
	if err != nil {
		return err
	}
	if old, err := readOwn(plist); err != nil || old == "" {
		return err
	}
	_, _ = l.call(ctx, "launchctl", "bootout", l.target()) // fails where none is loaded
	if err := os.Remove(plist); err != nil {
		return fmt.Errorf("remove the service: %w", err)
	}
	return nil
}

// said returns the value of the first "key = value" of what launchctl print says
// of an agent, "" without one; Apple promises no format.
func said(out []byte, key string) string {
	for line := range strings.Lines(string(out)) {
		if k, v, ok := strings.Cut(strings.TrimSpace(line), " = "); ok && k == key {
			return v
		}
	}
	return ""
}

func (l launchd) query(ctx context.Context) (Status, error) {
	plist, _, err := l.paths()
	if err != nil {
		return Status{}, err
	}
	text, err := readOwn(plist)
	if err != nil {
		return Status{}, err
	}
	st := Status{Installed: text != "", State: "not loaded"}
	if !st.Installed {
		return st, nil
	}
	st.Path, st.Elsewhere = plist, l.Exec != "" && !strings.Contains(text, "<string>"+escapeXML(l.Exec)+"</string>")
	out, err := l.call(ctx, "launchctl", "print", l.target())
	if errors.Is(err, exec.ErrNotFound) {
		return Status{}, noLaunchd(err)
	}
	if err != nil {
		return st, nil // launchd does not know it
	}
	st.Enabled, st.State = true, "loaded"
	st.State = cmp.Or(said(out, "state"), st.State)
	if pid, err := strconv.Atoi(said(out, "pid")); err == nil && pid > 0 {
		st.MainPID, st.Active = pid, true
	}
	return st, nil
}

func (l launchd) log(context.Context, LogQuery) (string, error) {
	_, log, err := l.paths()
	return log, err
}
