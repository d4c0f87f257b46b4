package ledger

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"daybreak/internal/journey"
	"daybreak/scheduler"
)

var noon = time.Date(2026, 11, 3, 12, 0, 0, 0, time.UTC)

func open(t testing.TB, dir string) *Ledger {
	t.Helper()
	l, err := Open(dir, Options{Now: func() time.Time { return noon }})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func seen(id string) Event {
	return Event{Record: scheduler.Record{Schedule: &scheduler.ScheduleSeen{ID: id, Spec: "30 7 * * *", At: noon}}}
}

func add(t testing.TB, l *Ledger, ids ...string) {
	t.Helper()
	var events []Event
	for _, id := range ids {
		events = append(events, seen(id))
	}
	if err := l.Append(t.Context(), events...); err != nil {
		t.Fatal(err)
	}
}

func read(t testing.TB, dir string) *View {
	t.Helper()
	v, err := Read(dir, Everything)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// ids returns the reminder of every schedule event, in order.
func ids(events []Event) string {
	var all []string
	for _, e := range events {
		if e.Schedule != nil {
			all = append(all, e.Schedule.ID)
		}
	}
	return strings.Join(all, " ")
}

func (l *Ledger) ownPath() string { return l.scan.path(l.file) }

func TestEveryBodyComesBack(t *testing.T) {
	civil := scheduler.NewCivil(20000, 450)
	of := scheduler.Occurrence{ID: "habit/walk", Civil: civil}
	at := noon.Add(time.Nanosecond)
	want := []Event{
		{Start: &Start{Date: journey.NewDate(2026, 11, 3), Origin: "first-run"}},
		seen("habit/walk"),
		{Record: scheduler.Record{Claim: &scheduler.Claim{Send: "s", Epoch: "d.r/:1.4", ID: of.ID, Kind: scheduler.Habit, Of: []scheduler.Occurrence{of}}}},
		{Record: scheduler.Record{Outcome: &scheduler.Outcome{Send: "s", Result: scheduler.Delivered, At: at, Channel: "freedesktop", Reason: scheduler.OnTime}}},
		{Record: scheduler.Record{Mark: &scheduler.Mark{Occurrence: of, Result: scheduler.Dropped, At: at, Reason: scheduler.TooLate}}},
		{Record: scheduler.Record{Missed: &scheduler.Missed{ID: of.ID, From: civil, To: civil + 1440, At: at, Reason: scheduler.TooLate}}},
		{Record: scheduler.Record{Pause: &scheduler.Pause{From: at, Until: at.Add(time.Hour)}}},
		{Record: scheduler.Record{OneOff: &scheduler.OneOff{ID: "snooze/e", Kind: scheduler.Habit, Civil: civil, At: at.Add(time.Hour), Asked: at, Of: &of}}},
	}
	dir := t.TempDir()
	l := open(t, dir)
	if err := l.Append(t.Context(), want...); err != nil {
		t.Fatal(err)
	}
	v := read(t, dir)
	if len(v.Damage) != 0 || len(v.Events) != len(want) {
		t.Fatalf("%d events, damage %v", len(v.Events), v.Damage)
	}
	for i, e := range v.Events {
		w := want[i]
		w.V, w.ID, w.N, w.Dev, w.Seq, w.At = 1, e.ID, int64(i+1), l.Device(), int64(i+1), noon
		got, _ := encode(e)
		if exp, _ := encode(w); string(got) != string(exp) {
			t.Errorf("event %d:\n got %s\nwant %s", i, got, exp)
		}
	}
	if v.Start == nil || v.Start.Date != journey.NewDate(2026, 11, 3) {
		t.Errorf("start %v", v.Start)
	}
	n := 0
	for at, r := range v.Records() {
		if n++; !at.Equal(noon) || r == (scheduler.Record{}) {
			t.Errorf("record %d: %v %v", n, at, r)
		}
	}
	if n != 7 {
		t.Errorf("%d records", n)
	}
}

func TestRecordIsARecorder(t *testing.T) {
	dir := t.TempDir()
	var r scheduler.Recorder = open(t, dir)
	if err := r.Record(noon.Add(time.Hour), seen("a").Record); err != nil {
		t.Fatal(err)
	}
	if v := read(t, dir); len(v.Events) != 1 || !v.Events[0].At.Equal(noon.Add(time.Hour)) {
		t.Errorf("%+v", v.Events)
	}
}

func TestReadCreatesNothing(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "none")
	if v := read(t, dir); len(v.Events)+len(v.Damage)+v.Unknown != 0 || v.Start != nil {
		t.Errorf("%+v", v)
	}
	if h, known := Probe(dir); h.Running || !known {
		t.Errorf("probe %v %v", h, known)
	}
	if _, err := os.Stat(dir); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the folder was made: %v", err)
	}
}

// device2 makes dir's ledger folder that of a second device too, as a synced
// folder does.
func device2(t *testing.T, dir string) *Ledger {
	t.Helper()
	other := t.TempDir()
	if err := os.Symlink(filepath.Join(dir, folder), filepath.Join(other, folder)); err != nil {
		t.Skip(err)
	}
	return open(t, other)
}

