package ledger

import (
	"bytes"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"daybreak/internal/journey"
	"daybreak/scheduler"
)

// firstDay is the civil day on which the lives of these tests begin.
const firstDay = 20000

// life returns the records of days of somebody's reminders, with everything in
// them that a record can hold.
func life(rnd *rand.Rand, from, days int) []Event {
	var all []Event
	send := int(rnd.Uint32()) // another life, other sends
	said := 0
	add := func(r scheduler.Record) { all = append(all, Event{Record: r}) }
	say := func(e Event) {
		said++
		e.ID = fmt.Sprintf("said-%d-%d", send, said)
		if e.OneOff != nil {
			e.OneOff.ID = "urge/" + e.ID
		}
		all = append(all, e)
		if rnd.IntN(6) == 0 {
			all = append(all, Event{Undo: e.ID})
		}
	}
	result := func() scheduler.Result {
		return []scheduler.Result{scheduler.Delivered, scheduler.Delivered, scheduler.Delivered, scheduler.Uncertain,
			scheduler.Released}[rnd.IntN(5)]
	}
	ids := []string{"habit/walk", "habit/tea", "prompt/morning", "checkin/evening"}
	for _, id := range ids {
		add(scheduler.Record{Schedule: &scheduler.ScheduleSeen{ID: id, Spec: "x", At: dayTime(from, 0)}})
	}
	for day := from; day < from+days; day++ {
		today := slices.Clone(ids)
		if rnd.IntN(5) == 0 {
			today = append(today, fmt.Sprintf("milestone/%d", day-firstDay))
		}
		for i, id := range today {
			o := scheduler.Occurrence{ID: id, Civil: scheduler.NewCivil(day, 450+10*i)}
			at := dayTime(day, 450+10*i)
			send++
			if rnd.IntN(3) == 0 {
				say(anEntry(rnd, o, at))
			}
			if one := all[len(all)-1].OneOff; one != nil && rnd.IntN(3) == 0 { // the planner moves it
				again := *one
				again.At, again.Asked = at.Add(time.Hour), at
				add(scheduler.Record{OneOff: &again})
			}
			switch rnd.IntN(12) {
			case 0:
				add(scheduler.Record{Mark: &scheduler.Mark{Occurrence: o, Result: scheduler.Held, At: at, Reason: scheduler.Quiet}})
				if rnd.IntN(3) > 0 {
					add(scheduler.Record{Mark: &scheduler.Mark{Occurrence: o, Result: scheduler.Dropped, At: at, Reason: scheduler.Quiet}})
				}
			case 1:
				add(scheduler.Record{Missed: &scheduler.Missed{ID: id, From: o.Civil - 100, To: o.Civil, At: at, Reason: scheduler.TooLate}})
			case 2:
				add(scheduler.Record{Pause: &scheduler.Pause{From: at, Until: at.Add(time.Duration(rnd.IntN(90)) * time.Hour)}})
			case 3:
				add(scheduler.Record{OneOff: &scheduler.OneOff{ID: fmt.Sprintf("snooze/%d", send), Kind: scheduler.Habit,
					Civil: o.Civil + 20, At: at.Add(20 * time.Minute), Asked: at, Of: &o}})
			case 4:
				add(scheduler.Record{Schedule: &scheduler.ScheduleSeen{ID: id, Spec: fmt.Sprint(send), At: at}})
			default:
				of := []scheduler.Occurrence{o}
				if rnd.IntN(6) == 0 {
					of = append(of, scheduler.Occurrence{ID: "habit/tea", Civil: o.Civil})
				}
				add(scheduler.Record{Claim: &scheduler.Claim{Send: fmt.Sprint(send), Epoch: "d.r/:1.1", ID: id, Kind: scheduler.Habit, Of: of}})
				if rnd.IntN(15) > 0 {
					add(scheduler.Record{Outcome: &scheduler.Outcome{Send: fmt.Sprint(send), Result: result(), At: at, Reason: scheduler.OnTime}})
				}
			}
		}
	}
	return all
}

