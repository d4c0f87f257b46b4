package prompts

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"daybreak/internal/journey"
)

// shelved is an entry as its file spells it, so that a misspelt key is found.
type shelved struct {
	ID         string          `json:"id"`
	Stages     []journey.Stage `json:"stages"`
	Topic      Topic           `json:"topic"`
	Intentions []string        `json:"intentions"`
	Times      []string        `json:"times"`
	Title      string          `json:"title"`
	Body       string          `json:"body"`
	Open       *struct {
		Title string `json:"title"`
		Body  string `json:"body"`
	} `json:"open"`
}

func strictly(t testing.TB, name string, v any) {
	t.Helper()
	data, err := files.ReadFile("en/" + name + ".json")
	if err != nil {
		t.Fatal(err)
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(v); err != nil {
		t.Fatalf("%s.json: %v", name, err)
	}
}

func shelves(t testing.TB) []shelved {
	t.Helper()
	var all []shelved
	for _, s := range journey.Stages() {
		var some []shelved
		strictly(t, string(s), &some)
		all = append(all, some...)
	}
	return all
}

func (e shelved) fits(time string) bool { return len(e.Times) == 0 || slices.Contains(e.Times, time) }

var idShape = regexp.MustCompile(`^(steady|reflect|grow|connect|after)/[a-z]+(-[a-z]+)*$`)

func TestEntriesAreWellFormed(t *testing.T) {
	known := func(id, what string, got, all []string) {
		for i, v := range got {
			if !slices.Contains(all, v) || slices.Contains(got[:i], v) {
				t.Errorf("%s: %s %q is unknown or twice", id, what, v)
			}
		}
		if got != nil && (len(got) == 0 || len(got) == len(all)) {
			t.Errorf("%s: %s %q say nothing", id, what, got)
		}
	}
	quoted := regexp.MustCompile(`"[^"]*"`)
	for _, e := range shelves(t) {
		if !idShape.MatchString(e.ID) || len(e.Stages) != 1 || !strings.HasPrefix(e.ID, string(e.Stages[0])+"/") {
			t.Errorf("%q of %v: an id is its stage and a few words", e.ID, e.Stages)
		}
		known(e.ID, "intentions", e.Intentions, []string{"reconnect", "heal", "safe", "undecided"})
		known(e.ID, "times", e.Times, []string{"morning", "afternoon"})
		texts := []string{e.Title, e.Body}
		if e.Open != nil {
			texts = append(texts, e.Open.Title, e.Open.Body)
		}
		for _, s := range texts {
			if strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r > '~' && r != '…' }) || strings.ContainsAny(s, "0123456789@#/<>") {
				t.Errorf("%s: a number or an odd character in %q", e.ID, s)
			}
			if strings.Count(s, `"`)%2 != 0 {
				t.Errorf("%s: a quotation without an end in %q", e.ID, s)
			}
		}
		for _, body := range texts[1:] {
			if found := lint(quoted.ReplaceAllString(body, ""), []string{"i", "me", "my", "we", "us", "our"}); found != nil && strings.HasSuffix(body, ".") {
				t.Errorf("%s speaks as %q, not to the reader: %q", e.ID, found, body)
			}
		}
		if strings.HasPrefix(strings.ToLower(e.Body), strings.ToLower(e.Title)+" ") {
			t.Errorf("%s says its title again: %q", e.ID, e.Body)
		}
		if last := e.Body[len(e.Body)-1]; !strings.ContainsRune(`.?"…`, rune(last)) {
			t.Errorf("%s does not end: %q", e.ID, e.Body)
		}
	}
}

// Nothing that is said is said twice, wherever it stands.
func TestEveryTextIsItsOwn(t *testing.T) {
	seen := map[string]string{}
	for _, s := range said(t) {
		for _, part := range []string{s.title, s.body} {
			key := strings.ToLower(strings.Trim(part, ".?"))
			if key == "" || len(strings.Fields(key)) < 2 || strings.HasPrefix(s.at, "messages/") && part == s.title {
				continue // titles of answers may be alike
			}
			if other, ok := seen[key]; ok && other != s.at {
				t.Errorf("%s and %s share %q", other, s.at, part)
			}
			seen[key] = s.at
		}
	}
}

