package screen

import (
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

// uid is whose screen the tests ask about.
const uid = 1000

func TestLogindNews(t *testing.T) {
	type props = map[string]dbus.Variant
	one := dbus.MakeVariant(true)
	for name, c := range map[string]struct {
		member string
		body   []any
		want   bool
	}{
		"the hint":             {"PropertiesChanged", []any{sessionName, props{"LockedHint": one}, []string{}}, true},
		"the hint, unsaid":     {"PropertiesChanged", []any{sessionName, props{}, []string{"LockedHint"}}, true},
		"the display":          {"PropertiesChanged", []any{userName, props{"Display": one}, []string{}}, true},
		"idle hands":           {"PropertiesChanged", []any{sessionName, props{"IdleHint": one}, []string{"IdleSinceHint"}}, false},
		"a hint of a user":     {"PropertiesChanged", []any{userName, props{"LockedHint": one}, []string{}}, false},
		"another interface":    {"PropertiesChanged", []any{managerName, props{"LockedHint": one}, []string{}}, false},
		"an interface unnamed": {"PropertiesChanged", []any{"x", props{"": one}, []string{""}}, false},
		"too short":            {"PropertiesChanged", []any{sessionName, props{"LockedHint": one}}, false},
		"wrong types":          {"PropertiesChanged", []any{1, 2, 3}, false},
		"nothing":              {"PropertiesChanged", nil, false},
		"another signal":       {"PropertiesStale", []any{sessionName, props{"LockedHint": one}, []string{}}, false},
	} {
		t.Run(name, func(t *testing.T) {
			if got := logindNews(&dbus.Signal{Name: properties + "." + c.member, Body: c.body}, uid); got != c.want {
				t.Errorf("news: %v, want %v", got, c.want)
			}
		})
	}
	for _, body := range [][]any{{uint32(uid), dbus.ObjectPath("/u")}, {uint32(uid + 1), dbus.ObjectPath("/u")}, {"x", 1}, nil} {
		want := len(body) == 2 && body[0] == uint32(uid)
		if got := logindNews(&dbus.Signal{Name: managerName + ".UserNew", Body: body}, uid); got != want {
			t.Errorf("UserNew%v: %v, want %v", body, got, want)
		}
	}
}

// Only the owner of the moment is heard.
func TestEars(t *testing.T) {
	e := &ears{news: make(chan struct{}, 1), sources: savers(), owners: make([]string, len(savers()))}
	changed := func(sender string, body ...any) bool {
		e.DeliverSignal("", "", &dbus.Signal{Sender: sender, Name: "org.mate.ScreenSaver.ActiveChanged", Body: body})
		heard := len(e.news) == 1
		for len(e.news) > 0 {
			<-e.news
		}
		return heard
	}
	if changed("", true) || changed(":1.1", true) {
		t.Error("heard, though nobody owns the name")
	}
	for i, s := range e.sources {
		if s.name == "org.mate.ScreenSaver" {
			e.own(i, ":1.1")
		} else {
			e.own(i, ":1.2")
		}
	}
	for _, c := range []struct {
		sender string
		body   []any
		want   bool
	}{
		{":1.1", []any{true}, true}, {":1.1", []any{"true"}, false}, {":1.1", []any{true, true}, false},
		{":1.1", nil, false}, {":1.2", []any{true}, false}, {"", []any{true}, false},
	} {
		if got := changed(c.sender, c.body...); got != c.want {
			t.Errorf("from %q, %v: heard %v, want %v", c.sender, c.body, got, c.want)
		}
	}
}

func TestWeigh(t *testing.T) {
	const grace = 10 * time.Second
	now := time.Now()
	for name, c := range map[string]struct {
		words []word
		after []time.Duration // since the word before
		want  []bool
	}{
		"open, locked, open":             {[]word{saysOpen, saysLocked, saysOpen}, nil, []bool{false, true, false}},
		"never there":                    {[]word{saysNothing, saysNothing}, nil, []bool{false, false}},
		"gone for less than the grace":   {[]word{saysLocked, saysNothing, saysLocked}, []time.Duration{0, 0, grace - 1}, []bool{true, true, true}},
		"gone for longer":                {[]word{saysLocked, saysNothing, saysNothing}, []time.Duration{0, time.Hour, grace}, []bool{true, true, false}},
		"the grace is not made longer":   {[]word{saysLocked, saysNothing, saysNothing, saysNothing}, []time.Duration{0, 0, grace / 2, grace / 2}, []bool{true, true, true, false}},
		"back, and open":                 {[]word{saysLocked, saysNothing, saysOpen}, nil, []bool{true, true, false}},
		"silent, however long":           {[]word{saysLocked, saysSame, saysSame}, []time.Duration{0, time.Hour, time.Hour}, []bool{true, true, true}},
		"silent after an open word":      {[]word{saysOpen, saysSame}, nil, []bool{false, false}},
		"silent within a grace":          {[]word{saysLocked, saysNothing, saysSame}, []time.Duration{0, 0, grace}, []bool{true, true, false}},
		"open, gone: nothing to outlive": {[]word{saysOpen, saysNothing}, nil, []bool{false, false}},
	} {
		t.Run(name, func(t *testing.T) {
			l := newListener(&Screen{o: Options{Grace: grace}}, nil, make([]source, 1))
			at := now
			for i, w := range c.words {
				if c.after != nil {
					at = at.Add(c.after[i])
				}
				if got := l.weigh([]word{w}, at); got != c.want[i] {
					t.Errorf("after word %d: locked %v, want %v", i, got, c.want[i])
				}
			}
		})
	}
}
