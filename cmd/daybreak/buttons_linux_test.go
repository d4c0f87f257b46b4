package main

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"daybreak/internal/prompts"
	"daybreak/internal/rig"
)

// dueNow writes a config in which something is due in this minute, which has at
// least 20 seconds to go, and returns the minute. %s in what stands for it.
func dueNow(t *testing.T, home, what string) string {
	t.Helper()
	now := berlin(t)
	if now.Second() > 40 {
		<-time.After(time.Duration(61-now.Second()) * time.Second)
		now = berlin(t)
	}
	minute := now.Format("15:04")
	writeConfig(t, home, "breakup_date: "+now.AddDate(0, 0, -7).Format(time.DateOnly)+
		"\nquiet_hours: off\nday_starts: \"00:00\"\n"+strings.ReplaceAll(what, "%s", minute)+"\n")
	return now.Format("2006-01-02T15:04")
}

const (
	habitDue     = "habits: [{name: Morning walk, at: \"%s\", say: Ten minutes outside counts.}]\nmilestones: []\nprompts: {morning: off, evening: off}"
	checkInDue   = "milestones: []\nprompts: {morning: off, evening: \"%s\"}"
	milestoneDue = "milestones: [7]\nprompts: {morning: \"%s\", evening: off, max_per_day: 0}"
	noteDue      = "milestones: []\nprompts: {own: [zanzibar], morning: \"%s\", evening: off, max_per_day: 0}"
)

// inRecord waits until a text is in the record of a home, so often, and returns
// when it was.
func inRecord(t *testing.T, home, text string, times int) time.Time {
	t.Helper()
	for end := time.Now().Add(patience); ; {
		if n := strings.Count(wholeRecord(t, home), text); n == times {
			return time.Now()
		} else if n > times || time.Now().After(end) {
			t.Fatalf("%s is %d times in the record, want %d:\n%s", text, n, times, wholeRecord(t, home))
		}
		<-time.After(2 * time.Millisecond)
	}
}

func wholeRecord(t *testing.T, home string) string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(home, ".local/state/daybreak/ledger/*.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(data)
	}
	return all.String()
}

// soon fails if an answer took longer than a second to be in the record.
func soon(t *testing.T, what string, pressed, recorded time.Time) {
	t.Helper()
	took := recorded.Sub(pressed)
	t.Logf("%s: in the record %v after it was pressed", what, took.Round(time.Millisecond))
	if took > time.Second && !raceDetector {
		t.Errorf("that is more than a second")
	}
}

// card is a message on a real desktop, alone, with the daemon that sent it.
type card struct {
	*rig.Desk
	monitor *rig.Monitor
	home    string
	p       *process
	rig.Call
}

// showCard has what is due shown by a daemon that has greeted elsewhere before.
func showCard(t *testing.T, server, due, title string) *card {
	t.Helper()
	c := &card{Desk: rig.StartDesk(t, server), home: t.TempDir()}
	c.monitor = c.StartMonitor(t)
	env := onDesk(c.Desk, c.home)
	dueNow(t, c.home, "milestones: []\nprompts: {morning: off, evening: off}\nnotify: {channel: console}")
	first := start(t, env, "run")
	first.waitFor("Next: ")
	first.end(syscall.SIGTERM)
	dueNow(t, c.home, due)
	c.p = start(t, env, "run")
	c.Call = c.monitor.WaitNotify(t, 1, patience)[0]
	if c.Title != title {
		t.Fatalf("shown: %+v", c.Call)
	}
	inRecord(t, c.home, `"result":"delivered"`, 2)
	return c
}

// answered waits for what takes the place of the message.
func (c *card) answered(t *testing.T, n int) rig.Call {
	t.Helper()
	reply := c.monitor.WaitNotify(t, 1+n, patience)[n]
	if reply.Replaces != c.ID {
		t.Errorf("replaces %d, want %d: %+v", reply.Replaces, c.ID, reply)
	}
	return reply
}