// utterance is one text and where it stands.
type utterance struct{ at, entry, title, body string }

// said returns all words of the library, the milestones and the messages.
func said(t testing.TB) []utterance {
	t.Helper()
	var all []utterance
	for _, e := range shelves(t) {
		all = append(all, utterance{e.ID, e.ID, e.Title, e.Body})
		if e.Open != nil {
			all = append(all, utterance{e.ID + " open", e.ID, e.Open.Title, e.Open.Body})
		}
	}
	m, n := theMessages(t), theMilestones(t)
	for key, w := range m.Messages {
		all = append(all, utterance{"messages/" + key, key, w.Title, w.Body})
	}
	for i, s := range m.CheckIn[1:] { // the first is what stands in for all
		all = append(all, utterance{fmt.Sprint("checkin ", i+2), fmt.Sprint("checkin ", i+2), "", s})
	}
	for day, w := range n.Days {
		all = append(all, utterance{"milestone " + day, "milestone " + day, w.Title, w.Body})
	}
	for i, s := range n.Any {
		all = append(all, utterance{fmt.Sprint("milestone any ", i), "milestone any", "", s})
	}
	for stage, qs := range n.Questions {
		for _, q := range qs {
			all = append(all, utterance{"question of " + stage, q, "", q})
		}
	}
	slices.SortFunc(all, func(a, b utterance) int { return strings.Compare(a.at, b.at) })
	return all
}

// What a wait of thirty days needs without a repeat: a text for every morning,
// and one for the afternoon daily in the first quarter and every other day in
// the second. More, since waits are longer too, and some texts are kept for the
// day after a hard one. An open wait stays in grow, and after goes on.
func TestEnoughOfEverything(t *testing.T) {
	texts := map[string]shelved{}
	for _, e := range shelves(t) {
		texts[e.ID] = e
	}
	if len(texts) < 400 {
		t.Errorf("%d prompts, want at least 400", len(texts))
	}
	least := map[journey.Stage]int{journey.Steady: 55, journey.Reflect: 50, journey.Grow: 65, journey.Connect: 55, journey.After: 65}
	for _, c := range modes(30) {
		for _, s := range journey.Stages() {
			mornings, afternoons := 0, 0
			for _, e := range pool(c, s) {
				if texts[e.ID].fits("morning") {
					mornings++
				}
				if texts[e.ID].fits("afternoon") {
					afternoons++
				}
			}
			if mornings < least[s] || afternoons < 45 {
				t.Errorf("%s: %s has %d texts for mornings, want %d, and %d for afternoons, want 45", name(c), s, mornings, least[s], afternoons)
			}
		}
	}
	for _, e := range texts { // no stage after the second has an afternoon
		if late := e.Stages[0] != journey.Steady && e.Stages[0] != journey.Reflect; late && !e.fits("morning") {
			t.Errorf("%s never comes", e.ID)
		}
	}
}

