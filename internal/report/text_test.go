package report

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"daybreak/internal/config"
	"daybreak/internal/journey"
	"daybreak/scheduler"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// awkward is a config whose words are hard to lay out.
const awkward = `breakup_date: 2026-11-01
goals:
  - {name: Read three books, target: 3, unit: books, by: 2026-12-01}
  - {name: "Läufe im Wald, ohne an irgendetwas anderes zu denken, bitte", target: 1000000, unit: "kilometres on foot in the mud of the wood", by: 2027-02-01}
  - {name: שלום לעולם, by: 2026-12-01}
  - {name: No target at all}
habits:
  - {name: Morning walk, at: ["07:30", "18:00"], say: ["Ten minutes outside counts."]}
  - {name: "Stretch for ten whole minutes before anything else happens", at: "07:30", say: ["家族 👨‍👩‍👧‍👦 と一緒に朝の散歩に行きましょう。今日はいい天気ですから、十分でも外に出る価値があります。「ゆっくり」歩いてください。"]}
  - {name: 朝の散歩と夜の読書 👨‍👩‍👧‍👦, at: "07:30"}
  - {name: "Tea at eleven", at: "23:00"}
  - {name: "Te\u0301 with combining a\u0308", at: "12:00", days: weekends}
hard_dates:
  - {date: 2026-11-24, name: "The day on which we would have been seven years together", plan: "If I reach for the phone, then I put it in the kitchen and call my sister, and I tell her the whole of it."}
milestones:
  - {day: 20, say: "Call Sam and tell them how it is going."}
  - {day: 22, say: "Call Sam again."}
prompts: {own: ["You are allowed to mute a thread."]}
`

// parse returns the facts of a config at noon of 23 November 2026 in Berlin,
// with a record that holds one of each outcome.
func parse(t *testing.T, yaml string) Facts {
	t.Helper()
	f := facts(t, "Europe/Berlin", "2026-11-23T12:00:00+01:00")
	cfg, _, err := config.Parse([]byte(yaml), config.Options{Name: "config.yaml", Now: f.Now})
	if err != nil {
		t.Fatal(err)
	}
	f.Config = cfg
	return f
}

