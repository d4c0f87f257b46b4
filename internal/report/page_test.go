package report

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"daybreak/internal/config"
	"daybreak/scheduler"
)

// words that are hard to lay out.
var hard = []string{
	"a", "walk", "Donaudampfschifffahrtsgesellschaft", "朝の散歩に行きましょう。", "「ゆっくり」", "한국어", "👨‍👩‍👧‍👦", "❤️", "🇩🇪",
	"e\u0301", "שלום", "مرحبا", "कखग", "ไทย", "/a/very/long/path/to/somewhere/that/nobody/breaks", "x\u00a0y", "…", "a  b",
	"\u200b", "--config", "ｆｕｌｌ", "\x1b[31m", "\u202e", "\xff", "\u009b2J", "\t",
}

func someWords(r *rand.Rand, most int) string {
	var w []string
	for range 1 + r.IntN(most) {
		w = append(w, hard[r.IntN(len(hard))])
	}
	return strings.Join(w, " ")
}

// random returns facts whose every word and record is random, as another
// device's may be.
func random(t *testing.T, r *rand.Rand) Facts {
	f := facts(t, "Europe/Berlin", "2026-11-23T12:00:00+01:00")
	for i := range r.IntN(8) {
		s, err := scheduler.Weekly([]time.Weekday{time.Monday, time.Tuesday}, []int{r.IntN(1440), r.IntN(1440)})
		if err != nil {
			t.Fatal(err)
		}
		f.Config.Habits = append(f.Config.Habits, config.Habit{
			ID: fmt.Sprint(i), Name: someWords(r, 8), Say: []string{someWords(r, 30)}, Schedule: s, Late: time.Hour})
		f.Config.Goals = append(f.Config.Goals, config.Goal{
			ID: fmt.Sprint(i), Name: someWords(r, 8), Target: float64(r.IntN(3)) * 1e12, Unit: someWords(r, 5), By: f.Today() + 90})
	}
	f.Config.Milestones = []config.Milestone{{Day: 22, Say: someWords(r, 30)}}
	results := []scheduler.Result{"", scheduler.Delivered, scheduler.Folded, scheduler.Held, scheduler.Dropped,
		scheduler.Uncertain, scheduler.Settled, "odd"}
	reasons := append(slices.Collect(maps.Keys(reasons)), "strange", "")
	for range r.IntN(20) {
		prefixes := []string{"habit/", "milestone/", "plan/", "goal/", "prompt/", "checkin/", "welcome", "notice/", "snooze/", "digest/", ""}
		o := scheduler.Occurrence{ID: prefixes[r.IntN(len(prefixes))] + someWords(r, 3),
			Civil: scheduler.NewCivil(int(f.Today())-r.IntN(5), r.IntN(1440))}
		when := f.Now.Add(-time.Duration(r.IntN(1000)) * time.Minute)
		res, why := results[r.IntN(len(results))], reasons[r.IntN(len(reasons))]
		if r.IntN(2) == 0 {
			f.State.Apply(scheduler.Record{Mark: &scheduler.Mark{Occurrence: o, Result: res, Reason: why, At: when, Into: someWords(r, 2)}})
		} else {
			f.sent(someWords(r, 2), res, why, when, o)
		}
	}
	return f
}

var ansi = regexp.MustCompile("\x1b\\[[0-9]+m")

// TestLayoutHolds lays out what is random in every width: no line is wider
// than it may be unless one word alone is, none ends in a blank, nothing drives
// the terminal, and colour changes nothing but the colour.
func TestLayoutHolds(t *testing.T) {
	for seed := range uint64(16) {
		r := rand.New(rand.NewPCG(seed, 1))
		for name, text := range views(random(t, r)) {
			for _, columns := range []int{0, 1, 20, 39, 40, 60, 80, 120, 200} {
				for _, ascii := range []bool{false, true} {
					st := Style{Width: columns, ASCII: ascii}
					plain := text(st)
					st.Color = true
					if coloured := text(st); ansi.ReplaceAllString(coloured, "") != plain {
						t.Fatalf("seed %d: %s at %d: colour moves the words", seed, name, columns)
					}
					for line := range strings.SplitSeq(plain, "\n") {
						checkLine(t, fmt.Sprintf("seed %d: %s at %d", seed, name, columns), line, columns)
					}
				}
			}
		}
	}
}

func checkLine(t *testing.T, what, line string, columns int) {
	t.Helper()
	if strings.HasSuffix(line, " ") {
		t.Errorf("%s: a blank ends %q", what, line)
	}
	if strings.ContainsFunc(line, drives) {
		t.Errorf("%s: %q drives the terminal", what, line)
	}
	words := timed.ReplaceAllString(line, "")
	if columns > 0 && width(line) > max(columns, minWidth) && len(pieces(span{text: words})) > 1 {
		t.Errorf("%s: %d columns: %q", what, width(line), line)
	}
}

