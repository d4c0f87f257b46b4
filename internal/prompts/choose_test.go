package prompts

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"daybreak/internal/journey"
)

// dealt is a prompt of a day, as one walks through a wait.
type dealt struct {
	day       int
	afternoon bool
	entry
}

// walk returns the library's prompts of the first days of a wait, and fails
// where a day has none.
func walk(t *testing.T, c Context, days int) (all []dealt) {
	t.Helper()
	byKey := map[string]entry{}
	for _, s := range journey.Stages() {
		for _, e := range pool(c, s) {
			byKey[e.ID] = e
		}
	}
	for day := range days {
		c.Today = c.Wait.Start + journey.Date(day)
		for _, c.Afternoon = range []bool{false, true} {
			if c.Afternoon && (!c.Afternoons || !c.Wait.Afternoon(c.Today)) || !c.Afternoon && c.NoMorning {
				continue
			}
			p, ok := Prompt(c)
			if !ok {
				t.Fatalf("%s: no prompt on day %d, afternoon %v", name(c), day, c.Afternoon)
			}
			if e, ok := byKey[p.Key]; ok {
				all = append(all, dealt{day, c.Afternoon, e})
			}
		}
	}
	return all
}

// waits are contexts of every mode and length, with and without second prompts
// and the user's own.
func waits(t *testing.T, do func(t *testing.T, c Context, days int)) {
	for _, length := range []int{30, 7, 90, 365, 0} {
		for _, c := range modes(length) {
			if c.Discreet {
				continue // the choice does not hang on it
			}
			for _, kind := range []string{"plain", "afternoons", "afternoons and own", "afternoons alone"} {
				if kind != "afternoons" && (c.Order || c.Intention != "undecided") {
					continue
				}
				c.Own, c.Afternoons, c.NoMorning = nil, kind != "plain", kind == "afternoons alone"
				if kind == "afternoons and own" {
					c.Own = []string{"one", "two"}
				}
				days := min(length+60, 130)
				if kind == "afternoons" && c.Intention == "undecided" {
					days = 400
				}
				t.Run(name(c)+" "+kind, func(t *testing.T) { do(t, c, days) })
			}
		}
	}
	for from := range 40 {
		c := Context{Wait: journey.Wait{Start: start + journey.Date(from), Days: 365}, Intention: "heal", Afternoons: true, Added: uneven()}
		t.Run(fmt.Sprint("uneven, from ", from), func(t *testing.T) { do(t, c, 250) })
	}
}

// uneven are texts of topics of all sizes, some for one time of day alone.
func uneven() (all []Added) {
	for topic, n := range map[string]int{"a": 12, "b": 6, "c": 5, "d": 3, "e": 2, "f": 1, "g": 1} {
		for i := range n {
			e := Added{ID: fmt.Sprint(topic, i), Topic: topic, Title: topic, Body: topic}
			switch i % 5 {
			case 1:
				e.Times = []string{"morning"}
			case 3:
				e.Times = []string{"afternoon"}
			}
			all = append(all, e)
		}
	}
	return all
}

// cards returns the texts that a stage deals.
func cards(c Context) map[journey.Stage][]entry {
	all := map[journey.Stage][]entry{}
	for _, s := range journey.Stages() {
		all[s] = newDeck(c, s).cards
	}
	return all
}

// No text comes again before all others have come since that suit the stage and
// the hour, but for those that have come as often.
func TestNoRepeatBeforeThePoolIsUsedUp(t *testing.T) {
	waits(t, func(t *testing.T, c Context, days int) {
		uses, last, cards := map[string]int{}, map[string]int{}, cards(c)
		for n, d := range walk(t, c, days) {
			stage := c.Wait.Stage(c.Wait.Start + journey.Date(d.day))
			for _, e := range cards[stage] {
				if e.isFor(stage) && e.fits(d.afternoon) && last[e.ID] < last[d.ID] && uses[e.ID] < uses[d.ID] {
					t.Fatalf("day %d: %s comes for the %d. time before %s", d.day, d.ID, uses[d.ID]+1, e.ID)
				}
			}
			uses[d.ID]++
			last[d.ID] = n + 1
		}
	})
}

