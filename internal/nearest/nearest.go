// Package nearest finds the word that a mistyped one stands for.
package nearest

import (
	"slices"
	"strings"
)

// most is the longest word that is looked at, in runes; what is longer is no
// slip of the hand.
const most = 120

// Of returns the one of names that word is likely to stand for: the first that
// begins with it, if it has three letters or more, or else the one with the
// fewest letters to change, add or leave out, two at the most. It returns ""
// when there is none.
func Of(word string, names []string) string {
	w := []rune(word)
	if len(w) > most {
		return ""
	}
	begins := func(n string) bool { return len(w) > 2 && strings.HasPrefix(n, word) }
	if i := slices.IndexFunc(names, begins); i >= 0 {
		return names[i]
	}
	best, least := "", 3
	for _, n := range names {
		if r := []rune(n); len(r) <= most {
			if d := distance(w, r); d < least && d < len(r) {
				best, least = n, d
			}
		}
	}
	return best
}

// distance is the number of letters to change, add or leave out (Levenshtein).
func distance(a, b []rune) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range a {
		diagonal := row[0]
		row[0] = i + 1
		for j := range b {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j+1]+1, row[j]+1)
		}
	}
	return row[len(b)]
}
