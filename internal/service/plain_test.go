package service

import (
	"context"
	"encoding/xml"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// teller stands in for launchctl and reg, and keeps what it was asked.
type teller struct {
	calls []string
	fail  map[string]error // by the first argument
	out   string
}

func (f *teller) run(ctx context.Context, name string, args ...string) ([]byte, error) {
	if _, ok := ctx.Deadline(); !ok {
		return nil, errors.New("the call has no deadline")
	}
	f.calls = append(f.calls, name+" "+strings.Join(args, " "))
	return []byte(f.out), f.fail[args[0]]
}

func (f *teller) want(t *testing.T, calls ...string) {
	t.Helper()
	if !slices.Equal(f.calls, calls) {
		t.Errorf("called\n%q, want\n%q", f.calls, calls)
	}
	f.calls = nil
}

func plainOptions(t *testing.T, goos string, f *teller) Options {
	t.Helper()
	home := t.TempDir()
	program := filepath.Join(home, "my apps", "daybreak")
	write(t, program, "")
	if err := os.Chmod(program, 0o755); err != nil {
		t.Fatal(err)
	}
	return Options{Exec: program, Getenv: getenv("HOME", home), Run: f.run, GOOS: goos, UID: 501}
}

func TestLaunchd(t *testing.T) {
	f := &teller{fail: map[string]error{"bootout": errors.New("no such process")}}
	o := plainOptions(t, "darwin", f)
	plist := filepath.Join(o.Getenv("HOME"), "Library/LaunchAgents/daybreak.plist")
	done, err := Install(t.Context(), o)
	if err != nil || done.Path != plist {
		t.Fatalf("%+v, %v", done, err)
	}
	f.want(t, "launchctl bootout gui/501/daybreak", "launchctl enable gui/501/daybreak", "launchctl bootstrap gui/501 "+plist)

	f.out = "daybreak = {\n\tstate = running\n\n\tprogram = /x\n\tpid = 77\n}\n"
	st, err := Query(t.Context(), o)
	want := Status{Installed: true, Enabled: true, Active: true, State: "running", Path: plist, MainPID: 77}
	if st != want || err != nil {
		t.Errorf("status %+v, %v", st, err)
	}
	o.Exec += "2"
	if st, _ := Query(t.Context(), o); !st.Elsewhere {
		t.Errorf("a move is not seen: %+v", st)
	}
	if path, err := Logs(t.Context(), o, LogQuery{}); err != nil || filepath.Base(path) != "daybreak.log" {
		t.Errorf("the log is in %q, %v", path, err)
	}
	f.calls = nil
	if err := Uninstall(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	f.want(t, "launchctl bootout gui/501/daybreak")
	if _, err := os.Stat(plist); err == nil {
		t.Error("the agent is left behind")
	}
	if st, err := Query(t.Context(), o); st.Installed || err != nil {
		t.Errorf("status %+v, %v", st, err)
	}
	if err := Uninstall(t.Context(), o); err != nil {
		t.Errorf("nothing installed: %v", err)
	}
	write(t, plist, "somebody else's")
	if err := Uninstall(t.Context(), o); err == nil {
		t.Error("somebody else's agent was removed")
	}
}

func TestLaunchdThatRefuses(t *testing.T) {
	f := &teller{fail: map[string]error{"bootstrap": errors.New("5: Input/output error")}}
	_, err := Install(t.Context(), plainOptions(t, "darwin", f))
	var h *HintError
	if !errors.As(err, &h) || !strings.Contains(err.Error(), "Input/output") {
		t.Errorf("error %v", err)
	}
}

// What is in the list is what was meant, read back as XML.
func TestAgent(t *testing.T) {
	argv := []string{"/a b/<d>&\"'", "run", "--config", "/käse/100%"}
	text := Agent(argv[0], argv[1:], [][2]string{{"XDG_STATE_HOME", "/s & t"}}, "/l<og")
	var list struct {
		Args []string `xml:"dict>array>string"`
		Keys []string `xml:"dict>key"`
		Env  string   `xml:"dict>dict>string"`
	}
	if err := xml.Unmarshal([]byte(text), &list); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(list.Args, argv) || list.Env != "/s & t" || !slices.Contains(list.Keys, "KeepAlive") || !strings.Contains(text, marker) {
		t.Errorf("%+v in\n%s", list, text)
	}
}

func TestStartup(t *testing.T) {
	f := &teller{}
	o := plainOptions(t, "windows", f)
	var spawned []string
	o.Spawn = func(exec string, args ...string) error { spawned = append([]string{exec}, args...); return nil }
	o.Args = []string{"run", "--config", `C:\my files\`}
	if _, err := Install(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	f.want(t, `reg add HKCU\Software\Microsoft\Windows\CurrentVersion\Run /v Daybreak /t REG_SZ /d "`+o.Exec+
		`" service start --config "C:\my files\\" /f`)
	if want := append([]string{o.Exec}, o.Args...); !slices.Equal(spawned, want) {
		t.Errorf("started %q, want %q", spawned, want)
	}
	f.out = "    Daybreak    REG_SZ    \"" + o.Exec + "\" service start\r\n"
	if st, err := Query(t.Context(), o); err != nil || !st.Installed || !st.Enabled || st.Elsewhere {
		t.Errorf("status %+v, %v", st, err)
	}
	f.calls = nil
	if err := Uninstall(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	f.want(t, `reg query HKCU\Software\Microsoft\Windows\CurrentVersion\Run /v Daybreak`,
		`reg delete HKCU\Software\Microsoft\Windows\CurrentVersion\Run /v Daybreak /f`)
	var h *HintError
	if _, err := Logs(t.Context(), o, LogQuery{}); !errors.As(err, &h) {
		t.Errorf("logs: %v", err)
	}

	f.fail = map[string]error{"query": errors.New("exit status 1")}
	if st, err := Query(t.Context(), o); err != nil || st.Installed {
		t.Errorf("without an entry: %+v, %v", st, err)
	}
	f.fail = map[string]error{"query": exec.ErrNotFound}
	if _, err := Query(t.Context(), o); err == nil {
		t.Error("without reg there is an answer")
	}
	o.Args = append(o.Args, strings.Repeat("x", longestRun))
	if _, err := Install(t.Context(), o); !errors.As(err, &h) {
		t.Errorf("a line that is too long: %v", err)
	}
}

func TestLogsOfSystemd(t *testing.T) {
	tests := []struct {
		name, show, out string
		fail            error
		says, hint      string
	}{
		{"lines", "StandardOutput=journal\nStandardError=inherit\n", "a\nb\n", nil, "", ""},
		{"nothing", "StandardOutput=journal\nStandardError=inherit\n", "", nil, "nothing", "systemd-journal"},
		{"a file", "StandardOutput=journal\nStandardError=append\n", "", nil, `"append"`, "systemctl --user cat"},
		{"both in a file", "StandardOutput=file\nStandardError=inherit\n", "", nil, `"file"`, "cat"},
		{"no journalctl", "StandardOutput=journal\n", "", &exec.Error{Name: "journalctl", Err: exec.ErrNotFound}, "find the journal", "terminal"},
		{"a failure", "", "", errors.New("broken"), "broken", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			o, _ := options(t, &fake{})
			o.Run = func(_ context.Context, name string, args ...string) ([]byte, error) {
				if name == "journalctl" {
					return []byte(tt.out), tt.fail
				}
				return []byte(tt.show), nil
			}
			var out strings.Builder
			_, err := Logs(t.Context(), o, LogQuery{Lines: 5, Stdout: &out})
			if (err != nil) != (tt.says != "") || err != nil && !strings.Contains(err.Error(), tt.says) || out.String() != tt.out {
				t.Errorf("printed %q, error %v, want one that says %q", out.String(), err, tt.says)
			}
			var h *HintError
			if errors.As(err, &h) != (tt.hint != "") || h != nil && !strings.Contains(h.Hint, tt.hint) {
				t.Errorf("hint of %#v, want %q", err, tt.hint)
			}
		})
	}
}
