package main

import (
	"encoding/json"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"daybreak/internal/ledger"
	"daybreak/internal/report"
	"daybreak/internal/rig"

	"github.com/godbus/dbus/v5"
)

// wantChecks runs the doctor and holds the named checks against what they have
// to come to; it exits 1 exactly when one of all is wrong.
func wantChecks(t *testing.T, env []string, want map[string]report.Verdict, args ...string) map[string]report.Check {
	t.Helper()
	cmd := exec.Command(build(t), append([]string{"doctor", "--json"}, args...)...)
	cmd.Env = env
	began := time.Now()
	out, _ := cmd.Output() // the exit code is looked at below
	if took := time.Since(began); took > 10*time.Second {
		t.Errorf("took %v", took)
	}
	var d report.Doctor
	if err := json.Unmarshal(out, &d); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	by := map[string]report.Check{}
	for _, c := range d.Checks {
		by[c.ID] = c
	}
	for id, state := range want {
		if by[id].State != state {
			t.Errorf("%s: %+v, want %q", id, by[id], state)
		}
	}
	if code := cmd.ProcessState.ExitCode(); (code == exitFailed) != (d.Count(report.Wrong) > 0) || code > exitFailed {
		t.Errorf("exit %d with %d wrong", code, d.Count(report.Wrong))
	}
	return by
}

// TestDocsDoctor holds the page's list of checks against those that are made.
func TestDocsDoctor(t *testing.T) {
	p, err := (&app{getenv: lookup(environment(t.TempDir()))}).patient(time.Now())
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, c := range p.checks() {
		ids = append(ids, c.ID)
	}
	same(t, "checks", column(t, "../../docs/doctor.md", "check"), append(ids, "notification"))
	<-p.ready
}

// A daemon on a real desk: what is well, and then is not.
func TestRealDoctorOnADesk(t *testing.T) {
	t.Parallel()
	desk := rig.StartDesk(t, "dunst")
	home := t.TempDir()
	env := onDesk(desk, home)
	writeConfig(t, home, "breakup_date: "+berlin(t).AddDate(0, 0, -2).Format(time.DateOnly)+"\ntimezone: Europe/Berlin\n")
	well := map[string]report.Verdict{"config": report.Fine, "record": report.Fine, "disk": report.Fine, "bus": report.Fine, "server": report.Fine,
		"do-not-disturb": report.Fine, "zone": report.Fine, "sleep": report.Fine, "copies": report.Fine}
	with := func(changed map[string]report.Verdict) map[string]report.Verdict {
		all := map[string]report.Verdict{}
		for _, m := range []map[string]report.Verdict{well, changed} {
			for k, v := range m {
				all[k] = v
			}
		}
		return all
	}
	wantChecks(t, env, with(map[string]report.Verdict{"daemon": report.Warning}))
	p := start(t, env, "run")
	p.waitFor("Next: ")
	wantChecks(t, env, with(map[string]report.Verdict{"daemon": report.Fine}))

	t.Run("a test notification", func(t *testing.T) {
		wantChecks(t, env, with(map[string]report.Verdict{"notification": report.Fine}), "--notify")
		shown := desk.History(t)
		if n := len(shown); n != 2 || shown[n-1].Title != "A test of Daybreak" || shown[n-1].App != "Daybreak" {
			t.Errorf("dunst remembers %+v", shown)
		}
	})
	t.Run("a test notification by beeep", func(t *testing.T) {
		other := t.TempDir()
		writeConfig(t, other, "breakup_date: 2026-11-01\nnotify: {channel: beeep}\n")
		wantChecks(t, onDesk(desk, other), map[string]report.Verdict{"notification": report.Fine}, "--notify")
	})
	t.Run("it is stuck", func(t *testing.T) {
		later := "DAYBREAK_NOW=" + time.Now().AddDate(0, 0, 2).Format(time.RFC3339)
		got := wantChecks(t, append(env, later), map[string]report.Verdict{"daemon": report.Wrong})
		if !strings.Contains(got["daemon"].Text, "has not dealt with what was due at ") || !strings.Contains(got["daemon"].Hint, "start it again") {
			t.Errorf("%+v", got["daemon"])
		}
	})
	otherCopies(t, desk, env)
	p.end(syscall.SIGTERM)
	wantChecks(t, env, with(map[string]report.Verdict{"daemon": report.Wrong}))
	desk.StopServer()
	wantChecks(t, env, map[string]report.Verdict{"bus": report.Fine, "server": report.Wrong, "do-not-disturb": report.Unknown, "notification": report.Wrong}, "--notify")
}

