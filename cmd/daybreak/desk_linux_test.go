package main

import (
	"fmt"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"daybreak/internal/rig"
)

// On a desktop, from an empty home: the first message is on the screen.
func TestRealFirstMessage(t *testing.T) {
	t.Parallel()
	desk := rig.StartDesk(t, "dunst")
	monitor := desk.StartMonitor(t)
	home := t.TempDir()
	p := startOnTerminal(t, onDesk(desk, home), "run")
	p.waitFor("[today]: ")
	p.typeLine("")
	p.waitFor("[30]: ")
	p.typeLine("")
	p.waitFor("[none]: ")
	p.typeLine("Morning walk 07:30")
	p.waitFor("shown: " + welcomeTitle)
	p.waitFor("Next: ")
	call := monitor.WaitNotify(t, 1, patience)[0]
	if call.Title != welcomeTitle || call.App != "Daybreak" || call.ID == 0 {
		t.Errorf("shown: %+v", call)
	}
	p.end(syscall.SIGTERM)

	// Without a terminal: from the start of the program to the screen.
	q := start(t, onDesk(desk, t.TempDir()), "run")
	monitor.WaitNotify(t, 2, patience)
	t.Logf("first message %v after the start of the program", time.Since(q.started).Round(time.Millisecond))
	q.waitFor("Next: ")
	q.end(syscall.SIGTERM)
}

// A habit that is due in the next minute is shown once, on two servers, also
// after a restart of the daemon.
func TestRealHabitOnce(t *testing.T) {
	for _, server := range []string{"dunst", "xfce4-notifyd"} {
		t.Run(server, func(t *testing.T) {
			t.Parallel()
			desk := rig.StartDesk(t, server)
			monitor := desk.StartMonitor(t)
			home := t.TempDir()
			due := habitSoon(t, home)
			env := onDesk(desk, home)
			p := start(t, env, "run")
			calls := monitor.WaitNotify(t, 2, 3*patience)
			t.Logf("shown %v after its minute began", time.Since(due).Round(time.Millisecond))
			if got := titles(calls); !slices.Equal(got, []string{welcomeTitle, "Morning walk"}) {
				t.Errorf("shown: %q", got)
			}
			if calls[1].Body != "Ten minutes outside counts." {
				t.Errorf("body: %q", calls[1].Body)
			}
			p.end(syscall.SIGTERM)
			p = start(t, env, "run")
			p.waitFor("Next: ")
			p.end(syscall.SIGTERM)
			if got := titles(monitor.Answered()); len(got) != 2 {
				t.Errorf("after a restart of the daemon: %q", got)
			}
			out, _ := command(t, env, "today")
			if !strings.Contains(out, "Morning walk  (shown at "+due.Format("15:04")+", ") {
				t.Errorf("today: %s", out)
			}
			if server == "dunst" {
				if h := desk.History(t); len(h) != 2 || h[1].Title != "Morning walk" {
					t.Errorf("dunst remembers %+v", h)
				}
			}
		})
	}
}

// Without a server messages are held; one that appears gets them, and one that
// is restarted in between gets what comes next.
func TestRealServerComesAndGoes(t *testing.T) {
	t.Parallel()
	desk := rig.StartDesk(t, "none")
	desk.SetServer("dunst")
	monitor := desk.StartMonitor(t)
	home := t.TempDir()
	habitSoon(t, home)
	p := start(t, onDesk(desk, home), "run")
	p.waitFor("held until a notification server appears")
	began := time.Now()
	first := desk.StartServer(t)
	monitor.WaitNotify(t, 1, patience)
	t.Logf("delivered %v after the server was started", time.Since(began).Round(time.Millisecond))
	desk.StopServer()
	second := desk.StartServer(t)
	calls := monitor.WaitNotify(t, 2, 3*patience)
	if got := titles(calls); !slices.Equal(got, []string{welcomeTitle, "Morning walk"}) {
		t.Errorf("shown: %q", got)
	}
	if calls[0].Destination != first || calls[1].Destination != second || calls[1].Replaces != 0 {
		t.Errorf("went to %s and %s, want %s and %s; replaced %d",
			calls[0].Destination, calls[1].Destination, first, second, calls[1].Replaces)
	}
	p.end(syscall.SIGTERM)
}

