package prompts

import (
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// The words that a kind of text must not hold. An entry of several words is a
// phrase; one that ends in * matches every ending.
var (
	neverWords = []string{
		"fail*", "relaps*", "back to zero", "from zero", "start over", "win", "wins", "win back", "get back together",
		"get them back", "broke your streak", "broken streak", "streak*", "until you can", "will come back", "will return",
		"should have", "shame*", "your fault", "guilt*", "i promise", "we promise", "guarantee*", "proven", "studies show", "will pass",
		"he", "she", "him", "her", "his", "hers", "himself", "herself", "husband*", "wife", "wives", "boyfriend*", "girlfriend*",
		"man", "woman", "men", "women", "mother", "father", "mum", "mom", "dad", "brother*", "sister*", "children", "kids",
		"god", "pray*", "prayer*", "bless*", "church", "faith*", "soul*", "heaven*", "holy", "spirit*", "sin",
		"toxic", "narciss*", "abuser", "healing journey", "closure", "cheer up", "just get over",
	}
	discreetWords = []string{
		"breakup*", "break-up*", "broke up", "broken up", "ex", "exes", "ex-*", "wait*", "relationship*", "contact*", "no-contact",
		"person", "persons", "partner*", "romance*", "romantic", "dating", "lover*", "divorce*", "separat*", "reconnect*", "reach out",
		"reached out", "stalk*", "court", "order", "lawyer*", "abus*", "slip", "lapse*", "heartbr*", "apart", "miss them", "urge*",
	}
	// orderWords lead towards the other person; under an order none is used.
	orderWords = []string{
		"contact*", "reach out", "reaching out", "message*", "reconnect*", "write to them", "write first", "no reply", "reply",
		"apolog*", "sorry", "come back to them", "meet", "moved on", "still care", "beginnings",
		"congratulat*", "well done", "you did it", "celebrat*",
	}
	// safeWords add to them for somebody who left harm behind.
	safeWords = []string{
		"contact*", "reach out", "reconnect*", "apolog*", "sorry", "miss", "missing", "missed", "your share", "your part",
		"regret*", "forgiv*", "write first", "their side", "moved on", "meet", "well done", "you did it", "celebrat*", "congratulat*",
	}
)

// lint returns the words of banned that text holds.
func lint(text string, banned []string) []string {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return !unicode.IsLetter(r) && r != '-' && r != '\''
	})
	var found []string
	for _, b := range banned {
		if holds(words, strings.Fields(b)) {
			found = append(found, b)
		}
	}
	return found
}

func holds(words, phrase []string) bool {
	for i := 0; i+len(phrase) <= len(words); i++ {
		if slices.EqualFunc(words[i:i+len(phrase)], phrase, func(w, p string) bool {
			stem, open := strings.CutSuffix(p, "*")
			return w == p || open && strings.HasPrefix(w, stem)
		}) {
			return true
		}
	}
	return false
}

// check fails for every rule that a text of ours breaks in the given wait.
func check(t *testing.T, c Context, x Text) {
	t.Helper()
	text := x.Title + ". " + x.Body
	if x.Title == "" || x.Body == "" || x.Key == "" {
		t.Errorf("%q has an empty part: %+v", x.Key, x)
	}
	if n := utf8.RuneCountInString(x.Title); n > MaxTitle {
		t.Errorf("%s: title of %d runes: %q", x.Key, n, x.Title)
	}
	if n := utf8.RuneCountInString(x.Body); n > MaxBody {
		t.Errorf("%s: body of %d runes: %q", x.Key, n, x.Body)
	}
	if strings.ContainsAny(text, "!\n\t{}") || strings.Contains(text, "  ") || strings.TrimSpace(x.Body) != x.Body {
		t.Errorf("%s: stray characters: %q", x.Key, text)
	}
	banned := slices.Clone(neverWords)
	if c.Discreet {
		banned = append(banned, discreetWords...)
	}
	if c.Order {
		banned = append(banned, orderWords...)
	}
	if c.Intention == "safe" {
		banned = append(banned, safeWords...)
	}
	if found := lint(text, banned); found != nil {
		t.Errorf("%s (order %v, %s, discreet %v) says %q: %q", x.Key, c.Order, c.Intention, c.Discreet, found, text)
	}
}

func TestLint(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"Call Sam for an example.", ""},
		{"Your ex, again", "ex"},
		{"Reach  out now", "reach out"},
		{"Contacting them", "contact*"},
		{"The waiting is over", "wait*"},
	} {
		t.Run(tt.text, func(t *testing.T) {
			if got := strings.Join(lint(tt.text, discreetWords), ","); got != tt.want {
				t.Errorf("lint(%q) = %q, want %q", tt.text, got, tt.want)
			}
		})
	}
}