// otherCopies has the daemon of env run beside another, and the doctor be
// another program file than the daemon.
func otherCopies(t *testing.T, desk *rig.Desk, env []string) {
	t.Helper()
	t.Run("another copy", func(t *testing.T) {
		other := t.TempDir()
		writeConfig(t, other, "breakup_date: 2026-11-01\n")
		q := start(t, onDesk(desk, other), "run")
		q.waitFor("Next: ")
		got := wantChecks(t, env, map[string]report.Verdict{"daemon": report.Fine, "copies": report.Warning})
		if want := fmt.Sprintf("kill %d", q.cmd.Process.Pid); !strings.Contains(got["copies"].Hint, want) {
			t.Errorf("%+v, want %q", got["copies"], want)
		}
		q.end(syscall.SIGTERM)
	})
	t.Run("another program file", func(t *testing.T) {
		data, err := os.ReadFile(build(t))
		if err != nil {
			t.Fatal(err)
		}
		name := filepath.Join(t.TempDir(), "daybreak")
		if err := os.WriteFile(name, data, 0o700); err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command(name, "doctor")
		cmd.Env = env
		if out, _ := cmd.Output(); !strings.Contains(string(out), "runs another program file than this one") {
			t.Errorf("%s", out)
		}
	})
}

// A server that never answers, and a logind and a bus that hang, cost no more
// than their deadlines, all together.
func TestRealDoctorAmongTheSilent(t *testing.T) {
	t.Parallel()
	b := rig.StartBus(t, rig.BusOptions{})
	rig.Silent(t, b)
	home := t.TempDir()
	env := environment(home, "DBUS_SESSION_BUS_ADDRESS="+b.Address())
	got := wantChecks(t, env, map[string]report.Verdict{"bus": report.Fine, "server": report.Warning, "notification": report.Wrong}, "--notify")
	if !strings.Contains(got["notification"].Text, "no answer came") {
		t.Errorf("%+v", got["notification"])
	}
	mute := "unix:path=" + muteSocket(t)
	began := time.Now()
	wantChecks(t, environment(home, "DBUS_SESSION_BUS_ADDRESS="+mute, "DBUS_SYSTEM_BUS_ADDRESS="+mute),
		map[string]report.Verdict{"bus": report.Wrong, "server": report.Unknown, "do-not-disturb": report.Unknown, "linger": report.Unknown})
	t.Logf("among the mute it took %v", time.Since(began).Round(time.Millisecond))
}

// A disk with little room, with none, and one that nothing can be written to.
func TestRealDoctorOnABadDisk(t *testing.T) {
	t.Parallel()
	home, state := t.TempDir(), smallDisk(t)
	env := environment(home, "XDG_STATE_HOME="+state)
	writeConfig(t, home, "breakup_date: 2026-11-01\n")
	p := start(t, env, "run")
	p.waitFor("held until a notification server appears")
	wantChecks(t, env, map[string]report.Verdict{"record": report.Fine, "disk": report.Warning, "daemon": report.Fine})
	p.end(syscall.SIGTERM)
	fill(t, state)
	got := wantChecks(t, env, map[string]report.Verdict{"disk": report.Wrong})
	if !strings.Contains(got["disk"].Text, "no space left on device.") {
		t.Errorf("%+v", got["disk"])
	}
	remount(t, state, syscall.MS_RDONLY)
	got = wantChecks(t, env, map[string]report.Verdict{"record": report.Wrong, "disk": report.Wrong})
	if !strings.Contains(got["disk"].Text, "read-only file system.") || !strings.Contains(got["record"].Text, "Read-only file system.") {
		t.Errorf("%+v, %+v", got["disk"], got["record"])
	}
	p = start(t, env, "run")
	p.waitFor("held until a notification server appears")
	got = wantChecks(t, env, map[string]report.Verdict{"daemon": report.Wrong})
	if !strings.Contains(got["daemon"].Text, "the record cannot be written (read-only file system)") {
		t.Errorf("%+v", got["daemon"])
	}
	p.end(syscall.SIGTERM)
}

