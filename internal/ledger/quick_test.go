package ledger

import (
	"cmp"
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