// Real buttons, pressed with a real mouse.
func TestRealButtons(t *testing.T) {
	rig.Need(t, "xdotool", "import")
	for _, c := range []struct {
		name, server, due, title string
		which, of                int
		want, reply              string
	}{
		{"done", "xfce4-notifyd", habitDue, "Morning walk", 0, 3, `"said":"done"`, "Morning walk"},
		{"snooze", "xfce4-notifyd", habitDue, "Morning walk", 1, 3, `"one_off"`, "Morning walk"},
		{"hard", "xfce4-notifyd", checkInDue, "How was today?", 2, 3, `"difficulty":4`, "Hard"},
		{"later", "xfce4-notifyd", milestoneDue, "Day 7: one week", 1, 2, `"one_off"`, "Day 7: one week"},
		{"skip", "notification-daemon", habitDue, "Morning walk", 2, 3, `"said":"skipped"`, "Morning walk"},
		{"good", "notification-daemon", checkInDue, "How was today?", 0, 3, `"difficulty":2`, "Good"},
	} {
		t.Run(c.server+" "+c.name, func(t *testing.T) {
			card := showCard(t, c.server, c.due, c.title)
			pressed := card.PressButton(t, c.which, c.of)
			soon(t, c.name, pressed, inRecord(t, card.home, c.want, 1))
			if reply := card.answered(t, 1); reply.Title != c.reply {
				t.Errorf("shown for it: %+v", reply)
			}
			if code := card.p.end(syscall.SIGTERM); code != 0 {
				t.Errorf("exit %d", code)
			}
			inRecord(t, card.home, c.want, 1)
		})
	}
}

// A button of a message of an earlier run is heard where the server tells
// everybody of it.
func TestRealButtonAfterARestart(t *testing.T) {
	rig.Need(t, "xdotool", "import")
	card := showCard(t, "xfce4-notifyd", habitDue, "Morning walk")
	card.p.end(syscall.SIGKILL)
	card.p = start(t, onDesk(card.Desk, card.home), "run")
	card.p.waitFor("Next: ")
	until(t, "the daemon on the bus", func() (string, bool) { return "", connectionOf(t, card.Bus, card.p) != "" })
	pressed := card.PressButton(t, 0, 3)
	soon(t, "after a restart", pressed, inRecord(t, card.home, `"said":"done"`, 1))
	card.p.end(syscall.SIGTERM)
}

// On dunst a button is pressed through its menu, and a click on the message does
// the most likely thing.
func TestRealButtonsOnDunst(t *testing.T) {
	for _, c := range []struct {
		name, due, title string
		press            []string // labels; "" is a click on the message
		want             string   // in the record, "" for nothing
		reply            string
	}{
		{"a click on a habit", habitDue, "Morning walk", []string{""}, `"said":"done"`, "Noted: done."},
		{"skip", habitDue, "Morning walk", []string{"Skip"}, `"said":"skipped"`, "Left out this time. That is fine."},
		{"skip, and undo", habitDue, "Morning walk", []string{"Skip", "Undo"}, `"undo":"`, "Taken back."},
		{"so-so", checkInDue, "How was today?", []string{"So-so"}, `"difficulty":3`, prompts.CheckedIn(prompts.Context{}, 3)},
		{"a milestone was good", milestoneDue, "Day 7: one week", []string{"", "Good"}, `"milestone":7`, prompts.CheckedIn(prompts.Context{}, 2)},
		{"a note", noteDue, "A note from you", []string{""}, "", "zanzibar"},
	} {
		t.Run(c.name, func(t *testing.T) {
			card := showCard(t, "dunst", c.due, c.title)
			var pressed time.Time
			var reply rig.Call
			for i, label := range c.press {
				pressed = time.Now()
				if label == "" {
					card.PressDefault(t)
				} else {
					card.PressInMenu(t, label)
				}
				reply = card.answered(t, i+1)
			}
			if reply.Body != c.reply {
				t.Errorf("shown for it: %+v", reply)
			}
			t.Logf("confirmed %v after it was pressed", reply.Replied.Sub(pressed).Round(time.Millisecond))
			if c.want != "" {
				soon(t, c.name, pressed, inRecord(t, card.home, c.want, 1))
			}
			card.p.end(syscall.SIGTERM)
		})
	}
}

// Where the server has no buttons the text names the command that does the same.
func TestRealWithoutButtons(t *testing.T) {
	for _, c := range []struct{ name, due, title, body string }{
		{"habit", habitDue, "Morning walk", "Ten minutes outside counts.\nTo answer: daybreak habit done morning-walk"},
		{"note", noteDue, "A note from you", "Open it with: daybreak today"},
	} {
		t.Run(c.name, func(t *testing.T) {
			bus := rig.StartBus(t, rig.BusOptions{})
			server := rig.Model(t, bus, "body")
			home := t.TempDir()
			dueNow(t, home, c.due)
			p := start(t, environment(home, "DBUS_SESSION_BUS_ADDRESS="+bus.Address()), "run")
			inRecord(t, home, `"result":"delivered"`, 2) // the welcome
			for shown := range server.Shown {
				if shown.Title != c.title {
					continue
				}
				if shown.Body != c.body || len(shown.Actions) > 0 {
					t.Errorf("shown: %q, %q", shown.Body, shown.Actions)
				}
				break
			}
			p.end(syscall.SIGTERM)
		})
	}
}