// A run with sudo has left a file that the user can read and cannot write.
func TestRealDoctorAfterSudo(t *testing.T) {
	t.Parallel()
	u := rig.Ordinary(t)
	program := filepath.Join(u.Home, "daybreak")
	data, err := os.ReadFile(build(t))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(program, data, 0o755); err != nil {
		t.Fatal(err)
	}
	writeConfig(t, u.Home, "breakup_date: 2026-11-01\n")
	u.Give(t, u.Home)
	says := func(args ...string) string {
		args = u.As(append([]string{program}, args...)...)
		cmd := exec.Command(args[0], args[1:]...)
		cmd.Env = environment(u.Home)
		out, _ := cmd.CombinedOutput() // the doctor exits 1 here
		return flat(string(out))
	}
	says("checkin", "2")
	if out := says("doctor"); !strings.Contains(out, "The record can be read and written.") {
		t.Errorf("before: %s", out)
	}
	files, err := filepath.Glob(filepath.Join(u.Home, ".local/state/daybreak/ledger/*.jsonl"))
	if err != nil || len(files) != 1 {
		t.Fatalf("the record is %q, %v", files, err)
	}
	if err := os.Chown(files[0], 0, 0); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(files[0], 0o644); err != nil {
		t.Fatal(err)
	}
	want := fmt.Sprintf("What is sent cannot be remembered: %s cannot be written. Permission denied. hint: run Daybreak as one user only, never with sudo; then: sudo chown -R %d ", files[0], u.UID)
	if out := says("doctor"); !strings.Contains(out, want) {
		t.Errorf("it does not say %q: %s", want, out)
	}
}

// What a kernel can refuse or be slow at, told by one that strace makes so.
func TestRealDoctorOnAnotherKernel(t *testing.T) {
	t.Parallel()
	strace := rig.Need(t, "strace")[0]
	home := t.TempDir()
	env := environment(home)
	writeConfig(t, home, "breakup_date: 2026-11-01\n")
	if out, code := command(t, env, "checkin", "2"); code != 0 {
		t.Fatal(out)
	}
	for name, c := range map[string]struct{ inject, says string }{
		"no timer":          {"timerfd_create:error=ENOSYS", "warn The kernel gives no timer that tells of a sleep or a set clock; both are noticed within 30 seconds. Create a wall-clock timer: function not implemented."},
		"a right clock":     {"adjtimex:retval=0", "ok The clock is kept right by the network."},
		"a wrong clock":     {"adjtimex:retval=5", "warn The clock is not kept right by the network, and may drift."},
		"a forbidden call":  {"adjtimex:error=EPERM", "ok The clock shows a moment that can be."},
		"a slow disk":       {"fsync:delay_enter=2500000", "warn A small write to the disk of the record took 2.5s to arrive."},
		"a disk that hangs": {"fsync:delay_enter=8000000", "unknown Looking at it (disk) took longer than 3s."},
		"a disk that fails": {"fsync:error=EIO", "wrong A trial write to the disk does not arrive. Sync "},
	} {
		t.Run(name, func(t *testing.T) {
			call, _, _ := strings.Cut(c.inject, ":")
			cmd := exec.Command(strace, "-f", "-qq", "-o", "/dev/null", "-e", "trace="+call, "-e", "inject="+c.inject, build(t), "doctor", "--no-notification")
			cmd.Env = env
			p := newProcess(t, cmd)
			p.pipe()
			// strace itself ends no sooner than the call that it holds up.
			if took := p.waitFor("found something wrong"); took > 7*time.Second {
				t.Errorf("took %v", took)
			}
			p.wait()
			if out := flat(p.output()); !strings.Contains(out, c.says) {
				t.Errorf("the doctor does not say %q", c.says)
			}
		})
	}
	// The disk that hangs has kept its trial file; a purge knows it for one of ours.
	ours, others, err := ledger.Ours(filepath.Join(home, ".local/state/daybreak"))
	if err != nil || len(others) != 0 {
		t.Errorf("left behind: %q, and of others %q, %v", ours, others, err)
	}
}

// muteSocket is a socket on which somebody takes calls and says nothing.
func muteSocket(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "mute")
	l, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return path
}