func TestTwoDevicesAreFoldedInOrder(t *testing.T) {
	dir := t.TempDir()
	a := open(t, dir)
	b := device2(t, dir)
	if a.Device() == b.Device() {
		t.Fatal("two devices of one name")
	}
	add(t, a, "1", "2")
	add(t, b, "3")
	add(t, a, "4")
	add(t, b, "5", "6")
	if v := read(t, dir); ids(v.Events) != "1 2 3 4 5 6" {
		t.Errorf("order %s, damage %v", ids(v.Events), v.Damage)
	}
	fresh, _, err := a.Refresh()
	if err != nil || ids(fresh) != "3 5 6" {
		t.Errorf("a hears %q, %v", ids(fresh), err)
	}
	if fresh, _, err := a.Refresh(); err != nil || len(fresh) != 0 {
		t.Errorf("a hears again %q, %v", ids(fresh), err)
	}
}

func TestViewThenRefreshMissesAndRepeatsNothing(t *testing.T) {
	dir := t.TempDir()
	a, b := open(t, dir), open(t, dir)
	add(t, b, "1")
	add(t, a, "2")
	v, err := a.View()
	if err != nil || ids(v.Events) != "1 2" {
		t.Fatalf("%q, %v", ids(v.Events), err)
	}
	add(t, b, "3")
	add(t, a, "4")
	if fresh, _, err := a.Refresh(); err != nil || ids(fresh) != "3" {
		t.Errorf("%q, %v", ids(fresh), err)
	}
	if c := open(t, dir); c.n != 4 || c.seq != 4 {
		t.Errorf("counter %d, sequence %d", c.n, c.seq)
	}
}

func TestDuplicatesCountOnce(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir)
	add(t, l, "1", "2")
	data, err := os.ReadFile(l.ownPath())
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"copy.jsonl", "zz.sync-conflict.jsonl"} {
		if err := os.WriteFile(filepath.Join(dir, folder, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if v := read(t, dir); ids(v.Events) != "1 2" || len(v.Damage) != 0 {
		t.Errorf("%s, %v", ids(v.Events), v.Damage)
	}
}

func TestPermissions(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a", "daybreak")
	l := open(t, dir)
	add(t, l, "1")
	held, err := LockDaemon(dir, 1, noon)
	if err != nil {
		t.Fatal(err)
	}
	defer held.Release()
	err = filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		want := os.FileMode(0o600)
		if d.IsDir() {
			want = 0o700
		}
		if got := info.Mode().Perm(); got != want {
			t.Errorf("%s: %v", path, got)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

func TestDir(t *testing.T) {
	for name, tt := range map[string]struct{ xdg, home, want string }{
		"xdg":          {"/x", "/h", "/x/daybreak"},
		"home":         {"", "/h", "/h/.local/state/daybreak"},
		"relative xdg": {"x", "/h", "/h/.local/state/daybreak"},
		"nothing":      {"", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := Dir(func(k string) string { return map[string]string{"XDG_STATE_HOME": tt.xdg, "HOME": tt.home}[k] })
			if got != tt.want || (err != nil) != (tt.want == "") {
				t.Errorf("%q, %v", got, err)
			}
		})
	}
}

func TestDeviceIsKeptAndRemade(t *testing.T) {
	dir := t.TempDir()
	id := open(t, dir).Device()
	if again := open(t, dir).Device(); again != id || len(id) != 16 {
		t.Errorf("%q, then %q", id, again)
	}
	if err := os.WriteFile(filepath.Join(dir, "device"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	remade := open(t, dir).Device()
	if again := open(t, dir).Device(); again != remade || remade == id {
		t.Errorf("%q, then %q", remade, again)
	}
}

func TestRefusedEventsAreNotKept(t *testing.T) {
	l := open(t, t.TempDir())
	many := make([]scheduler.Occurrence, maxOf+1)
	for name, e := range map[string]Event{
		"no body":    {},
		"two bodies": {Start: &Start{Date: 1}, Record: seen("x").Record},
		"long id":    seen(strings.Repeat("x", maxID+1)),
		"long claim": {Record: scheduler.Record{Claim: &scheduler.Claim{Of: many}}},
		"long line":  {Record: scheduler.Record{Schedule: &scheduler.ScheduleSeen{Spec: strings.Repeat("1", maxLine), At: noon}}},
		"bad time":   {At: time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC), Start: &Start{Date: 1}},
	} {
		t.Run(name, func(t *testing.T) {
			if err := l.Append(context.Background(), seen("good"), e); err == nil {
				t.Error("accepted")
			}
		})
	}
	if v, err := l.View(); err != nil || len(v.Events) != 0 || l.Unwritten() != 0 {
		t.Errorf("kept %v, %v", v.Events, err)
	}
}

func lines(t testing.TB, path string) []string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return strings.SplitAfter(strings.TrimSuffix(string(data), "\n"), "\n")
}

func BenchmarkRead100k(b *testing.B) {
	dir := b.TempDir()
	l := open(b, dir)
	for i := range 100 {
		add(b, l, slices.Collect(func(yield func(string) bool) {
			for j := range 1000 {
				if !yield(fmt.Sprintf("habit/%d", i*1000+j)) {
					return
				}
			}
		})...)
	}
	b.ResetTimer()
	for b.Loop() {
		if v := read(b, dir); len(v.Events) != 100_000 {
			b.Fatal(len(v.Events))
		}
	}
}