// anEntry returns something that the user says when o is due.
func anEntry(rnd *rand.Rand, o scheduler.Occurrence, at time.Time) (e Event) {
	day := journey.Date(o.Civil.Day())
	switch rnd.IntN(8) {
	case 0, 1, 2:
		e.Answer = &scheduler.Answer{Occurrence: o, Said: []scheduler.Reason{scheduler.Done, scheduler.Skipped}[rnd.IntN(2)], At: at}
		if rnd.IntN(2) == 0 {
			e.Progress = &journey.Progress{Goal: "read", Day: day, Amount: float64(rnd.IntN(3)), Of: o.String()}
		}
	case 3:
		e.CheckIn = &journey.CheckIn{Day: day, Difficulty: 1 + rnd.IntN(5), Note: "a note"}
	case 4:
		e.Contact = &journey.Contact{Kind: journey.ContactKinds()[rnd.IntN(4)], Day: day - 1, At: at,
			Then: []journey.AfterContact{journey.Keep, journey.Extend, journey.Restart}[rnd.IntN(3)], Days: 2}
	case 5:
		e.Urge = &journey.Urge{Day: day}
		e.OneOff = &scheduler.OneOff{Kind: scheduler.Notice, Civil: o.Civil + 10, At: at.Add(10 * time.Minute), Asked: at}
	case 6:
		e.Progress = &journey.Progress{Goal: "run", Day: day, Amount: 1.5}
	default:
		e.Turn = &journey.Turn{Kind: []journey.TurnKind{journey.Renew, journey.Open, journey.End}[rnd.IntN(3)], Day: day, Days: 20}
	}
	return e
}

func dayTime(day, minute int) time.Time {
	return time.Unix(int64(day)*86400+int64(minute)*60, 0).UTC()
}

// fold adds up events, which are in order, on what the goals had before.
func fold(events []Event, earlier map[string]float64) (*scheduler.State, *journey.Story) {
	v := View{Events: events, Earlier: earlier, undone: undone(events)}
	s := scheduler.NewState()
	for _, r := range v.Records() {
		s.Apply(r)
	}
	return s, v.Story()
}

func folded(events []Event) *scheduler.State {
	s, _ := fold(events, nil)
	return s
}

// told is all that may be asked of a story about the days from since on, and of
// the wait and the goals.
func told(s *journey.Story, since, days int) map[string]any {
	all := map[string]any{"reached out": fmt.Sprint(s.ReachedOut()), "attempts": s.Attempts(firstDay)}
	for _, goal := range []string{"read", "run"} {
		all["goal "+goal] = s.Progress(goal)
		for day := range days + 1 {
			all[fmt.Sprint("moved ", goal, day)] = s.Moved(goal, journey.Date(firstDay+day))
		}
	}
	w, ended := s.Wait(firstDay, func(d journey.Date) journey.Wait { return journey.Wait{Start: d, Days: 30} })
	all["wait"] = fmt.Sprint(w, ended)
	for day := since - 1; day < firstDay+days+9; day++ {
		all[fmt.Sprint("hard ", day)] = s.Difficulty(journey.Date(day))
	}
	return all
}

// answers is all that may be asked of a state about the days from since on.
func answers(s *scheduler.State, since, days int) map[string]any {
	all := map[string]any{"ids": s.IDs(), "held": s.Held(), "ahead": s.Ahead(),
		"missed": s.MissedIn(scheduler.NewCivil(since, 0), scheduler.NewCivil(firstDay+days+9, 0))}
	for _, id := range s.IDs() {
		seen, ok := s.Seen(id)
		all["seen "+id] = fmt.Sprint(seen, ok)
		if one, ok := s.OneOff(id); ok && one.Civil.Day() >= since {
			all["one-off "+id] = one
		}
	}
	for day := since; day < firstDay+days+9; day++ {
		for _, o := range s.On(day) {
			st, _ := s.Of(o)
			all[o.String()] = st
			said, _ := s.Answer(o)
			all["said "+o.String()] = said
		}
		for h := range 24 {
			p, ok := s.Pause(dayTime(day, h*60))
			all[fmt.Sprintf("pause %d %d", day, h)] = fmt.Sprint(p, ok)
		}
	}
	return all
}

// summarised returns a state folder with days of life, summarised at their end,
// and the civil day of that.
func summarised(t testing.TB, days int) (dir string, today int) {
	t.Helper()
	dir = t.TempDir()
	l := open(t, dir)
	if err := l.Append(t.Context(), life(rand.New(rand.NewPCG(1, 1)), firstDay, days)...); err != nil {
		t.Fatal(err)
	}
	today = firstDay + days
	if err := l.Summarise(today); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(dir, summaryFile)); err != nil {
		t.Fatal(err)
	}
	return dir, today
}

// check compares what a reading of the last days says with the whole record,
// and reports whether the summary served.
func check(t *testing.T, dir string, today int) (served bool) {
	t.Helper()
	since := today - keepDays
	whole, err := Read(dir, Everything)
	if err != nil {
		t.Fatal(err)
	}
	quick, err := Read(dir, since)
	if err != nil {
		t.Fatal(err)
	}
	days := today - firstDay
	state, story := fold(quick.Events, quick.Earlier)
	wholeState, wholeStory := fold(whole.Events, nil)
	got, want := answers(state, since, days), answers(wholeState, since, days)
	maps.Copy(got, told(story, since, days))
	maps.Copy(want, told(wholeStory, since, days))
	for k := range want {
		if !reflect.DeepEqual(got[k], want[k]) {
			t.Errorf("the summary tells another story: %s: %v, want %v", k, got[k], want[k])
		}
	}
	if fmt.Sprint(quick.Damage) != fmt.Sprint(whole.Damage) || quick.Unknown != whole.Unknown {
		t.Errorf("damage %v and %d unknown, want %v and %d", quick.Damage, quick.Unknown, whole.Damage, whole.Unknown)
	}
	return len(quick.Events) < len(whole.Events)
}

