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
	// neverWords promise, judge, blame, press or suppose what is not known of
	// the reader (content rules 1 to 5, 14 and 15).
	neverWords = []string{
		"fail*", "relaps*", "back to zero", "from zero", "start over", "streak*", "win", "wins", "win back", "lose", "loser",
		"get back together", "get them back", "getting back", "back together", "second chance", "will come back", "will return",
		"come back to you", "days until", "days left", "until you can", "countdown", "count down", "allowed to write",
		"will pass", "it passes", "wears off", "wear off", "goes away", "go away", "fades", "gets better", "get better", "better soon",
		"soon be over", "i promise", "we promise", "guarantee*", "always works", "it works", "proven", "studies show", "science*",
		"should have", "shame*", "your fault", "guilt*", "blame*", "weak", "weakness", "pathetic", "you must", "you should",
		"you have to", "never again", "just get over", "get over it", "cheer up", "man up", "move on",
		"toxic", "narciss*", "abuser", "liar*", "cheater*", "monster*", "crazy", "evil", "better off", "deserve better",
		"healing journey", "journey*", "closure", "amazing", "awesome", "incredible", "best version", "embrac*", "nurtur*", "unlock*",
		"congratulat*", "well done", "you did it", "proud of you",
		"he", "she", "him", "her", "his", "hers", "himself", "herself", "husband*", "wife", "wives", "boyfriend*", "girlfriend*",
		"man", "woman", "men", "women", "mother", "father", "mum", "mom", "dad", "brother*", "sister*", "son", "daughter", "children", "kids",
		"god", "pray*", "prayer*", "bless*", "church", "mosque", "temple", "faith*", "soul*", "heaven*", "holy", "spirit*", "sin", "sins",
		"christmas", "easter", "beer", "wine", "bacon", "ham", "diet*", "calorie*", "slim*", "lose weight",
	}
	// discreetWords name a breakup, another person, a wait or a danger; none of
	// them reaches a desktop that others may see.
	discreetWords = []string{
		"breakup*", "break-up*", "broke up", "broken up", "split up", "ex", "exes", "ex-*", "wait*", "relationship*", "contact*", "no-contact",
		"person", "persons", "partner*", "romance*", "romantic", "dating", "lover*", "divorce*", "separat*", "reconnect*", "reach out",
		"reached out", "stalk*", "court", "order", "lawyer*", "abus*", "slip", "lapse*", "heartbr*", "apart", "miss them", "urge*",
		"police", "violen*", "password*", "their page", "look them up", "moved on", "without you", "the two of you",
		"you write first",
	}
	// orderWords lead towards the other person; under an order none is used.
	orderWords = []string{
		"contact*", "reach out", "reaching out", "message*", "reconnect*", "write to them", "write first", "no reply", "reply",
		"apolog*", "sorry", "come back to them", "meet", "meeting", "moved on", "still care", "beginnings", "logistics",
		"get back", "call them", "ring them", "text them", "talk to them", "see them again", "if you write", "if you talk", "another chance",
		"congratulat*", "well done", "you did it", "celebrat*",
	}
	// safeWords add to them for somebody who left harm behind.
	safeWords = []string{
		"contact*", "reach out", "reconnect*", "apolog*", "sorry", "miss", "missing", "missed", "your share", "your part",
		"regret*", "forgiv*", "forgave", "write first", "their side", "moved on", "meet", "well done", "you did it", "celebrat*", "congratulat*",
		"fault", "own part", "remorse", "make up with", "both sides", "the two of you", "your half", "leave them be",
		"without you", "still care", "get back", "come back to them", "their page", "ring them", "talk to them", "their feelings",
		"understand them", "what it cost", "otherwise now",
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
