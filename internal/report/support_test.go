package report

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"daybreak/internal/support"
)

// supports are the answers for every country, in both orders, and for none.
func supports() map[string]Support {
	all := map[string]Support{
		"nowhere": NewSupport("", Locale, false), "elsewhere": NewSupport("Atlantis", Asked, false), "a guess": NewSupport("JP", Locale, true),
	}
	for _, c := range support.Countries() {
		all[c.Code] = NewSupport(c.Code, Locale, false)
		all[c.Code+" safe"] = NewSupport(c.Code, Config, true)
	}
	return all
}

// Whatever the width, every way to reach somebody stands whole on one line, and
// no other line is wider than the terminal where a blank would break it.
func TestSupportKeepsNumbersWhole(t *testing.T) {
	for name, s := range supports() {
		for _, st := range []Style{{}, {Width: 20, ASCII: true}, {Width: 40}, {Width: 80, Color: true}, {Width: 200, ASCII: true}} {
			text := colours.ReplaceAllString(s.Text(st), "")
			whole := ways(s)
			for _, w := range whole {
				if !strings.Contains(text, "\n"+w+"\n") {
					t.Errorf("%s, %d columns: %q is not a line of\n%s", name, st.Width, w, text)
				}
			}
			for line := range strings.SplitSeq(text, "\n") {
				columns, limited := st.columns()
				if limited && width(line) > columns && strings.Contains(strings.TrimSpace(line), " ") && !slices.Contains(whole, line) {
					t.Errorf("%s, %d columns: %q", name, st.Width, line)
				}
			}
			if !st.Color && strings.ContainsRune(s.Text(st), '\x1b') {
				t.Errorf("%s: colour where there is none", name)
			}
		}
	}
}

// ways are the lines that say how to reach somebody.
func ways(s Support) (all []string) {
	for _, l := range append(slices.Clone(s.Lines), s.Anywhere) {
		for _, w := range l.Ways {
			line := "    " + verbs[w.How] + " "
			if w.Word != "" {
				line += w.Word + " to "
			}
			all = append(all, line+w.To)
		}
	}
	return all
}

var colours = regexp.MustCompile("\x1b\\[[0-9]+m")

// The first thing that is said is what to do in danger, and the last whom to
// find where nothing is listed.
func TestSupportSaysTheSameEverywhere(t *testing.T) {
	for name, s := range supports() {
		text := s.Text(Style{})
		if !strings.HasPrefix(text, "\n  Now\n    In danger, or about to harm yourself: call your local emergency number.") {
			t.Errorf("%s begins\n%s", name, text)
		}
		if !strings.Contains(text, "See findahelpline.com") || !strings.Contains(text, "--country CODE") {
			t.Errorf("%s has no way on:\n%s", name, text)
		}
		if e := s.Emergency; e != nil && (!strings.Contains(text, "it is "+e.Number+".") || !strings.Contains(text, e.Source)) {
			t.Errorf("%s lacks %s", name, e.Number)
		}
		for _, l := range s.Lines {
			for _, part := range []string{l.Name, l.For, l.Hours, l.Languages, l.Source, l.Checked.String()} {
				if !strings.Contains(text, part) {
					t.Errorf("%s lacks %q", name, part)
				}
			}
		}
	}
}

// With safe, lines about violence stand first.
func TestSupportSafe(t *testing.T) {
	for name, s := range supports() {
		kinds := []support.Kind{support.Crisis, support.Violence}
		if strings.HasSuffix(name, " safe") {
			slices.Reverse(kinds)
		}
		sorted := slices.IsSortedFunc(s.Lines, func(a, b support.Line) int {
			return slices.Index(kinds, a.Kind) - slices.Index(kinds, b.Kind)
		})
		if !sorted {
			t.Errorf("%s: %+v", name, s.Lines)
		}
	}
}

// Words of contact, of them and of what is to blame have no place here: it is
// what a court order and the safe intention show too.
func TestSupportIsNeutral(t *testing.T) {
	never := regexp.MustCompile(`(?i)\b(?:ex|breakup|break-up|reconnect\w*|get(?:ting)? back|apolog\w*|your fault|your part|wait|miss (?:them|him|her)|failure|relapse)\b`)
	for name, s := range supports() {
		text := regexp.MustCompile(`https://\S+`).ReplaceAllString(s.Text(Style{}), "")
		if found := never.FindString(text); found != "" {
			t.Errorf("%s says %q", name, found)
		}
	}
}

func TestSupportFrom(t *testing.T) {
	for _, tt := range []struct {
		said  string
		from  From
		want  string
		never string
	}{
		{"DE", Asked, "\n  Germany\n", "guess"},
		{"DE", Config, "\n  Germany (from your config)\n", "guess"},
		{"DE", Locale, "\n  Germany (a guess from your locale)\n", "config"},
		{"PT", Locale, "\n  Portugal (a guess from your locale)\n    No line is listed for it here.\n", "Nothing"},
		{"JP", Locale, "\n  JP (a guess from your locale)\n    Nothing is listed for it here.\n", "it is 1"},
		{"At\x1b[2Jlantis", Asked, "\n  At\ufffd[2Jlantis\n    Nothing is listed", "\x1b"},
		{"", Locale, "\n  Anywhere else\n", "Nothing"},
	} {
		text := NewSupport(tt.said, tt.from, false).Text(Style{})
		if !strings.Contains(text, tt.want) || strings.Contains(text, tt.never) {
			t.Errorf("%q from %s:\n%s", tt.said, tt.from, text)
		}
	}
}

// FuzzSupport gives it what a command line and an environment may hold.
func FuzzSupport(f *testing.F) {
	for _, said := range []string{"", "DE", "united kingdom", "\x1b]0;a\x07", "\u202e", "\xff", "XX\n  Call 1"} {
		f.Add(said, 40)
	}
	f.Fuzz(func(t *testing.T, said string, columns int) {
		text := NewSupport(said, Asked, false).Text(Style{Width: columns % 300})
		if i := strings.IndexFunc(text, func(r rune) bool { return r != '\n' && drives(r) }); i >= 0 {
			t.Errorf("%q drives a terminal", text[i:min(i+20, len(text))])
		}
		if !strings.Contains(text, "See findahelpline.com\n") {
			t.Errorf("no way on:\n%s", text)
		}
	})
}
