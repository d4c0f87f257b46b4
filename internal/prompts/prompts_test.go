package prompts

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"daybreak/internal/journey"
)

var start = journey.NewDate(2026, time.November, 1)

// modes returns every combination that a config can lead to, over a wait of
// the given length (0: open).
func modes(days int) []Context {
	var all []Context
	for _, order := range []bool{false, true} {
		for _, intention := range []string{"reconnect", "heal", "safe", "undecided"} {
			for _, discreet := range []bool{true, false} {
				all = append(all, Context{
					Today: start, Wait: journey.Wait{Start: start, Days: days},
					Order: order, Intention: intention, Discreet: discreet, MaxBuiltIn: 6,
				})
			}
		}
	}
	return all
}

func name(c Context) string {
	return fmt.Sprintf("order=%v,%s,discreet=%v,days=%d", c.Order, c.Intention, c.Discreet, c.Wait.Days)
}

func TestLibrary(t *testing.T) {
	all := everyEntry(t)
	if len(all) < 80 {
		t.Errorf("%d prompts, want at least 80", len(all))
	}
	m, err := read[messageFile]("messages")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := read[milestoneFile]("milestones"); err != nil {
		t.Fatal(err)
	}
	seen := map[string]string{}
	once := func(id, s string) {
		if other, ok := seen[s]; ok {
			t.Errorf("%s and %s share %q", other, id, s)
		}
		seen[s] = id
	}
	for _, e := range all {
		once(e.ID, e.ID)
		once(e.ID, e.Title)
		once(e.ID, e.Body)
		if e.Open != nil {
			once(e.ID+" open", e.Open.Title)
			once(e.ID+" open", e.Open.Body)
		}
		if !slices.Contains(topics, e.Topic) {
			t.Errorf("%s has the unknown topic %q", e.ID, e.Topic)
		}
	}
	for _, s := range m.CheckIn {
		once("checkin", s)
	}
}

func everyEntry(t testing.TB) []entry {
	t.Helper()
	var all []entry
	for _, s := range journey.Stages() {
		more, err := read[[]entry](string(s))
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range more {
			if len(e.Stages) != 1 || e.Stages[0] != s {
				t.Errorf("%s.json holds %s, which is for %v: a text of two stages would come back too soon", s, e.ID, e.Stages)
			}
		}
		all = append(all, more...)
	}
	return all
}

var topics = []Topic{
	Emotions, Urge, Missing, Support, Issues, OwnPart, Growth, Patterns, Listening, IStatements, Boundaries, TheirLimits,
	Apology, SafeSpace, Consistency, Goals, SelfCare, Hobbies, Affirmations,
	Sleep, Food, Movement, Friends, Money, Home, Phone, SocialMedia, Mornings, Evenings, Weekends, FirstContact, TimeTogether, GenuineInterest,
	HowLong, MovedOn, StillCare, ShouldApologise, NoAnswer, CanItWork,
}

// Every part of the subject and every question comes up where the wait allows
// it, and nothing else does.
func TestTopicsByMode(t *testing.T) {
	for _, c := range modes(30) {
		got := map[Topic]int{}
		for _, s := range journey.Stages() {
			n := 0
			for _, e := range pool(c, s) {
				got[e.Topic]++
				n++
			}
			if n < 15 {
				t.Errorf("%s: stage %s has %d texts, want at least 15", name(c), s, n)
			}
		}
		for _, topic := range topics {
			if want := wantTopic(topic, c); (got[topic] > 0) != want {
				t.Errorf("%s: topic %s comes %d times, want it at all: %v", name(c), topic, got[topic], want)
			}
		}
	}
}

// wantTopic states the rule a second time, from the other end.
func wantTopic(topic Topic, c Context) bool {
	reconnecting := []Topic{FirstContact, TimeTogether, GenuineInterest}
	towards := append([]Topic{Apology, HowLong, MovedOn, StillCare, ShouldApologise, NoAnswer, CanItWork}, reconnecting...)
	ownShare := []Topic{Urge, Missing, Issues, OwnPart, Patterns, TheirLimits}
	switch {
	case c.Order && slices.Contains(towards, topic),
		c.Intention == "safe" && (slices.Contains(towards, topic) || slices.Contains(ownShare, topic)),
		c.Intention == "heal" && topic == CanItWork,
		c.Intention != "reconnect" && slices.Contains(reconnecting, topic):
		return false
	}
	return true
}

