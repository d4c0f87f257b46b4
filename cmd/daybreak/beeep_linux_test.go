package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"daybreak/internal/rig"
)

// beeepHome writes a config that sends through beeep and has a habit in the
// next minute, and returns that minute.
func beeepHome(t *testing.T, home string) time.Time {
	t.Helper()
	due := habitSoon(t, home)
	path := filepath.Join(home, ".config", "daybreak", "config.yaml")
	config, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	writeConfig(t, home, string(config)+"notify:\n  channel: beeep\n")
	return due
}

// The whole way with beeep: held without a server, delivered once it appears,
// by a program whose file has been replaced in the meantime, and never twice.
func TestRealBeeep(t *testing.T) {
	t.Parallel()
	desk := rig.StartDesk(t, "none")
	desk.SetServer("dunst")
	monitor := desk.StartMonitor(t)
	home := t.TempDir()
	due := beeepHome(t, home)
	env := onDesk(desk, home)
	program := filepath.Join(t.TempDir(), "daybreak")
	copyProgram(t, program)
	cmd := exec.Command(program, "run")
	cmd.Env = env
	p := newProcess(t, cmd)
	p.pipe()
	p.waitFor("held until a notification server appears")
	if err := os.Remove(program); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	desk.StartServer(t)
	monitor.WaitNotify(t, 1, patience)
	t.Logf("delivered %v after the server was started", time.Since(began).Round(time.Millisecond))
	calls := monitor.WaitNotify(t, 2, 3*patience)
	t.Logf("shown %v after its minute began", time.Since(due).Round(time.Millisecond))
	if got := titles(calls); !slices.Equal(got, []string{welcomeTitle, "Morning walk"}) {
		t.Errorf("shown: %q", got)
	}
	for _, c := range calls { // beeep asks for 5 seconds, from a connection of its own
		if c.App != "Daybreak" || c.Expire != 5000 || c.ID == 0 {
			t.Errorf("not through beeep: %+v", c)
		}
	}
	if calls[0].Sender == calls[1].Sender {
		t.Error("both came from one process")
	}
	p.end(syscall.SIGTERM)

	q := start(t, env, "run")
	q.waitFor("Next: ")
	q.end(syscall.SIGTERM)
	if n := len(monitor.Answered()); n != 2 {
		t.Errorf("after a restart: %d messages", n)
	}
	if h := desk.History(t); len(h) != 2 {
		t.Errorf("dunst remembers %+v", h)
	}
	out, _ := command(t, env, "why", "--json")
	var why struct {
		Occurrences []struct{ ID, Outcome, Channel string }
	}
	if err := json.Unmarshal([]byte(out), &why); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	delivered := 0
	for _, o := range why.Occurrences {
		if o.Outcome == "delivered" {
			delivered++
			if o.Channel != "beeep" {
				t.Errorf("%s went through %q", o.ID, o.Channel)
			}
		}
	}
	if delivered != 2 {
		t.Errorf("delivered %d: %s", delivered, out)
	}
}

// A server that never answers costs the message its deadline and no copy, also
// after a restart, and leaves the daemon no child.
func TestRealBeeepSilentServer(t *testing.T) {
	t.Parallel()
	bus := rig.StartBus(t, rig.BusOptions{})
	silent := rig.Silent(t, bus)
	env := silentHome(t, bus)
	p := start(t, env, "run")
	t.Logf("uncertain after %v", p.waitFor("result=uncertain").Round(time.Millisecond))
	p.waitFor("Next: ")
	if left := children(t, p.cmd.Process.Pid); len(left) > 0 {
		t.Errorf("left behind: %q", left)
	}
	p.end(syscall.SIGKILL)
	p = start(t, env, "run")
	p.waitFor("Next: ")
	p.end(syscall.SIGTERM)
	if n := len(silent.Asked); n != 1 {
		t.Errorf("asked %d times, want once", n)
	}
}

