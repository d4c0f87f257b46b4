package ledger

import (
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"daybreak/scheduler"
)

// What is left of a record answers, about the days that are asked for, as the
// whole does: also when more comes later, and when it is thinned out again.
func TestPruneChangesNoAnswer(t *testing.T) {
	for seed := range uint64(40) {
		rnd := rand.New(rand.NewPCG(seed, 5))
		days := 30 + rnd.IntN(60)
		all := life(rnd, firstDay, days)
		cut := len(all) * rnd.IntN(100) / 100
		since := firstDay + rnd.IntN(days)
		earlier := since - rnd.IntN(10)
		first, goals := prune(slices.Clone(all[:cut]), earlier, nil)
		kept, goals := prune(append(first, all[cut:]...), since, goals)
		state, story := fold(kept, goals)
		wholeState, wholeStory := fold(all, nil)
		want, got := answers(wholeState, since, days), answers(state, since, days)
		maps.Copy(want, told(wholeStory, since, days))
		maps.Copy(got, told(story, since, days))
		if !reflect.DeepEqual(got, want) {
			for k := range maps.Keys(want) {
				if !reflect.DeepEqual(got[k], want[k]) {
					t.Errorf("seed %d, %d of %d events: %s: %v, want %v", seed, len(kept), len(all), k, got[k], want[k])
				}
			}
			t.FailNow()
		}
	}
}

// What came once on a day is known for good, also at a time of day that was
// given up again: a milestone that is moved back must not come again.
func TestPruneKeepsTheLatestDay(t *testing.T) {
	at := func(minute int) scheduler.Occurrence {
		return scheduler.Occurrence{ID: "milestone/7", Civil: scheduler.NewCivil(firstDay, minute)}
	}
	came := scheduler.Claim{Send: "1", Epoch: "dev.1/:1.1", ID: "milestone/7", Kind: scheduler.Milestone, Of: []scheduler.Occurrence{at(8 * 60)}}
	all := []Event{
		{ID: "1", Record: scheduler.Record{Claim: &came}},
		{ID: "2", Record: scheduler.Record{Outcome: &scheduler.Outcome{Send: "1", Result: scheduler.Delivered}}},
		{ID: "3", Record: scheduler.Record{Mark: &scheduler.Mark{Occurrence: at(9 * 60), Result: scheduler.Settled, Reason: scheduler.SameDay}}},
	}
	kept, _ := prune(all, firstDay+60, nil)
	state := folded(kept)
	if st, _ := state.Of(at(8 * 60)); st.Result != scheduler.Delivered {
		t.Errorf("what came is %q", st.Result)
	}
}

// A long pause that was ended does not come back once its end is old, and a pause
// that is still on keeps all that was said of it, so that it can be taken back.
func TestPruneAndTheEndOfAPause(t *testing.T) {
	at := func(day, hours int) time.Time { return dayTime(firstDay+day, 60*hours) }
	pause := func(id string, from, until time.Time) Event {
		return Event{ID: id, Record: scheduler.Record{Pause: &scheduler.Pause{From: from, Until: until}}}
	}
	long, ended := pause("1", at(0, 8), at(200, 0)), pause("2", at(0, 8), at(1, 0))
	other, longer := pause("3", at(10, 8), at(10, 9)), pause("4", at(0, 8), at(300, 0))
	for _, tt := range []struct {
		name   string
		all    []Event
		kept   int
		paused bool
	}{
		{"ended, and another since", []Event{long, ended, other}, 1, false},
		{"ended and the last", []Event{long, ended}, 2, false},
		{"made longer, and another since", []Event{long, longer, other}, 3, true},
		{"ended, which was taken back", []Event{long, ended, {ID: "5", Undo: "2"}, other}, 2, true},
		{"made longer after another", []Event{long, other, longer}, 2, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			kept, _ := prune(tt.all, firstDay+60, nil)
			if _, paused := folded(kept).Pause(at(60, 12)); paused != tt.paused || len(kept) != tt.kept {
				t.Errorf("paused is %v with %d events kept, want %v with %d", paused, len(kept), tt.paused, tt.kept)
			}
		})
	}
}