func TestReconnectingOnlyAfter(t *testing.T) {
	for _, c := range modes(30) {
		for _, s := range journey.Stages() {
			for _, e := range pool(c, s) {
				switch e.Topic {
				case FirstContact, TimeTogether, GenuineInterest:
					if s != journey.After || c.Order || c.Intention != "reconnect" {
						t.Errorf("%s: %s comes in %s", name(c), e.ID, s)
					}
				}
			}
		}
	}
}

// Every text that can reach anybody, in every mode, over a long time.
func TestEveryTextKeepsTheRules(t *testing.T) {
	n := 0
	type sight struct {
		Text
		order, discreet, safe bool
	}
	seen := map[sight]bool{} // once for every text and every set of rules
	see := func(c Context, x Text) {
		s := sight{x, c.Order, c.Discreet, c.Intention == "safe"}
		if n++; !seen[s] {
			seen[s] = true
			check(t, c, x)
		}
	}
	for _, days := range []int{30, 60, 14, 1, 0, 365} {
		for _, c := range modes(days) {
			for _, s := range journey.Stages() {
				for _, e := range pool(c, s) {
					see(c, e.text(c.Discreet))
				}
			}
			see(c, Welcome(c))
			see(c, Fault(c, 0, ""))
			see(c, Fault(c, 12, ""))
			see(c, Fault(c, 999999, strings.Repeat("x", 500)))
			for _, eve := range []bool{true, false} {
				see(c, Plan(c, "", "", eve))
			}
			for day := range 100 {
				c.Today = start + journey.Date(day)
				p, ok := Prompt(c)
				if !ok {
					t.Fatalf("%s: no prompt on day %d", name(c), day)
				}
				see(c, p)
				see(c, CheckIn(c))
				for _, late := range []int{0, 1, 300} {
					c.Today = start + journey.Date(day+late)
					for _, kept := range []int{0, 1, day / 3, day, day + late} {
						c.Kept = journey.Kept{Days: kept, Of: day + late}
						see(c, Milestone(c, day, "", false))
						see(c, Milestone(c, day, "", true))
					}
				}
			}
		}
	}
	see(Context{}, Goal(Context{}, "Read", 0, 3, "books"))
	see(Context{}, Goal(Context{}, "Read", 1.5, 3, "books"))
	t.Logf("%d messages, %d different", n, len(seen))
}

func TestPromptIsDeterministic(t *testing.T) {
	c := Context{Today: start + 3, Wait: journey.Wait{Start: start, Days: 30}, Intention: "heal", MaxBuiltIn: 6}
	first, _ := Prompt(c)
	again, _ := Prompt(c)
	if first != again {
		t.Errorf("%q and then %q", first.Key, again.Key)
	}
	keys := map[string]bool{}
	for i := range 20 { // another wait, another order
		c.Wait.Start = start + journey.Date(i)
		c.Today = c.Wait.Start
		p, _ := Prompt(c)
		keys[p.Key] = true
	}
	if len(keys) < 5 {
		t.Errorf("20 waits begin with only %d texts", len(keys))
	}
}

func TestPromptOwn(t *testing.T) {
	const secret = "You may mute the thread with Alex!"
	c := Context{Wait: journey.Wait{Start: start, Days: 30}, Intention: "heal", Discreet: true, Own: []string{secret, "Second."}}
	for _, builtIn := range []int{0, 6} {
		c.MaxBuiltIn = builtIn
		count := map[string]int{}
		for day := range 24 {
			c.Today = start + journey.Date(day)
			c.Discreet = true
			p, ok := Prompt(c)
			if !ok {
				t.Fatalf("no prompt on day %d", day)
			}
			if strings.Contains(p.Title+p.Body, "Alex") {
				t.Errorf("discreet prompt shows %q", p.Body)
			}
			c.Discreet = false
			full, _ := Prompt(c)
			if full.Key != p.Key {
				t.Errorf("day %d: %q is %q in full", day, p.Key, full.Key)
			}
			if p.Key == "own/0" && full.Body != secret {
				t.Errorf("own words changed: %q", full.Body)
			}
			count[p.Key]++
		}
		want := map[int]int{0: 12, 6: 3}[builtIn]
		if count["own/0"] != want || count["own/1"] != want {
			t.Errorf("with %d built in, own texts come %d and %d times in 24 days, want %d each", builtIn, count["own/0"], count["own/1"], want)
		}
	}
	c.Own, c.MaxBuiltIn = nil, 0
	if p, ok := Prompt(c); ok {
		t.Errorf("nothing to say, said %+v", p)
	}
}