func TestSummaryServes(t *testing.T) {
	dir, today := summarised(t, 200)
	if !check(t, dir, today) {
		t.Error("everything was read")
	}
	l := open(t, dir)
	add(t, l, "habit/new", "habit/newer")
	if !check(t, dir, today) {
		t.Error("everything was read after more had come")
	}
	if info, err := os.Stat(filepath.Join(dir, summaryFile)); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	// Asked about earlier days, it steps aside.
	v, err := Read(dir, today-keepDays-1)
	if err != nil || v.Since != Everything || len(v.Events) < 800 {
		t.Errorf("%d events since %d, %v", len(v.Events), v.Since, err)
	}
}

// A writer that began from the summary counts on where the whole record ends.
func TestSummaryKeepsTheCounters(t *testing.T) {
	dir, today := summarised(t, 200)
	whole := open(t, dir)
	l, err := Open(dir, Options{Since: today - keepDays})
	if err != nil {
		t.Fatal(err)
	}
	if l.n != whole.n || l.seq != whole.seq || len(l.scan.seen) >= len(whole.scan.seen) {
		t.Errorf("counter %d, sequence %d, %d ids; want %d, %d, fewer than %d", l.n, l.seq, len(l.scan.seen), whole.n, whole.seq, len(whole.scan.seen))
	}
	add(t, l, "habit/new")
	if check(t, dir, today); len(read(t, dir).Events) != len(whole.scan.fresh)+1 {
		t.Error("an event was lost")
	}
}

// Whatever became of the summary or of the files it stands for, what is read is
// the record.
func TestSummaryThatDoesNotFit(t *testing.T) {
	for name, change := range map[string]func(t *testing.T, dir, own string){
		"gone":  func(t *testing.T, dir, _ string) { os.Remove(filepath.Join(dir, summaryFile)) },
		"empty": func(t *testing.T, dir, _ string) { rewrite(t, filepath.Join(dir, summaryFile), "", 0) },
		"a folder": func(t *testing.T, dir, _ string) {
			p := filepath.Join(dir, summaryFile)
			os.Remove(p)
			os.Mkdir(p, 0o700)
		},
		"of later": func(t *testing.T, dir, _ string) {
			swap(t, filepath.Join(dir, summaryFile), `"summary":1`, `"summary":2`)
		},
		"other kinds": func(t *testing.T, dir, _ string) {
			swap(t, filepath.Join(dir, summaryFile), "wait\"", "wait mood\"")
		},
		"a changed event": func(t *testing.T, dir, _ string) {
			swap(t, filepath.Join(dir, summaryFile), `"result":"delivered"`, `"result":"uncertain"`)
		},
		"a file cut":  func(t *testing.T, _, own string) { rewrite(t, own, "", 5000) },
		"a file gone": func(t *testing.T, _, own string) { os.Remove(own) },
		"a file replaced": func(t *testing.T, _, own string) {
			rewrite(t, own, line("z", 7, startBody), 0)
		},
		"a file with another end": func(t *testing.T, _, own string) {
			data, _ := os.ReadFile(own)
			rewrite(t, own, string(data[:len(data)-40])+strings.Repeat("x", 39)+"\n", 0)
		},
		"an earlier event of another device": func(t *testing.T, dir, _ string) { put(t, dir, "far.jsonl", line("late", 3, startBody)) },
		"an old entry taken back": func(t *testing.T, dir, own string) {
			data, _ := os.ReadFile(own)
			old := regexp.MustCompile(`"id":"(said-[^"]*)"[^\n]*"progress"`).FindSubmatch(data)
			put(t, dir, "phone.jsonl", line("undo", 1<<40, fmt.Sprintf(`"undo":%q`, old[1])))
		},
		"an old day answered anew": func(t *testing.T, dir, own string) {
			data, _ := os.ReadFile(own)
			old := regexp.MustCompile(`"answer":[^\n]*`).Find(data)
			put(t, dir, "phone.jsonl", line("again", 1<<40, strings.TrimSuffix(string(old), "}")))
		},
		"a copy": func(t *testing.T, dir, own string) {
			data, _ := os.ReadFile(own)
			put(t, dir, "copy.sync-conflict.jsonl", string(data))
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir, today := summarised(t, 120)
			own := open(t, dir).ownPath()
			change(t, dir, own)
			if check(t, dir, today) {
				t.Error("the summary served all the same")
			}
			// A new one is as good as the first.
			if err := open(t, dir).Summarise(today); err != nil && name != "a folder" {
				t.Error(err)
			}
			check(t, dir, today)
		})
	}
}