// timed is what stands before the words of a line: a time or the name of a
// fact.
var timed = regexp.MustCompile(`^ *([0-9]{2}:[0-9]{2} +|- +|(Next|Stage) +)?`)

// Nothing of the user's words is lost in today, in any width.
func TestTodayIsWhole(t *testing.T) {
	const letters = " \n()"
	bare := func(s string) string {
		return strings.Map(func(r rune) rune {
			if strings.ContainsRune(letters, r) {
				return -1
			}
			return r
		}, s)
	}
	for seed := range uint64(16) {
		f := random(t, rand.New(rand.NewPCG(seed, 2)))
		for _, columns := range []int{0, 20, 40, 80, 200} {
			text := bare(f.Messages().Text(Style{Width: columns}))
			for _, m := range f.Messages().Messages {
				for _, words := range []string{m.Title, m.Body} {
					if !strings.Contains(text, bare(Plain(words))) {
						t.Fatalf("seed %d at %d columns: %q is not all there", seed, columns, words)
					}
				}
			}
		}
	}
}

func TestWidth(t *testing.T) {
	for _, c := range []struct {
		name, s string
		want    int
	}{
		{"ASCII", "walk", 4}, {"wide", "朝の散歩", 8}, {"Hangul", "한국", 4}, {"combining", "e\u0301", 1},
		{"half width", "ｱ", 1}, {"full width", "Ａ", 2}, {"right to left", "שלום", 4},
		{"ambiguous is narrow", "…█·—", 4}, {"a flag, drawn as two letters", "🇩🇪", 4}, {"nothing", "\u200b\u200d", 0},
		{"joined by U+200D, as xterm draws it", "👨‍👩‍👧‍👦", 8}, {"a skin tone", "👍🏿", 4},
	} {
		if got := width(c.s); got != c.want {
			t.Errorf("%s: width(%q) = %d, want %d", c.name, c.s, got, c.want)
		}
	}
}

func TestCut(t *testing.T) {
	for _, c := range []struct {
		s     string
		n     int
		ascii bool
		want  string
	}{
		{"Morning walk", 12, false, "Morning walk"},
		{"Morning walk", 11, false, "Morning wa…"},
		{"Morning walk", 9, false, "Morning…"},
		{"Morning walk", 11, true, "Morning..."},
		{"朝の散歩", 6, false, "朝の…"},
		{"👨‍👩‍👧‍👦👨‍👩‍👧‍👦", 9, false, "👨‍👩‍👧‍👦…"},
		{"👨‍👩‍👧‍👦👨‍👩‍👧‍👦", 8, false, "…"},
		{"e\u0301e\u0301e\u0301", 2, false, "e\u0301…"},
	} {
		if got := (Style{ASCII: c.ascii}).cut(c.s, c.n); got != c.want || width(got) > c.n {
			t.Errorf("cut(%q, %d) = %q, want %q", c.s, c.n, got, c.want)
		}
	}
}

func TestWrap(t *testing.T) {
	for _, c := range []struct {
		name, s string
		room    int
		want    string
	}{
		{"words", "one two three", 7, "one two|three"},
		{"to the column", "one two", 7, "one two"},
		{"blanks of the user's stay", "a  b c", 5, "a  b|c"},
		{"a long word stays whole", "see /a/long/path now", 6, "see|/a/long/path|now"},
		{"no break at a hyphen", "say --config now", 9, "say|--config|now"},
		{"Japanese", "朝の散歩", 4, "朝の|散歩"},
		{"a stop does not begin a line", "朝の散。歩", 6, "朝の|散。歩"},
		{"a bracket does not end one", "朝の「散歩」", 6, "朝の|「散|歩」"},
		{"Korean breaks at blanks", "한국어 한국어", 7, "한국어|한국어"},
		{"a no-break space holds", "a b\u00a0c", 4, "a|b\u00a0c"},
		{"no limit", "one two three", 0, "one two three"},
		{"nothing", "", 5, ""},
	} {
		var lines []string
		for _, l := range wrap([]span{{text: c.s}}, c.room) {
			line := ""
			for _, s := range l {
				line += s.text
			}
			lines = append(lines, line)
		}
		if got := strings.Join(lines, "|"); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestPlain(t *testing.T) {
	for in, want := range map[string]string{
		"Läufe 朝 👨‍👩‍👧": "Läufe 朝 👨‍👩‍👧", "\x1b[2J": "�[2J", "a\u009bb": "a�b", "a\u202eb\u2066": "a�b�", "a\xffb": "a�b", "a\nb\u2028": "a�b�", "": "",
	} {
		if got := Plain(in); got != want {
			t.Errorf("Plain(%q) = %q, want %q", in, got, want)
		}
	}
}
