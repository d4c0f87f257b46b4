package config

import (
	"fmt"
	"regexp"
	"strings"
	"sync"
)

// plainly is s with the characters of a keyboard in place of those that word
// processors, chats and web pages put there, and without those that cannot be
// seen.
func plainly(s string) string {
	return strings.TrimSpace(lookalikes.Replace(s))
}

var lookalikes = strings.NewReplacer(
	"\u00a0", " ", "\u2007", " ", "\u202f", " ", "\u3000", " ", // spaces that do not break, or are wide
	"\u200b", "", "\u200c", "", "\u200d", "", "\u2060", "", "\u00ad", "", // no width at all
	"\u201c", "", "\u201d", "", "\u201e", "", "\u2018", "", "\u2019", "", "\u00ab", "", "\u00bb", "", // curly quotation marks
	"\u2010", "-", "\u2011", "-", "\u2012", "-", "\u2013", "-", "\u2014", "-", "\u2212", "-", // dashes
	"\uff1a", ":", "\u2236", ":", // colons
)

// lookalikeHint tells what to type for s where right accepts its plain form,
// and otherwise returns other.
func lookalikeHint(s, other string, right func(string) bool) string {
	if p := plainly(s); p != s && right(p) {
		return fmt.Sprintf("type it anew, as %s: a character in it only looks right", p)
	}
	return other
}

// Only a file that is wrong needs them: compiled at the start they would cost
// every command its time.
var (
	noSpace    = lazily(`^(\s*(?:- )*)([a-z_]+):([^\s:/].*)$`)
	noColon    = lazily(`^(\s*(?:- )*)([a-z_]+) ?= ?(.*)$`)
	sectionIni = lazily(`^\s*\[([a-z_]+)\]\s*$`)
	badStart   = lazily("[,{] *([a-z_]+): +([*@%`][^}]*?) *(?:, *[a-z_]+:|[}\\]]|$)") // between { and }
	afterQuote = lazily(`[:,\[{] *(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*') *([^\s,\]}:#])`)
)

func lazily(expr string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expr) })
}

// mistyped knows keys without the colon and the space that YAML wants, text
// around quotation marks, and marks that do not belong into the file.
func mistyped(line string) (int, string, string) {
	if strings.HasPrefix(line, "<<<<<<< ") || strings.HasPrefix(line, ">>>>>>> ") || line == "=======" {
		return 1, "this line is a mark of a merge", "keep one of the two sides, and leave out the marks"
	}
	if m := noSpace().FindStringSubmatch(line); m != nil {
		return runes(m[1]+m[2]) + 2, "a colon needs a space after it", fmt.Sprintf("write %s: %s", m[2], plainly(m[3]))
	}
	if m := noColon().FindStringSubmatch(line); m != nil {
		return runes(m[1]+m[2]) + 1, "a key is followed by a colon", fmt.Sprintf("write %s: %s", m[2], m[3])
	}
	if m := sectionIni().FindStringSubmatch(line); m != nil {
		return 1, "a section has no brackets", fmt.Sprintf("write %s: and indent what belongs to it", m[1])
	}
	if at := afterQuote().FindStringSubmatchIndex(line); at != nil {
		return runes(line[:at[2]]) + 1, "the quotation marks end before this",
			`put them around all of it, and write an apostrophe inside ' ' twice`
	}
	for _, pair := range []string{"{}", "[]"} {
		if n := strings.Count(line, pair[:1]); n > 0 && n < strings.Count(line, pair[1:]) {
			return runes(line[:strings.LastIndex(line, pair[1:])]) + 1, "there is a " + pair[1:] + " too many", "leave it out"
		}
	}
	return 0, "", ""
}

func runes(s string) int { return len([]rune(s)) }
