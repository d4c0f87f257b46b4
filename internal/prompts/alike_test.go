package prompts

import (
	"fmt"
	"hash/fnv"
	"math"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode"
)

// Two texts are alike when they share a run of words, or most of the words
// that are rare in the library. The bounds lie a little above what the closest
// pairs have that say different things.
const (
	mostAlike = 0.40 // cosine of the words, weighed by how rare they are
	longRun   = 7    // words in a row
)

func plainWords(s string) []string {
	return strings.FieldsFunc(strings.ToLower(strings.ReplaceAll(s, "'", "")), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
}

// stem takes common endings off, so that "calls" is "call".
func stem(w string) string {
	for _, end := range []string{"ings", "ing", "ed", "es", "s", "ly"} {
		if s, ok := strings.CutSuffix(w, end); ok && len(s) > 3 {
			return s
		}
	}
	return w
}

// weighed returns each text as a vector of length 1 over its words.
func weighed(texts []string) []map[string]float64 {
	in := map[string]int{}
	all := make([]map[string]float64, len(texts))
	for i, s := range texts {
		all[i] = map[string]float64{}
		for _, w := range plainWords(s) {
			all[i][stem(w)] = 1
		}
		for w := range all[i] {
			in[w]++
		}
	}
	for _, v := range all {
		sum := 0.0
		for w := range v {
			v[w] = math.Log(float64(len(texts)) / float64(in[w]))
			sum += v[w] * v[w]
		}
		for w := range v {
			v[w] /= math.Sqrt(sum)
		}
	}
	return all
}

func cosine(a, b map[string]float64) (sum float64) {
	for w, x := range a {
		sum += x * b[w]
	}
	return sum
}

// sharedRun returns the longest run of words that both texts hold.
func sharedRun(a, b []string) (longest []string) {
	for i := range a {
		for j := range b {
			n := 0
			for i+n < len(a) && j+n < len(b) && a[i+n] == b[j+n] {
				n++
			}
			if n > len(longest) {
				longest = a[i : i+n]
			}
		}
	}
	return longest
}

func TestNoTwoTextsAreAlike(t *testing.T) {
	all := said(t)
	var texts []string
	for _, s := range all {
		texts = append(texts, s.title+". "+s.body)
	}
	vectors := weighed(texts)
	closest, at := 0.0, ""
	for i := range all {
		for j := range i {
			if len(plainWords(texts[i])) < 4 || len(plainWords(texts[j])) < 4 {
				continue // "Done", "Taken back"
			}
			if all[i].entry == all[j].entry || answersOfOneKind(all[i].entry, all[j].entry) {
				continue
			}
			pair := fmt.Sprintf("%s: %s\n%s: %s", all[j].at, texts[j], all[i].at, texts[i])
			like := cosine(vectors[i], vectors[j])
			if like > closest {
				closest, at = like, pair
			}
			if like > mostAlike {
				t.Errorf("alike by %.2f:\n%s", like, pair)
			}
			if like < 0.1 {
				continue // too far apart to share much
			}
			if run := sharedRun(plainWords(all[i].body), plainWords(all[j].body)); len(run) >= longRun {
				t.Errorf("%q is in both:\n%s", strings.Join(run, " "), pair)
			}
		}
	}
	t.Logf("%d texts; the closest, by %.2f:\n%s", len(all), closest, at)
}

// answersOfOneKind reports whether two texts are meant to be alike: what is
// said of the same thing in different waits or places.
func answersOfOneKind(a, b string) bool {
	for _, group := range [][]string{{"contact/"}, {"noted/", "checkin/"}, {"goal"}, {"milestone any"}, {"end/", "last"}} {
		in := func(s string) bool {
			return slices.ContainsFunc(group, func(p string) bool { return strings.HasPrefix(s, p) })
		}
		if in(a) && in(b) {
			return true
		}
	}
	return false
}

// The measure finds what says the same in other words.
func TestAlike(t *testing.T) {
	var texts []string
	for _, s := range said(t) {
		texts = append(texts, s.title+". "+s.body)
	}
	for _, tt := range []struct{ text, again string }{
		{"steady/water-light", "A glass of water. Take a glass of water to the window and look for the farthest thing you can see."},
		{"reflect/collect", "A small collection. Note the first of a collection that costs nothing: birds, shop signs, words or clouds."},
		{"after/spare-key", "Your key. Is it still right for you who has your spare key?"},
	} {
		t.Run(tt.text, func(t *testing.T) {
			i := slices.IndexFunc(said(t), func(s utterance) bool { return s.at == tt.text })
			if i < 0 {
				t.Fatal("no such text")
			}
			v := weighed(append(slices.Clone(texts), tt.again))
			if like := cosine(v[i], v[len(v)-1]); like <= mostAlike {
				t.Errorf("alike by %.2f only", like)
			}
		})
	}
}

// The library's subject comes from an article whose sentences it does not take.
// testdata/article.shingles holds FNV-1a of each six words in a row of it, in
// lower case without punctuation, so that its text is not kept here.
func TestNothingIsTakenFromTheArticle(t *testing.T) {
	data, err := os.ReadFile("testdata/article.shingles")
	if err != nil {
		t.Fatal(err)
	}
	taken := map[string]bool{}
	for _, h := range strings.Fields(string(data)) {
		taken[h] = true
	}
	if len(taken) < 1300 {
		t.Fatalf("only %d shingles", len(taken))
	}
	for _, s := range said(t) {
		for _, run := range shingles(s.title + ". " + s.body) {
			if taken[hashed(run)] {
				t.Errorf("%s has from the article: %q", s.at, run)
			}
		}
	}
}

func shingles(s string) (all []string) {
	w := plainWords(s)
	for i := 0; i+6 <= len(w); i++ {
		all = append(all, strings.Join(w[i:i+6], " "))
	}
	return all
}

func hashed(run string) string {
	h := fnv.New64a()
	h.Write([]byte(run))
	return fmt.Sprintf("%016x", h.Sum64())
}
