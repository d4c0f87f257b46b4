package config

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"daybreak/internal/journey"
	"daybreak/scheduler"
)

var nov1 = journey.NewDate(2026, 11, 1)

func parse(t *testing.T, text string) Config {
	t.Helper()
	c, notes, err := Parse([]byte(text), Options{Now: now, Name: "config.yaml"})
	if err != nil || len(notes) > 0 {
		t.Fatalf("notes %q, error %v in:\n%s", notes, err, text)
	}
	return c
}

func TestDefaults(t *testing.T) {
	want := Default(nov1)
	for _, text := range []string{
		"breakup_date: 2026-11-01", "breakup_date: \"2026-11-01\"\r\n", "\ufeffbreakup_date: 2026-11-01\n",
		"---\nbreakup_date: 2026-11-01\n...\n",
		"breakup_date: 2026-11-01\nwait:\ngoals:\nhabits:\nprompts:\nhard_dates:\nnotify:\nsupport:\n",
	} {
		if got := parse(t, text); !reflect.DeepEqual(got, want) {
			t.Errorf("%q\ngot  %+v\nwant %+v", text, got, want)
		}
	}
	table := Config{
		BreakupDate: nov1, Wait: Wait{Days: 30, AfterContact: "keep"}, Intention: "undecided",
		DayStarts: 240, Timezone: "local", Language: "auto",
		Prompts: Prompts{
			Morning: DayTimes{Weekdays: 510, Weekend: 510}, Afternoon: DayTimes{Weekdays: 930, Weekend: 930}, Evening: DayTimes{Weekdays: 1260, Weekend: 1260}, MaxPerDay: 6,
		},
		Quiet:  Quiet{From: 1350, To: 420},
		Notify: Notify{Discreet: true, WhenLocked: "hold", Channel: "auto"},
	}
	if !reflect.DeepEqual(want, table) {
		t.Errorf("the defaults became %+v", want)
	}
}

// everyKey is the example of the design notes.
const everyKey = `breakup_date: 2026-11-01
wait:
  days: 30
  last_contact: 2026-11-03
  after_contact: keep
  order: false
intention: undecided
day_starts: "04:00"
timezone: local
language: auto
goals:
  - id: read-3
    name: Read three books
    target: 3
    unit: books
    by: 2026-12-01
habits:
  - id: morning-walk
    name: Morning walk
    at: "07:30"
    days: [mon, wed, fri]
    say: ["Ten minutes outside counts."]
    late: 2h
  - name: Read before bed
    at: "21:30"
    goal: read-3
    amount: 0.1
prompts:
  morning: "08:30"
  afternoon: "15:30"
  evening: "21:00"
  own: ["You are allowed to mute a thread."]
  max_per_day: 6
milestones:
  - 7
  - day: 10
    say: Call Sam and tell them how it is going.
hard_dates:
  - date: 12-24
    name: Christmas Eve
    plan: If I reach for the phone, then I put it in the kitchen and call my sister.
quiet_hours: "22:30-07:00"
notify:
  discreet: true
  when_locked: hold
  channel: auto
support:
  country: de
`