// A server that takes a message and never answers: the send ends at its
// deadline, is uncertain, and no second copy is ever sent.
func TestRealSilentServer(t *testing.T) {
	t.Parallel()
	bus := rig.StartBus(t, rig.BusOptions{})
	silent := rig.Silent(t, bus)
	home := t.TempDir()
	env := environment(home, "DBUS_SESSION_BUS_ADDRESS="+bus.Address())
	p := start(t, env, "run")
	t.Logf("uncertain after %v", p.waitFor("result=uncertain").Round(time.Millisecond))
	if n := len(silent.Asked); n != 1 {
		t.Errorf("asked %d times, want once", n)
	}
	p.waitFor("Next: ")
	p.end(syscall.SIGKILL)
	p = start(t, env, "run")
	p.waitFor("Next: ")
	p.end(syscall.SIGTERM)
	if n := len(silent.Asked); n != 1 {
		t.Errorf("asked %d times after a restart, want once", n)
	}
	out, _ := command(t, env, "today")
	if !strings.Contains(out, "perhaps shown") {
		t.Errorf("today: %s", out)
	}
}

// A server that the bus can start is started once there is a display, and not
// before.
func TestRealActivation(t *testing.T) {
	t.Parallel()
	display := rig.StartDisplay(t)
	dunst := rig.Need(t, "dunst")[0]
	config := rig.DunstConfig(t, t.TempDir())
	bus := rig.StartBus(t, rig.BusOptions{Services: map[string]string{
		"org.freedesktop.Notifications": fmt.Sprintf("/usr/bin/env DISPLAY=%s %s -config %s", display, dunst, config),
	}})
	monitor := bus.StartMonitor(t)
	home := t.TempDir()
	env := environment(home, "DBUS_SESSION_BUS_ADDRESS="+bus.Address())
	p := start(t, env, "run")
	p.waitFor("held until a notification server appears")
	p.end(syscall.SIGTERM)
	var names []string
	if err := bus.Connect(t).BusObject().Call("org.freedesktop.DBus.ListNames", 0).Store(&names); err != nil {
		t.Fatal(err)
	}
	if slices.Contains(names, "org.freedesktop.Notifications") {
		t.Error("the server was started without a display")
	}
	p = start(t, append(env, "DISPLAY="+display), "run")
	monitor.WaitNotify(t, 1, patience)
	t.Logf("shown by an activated server %v after the start", time.Since(p.started).Round(time.Millisecond))
	p.end(syscall.SIGTERM)
}

// SIGTERM ends it cleanly at any moment: exit 0 once it handles signals at
// all, the lock is free, and the record is whole.
func TestRealSigtermAtAnyMoment(t *testing.T) {
	t.Parallel()
	desk := rig.StartDesk(t, "dunst")
	for ms := 1; ms < 1500; ms += ms/3 + 1 {
		home := t.TempDir()
		env := onDesk(desk, home)
		p := start(t, env, "run")
		<-time.After(time.Duration(ms) * time.Millisecond)
		said := p.output()
		if code := p.end(syscall.SIGTERM); code != 0 && said != "" {
			t.Errorf("after %d ms: exit %d\n%s", ms, code, p.output())
		}
		out, code := command(t, env, "status")
		if code != 0 && code != exitNotFound || strings.Contains(out, ".jsonl") || strings.Contains(out, "Running since") {
			t.Errorf("after %d ms: status exit %d\n%s", ms, code, out)
		}
	}
}

// onDesk returns the environment of a user of the desk with the home.
func onDesk(desk *rig.Desk, home string) []string {
	return append(desk.Env(), environment(home)...)
}

// habitSoon writes a config with a habit in the next minute that is at least
// five seconds away, and returns that minute.
func habitSoon(t *testing.T, home string) time.Time {
	t.Helper()
	due := berlin(t).Add(65 * time.Second).Truncate(time.Minute)
	writeConfig(t, home, fmt.Sprintf(`breakup_date: %s
habits:
  - name: Morning walk
    at: "%s"
    say: ["Ten minutes outside counts."]
prompts: {morning: off, evening: off}
quiet_hours: off
`, due.AddDate(0, 0, -2).Format(time.DateOnly), due.Format("15:04")))
	return due
}

func titles(calls []rig.Call) []string {
	var all []string
	for _, c := range calls {
		all = append(all, c.Title)
	}
	return all
}