func civil(t *testing.T, s string) scheduler.Civil {
	t.Helper()
	c, err := scheduler.ParseCivil(s)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func at(t *testing.T, s string) time.Time {
	t.Helper()
	v, err := time.Parse(time.RFC3339, s)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// sent records a message with its outcome.
func (f Facts) sent(message string, res scheduler.Result, why scheduler.Reason, at time.Time, of ...scheduler.Occurrence) {
	f.State.Apply(scheduler.Record{Claim: &scheduler.Claim{Send: message + at.String(), Epoch: "d.r/o", ID: message, Of: of}})
	f.State.Apply(scheduler.Record{Outcome: &scheduler.Outcome{
		Send: message + at.String(), Result: res, Reason: why, At: at, Channel: "freedesktop"}})
}

// recorded is the awkward config with a record of every outcome.
func recorded(t *testing.T) Facts {
	f := parse(t, awkward)
	o := func(id, c string) scheduler.Occurrence { return scheduler.Occurrence{ID: id, Civil: civil(t, c)} }
	mark := func(o scheduler.Occurrence, res scheduler.Result, why scheduler.Reason, when, into string) {
		f.State.Apply(scheduler.Record{Mark: &scheduler.Mark{Occurrence: o, Result: res, Reason: why, At: at(t, when), Into: into}})
	}
	for _, r := range f.Config.Reminders(f.Wait(), f.Today()) {
		f.State.Apply(scheduler.Record{Schedule: &scheduler.ScheduleSeen{
			ID: r.ID, Spec: r.Schedule.Spec(), At: at(t, "2026-11-20T06:00:00+01:00")}})
	}
	f.sent("digest/2026-11-23T07:30", scheduler.Delivered, scheduler.OnTime, at(t, "2026-11-23T07:30:00+01:00"),
		o("habit/morning-walk", "2026-11-23T07:30"), o("habit/gone-from-config", "2026-11-23T07:30"))
	f.sent("checkin/evening", scheduler.Uncertain, scheduler.Crash, at(t, "2026-11-23T10:00:00+01:00"),
		o("checkin/evening", "2026-11-22T21:00"))
	f.sent("milestone/20", scheduler.Delivered, scheduler.TooLate, at(t, "2026-11-23T09:00:00+01:00"),
		o("milestone/20", "2026-11-21T08:30"))
	f.sent("prompt/morning", scheduler.Delivered, scheduler.TooLate, at(t, "2026-11-23T09:01:00+01:00"),
		o("prompt/morning", "2026-11-23T08:30"))
	mark(o("milestone/7", "2026-11-21T08:30"), scheduler.Settled, scheduler.BeforeStart, "2026-11-23T08:00:00+01:00", "")
	mark(o("goal/gone", "2026-11-20T08:30"), scheduler.Held, scheduler.Locked, "2026-11-20T08:30:00+01:00", "")
	mark(o("milestone/22", "2026-11-23T08:30"), scheduler.Held, scheduler.NoServer, "2026-11-23T08:30:00+01:00", "")
	mark(o("milestone/14", "2026-11-22T08:30"), scheduler.Folded, scheduler.Newer, "2026-11-23T08:30:00+01:00", "milestone/20@2026-11-21T08:30")
	mark(o("habit/\x1b[31mred\u202eevil\u009b2J", "2026-11-23T08:30"), "odd", "strange", "2026-11-23T08:30:00+01:00", "")
	f.State.Apply(scheduler.Record{Missed: &scheduler.Missed{ID: "habit/stretch-for-ten-whole-minutes-before-anything-else-happens",
		From: civil(t, "2026-11-21T07:30"), To: civil(t, "2026-11-23T07:59"), At: at(t, "2026-11-23T10:00:00+01:00"), Reason: scheduler.TooLate}})
	return f
}

// views are all texts of f, by name.
func views(f Facts) map[string]func(Style) string {
	s := f.Status()
	s.Daemon = Daemon{Running: new(bool)}
	s.Notices = []string{
		"the config does not load; the last good one is in force\n/home/somebody/with/a/long/name/.config/daybreak/config.yaml:12:9: habits[1].at: \"25:00\" is not a time of day (00:00 to 23:59)\nhint: quote it",
		"held until something can show them: 1 message",
	}
	return map[string]func(Style) string{
		"status": func(st Style) string { return s.Text(st, f.Zone) },
		"today":  f.Messages().Text,
		"next":   f.Coming(12).Text,
		"why":    f.Why("", 7).Text,
	}
}

// TestGolden compares every text in every width with its golden file. Escape
// characters are written as ␛ there.
func TestGolden(t *testing.T) {
	styles := []struct {
		name string
		st   Style
	}{
		{"40", Style{Width: 40}}, {"60", Style{Width: 60}}, {"80", Style{Width: 80}}, {"120", Style{Width: 120}},
		{"200", Style{Width: 200}}, {"pipe", Style{}}, {"80 colour", Style{Width: 80, Color: true}},
		{"40 ascii", Style{Width: 40, ASCII: true}},
	}
	for name, text := range views(recorded(t)) {
		t.Run(name, func(t *testing.T) {
			got := &txtar.Archive{}
			for _, s := range styles {
				data := strings.ReplaceAll(text(s.st), "\x1b", "␛")
				got.Files = append(got.Files, txtar.File{Name: s.name, Data: []byte(data)})
			}
			golden(t, name, got)
		})
	}
}

// TestGoldenCorners has the shapes of a status that the awkward config has not.
func TestGoldenCorners(t *testing.T) {
	day, pid, yes := journey.NewDate(2026, 11, 23), 4242, true
	since := at(t, "2026-11-20T08:01:11+01:00")
	open := parse(t, "breakup_date: 2026-11-01\nwait: {days: open}\nprompts: {morning: off, evening: off}\nmilestones: []\n")
	order := parse(t, "breakup_date: 2026-10-01\nwait: {order: true}\n")
	ends := parse(t, "breakup_date: 2026-10-24\n")
	crowd := "breakup_date: 2026-11-22\nhabits:\n"
	for i := range 30 {
		crowd += fmt.Sprintf("  - {name: Habit number %d, at: \"%02d:%02d\"}\n", i+1, 6+i/2, 30*(i%2))
	}
	paused := parse(t, "breakup_date: 2026-11-23\n").Status()
	paused.PausedUntil, paused.Daemon = &since, Daemon{Running: &yes, PID: &pid, Since: &since}
	paused.Milestone, paused.Notices = &Milestone{Day: 60, Date: day + 60, InDays: 60}, nil
	got := &txtar.Archive{}
	for _, c := range []struct {
		name string
		s    Status
	}{
		{"an open wait, all off", open.Status()}, {"an order, complete", order.Status()}, {"complete today", ends.Status()},
		{"thirty habits", parse(t, crowd).Status()}, {"day 0, paused, running", paused},
	} {
		text := c.s.Text(Style{Width: 40}, open.Zone)
		got.Files = append(got.Files, txtar.File{Name: c.name, Data: []byte(text)})
	}
	for _, text := range []string{Simulation{}.Text(Style{}), Why{}.Text(Style{}), Today{}.Text(Style{}), open.Messages().Text(Style{})} {
		got.Files = append(got.Files, txtar.File{Name: "nothing", Data: []byte(text)})
	}
	golden(t, "corners", got)
}

func golden(t *testing.T, name string, got *txtar.Archive) {
	t.Helper()
	path := filepath.Join("testdata", name+".txt")
	data := txtar.Format(got)
	if *update {
		if err := os.WriteFile(path, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for i, f := range txtar.Parse(want).Files {
		if i >= len(got.Files) || f.Name != got.Files[i].Name || string(f.Data) != string(got.Files[i].Data) {
			t.Fatalf("%s, %q: not as in the golden file (go test -update writes it):\n%s\nwant\n%s",
				path, f.Name, got.Files[min(i, len(got.Files)-1)].Data, f.Data)
		}
	}
}