// What was answered before its time is known until the planner has accounted for
// it: a daemon that starts days later must not take it for missed. From then on
// it goes as everything does.
func TestPruneKeepsWhatWasAnsweredAhead(t *testing.T) {
	on := func(day int) scheduler.Occurrence {
		return scheduler.Occurrence{ID: "checkin/evening", Civil: scheduler.NewCivil(firstDay+day, 21*60)}
	}
	done := func(id string, day int) Event {
		return Event{ID: id, Record: scheduler.Record{Answer: &scheduler.Answer{Occurrence: on(day), Said: scheduler.Done}}}
	}
	mark := func(id string, day int) Event {
		return Event{ID: id, Record: scheduler.Record{Mark: &scheduler.Mark{Occurrence: on(day), Result: scheduler.Settled, Reason: scheduler.Done}}}
	}
	for name, c := range map[string]struct {
		events []Event
		want   int // of them are kept
		about  int // the day that is asked for
	}{
		"ahead of all":               {[]Event{done("1", 0)}, 1, 0},
		"ahead of what is known":     {[]Event{done("1", 0), mark("2", 0), done("3", 1)}, 3, 1},
		"its time has come":          {[]Event{done("1", 0), mark("2", 0), done("3", 1), mark("4", 1)}, 2, 1},
		"taken back, its time is up": {[]Event{done("1", 0), mark("2", 0), {ID: "3", Undo: "1"}}, 1, 0},
	} {
		kept, _ := prune(c.events, firstDay+60, nil)
		if len(kept) != c.want {
			t.Errorf("%s: %d events are kept, want %d", name, len(kept), c.want)
		}
		got, _ := folded(kept).Of(on(c.about))
		if want, _ := folded(c.events).Of(on(c.about)); got != want {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
}

// A snooze whose place another has taken does not come back when the other is
// long gone by and a third, which took its place in turn, is taken back.
func TestPruneOfSnoozes(t *testing.T) {
	of := scheduler.Occurrence{ID: "habit/tea", Civil: scheduler.NewCivil(firstDay, 7*60)}
	asked := dayTime(firstDay, 8*60)
	snooze := func(id string, after time.Duration) Event {
		return Event{ID: id, Record: scheduler.Record{OneOff: &scheduler.OneOff{ID: "snooze/" + id, Kind: scheduler.Habit,
			Civil: scheduler.CivilOf(asked.Add(after)), At: asked.Add(after), Asked: asked, Of: &of}}}
	}
	late := scheduler.Occurrence{ID: "snooze/3", Civil: scheduler.CivilOf(asked.Add(time.Hour))}
	far := scheduler.Occurrence{ID: "snooze/1", Civil: scheduler.CivilOf(asked.Add(22 * time.Hour))}
	all := []Event{snooze("1", 22*time.Hour), snooze("2", time.Minute), snooze("3", time.Hour),
		{ID: "4", Record: scheduler.Record{Mark: &scheduler.Mark{Occurrence: late, Result: scheduler.Dropped, Reason: scheduler.TooLate}}}}
	next := scheduler.Occurrence{ID: of.ID, Civil: of.Civil + 3*scheduler.MinutesPerDay}
	all = append(all, Event{ID: "5", Record: scheduler.Record{Mark: &scheduler.Mark{Occurrence: next, Result: scheduler.Dropped, Reason: scheduler.Paused}}})
	kept, _ := prune(slices.Clone(all), firstDay+9, nil)
	if st, _ := folded(append(kept, Event{ID: "6", Undo: "3"})).Of(far); st.Reason != scheduler.Snoozed {
		t.Errorf("the first is %q %q", st.Result, st.Reason)
	}
}

// A digest that is kept for one of its occurrences does not make the others
// wait again.
func TestPruneOfADigest(t *testing.T) {
	dropped := scheduler.Occurrence{ID: "prompt/morning", Civil: scheduler.NewCivil(firstDay, 5*60)}
	last := scheduler.Occurrence{ID: "habit/given-up", Civil: scheduler.NewCivil(firstDay, 7*60)}
	digest := scheduler.Claim{Send: "1", ID: "digest/x", Kind: scheduler.Digest, Of: []scheduler.Occurrence{dropped, last}}
	later := scheduler.Occurrence{ID: dropped.ID, Civil: dropped.Civil + scheduler.MinutesPerDay}
	mark := func(o scheduler.Occurrence) Event {
		return Event{Record: scheduler.Record{Mark: &scheduler.Mark{Occurrence: o, Result: scheduler.Dropped, Reason: scheduler.Refused}}}
	}
	kept, _ := prune([]Event{
		{Record: scheduler.Record{Claim: &digest}},
		{Record: scheduler.Record{Outcome: &scheduler.Outcome{Send: "1", Result: scheduler.Released, Reason: scheduler.Refused}}},
		mark(dropped), mark(last), mark(later),
	}, firstDay+60, nil)
	if held := folded(kept).Held(); len(held) > 0 {
		t.Errorf("%v waits again", held)
	}
}