// rewrite makes a file of what was, up to n bytes, and text.
func rewrite(t *testing.T, path, text string, n int64) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err == nil {
		err = os.WriteFile(path, append(data[:n:n], text...), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func swap(t *testing.T, path, old, text string) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil || !bytes.Contains(data, []byte(old)) {
		t.Fatalf("no %s in it: %v", old, err)
	}
	rewrite(t, path, strings.Replace(string(data), old, text, 1), 0)
}

// What was set aside, and a last line that lacks nothing but its end, are
// remembered with the summary.
func TestSummaryRemembersDamage(t *testing.T) {
	dir, today := summarised(t, 120)
	os.Remove(filepath.Join(dir, summaryFile))
	put(t, dir, "far.jsonl", "garbage\n"+line("a", 1, startBody)+line("m", 2, `"mood":3`)+strings.TrimSuffix(line("b", 3, startBody), "\n"))
	if err := open(t, dir).Summarise(today); err != nil {
		t.Fatal(err)
	}
	if !check(t, dir, today) {
		t.Error("everything was read")
	}
	if v, err := Read(dir, today-keepDays); err != nil || len(v.Damage) != 1 || v.Damage[0].Line != 1 || v.Unknown != 1 {
		t.Errorf("damage %v, %d unknown, %v", v.Damage, v.Unknown, err)
	}
}

// It is made anew only when enough has come, and a full disk costs nothing.
func TestSummariseNowAndThen(t *testing.T) {
	dir, today := summarised(t, 120)
	path := filepath.Join(dir, summaryFile)
	before, _ := os.ReadFile(path)
	l := open(t, dir)
	add(t, l, "habit/new")
	if err := l.Summarise(today); err != nil {
		t.Fatal(err)
	}
	if after, _ := os.ReadFile(path); !bytes.Equal(before, after) {
		t.Error("written again for one event")
	}
	if err := l.Append(t.Context(), life(rand.New(rand.NewPCG(2, 2)), today, 90)...); err != nil {
		t.Fatal(err)
	}
	today += 90
	if err := l.Summarise(today); err != nil {
		t.Fatal(err)
	}
	if after, _ := os.ReadFile(path); bytes.Equal(before, after) {
		t.Error("not written again")
	}
	if !check(t, dir, today) {
		t.Error("everything was read")
	}
}

func FuzzSummary(f *testing.F) {
	dir, today := summarised(f, 60)
	data, err := os.ReadFile(filepath.Join(dir, summaryFile))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Fuzz(func(t *testing.T, summary []byte) {
		if err := os.WriteFile(filepath.Join(dir, summaryFile), summary, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Read(dir, today-keepDays); err != nil {
			t.Error(err)
		}
	})
}

// Ten years of fourteen messages a day, with and without the summary.
func BenchmarkTenYears(b *testing.B) {
	dir := b.TempDir()
	l := open(b, dir)
	const days = 3650
	for day := firstDay; day < firstDay+days; day++ {
		if err := l.Append(b.Context(), calmDay(day)...); err != nil {
			b.Fatal(err)
		}
	}
	if err := l.Summarise(firstDay + days); err != nil {
		b.Fatal(err)
	}
	for _, c := range []struct {
		name  string
		since int
	}{{"all", Everything}, {"summary", firstDay + days - keepDays}} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				v, err := Read(dir, c.since)
				if err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(len(v.Events)), "events")
			}
		})
	}
}

// calmDay is a day on which everything came on time.
func calmDay(day int) (all []Event) {
	for i := range 14 {
		o := scheduler.Occurrence{ID: fmt.Sprintf("habit/%d", i), Civil: scheduler.NewCivil(day, 420+50*i)}
		send, at := fmt.Sprint(o), dayTime(day, 420+50*i)
		all = append(all,
			Event{Record: scheduler.Record{Claim: &scheduler.Claim{Send: send, Epoch: "d.r/:1.1", ID: o.ID, Kind: scheduler.Habit, Of: []scheduler.Occurrence{o}}}},
			Event{Record: scheduler.Record{Outcome: &scheduler.Outcome{Send: send, Result: scheduler.Delivered, At: at, Channel: "freedesktop", Reason: scheduler.OnTime}}})
	}
	return all
}
