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
