package journey

import (
	"testing"
)

const start = Date(20000)

func storyOf(entries ...Entry) *Story {
	s := NewStory(nil)
	for _, e := range entries {
		s.Apply(e)
	}
	return s
}

func contact(kind ContactKind, day Date, then AfterContact, days int) Entry {
	return Entry{Contact: &Contact{Kind: kind, Day: day, Then: then, Days: days}}
}

func turn(kind TurnKind, day Date, days int) Entry {
	return Entry{Turn: &Turn{Kind: kind, Day: day, Days: days}}
}

// from makes a wait of 30 days, as a config does.
func from(d Date) Wait { return Wait{Start: d, Days: 30} }

func TestStoryWait(t *testing.T) {
	for name, c := range map[string]struct {
		entries  []Entry
		want     Wait
		ended    bool
		attempts int
	}{
		"as the config has it": {nil, from(start), false, 1},
		"kept after reaching out": {
			[]Entry{contact(ReachedOut, start+9, Keep, 0)}, from(start), false, 1},
		"extended": {
			[]Entry{contact(ReachedOut, start+9, Extend, 5)}, Wait{start, 35}, false, 1},
		"extended beyond all bounds": {
			[]Entry{contact(ReachedOut, start+9, Extend, 365), contact(ReachedOut, start+9, Extend, 365)}, Wait{start, MaxDays}, false, 1},
		"begun anew": {
			[]Entry{contact(ReachedOut, start+9, Restart, 0)}, from(start + 9), false, 2},
		"begun anew, and dated back before that": {
			[]Entry{contact(ReachedOut, start+9, Restart, 0), contact(ReachedOut, start+4, Restart, 0)}, from(start + 9), false, 3},
		"an extension is of one wait": {
			[]Entry{contact(ReachedOut, start+2, Extend, 5), contact(ReachedOut, start+9, Restart, 0)}, from(start + 9), false, 2},
		"nothing else touches it": {
			[]Entry{contact(Received, start+9, Restart, 0), contact(Looked, start+9, Extend, 3), contact(Logistics, start+9, Restart, 0)}, from(start), false, 1},
		"of an earlier wait": {
			[]Entry{contact(ReachedOut, start-1, Restart, 0), turn(End, start-3, 0)}, from(start), false, 1},
		"renewed": {[]Entry{turn(Renew, start+31, 14)}, Wait{start + 31, 14}, false, 2},
		"open":    {[]Entry{turn(Open, start+12, 0)}, Wait{start, 0}, false, 1},
		"ended":   {[]Entry{turn(End, start+12, 0)}, from(start), true, 1},
		"ended, and renewed": {
			[]Entry{turn(End, start+12, 0), turn(Renew, start+13, 0)}, Wait{start + 13, 0}, false, 2},
		"ended, and begun anew": {
			[]Entry{turn(End, start+12, 0), contact(ReachedOut, start+13, Restart, 0)}, from(start + 13), false, 2},
	} {
		s := storyOf(c.entries...)
		if w, ended := s.Wait(start, from); w != c.want || ended != c.ended {
			t.Errorf("%s: %+v, ended %v; want %+v, %v", name, w, ended, c.want, c.ended)
		}
		if n := s.Attempts(start); n != c.attempts {
			t.Errorf("%s: %d attempts, want %d", name, n, c.attempts)
		}
	}
}

func TestStoryProgress(t *testing.T) {
	by := func(amount float64, of string) Entry {
		return Entry{Progress: &Progress{Goal: "read", Day: start, Amount: amount, Of: of}}
	}
	for name, c := range map[string]struct {
		entries []Entry
		want    float64
	}{
		"ten tenths are one": {func() (all []Entry) {
			for range 10 {
				all = append(all, by(0.1, ""))
			}
			return all
		}(), 1},
		"taken down":                            {[]Entry{by(3, ""), by(-1, "")}, 2},
		"one occurrence, answered on two hosts": {[]Entry{by(1, "a"), by(1, "a"), by(1, "b")}, 2},
		"done, and skipped after all":           {[]Entry{by(1, "a"), by(0, "a")}, 0},
		"by another amount after an edit":       {[]Entry{by(1, "a"), by(5, "a")}, 5},
	} {
		if got := storyOf(c.entries...).Progress("read"); got != c.want {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

func TestStoryOfTheDay(t *testing.T) {
	s := storyOf(
		Entry{CheckIn: &CheckIn{Day: start, Difficulty: 5}},
		Entry{CheckIn: &CheckIn{Day: start, Difficulty: 2}},
		Entry{CheckIn: &CheckIn{Day: start, Milestone: 7}}, // tells no difficulty
		contact(ReachedOut, start+3, Keep, 0), contact(Looked, start+4, "", 0))
	if d := s.Difficulty(start); d != 2 {
		t.Errorf("the day was %d, want 2", d)
	}
	if days := s.ReachedOut(); len(days) != 1 || days[0] != start+3 {
		t.Errorf("reached out on %v", days)
	}
}

// A nil story is one without entries.
func TestNoStory(t *testing.T) {
	var s *Story
	w, ended := s.Wait(start, from)
	if w != from(start) || ended || s.Progress("x") != 0 || s.Difficulty(start) != 0 || s.ReachedOut() != nil || s.Attempts(start) != 1 {
		t.Error("it says something")
	}
}