func TestEveryKey(t *testing.T) {
	want := Default(nov1)
	want.Wait.LastContact = nov1 + 2
	want.Support.Country = "DE"
	want.Goals = []Goal{{ID: "read-3", Name: "Read three books", Target: 3, Unit: "books", By: nov1 + 30}}
	walk, _ := scheduler.ParseCron("30 7 * * 1,3,5")
	read, _ := scheduler.ParseCron("30 21 * * *")
	want.Habits = []Habit{
		{
			ID: "morning-walk", Name: "Morning walk", Schedule: walk, At: []journey.TimeOfDay{450},
			Say: []string{"Ten minutes outside counts."}, Late: 2 * time.Hour, Amount: 1,
		},
		{
			ID: "read-before-bed", Name: "Read before bed", Schedule: read, At: []journey.TimeOfDay{1290},
			Late: 2 * time.Hour, Goal: "read-3", Amount: 0.1,
		},
	}
	want.Prompts.Own = []string{"You are allowed to mute a thread."}
	want.Milestones = []Milestone{{Day: 7}, {Day: 10, Say: "Call Sam and tell them how it is going."}}
	want.HardDates = []HardDate{{
		Month: time.December, Day: 24, Name: "Christmas Eve",
		Plan: "If I reach for the phone, then I put it in the kitchen and call my sister.",
	}}
	got := parse(t, everyKey)
	for i := range got.Habits {
		sameTimes(t, got.Habits[i].ID, got.Habits[i].Schedule, want.Habits[i].Schedule)
		got.Habits[i].Schedule, want.Habits[i].Schedule = nil, nil
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func sameTimes(t *testing.T, id string, a, b scheduler.Schedule) {
	t.Helper()
	at := scheduler.NewCivil(int(nov1), 0)
	for range 20 {
		x, ok1 := a.Next(at)
		y, ok2 := b.Next(at)
		if x != y || !ok1 || !ok2 {
			t.Fatalf("%s: %v %v, want %v %v", id, x, ok1, y, ok2)
		}
		at = x
	}
}

func TestOtherForms(t *testing.T) {
	c := parse(t, "breakup_date: 2026-11-01\n"+
		"wait: {days: open}\nquiet_hours: \"off\"\nmilestones: []\n"+
		"prompts: {morning: off, evening: {weekdays: \"20:00\"}}\n"+
		"goals: [{name: Run, by: day 30}]\n"+
		"habits:\n  - {name: Ünï 2!, at: [\"18:00\", \"07:30\", \"18:00\"], days: [Monday, weekends], late: 90m}\n"+
		"  - name: Rest\n    cron: \"0 9 * * 0\"\n    say: >\n      One long\n      sentence.\n")
	if c.Wait.Days != 0 || !c.Start().Open() || !c.Quiet.Off || !c.Prompts.Morning.Off {
		t.Errorf("open or off was lost: %+v", c)
	}
	if c.Milestones == nil || len(c.Milestones) != 0 {
		t.Errorf("milestones %#v", c.Milestones)
	}
	if c.Prompts.Evening != (DayTimes{Weekdays: 1200, Weekend: DefaultEvening}) {
		t.Errorf("evening %+v", c.Prompts.Evening)
	}
	if c.Goals[0].By != nov1+30 {
		t.Errorf("by %s", c.Goals[0].By)
	}
	if h := c.Habits[0]; h.ID != "ünï-2" || !reflect.DeepEqual(h.At, []journey.TimeOfDay{450, 1080}) || h.Late != 90*time.Minute {
		t.Errorf("habit %+v", h)
	}
	if say := c.Habits[1].Say; !reflect.DeepEqual(say, []string{"One long sentence."}) {
		t.Errorf("say %q", say)
	}
}

func TestNotes(t *testing.T) {
	_, notes, err := Parse([]byte("breakup_date: 2026-11-01\nintention: reconnect\nwait: {order: true}\nmilestones: [30, 31]\n"),
		Options{Now: now})
	want := []string{
		"intention: reconnect is ignored while wait.order is true",
		"milestones: day 31 lies beyond the wait's last day, 30",
	}
	if err != nil || !reflect.DeepEqual(notes, want) {
		t.Errorf("%q, %v", notes, err)
	}
}

func TestLoad(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "config.yaml")
	write := func(path, text string) {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(file, everyKey)
	link := filepath.Join(dir, "link.yaml")
	if err := os.Symlink(file, link); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{file, link} {
		c, _, data, err := Load(path, now)
		if err != nil || string(data) != everyKey || c.BreakupDate != nov1 {
			t.Errorf("%s: %v", path, err)
		}
	}
	if _, _, _, err := Load(filepath.Join(dir, "none.yaml"), now); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("missing file: %v", err)
	}
	if _, _, _, err := Load(dir, now); err == nil || !strings.Contains(err.Error(), "not a regular file") {
		t.Errorf("directory: %v", err)
	}
	large := filepath.Join(dir, "large.yaml")
	write(large, everyKey+strings.Repeat("#", MaxSize))
	var faults Faults
	if _, _, _, err := Load(large, now); !errors.As(err, &faults) || faults[0].Msg != "is larger than 1 MiB" {
		t.Errorf("large file: %v", err)
	}
	write(large, everyKey+strings.Repeat("#", MaxSize-len(everyKey)))
	if _, _, _, err := Load(large, now); err != nil {
		t.Errorf("exactly 1 MiB: %v", err)
	}
	write(file, "breakup_date: soon\n")
	_, _, data, err := Load(file, now)
	if !errors.As(err, &faults) || faults[0].File != file || string(data) != "breakup_date: soon\n" {
		t.Errorf("wrong file: %q, %v", data, err)
	}
}

func TestPath(t *testing.T) {
	for name, tt := range map[string]struct {
		flag string
		env  map[string]string
		want string
	}{
		"flag":          {"f.yaml", map[string]string{"DAYBREAK_CONFIG": "/e.yaml", "HOME": "/h"}, "f.yaml"},
		"environment":   {"", map[string]string{"DAYBREAK_CONFIG": "/e.yaml", "XDG_CONFIG_HOME": "/x", "HOME": "/h"}, "/e.yaml"},
		"XDG":           {"", map[string]string{"XDG_CONFIG_HOME": "/x", "HOME": "/h"}, "/x/daybreak/config.yaml"},
		"XDG alone":     {"", map[string]string{"XDG_CONFIG_HOME": "/x"}, "/x/daybreak/config.yaml"},
		"XDG relative":  {"", map[string]string{"XDG_CONFIG_HOME": "x", "HOME": "/h"}, "/h/.config/daybreak/config.yaml"},
		"home":          {"", map[string]string{"HOME": "/h"}, "/h/.config/daybreak/config.yaml"},
		"nothing known": {"", nil, ""},
	} {
		got, err := Path(func(k string) string { return tt.env[k] }, tt.flag)
		if got != tt.want || (err != nil) != (tt.want == "") {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
}