// Two prompts running are not of one topic, where there was another.
func TestTopicsChange(t *testing.T) {
	waits(t, func(t *testing.T, c Context, days int) {
		uses, cards := map[string]int{}, cards(c)
		all := walk(t, c, days)
		for i, d := range all {
			stage := func(n int) journey.Stage { return c.Wait.Stage(c.Wait.Start + journey.Date(all[n].day)) }
			if i > 0 && stage(i) == stage(i-1) && d.Topic == all[i-1].Topic {
				for _, e := range cards[stage(i)] {
					if e.isFor(stage(i)) && e.fits(d.afternoon) && uses[e.ID] <= uses[d.ID] && e.Topic != d.Topic && e.ID != all[i-1].ID {
						t.Fatalf("day %d: %s follows %s, and %s was free", d.day, d.ID, all[i-1].ID, e.ID)
					}
				}
			}
			uses[d.ID]++
		}
	})
}

// Every part of the order has its share of each topic.
func TestTopicsAreSpread(t *testing.T) {
	all := modes(30)
	for from := range 40 {
		all = append(all, Context{Wait: journey.Wait{Start: start + journey.Date(from), Days: 30}, Added: uneven()})
	}
	for _, c := range all {
		for _, stage := range journey.Stages() {
			order := arrange(pool(c, stage), c.Wait.Start, stage)
			whole, so := map[Topic]int{}, map[Topic]int{}
			for _, e := range order {
				whole[e.Topic]++
			}
			for i, e := range order {
				so[e.Topic]++
				share := float64((i+1)*whole[e.Topic]) / float64(len(order))
				if got := float64(so[e.Topic]); math.Abs(got-share) > 2 {
					t.Errorf("%s, %s: %v of %s in the first %d, its share is %.1f", name(c), stage, got, e.Topic, i+1, share)
				}
			}
		}
	}
}

// The two prompts of a day are never the same, also where hardly any text suits
// the afternoon.
func TestAfternoonIsAnother(t *testing.T) {
	few := []Added{{ID: "a", Title: "a", Body: "a"}, {ID: "b", Title: "b", Body: "b", Times: []string{"afternoon"}}}
	for _, builtIn := range []int{0, 6} {
		for _, hard := range []bool{false, true} {
			c := Context{Wait: journey.Wait{Start: start, Days: 365}, Intention: "heal", MaxBuiltIn: builtIn, Afternoons: true, Added: few, HardDay: hard}
			for day := range 180 {
				c.Today = start + journey.Date(day)
				c.Afternoon = false
				morning, ok := Prompt(c)
				c.Afternoon = true
				second, both := Prompt(c)
				if !ok || !both || morning.Key == second.Key {
					t.Fatalf("day %d, %d built in, hard %v: %q and then %q", day, builtIn, hard, morning.Key, second.Key)
				}
			}
		}
	}
	c := Context{Wait: journey.Wait{Start: start, Days: 30}, Today: start, Added: few[:1], Afternoon: true, Afternoons: true}
	if p, ok := Prompt(c); ok {
		t.Errorf("the morning's only text comes again: %q", p.Key)
	}
}

func TestTimesOfDay(t *testing.T) {
	c := Context{Wait: journey.Wait{Start: start, Days: 30}, Intention: "heal", Afternoons: true, Added: []Added{
		{ID: "early", Times: []string{"morning"}}, {ID: "late", Times: []string{"afternoon"}}, {ID: "any"}, {ID: "other"},
	}}
	for day := range 8 {
		c.Today = start + journey.Date(day)
		for _, c.Afternoon = range []bool{false, true} {
			p, _ := Prompt(c)
			if wrong := map[bool]string{false: "prompts.d/late", true: "prompts.d/early"}[c.Afternoon]; p.Key == wrong {
				t.Errorf("day %d, afternoon %v: %s", day, c.Afternoon, p.Key)
			}
		}
	}
}

// The day after a hard one is lighter, and moves nothing else: no text of the
// other days comes on it, and none of its texts on them.
func TestHardDayIsADetour(t *testing.T) {
	for _, c := range modes(60) {
		c.Afternoons = true
		usual := map[string]bool{}
		for _, d := range walk(t, c, 200) {
			usual[d.ID] = true
		}
		c.HardDay = true
		all := walk(t, c, 200)
		for i, d := range all {
			n := len(newDeck(c, c.Wait.Stage(start+journey.Date(d.day))).light)
			if n == 0 {
				t.Fatalf("%s, day %d: nothing light", name(c), d.day)
			}
			if (!d.Topic.light() || usual[d.ID]) && (n > 1 || !d.afternoon) {
				t.Fatalf("%s, day %d: %s (%s) after a hard day", name(c), d.day, d.ID, d.Topic)
			}
			if i > 0 && n > 2 && d.ID == all[i-1].ID {
				t.Errorf("%s, day %d: %s twice running, of %d", name(c), d.day, d.ID, n)
			}
		}
	}
}

