package bench

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"daybreak/internal/config"
	"daybreak/internal/ledger"
	"daybreak/internal/report"
	"daybreak/scheduler"
)

// past is how long the user of the measured home has had Daybreak.
const past = 20 // days

// habit is a daily habit, as every measured program is given it.
type habit struct {
	name string
	at   int // minutes since midnight
}

var (
	habits = []habit{
		{"Morning walk", 7*60 + 30}, {"Stretch", 12*60 + 15}, {"Call a friend", 18 * 60},
		{"Cook something", 19 * 60}, {"Read before bed", 21*60 + 30},
	}
	goals = []string{"Read three books", "Run ten kilometres", "Save for a journey"}
)

func (h habit) clock() string { return fmt.Sprintf("%02d:%02d", h.at/60, h.at%60) }

// configText is a config with every habit and goal, and a wait that began past
// days before now.
func configText(now time.Time) string {
	text := fmt.Sprintf("breakup_date: %s\ntimezone: local\nwait: {days: 30}\nhabits:\n",
		now.AddDate(0, 0, -past).Format(time.DateOnly))
	for _, h := range habits {
		text += fmt.Sprintf("  - name: %s\n    at: %q\n    say: [\"Ten minutes count.\"]\n", h.name, h.clock())
	}
	text += "goals:\n"
	for _, g := range goals {
		text += fmt.Sprintf("  - name: %s\n    target: 10\n    by: day 30\n", g)
	}
	return text
}

// newHome returns the home of a user who has had Daybreak for some time: a
// config, and the ledger of all that came since.
func newHome(t testing.TB, now time.Time) string {
	t.Helper()
	home := t.TempDir()
	path := filepath.Join(home, ".config", "daybreak", "config.yaml")
	write(t, path, configText(now))
	cfg, _, _, err := config.Load(path, now)
	if err != nil {
		t.Fatal(err)
	}
	f := report.Facts{Config: cfg, State: scheduler.NewState(), Zone: now.Location(), Now: now.AddDate(0, 0, -past)}
	book, err := ledger.Open(filepath.Join(home, ".local", "state", "daybreak"), ledger.Options{})
	if err != nil {
		t.Fatal(err)
	}
	events := history(f, now)
	yesterday := slices.IndexFunc(events, func(e ledger.Event) bool { return e.At.After(now.AddDate(0, 0, -1)) })
	if err := book.Append(context.Background(), events[:yesterday]...); err != nil {
		t.Fatal(err)
	}
	if err := book.Summarise(civilDay(now) - 1); err != nil { // as the daemon did then
		t.Fatal(err)
	}
	if err := book.Append(context.Background(), events[yesterday:]...); err != nil {
		t.Fatal(err)
	}
	t.Logf("the home: %d habits, %d goals, %d events", len(cfg.Habits), len(cfg.Goals), len(events))
	return home
}

func civilDay(now time.Time) int { return scheduler.CivilOf(now).Day() }

// oldHome is newHome with ten years of fourteen messages a day before it, and
// with or without the summary that a daemon makes of them.
func oldHome(t testing.TB, now time.Time, summary bool) string {
	t.Helper()
	home := newHome(t, now)
	state := filepath.Join(home, ".local", "state", "daybreak")
	if err := os.Remove(filepath.Join(state, "summary.jsonl")); err != nil {
		t.Fatal(err)
	}
	book, err := ledger.Open(state, ledger.Options{})
	if err != nil {
		t.Fatal(err)
	}
	events := 0
	for day := civilDay(now) - 3650; day < civilDay(now); day++ {
		all := calmDay(day)
		events += len(all)
		if err := book.Append(context.Background(), all...); err != nil {
			t.Fatal(err)
		}
	}
	if summary {
		if err := book.Summarise(civilDay(now)); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("an old home: %d events more", events)
	return home
}

// calmDay is a civil day on which all came on time.
func calmDay(day int) (all []ledger.Event) {
	for i := range 14 {
		c := scheduler.NewCivil(day, 420+50*i)
		o, send := scheduler.Occurrence{ID: fmt.Sprintf("habit/old-%d", i), Civil: c}, ledger.NewID()
		add := func(r scheduler.Record) { all = append(all, ledger.Event{At: c.UTC(), Record: r}) }
		add(scheduler.Record{Claim: &scheduler.Claim{Send: send, Epoch: "d.r/:1.1", ID: o.ID, Kind: scheduler.Habit, Of: []scheduler.Occurrence{o}}})
		add(scheduler.Record{Outcome: &scheduler.Outcome{Send: send, Result: scheduler.Delivered, At: c.UTC(), Channel: "freedesktop", Reason: scheduler.OnTime}})
	}
	return all
}

// history returns what a daemon that never slept would have recorded from f.Now
// until now.
func history(f report.Facts, now time.Time) []ledger.Event {
	var events []ledger.Event
	add := func(at time.Time, r scheduler.Record) { events = append(events, ledger.Event{At: at, Record: r}) }
	in := f.Input()
	for _, r := range scheduler.Decide(in).Records {
		add(f.Now, r)
		f.State.Apply(r)
	}
	for s := range scheduler.Simulate(in) {
		if s.At.After(now) {
			break
		}
		s.Claim.Send = ledger.NewID()
		add(s.At, scheduler.Record{Claim: &s.Claim})
		add(s.At, scheduler.Record{Outcome: &scheduler.Outcome{
			Send: s.Claim.Send, Result: scheduler.Delivered, At: s.At, Channel: "freedesktop", Reason: scheduler.OnTime}})
	}
	return events
}

func write(t testing.TB, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
