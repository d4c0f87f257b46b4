package trust

import "testing"

func TestQuote(t *testing.T) {
	for path, want := range map[string]string{
		"/home/sam/.config/daybreak": "/home/sam/.config/daybreak",
		"":                           "''",
		"-x":                         "'-x'",
		"/a b":                       "'/a b'",
		"/it's":                      `'/it'\''s'`,
		"/$(x)":                      "'/$(x)'",
		"/ä":                         "'/ä'",
	} {
		if got := Quote(path); got != want {
			t.Errorf("%q: got %s, want %s", path, got, want)
		}
	}
}