// A text keeps its place when another topic, or its texts, come or go.
func TestOrderIsStable(t *testing.T) {
	c := modes(30)[0]
	before := arrange(pool(c, journey.Grow), start, journey.Grow)
	after := arrange(append(pool(c, journey.Grow), entry{ID: "new", Topic: "new"}), start, journey.Grow)
	after = slices.DeleteFunc(after, func(e entry) bool { return e.ID == "new" })
	for i := range before {
		if before[i].ID != after[i].ID {
			t.Fatalf("%d. is %s, and was %s", i, after[i].ID, before[i].ID)
		}
	}
	c.Wait.Days = 60 // the days gone by keep their texts, and the stage goes on
	long := walk(t, c, 8)
	c.Wait.Days = 30
	for i, d := range walk(t, c, 8) {
		if long[i].ID != d.ID {
			t.Errorf("day %d: %s in a longer wait, %s before", d.day, long[i].ID, d.ID)
		}
	}
}

// The very texts of a wait, so that a change of the choice is one that is seen.
func TestChoiceIsPinned(t *testing.T) {
	c := Context{Wait: journey.Wait{Start: start, Days: 3}, Intention: "heal", Afternoons: true}
	for i := range 6 {
		c.Added = append(c.Added, Added{ID: string(rune('a' + i)), Topic: fmt.Sprint("topic", i%3)})
	}
	var got []string
	for day := range 6 {
		c.Today = start + journey.Date(day)
		for _, c.Afternoon = range []bool{false, true} {
			if !c.Afternoon || c.Wait.Afternoon(c.Today) {
				p, _ := Prompt(c)
				got = append(got, strings.TrimPrefix(p.Key, "prompts.d/"))
			}
		}
	}
	if all := strings.Join(got, " "); all != "b c d e f a b c" {
		t.Errorf("got %s", all)
	}
}

func TestUsersOwnOfTheLibrarysForm(t *testing.T) {
	c := Context{Wait: journey.Wait{Start: start, Days: 30}, Intention: "heal", MaxBuiltIn: 6, Added: []Added{
		{ID: "mine", Title: "Call Alex", Body: "Before noon!", Topic: "first-contact"},
		{ID: "reconnecting", Title: "x", Body: "x", Intentions: []string{"reconnect"}},
		{ID: "grow", Title: "y", Body: "y", Stages: []journey.Stage{journey.Grow}},
	}}
	seen := map[string]journey.Stage{}
	for day := range 30 {
		c.Today, c.Discreet = start+journey.Date(day), true
		p, _ := Prompt(c)
		if strings.HasPrefix(p.Key, "prompts.d/") {
			seen[p.Key] = c.Wait.Stage(c.Today)
			if p.Title != "A note from you" || strings.Contains(p.Body, "noon") {
				t.Errorf("discreet: %+v", p)
			}
			c.Discreet = false
			if full, _ := Prompt(c); full.Key != p.Key || p.Key == "prompts.d/mine" && (full.Title != "Call Alex" || full.Body != "Before noon!") {
				t.Errorf("in full: %+v", full)
			}
		}
	}
	if _, ok := seen["prompts.d/reconnecting"]; ok {
		t.Error("a text for another intention comes")
	}
	late := c
	late.MaxBuiltIn, late.Added = 0, []Added{{ID: "late", Title: "x", Body: "y", Times: []string{"afternoon"}}}
	if p, ok := Prompt(late); !ok || p.Key != "prompts.d/late" {
		t.Errorf("only afternoons: %+v, %v", p, ok)
	}
	late.Own = []string{"own"}
	if p, ok := Prompt(late); !ok || p.Key != "own/0" {
		t.Errorf("only afternoons, and own: %+v, %v", p, ok)
	}
	c.MaxBuiltIn = 0
	for day := range 40 {
		c.Today = start + journey.Date(day)
		p, ok := Prompt(c)
		if stage := c.Wait.Stage(c.Today); !ok || !strings.HasPrefix(p.Key, "prompts.d/") || p.Key == "prompts.d/grow" && stage != journey.Grow {
			t.Errorf("day %d, %s: %+v, %v", day, stage, p, ok)
		}
	}
}

// What ten years of days cost.
func BenchmarkLatePrompt(b *testing.B) {
	c := modes(0)[2]
	c.Today = start + 3650
	for b.Loop() {
		Prompt(c)
	}
}

// What the prompt of an ordinary day costs.
func BenchmarkPrompt(b *testing.B) {
	c := modes(30)[2]
	c.Today, c.Afternoons = start+5, true
	for b.Loop() {
		Prompt(c)
	}
}