// The subject's parts, its questions, and care for oneself as people know it.
func TestTheSubjectIsCovered(t *testing.T) {
	for _, part := range []struct {
		name   string
		stages int // in how many it comes at least
		texts  int // of each topic, at least
		topics []Topic
	}{
		{"understanding feelings", 5, 25, []Topic{Emotions}},
		{"the pull, and what is not there", 3, 4, []Topic{Urge, Missing}},
		{"others who help", 5, 14, []Topic{Support}},
		{"issues, own part, patterns", 2, 4, []Topic{Issues, OwnPart, Patterns}},
		{"own growth", 5, 15, []Topic{Growth}},
		{"listening, saying I, limits", 5, 12, []Topic{Listening, IStatements, Boundaries}},
		{"their limits", 3, 4, []Topic{TheirLimits}},
		{"apology", 3, 4, []Topic{Apology}},
		{"a safe space, consistency", 5, 10, []Topic{SafeSpace, Consistency}},
		{"goals, self-care, hobbies, affirmations", 5, 15, []Topic{Goals, SelfCare, Hobbies, Affirmations}},
		{"the things of a day", 5, 12, []Topic{Sleep, Food, Movement, Friends, Money, Home, Phone, SocialMedia}},
		{"the hours of a day", 5, 10, []Topic{Mornings, Evenings, Weekends}},
		{"a first word", 1, 4, []Topic{FirstContact, TimeTogether}},
		{"genuine interest", 1, 3, []Topic{GenuineInterest}},
		{"the six questions", 3, 3, []Topic{HowLong, MovedOn, StillCare, ShouldApologise, NoAnswer, CanItWork}},
	} {
		for _, topic := range part.topics {
			n, stages := 0, map[journey.Stage]bool{}
			for _, e := range shelves(t) {
				if e.Topic == topic {
					n++
					stages[e.Stages[0]] = true
				}
			}
			if n < part.texts || len(stages) < part.stages {
				t.Errorf("%s: %s has %d texts in %d stages, want %d in %d", part.name, topic, n, len(stages), part.texts, part.stages)
			}
		}
	}
	for _, intention := range []string{"heal", "safe", "undecided"} {
		for _, s := range journey.Stages() {
			if !slices.ContainsFunc(shelves(t), func(e shelved) bool {
				return e.Stages[0] == s && slices.Equal(e.Intentions, []string{intention})
			}) {
				t.Errorf("%s: nothing in %s is for it alone", intention, s)
			}
		}
	}
}

// A text of reconnecting is for that intention, after the wait, and hides what
// it speaks of from those who look on.
func TestReconnectingIsMarked(t *testing.T) {
	for _, e := range shelves(t) {
		switch e.Topic {
		case FirstContact, TimeTogether, GenuineInterest:
			if e.Stages[0] != journey.After || !slices.Equal(e.Intentions, []string{"reconnect"}) || e.Open == nil {
				t.Errorf("%s: %v, %v, open text %v", e.ID, e.Stages, e.Intentions, e.Open != nil)
			}
		}
		if e.Open != nil && (e.Open.Title == "" || e.Open.Body == "" || utf8.RuneCountInString(e.Open.Body) > MaxBody) {
			t.Errorf("%s: the open text %q is empty or long", e.ID, e.Open.Body)
		}
	}
}

// Whom a text sends the reader to is a friend, a colleague, a neighbour: anybody
// at all may be the one whom it must not be.
func TestNobodyIsSentToTheWrongOne(t *testing.T) {
	sends := regexp.MustCompile(`(?i)\b(send|ring|call|ask|tell|invite|write to|offer|say so to|show|thank)\b[^.?]*\b(somebody|someone|anybody|anyone|whoever|them)\b`)
	named := regexp.MustCompile(`(?i)friend|colleague|neighbour|you trust|who knows you|tells you`)
	for _, e := range shelves(t) {
		if slices.Equal(e.Intentions, []string{"reconnect"}) {
			continue
		}
		texts := []string{e.Body}
		if e.Open != nil {
			texts = append(texts, e.Open.Body)
		}
		for _, body := range texts {
			if sends.MatchString(body) && !named.MatchString(body) {
				t.Errorf("%s: to whom does it send? %q", e.ID, body)
			}
		}
	}
}

// docs/words.md names every topic, and every group of messages.
func TestDocsNameEveryTopic(t *testing.T) {
	data, err := os.ReadFile("../../docs/words.md")
	if err != nil {
		t.Fatal(err)
	}
	named := map[string]bool{}
	for _, m := range regexp.MustCompile("`([a-z-]+)(/…)?`").FindAllStringSubmatch(string(data), -1) {
		named[m[1]+strings.TrimSuffix(m[2], "…")] = true
	}
	for _, topic := range topics {
		if !named[string(topic)] {
			t.Errorf("docs/words.md does not name the topic %s", topic)
		}
	}
	for key := range theMessages(t).Messages {
		if group, _, ok := strings.Cut(key, "/"); ok && !named[group+"/"] {
			t.Errorf("docs/words.md does not name %s/", group)
		}
	}
}
