package nearest

import (
	"strings"
	"testing"
)

func TestOf(t *testing.T) {
	ids := []string{"checkin/evening", "habit/morning-walk", "habit/朝の散歩", "prompt/morning", "at"}
	for name, tt := range map[string]struct{ word, want string }{
		"the word itself":           {"prompt/morning", "prompt/morning"},
		"a letter changed":          {"prompt/mormin", "prompt/morning"},
		"two letters left out":      {"checkin/eveng", "checkin/evening"},
		"three are too many":        {"chekn/evning", ""},
		"its beginning":             {"habit/m", "habit/morning-walk"},
		"of three letters at least": {"ha", ""},
		"a rune is one letter":      {"habit/夕の散歩", "habit/朝の散歩"},
		"nothing of it is left":     {"zz", ""},
		"empty":                     {"", ""},
		"a short one and a shorter": {"a", "at"},
		"not a word":                {strings.Repeat("a", most+1), ""},
	} {
		if got := Of(tt.word, ids); got != tt.want {
			t.Errorf("%s: Of(%q) = %q, want %q", name, tt.word, got, tt.want)
		}
	}
	if got := Of("walk", nil); got != "" {
		t.Errorf("of no names: %q", got)
	}
}

func TestOfIsBounded(t *testing.T) {
	long := strings.Repeat("a", most+1)
	if got := Of(long[:most], []string{"b" + long, long}); got != long {
		t.Errorf("a beginning of a long name: %q", got)
	}
	if got := Of(long[:most-1]+"c", []string{long}); got != "" {
		t.Errorf("a long name: %q", got)
	}
}
