package ledger

import (
	"bytes"
	"cmp"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"daybreak/scheduler"
)

// quickEvents returns an event of every kind that quick knows.
func quickEvents() map[string]scheduler.Record {
	berlin := time.FixedZone("", 3600)
	at := time.Date(2026, 11, 3, 7, 30, 0, 123456789, berlin)
	walk := scheduler.Occurrence{ID: "habit/walk", Civil: scheduler.NewCivil(20760, 450)}
	prompt := scheduler.Occurrence{ID: "prompt/morning", Civil: scheduler.NewCivil(20760, 510)}
	return map[string]scheduler.Record{
		"schedule": {Schedule: &scheduler.ScheduleSeen{ID: "habit/walk", Spec: "30 7 * * *", At: at}},
		"claim": {Claim: &scheduler.Claim{Send: "S", Epoch: "dev.run/:1.7", ID: "habit/walk", Kind: scheduler.Habit,
			Of: []scheduler.Occurrence{walk}}},
		"claim of several": {Claim: &scheduler.Claim{Send: "S", Epoch: "e", ID: "digest/2026-11-03T07:30", Kind: scheduler.Digest,
			Of: []scheduler.Occurrence{walk, prompt, walk}}},
		"delivered": {Outcome: &scheduler.Outcome{Send: "S", Result: scheduler.Delivered, At: at,
			Channel: "freedesktop", Reason: scheduler.OnTime}},
		"uncertain": {Outcome: &scheduler.Outcome{Send: "S", Result: scheduler.Uncertain, At: at.UTC(), Reason: scheduler.Crash}},
		"held":      {Mark: &scheduler.Mark{Occurrence: walk, Result: scheduler.Held, At: at, Reason: scheduler.Quiet}},
		"folded": {Mark: &scheduler.Mark{Occurrence: walk, Result: scheduler.Folded, At: at, Reason: scheduler.Newer,
			Into: prompt.String()}},
		"missed": {Missed: &scheduler.Missed{ID: "habit/walk", From: walk.Civil, To: prompt.Civil, At: at, Reason: scheduler.TooLate}},
	}
}

func written(t testing.TB, r scheduler.Record) string {
	t.Helper()
	line, err := encode(Event{V: Version, ID: NewID(), N: 1234567, Dev: "0123456789abcdef", Seq: 1, At: noon, Record: r})
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSuffix(string(line), "\n")
}

// Every line that is written often is read quickly: a change of what is written
// must not make reading slow without a word.
func TestQuickTakesWhatIsWritten(t *testing.T) {
	for name, r := range quickEvents() {
		t.Run(name, func(t *testing.T) {
			line := written(t, r)
			q := quick{rest: []byte(line), names: &names{}}
			got, ok := q.event()
			if !ok {
				t.Fatalf("not taken: %s", line)
			}
			want, err := decodeJSON([]byte(line))
			if err != nil || !reflect.DeepEqual(got, want) {
				t.Errorf("%s\nquick: %+v\njson: %+v, %v", line, got, want, err)
			}
		})
	}
}