func TestCheckInRotates(t *testing.T) {
	c := Context{Wait: journey.Wait{Start: start, Days: 30}}
	n := len(messages().CheckIn)
	seen := map[string]bool{}
	for day := range n {
		c.Today = start + journey.Date(day)
		x := CheckIn(c)
		if x.Title != "How was today?" {
			t.Errorf("title %q", x.Title)
		}
		seen[x.Body] = true
	}
	if len(seen) != n {
		t.Errorf("%d of %d bodies in %d days", len(seen), n, n)
	}
}

func TestPlan(t *testing.T) {
	const plan = "If I reach for the phone, then I put it in the kitchen!"
	c := Context{Discreet: true}
	if got := Plan(c, "Anniversary", plan, true); got.Title != "For tomorrow: a note from you" || got.Body != "Open it with: daybreak today" {
		t.Errorf("discreet: %+v", got)
	}
	c.Discreet = false
	if got := Plan(c, "Anniversary", plan, false); got.Title != "Today: Anniversary" || got.Body != plan {
		t.Errorf("open: %+v", got)
	}
	if long := strings.Repeat("ä", 80); Plan(c, long, plan, false).Title != "Today: "+long {
		t.Error("a long name is not told in full")
	}
}

func TestHabit(t *testing.T) {
	say := []string{"a", "b", "c"}
	for n, want := range map[int]string{0: "a", 4: "b", -1: "c"} {
		if got := Habit("Walk", say, n); got.Title != "Walk" || got.Body != want {
			t.Errorf("Habit(%d) = %+v, want body %q", n, got, want)
		}
	}
	if got := Habit("Walk", nil, 3); got.Body != "" {
		t.Errorf("no say, body %q", got.Body)
	}
}

func TestDigest(t *testing.T) {
	got := Digest(Context{}, []string{"Walk", "Read", "Name what is here"})
	if got.Title != "3 things for now" || got.Body != "Walk · Read · Name what is here" {
		t.Errorf("%+v", got)
	}
	long := Digest(Context{}, slices.Repeat([]string{strings.Repeat("é", 50)}, 9))
	if n := utf8.RuneCountInString(long.Body); n > MaxBody || !strings.HasSuffix(long.Body, " · and 6 more") {
		t.Errorf("%d runes: %q", n, long.Body)
	}
	if one := Digest(Context{}, []string{strings.Repeat("é", 300)}); utf8.RuneCountInString(one.Body) != MaxBody {
		t.Errorf("one long item: %q", one.Body)
	}
	Digest(Context{}, nil)
}

func TestGoal(t *testing.T) {
	if got := Goal(Context{}, "Read", 2.5, 3, "books"); !strings.HasPrefix(got.Body, "2.5 of 3 books so far. ") {
		t.Errorf("%q", got.Body)
	}
	if got := Goal(Context{}, "Read", 0, 3, "books"); strings.ContainsAny(got.Body, "0123456789") {
		t.Errorf("nothing done leads with a number: %q", got.Body)
	}
}

// What the first prompt and the first check-in of a process cost.
func BenchmarkFirstUse(b *testing.B) {
	b.Run("stage", func(b *testing.B) {
		for b.Loop() {
			_, _ = read[[]entry]("grow")
		}
	})
	b.Run("messages", func(b *testing.B) {
		for b.Loop() {
			_, _ = read[messageFile]("messages")
		}
	})
}