// The daemon is not held up by a send under way: told to end, it gives it two
// seconds, and its child does not outlive it.
func TestRealBeeepEndsWhileSending(t *testing.T) {
	t.Parallel()
	bus := rig.StartBus(t, rig.BusOptions{})
	silent := rig.Silent(t, bus)
	p := start(t, silentHome(t, bus), "run")
	<-silent.Asked
	sending := children(t, p.cmd.Process.Pid)
	if len(sending) != 1 || sending[0] != "daybreak deliver-beeep " {
		t.Errorf("sends with %q", sending)
	}
	began := time.Now()
	if code := p.end(syscall.SIGTERM); code != 0 {
		t.Errorf("exit %d", code)
	}
	t.Logf("ended within %v", time.Since(began).Round(time.Millisecond))
	if !strings.Contains(p.output(), "result=uncertain") {
		t.Error("the message has no outcome")
	}
	conn := bus.Connect(t)
	for end := time.Now().Add(patience); ; runtime.Gosched() {
		var names []string
		if err := conn.BusObject().Call("org.freedesktop.DBus.ListNames", 0).Store(&names); err != nil {
			t.Fatal(err)
		}
		if len(names) == 4 { // the bus itself, the silent server with its name, and this connection
			break
		}
		if time.Now().After(end) {
			t.Fatalf("still on the bus: %q", names)
		}
	}
}

// silentHome returns the environment of a user who has nothing to come but the
// welcome, and sends it through beeep.
func silentHome(t *testing.T, bus *rig.Bus) []string {
	t.Helper()
	home := t.TempDir()
	writeConfig(t, home, "breakup_date: "+berlin(t).Format(time.DateOnly)+
		"\nprompts: {morning: off, evening: off}\nnotify: {channel: beeep}\n")
	return environment(home, "DBUS_SESSION_BUS_ADDRESS="+bus.Address())
}

// children returns the command lines of a process's children.
func children(t *testing.T, pid int) []string {
	t.Helper()
	lists, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", pid)) // proc(5)
	if err != nil || len(lists) == 0 {
		t.Fatalf("threads of %d: %d, %v", pid, len(lists), err)
	}
	var all []string
	for _, list := range lists {
		data, _ := os.ReadFile(list) // the thread may have ended
		for _, child := range strings.Fields(string(data)) {
			line, _ := os.ReadFile("/proc/" + child + "/cmdline")
			all = append(all, strings.ReplaceAll(string(line), "\x00", " "))
		}
	}
	return all
}

func copyProgram(t *testing.T, to string) {
	t.Helper()
	data, err := os.ReadFile(build(t))
	if err == nil {
		err = os.WriteFile(to, data, 0o700)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// Under the service's hardening a child can be started, and talk to the bus.
func TestRealServiceBeeep(t *testing.T) {
	t.Parallel()
	s := rig.StartSystemd(t)
	display := rig.StartDisplay(t)
	rig.Need(t, "dunst", "dunstctl")
	program := s.Put(t, build(t), "bin/daybreak")
	s.Run(t, "sh", "-c", `mkdir -p ~/.config/daybreak && cat >~/.config/daybreak/config.yaml <<-END
		breakup_date: `+berlin(t).Format(time.DateOnly)+`
		notify: {channel: beeep}
	END`)
	s.Run(t, program, "service", "install")
	s.Setenv(t, "DISPLAY", display)
	s.Start(t, "dunst")
	until(t, "a message through beeep", func() (string, bool) {
		out := s.Run(t, program, "why", "--json")
		return out, strings.Contains(out, `"channel": "beeep"`) && strings.Contains(out, `"outcome": "delivered"`)
	})
	if out := s.Run(t, "dunstctl", "count"); !strings.Contains(out, "Currently displayed: 1") && !strings.Contains(out, "History: 1") {
		t.Errorf("dunst counts %s", out)
	}
	s.Run(t, program, "service", "uninstall")
}