// What encoding/json reads another way, or refuses, is left to it.
func TestQuickLeaves(t *testing.T) {
	claim := written(t, quickEvents()["claim"])
	outcome := written(t, quickEvents()["delivered"])
	swap := strings.NewReplacer
	tests := []struct{ name, line string }{
		{"an escape", swap(`"habit/walk"`, `"habit/w\u0061lk"`).Replace(claim)},
		{"a control character", swap("habit/walk", "habit\twalk").Replace(claim)},
		{"a space", swap(`,"n":`, `, "n":`).Replace(claim)},
		{"another order", swap(`{"v":1,`, `{`, `"n":1234567,`, `"n":1234567,"v":1,`).Replace(claim)},
		{"a key in capitals", swap(`"kind"`, `"Kind"`).Replace(claim)},
		{"a second body", claim[:len(claim)-1] + outcome[strings.Index(outcome, `,"outcome"`):]},
		{"a key of a newer version", claim[:len(claim)-1] + `,"x":1}`},
		{"something after the end", claim + " "},
		{"cut short", claim[:len(claim)-1]},
		{"a claim of nothing", claim[:strings.Index(claim, `"of":[`)] + `"of":[]}}`},
		{"a leading zero", swap(`"n":1234567`, `"n":01`).Replace(claim)},
		{"a negative count", swap(`"n":1234567`, `"n":-1`).Replace(claim)},
		{"no count", swap(`"n":1234567`, `"n":`).Replace(claim)},
		{"a count beyond 64 bits", swap(`"n":1234567`, `"n":92233720368547758089`).Replace(claim)},
		{"a fraction", swap(`"n":1234567`, `"n":1.0`).Replace(claim)},
		{"a civil time that is none", swap(`T07:30"`, `T25:30"`).Replace(claim)},
		{"an instant that is none", swap(`11-03T07:30:00`, `02-30T07:30:00`).Replace(outcome)},
		{"an empty line", ""},
		{"an unknown body", written(t, quickEvents()["held"])[:40] + `"x":{}}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if e, ok := (&quick{rest: []byte(tt.line), names: &names{}}).event(); ok {
				t.Errorf("%s is taken: %+v", tt.line, e)
			}
		})
	}
}

// headers are the first lines of summaries, by whether quick takes them.
var headers = map[bool]map[string]string{
	true: {
		"as it is written": aHeader,
		"no files":         strings.Replace(aHeader, aFile, "{}", 1),
		"two files":        strings.Replace(aHeader, aFile, strings.TrimSuffix(aFile, "}")+","+aFile[1:], 1),
		"goals":            strings.Replace(aHeader, `,"events"`, `,"goals":{"a":1,"b":-0.25,"c":100000000000000000000},"events"`, 1),
	},
	false: {
		"damage":                   strings.Replace(aHeader, `,"events"`, `,"damage":[{"file":"a.jsonl","text":"x"}],"events"`, 1),
		"a cut line":               strings.Replace(aHeader, `,"files"`, `,"loose":["x"],"files"`, 1),
		"a bad line":               strings.Replace(aHeader, `,"tail"`, `,"bad":1,"tail"`, 1),
		"a goal in exponents":      strings.Replace(aHeader, `,"events"`, `,"goals":{"a":1e21},"events"`, 1),
		"a goal that is none":      strings.Replace(aHeader, `,"events"`, `,"goals":{"a":+1},"events"`, 1),
		"a sum that is none":       strings.Replace(aHeader, `"sum":3290485789`, `"sum":4294967296`, 1),
		"nothing between":          strings.Replace(aHeader, aFile, strings.TrimSuffix(aFile, "}")+aFile[1:], 1),
		"a comma at the end":       strings.Replace(aHeader, aFile, strings.TrimSuffix(aFile, "}")+",}", 1),
		"an object without an end": aHeader[:strings.Index(aHeader, `,"events"`)-1],
		"something after it":       aHeader + " ",
		"nothing":                  "",
	},
}

const (
	aFile   = `{"41b9c680f51f6706.jsonl":{"size":86505,"lines":318,"tail":3621004523}}`
	aHeader = `{"summary":1,"bodies":"start undo","since":20776,"last":{"v":0,"id":"RTI3C2MX","n":318,"dev":"41b9c680f51f6706",` +
		`"seq":318,"at":"0001-01-01T00:00:00Z"},"n":318,"seq":{"41b9c680f51f6706":318},"files":` + aFile + `,"events":104,"sum":3290485789}`
)

func TestQuickHeader(t *testing.T) {
	for taken, lines := range headers {
		for name, line := range lines {
			t.Run(name, func(t *testing.T) {
				if h, ok := (&quick{rest: []byte(line), names: &names{}}).header(); ok != taken {
					t.Errorf("taken: %v\n%s\n%+v", ok, line, h)
				}
				sameHeader(t, line)
			})
		}
	}
}

// sameHeader fails where quick takes what encoding/json reads as another header.
func sameHeader(t *testing.T, line string) {
	t.Helper()
	got, ok := (&quick{rest: []byte(line), names: &names{}}).header()
	if !ok {
		return
	}
	var want header
	if err := json.Unmarshal([]byte(line), &want); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%s\nquick: %+v\njson: %+v, %v", line, got, want, err)
	}
}

// A change of what is written must not make the reading of it slow.
func TestQuickHeaderTakesWhatIsWritten(t *testing.T) {
	dir, _ := summarised(t, 60)
	data, err := os.ReadFile(filepath.Join(dir, summaryFile))
	if err != nil {
		t.Fatal(err)
	}
	first, _, _ := bytes.Cut(data, []byte{'\n'})
	if _, ok := (&quick{rest: first, names: &names{}}).header(); !ok {
		t.Errorf("not taken: %s", first)
	}
}

// What quick takes for a header, encoding/json reads as the same.
func FuzzQuickHeader(f *testing.F) {
	for _, lines := range headers {
		for _, line := range lines {
			f.Add(line)
		}
	}
	f.Fuzz(func(t *testing.T, line string) {
		if utf8.ValidString(line) {
			sameHeader(t, line)
		}
	})
}

// The holder of the lock is read quickly unless it has trouble, and always as
// encoding/json reads it.
func TestQuickHolder(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lock")
	for trouble, taken := range map[string]bool{"": true, "no space left": false} {
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := writeHolder(path, Holder{PID: 77, Since: noon, Trouble: trouble}); err != nil {
			t.Fatal(err)
		}
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if _, ok := (&quick{rest: data[holderAt:]}).holder(); ok != taken {
			t.Errorf("%q is taken: %v", data, ok)
		}
		sameHolder(t, string(data[holderAt:]))
	}
	for _, text := range []string{"", "{}", `{"pid":-1,"since":"2026-11-03T07:30:00Z"}`, `{"pid":1,"since":"x"}`, `{"pid":1,"since":"2026-11-03T07:30:00Z"} x`} {
		if h, ok := (&quick{rest: []byte(text)}).holder(); ok {
			t.Errorf("%s is taken: %+v", text, h)
		}
	}
}

func sameHolder(t *testing.T, text string) {
	t.Helper()
	got, ok := (&quick{rest: []byte(text)}).holder()
	if !ok {
		return
	}
	var want Holder
	if err := json.Unmarshal([]byte(text), &want); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%s\nquick: %+v\njson: %+v, %v", text, got, want, err)
	}
}

func FuzzQuickHolder(f *testing.F) {
	f.Add(`{"pid":77,"since":"2026-11-03T07:30:00.5+01:00"}   ` + "\n")
	f.Add(`{"pid":77,"since":"2026-11-03T07:30:00Z","trouble":"x"}`)
	f.Fuzz(sameHolder)
}

// Names share memory, and one that takes another's place does not change it.
func TestNames(t *testing.T) {
	var n names
	walk := []byte("habit/walk")
	first := n.of(walk)
	if a := testing.AllocsPerRun(10, func() { n.of(walk) }); a != 0 {
		t.Errorf("the same name again takes %v allocations", a)
	}
	for i := range 10 * len(n) {
		if name := strconv.Itoa(i); n.of([]byte(name)) != name {
			t.Fatalf("%q became another", name)
		}
	}
	if first != "habit/walk" || n.of(nil) != "" {
		t.Errorf("%q, %q", first, n.of(nil))
	}
}

// What quick takes, encoding/json reads as the same event.
func FuzzQuick(f *testing.F) {
	for _, r := range quickEvents() {
		f.Add(written(f, r))
	}
	f.Add(line("a", 1, startBody))
	f.Fuzz(func(t *testing.T, line string) {
		if !utf8.ValidString(line) {
			return
		}
		got, ok := (&quick{rest: []byte(line), names: &names{}}).event()
		if !ok || got.V != Version {
			return
		}
		gotErr := cmp.Or(got.check(), got.checkBody())
		want, wantErr := decodeJSON([]byte(line))
		if (gotErr == nil) != (wantErr == nil) || gotErr == nil && !reflect.DeepEqual(got, want) {
			t.Errorf("%s\nquick: %+v, %v\njson: %+v, %v", line, got, gotErr, want, wantErr)
		}
	})
}