// On a terminal it asks, and takes no for an answer.
func TestRealDoctorAsks(t *testing.T) {
	t.Parallel()
	desk := rig.StartDesk(t, "dunst")
	for answer, says := range map[string]string{"": "you saw it", "y": "you saw it", "No": "did not see it"} {
		p := startOnTerminal(t, onDesk(desk, t.TempDir()), "doctor")
		p.waitFor("Did you see it? [Y/n] ")
		p.typeLine(answer)
		p.wait()
		if !strings.Contains(flat(p.output()), says) {
			t.Errorf("%q: %s", answer, p.output())
		}
	}
	if n := len(desk.History(t)); n != 1 { // dunst makes one of those that say the same
		t.Errorf("%d notifications, want 1", n)
	}
	p := startOnTerminal(t, onDesk(desk, t.TempDir()), "doctor")
	p.waitFor("Did you see it? [Y/n] ")
	if code := p.end(syscall.SIGINT); code != exitFailed {
		t.Errorf("interrupted: exit %d", code)
	}
	p = startOnTerminal(t, onDesk(desk, t.TempDir()), "doctor", "--no-notification")
	p.wait()
	if strings.Contains(p.output(), "Did you see it?") {
		t.Errorf("it asks: %s", p.output())
	}
}

// A whole desk that is well: installed as a service, with a logind, a server
// and a clock that is kept right. The page is a golden; what hangs on the hour
// or the machine is replaced.
func TestRealDoctorFindsAllFine(t *testing.T) {
	t.Parallel()
	rig.Need(t, "dunst", "dunstctl")
	s := rig.StartSystemd(t)
	logind := rig.StartLogind(t)
	logind.Login(t, s.UID(), "c1")
	s.Setenv(t, "DBUS_SYSTEM_BUS_ADDRESS", logind.Address())
	s.Setenv(t, "DISPLAY", rig.StartDisplay(t))
	s.Start(t, "dunst")
	program := s.Put(t, build(t), "bin/daybreak")
	s.Run(t, "sh", "-c", `umask 077; mkdir -p .config/daybreak; echo 'breakup_date: 2026-11-01' >.config/daybreak/config.yaml`)
	s.Run(t, program, "service", "install")
	until(t, "active", func() (string, bool) {
		out := s.Run(t, program, "service", "status")
		return out, strings.Contains(out, "active (running)") && strings.Contains(out, ": next ")
	})
	out := doctorSays(t, s, program)
	out = regexp.MustCompile(`answers: dunst .* It shows`).ReplaceAllString(out, "answers: dunst. It shows")
	out = regexp.MustCompile(`The time zone is .*`).ReplaceAllString(out, "The time zone is ZONE: it is NOW.")
	out = regexp.MustCompile(`(?m)^.*The clock is not kept right by the network.*\n.*\n`).ReplaceAllString(out, "ok       The clock is kept right by the network.\n")
	out = regexp.MustCompile(`Nothing is wrong; of 14 checks, 1 found something to know\.`).ReplaceAllString(out, "All is fine.")
	comparePage(t, "testdata/doctor.golden", out)

	s.Run(t, "sh", "-c", `cp "$0" "$0.new" && mv "$0.new" "$0"`, program)
	wantSays(t, s, program, "still runs the program from before an update. hint: systemctl --user restart daybreak")
	s.Run(t, "systemctl", "--user", "restart", "daybreak")
	s.Run(t, "systemctl", "--user", "disable", "daybreak")
	wantSays(t, s, program, "does not start with your next login. hint: daybreak service install")
	s.Run(t, program, "service", "install")
	s.Run(t, "systemctl", "--user", "stop", "daybreak")
	wantSays(t, s, program, "is installed and does not run: inactive (dead). hint: daybreak service logs")
	wantSays(t, s, program, "No daemon runs, so no reminder comes.")
	s.Run(t, program, "service", "uninstall")
	wantSays(t, s, program, "No service is installed")
	s.Run(t, "dunstctl", "set-paused", "true")
	wantSays(t, s, program, "Do-not-disturb is on: messages are accepted and not shown. hint: dunstctl set-paused false")
	user := dbus.ObjectPath(fmt.Sprintf("/org/freedesktop/login1/user/%d", s.UID()))
	if call := logind.Connect(t).Object("org.freedesktop.login1", user).Call("org.freedesktop.DBus.Properties.Set", 0,
		"org.freedesktop.login1.User", "Linger", dbus.MakeVariant(true)); call.Err != nil {
		t.Fatal(call.Err)
	}
	wantSays(t, s, program, "Lingering is on")
}

func doctorSays(t *testing.T, s *rig.Systemd, program string) string {
	t.Helper()
	out, err := s.Exec(t.Context(), program, "doctor", "--notify")
	if len(out) == 0 {
		t.Fatal(err)
	}
	return string(out)
}

func wantSays(t *testing.T, s *rig.Systemd, program, words string) {
	t.Helper()
	if out := doctorSays(t, s, program); !strings.Contains(flat(out), words) {
		t.Errorf("the doctor does not say %q:\n%s", words, out)
	}
}
