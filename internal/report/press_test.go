package report

import (
	"strings"
	"testing"

	"daybreak/scheduler"
)

func TestParsePress(t *testing.T) {
	for _, c := range []struct {
		name, key string
		ok        bool
	}{
		{"a habit", "done habit/morning-walk@2026-11-25T07:30", true},
		{"other letters", "skip habit/朝の散歩@2026-11-25T07:30", true},
		{"a check-in", "so-so checkin/evening@2026-11-25T21:00", true},
		{"a plan", "show plan/2026-12-24@2026-12-23T21:00", true},
		{"nothing", "", false},
		{"the specification's own", "default", false},
		{"an unknown verb", "delete habit/walk@2026-11-25T07:30", false},
		{"no verb", "habit/walk@2026-11-25T07:30", false},
		{"no id", "done @2026-11-25T07:30", false},
		{"no time", "done habit/walk", false},
		{"seconds", "done habit/walk@2026-11-25T07:30:00", false},
		{"no such day", "done habit/walk@2026-02-30T07:30", false},
		{"space around", " done habit/walk@2026-11-25T07:30 ", false},
		{"a line end", "done habit/wa\nlk@2026-11-25T07:30", false},
		{"not UTF-8", "done habit/\xff@2026-11-25T07:30", false},
		{"endless", "done habit/" + strings.Repeat("a", maxPress) + "@2026-11-25T07:30", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			p, ok := ParsePress(c.key)
			if ok != c.ok || ok && p.String() != c.key {
				t.Errorf("ParsePress(%q) = %v, %v", c.key, p, ok)
			}
		})
	}
}

func FuzzParsePress(f *testing.F) {
	f.Add("done habit/morning-walk@2026-11-25T07:30")
	f.Add("show plan/2026-12-24@@2026-12-23T21:00")
	f.Fuzz(func(t *testing.T, key string) {
		p, ok := ParsePress(key)
		if ok && p.String() != key || !ok && p != (Press{}) || len(p.Of.ID) > maxPress {
			t.Errorf("ParsePress(%q) = %v, %v", key, p, ok)
		}
	})
}

const answerable = `breakup_date: 2026-11-01
goals: [{id: g, name: zanzibar, by: 2026-11-23, target: 3, unit: books}]
habits:
  - {name: Walk, at: "07:30", say: Ten minutes.}
  - {name: Read, at: "07:30", goal: g}
  - {name: Swim, at: "07:30"}
  - {name: Tea, at: "07:30"}
prompts: {own: [zanzibar], max_per_day: 0}
milestones: [20, {day: 22, say: zanzibar}]
hard_dates: [{date: 11-24, name: zanzibar, plan: zanzibar}]
`

func occ(t *testing.T, s string) scheduler.Occurrence {
	t.Helper()
	id, at, _ := strings.Cut(s, "@")
	return scheduler.Occurrence{ID: id, Civil: civil(t, at)}
}

// described writes an offer in one line: a star before what a click stands for.
func described(o Offer) string {
	var all []string
	for _, b := range o.Buttons {
		if b.Press == o.Default {
			b.Label = "*" + b.Label
		}
		all = append(all, b.Label)
	}
	if s := strings.Join(all, " "); o.Command != "" {
		return s + ", or " + o.Command
	} else {
		return s
	}
}

// What each kind of message can be answered with.
func TestOffer(t *testing.T) {
	f := parse(t, answerable)
	walk := occ(t, "habit/walk@2026-11-23T07:30")
	milestone := occ(t, "milestone/20@2026-11-21T08:30")
	for i, of := range []*scheduler.Occurrence{&walk, &milestone, nil} {
		id := []string{"snooze/a", "snooze/b", "urge/c"}[i]
		f.State.Apply(scheduler.Record{OneOff: &scheduler.OneOff{ID: id, Civil: walk.Civil, At: f.Now, Asked: f.Now, Of: of}})
	}
	for _, c := range []struct {
		name, occ string
		kind      scheduler.Kind
		discreet  bool
		want      string
	}{
		{"habit", walk.String(), scheduler.Habit, true, "*Done Snooze Skip, or daybreak habit done walk"},
		{"habit again", "snooze/a@2026-11-23T07:30", scheduler.Habit, true, "*Done Snooze Skip, or daybreak habit done walk"},
		{"check-in", "checkin/evening@2026-11-23T21:00", scheduler.CheckIn, true, "Good So-so Hard, or daybreak checkin"},
		{"milestone", milestone.String(), scheduler.Milestone, true, "*Check in Later, or daybreak checkin --milestone"},
		{"milestone again", "snooze/b@2026-11-23T07:30", scheduler.Milestone, true, "*Check in Later, or daybreak checkin --milestone"},
		{"own milestone", "milestone/22@2026-11-23T08:30", scheduler.Milestone, true, "*Show Check in Later"},
		{"own milestone, open", "milestone/22@2026-11-23T08:30", scheduler.Milestone, false, "*Check in Later, or daybreak checkin --milestone"},
		{"own prompt", "prompt/morning@2026-11-23T08:30", scheduler.Prompt, true, "*Show"},
		{"own prompt, open", "prompt/morning@2026-11-23T08:30", scheduler.Prompt, false, ""},
		{"plan", "plan/2026-11-24@2026-11-23T21:00", scheduler.Plan, true, "*Show"},
		{"plan, open", "plan/2026-11-24@2026-11-23T21:00", scheduler.Plan, false, ""},
		{"goal", "goal/g@2026-11-23T08:30", scheduler.Goal, true, "*Show"},
		{"welcome", WelcomeID + "@2026-11-23T08:30", scheduler.Welcome, true, ""},
		{"notice", FaultID + "@2026-11-23T08:30", scheduler.Notice, true, ""},
		{"after an urge", "urge/c@2026-11-23T07:30", scheduler.Prompt, true, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := occ(t, c.occ)
			got := f.Offer(c.kind, []scheduler.Occurrence{o}, c.discreet)
			if described(got) != c.want {
				t.Errorf("%q, want %q", described(got), c.want)
			}
			for _, b := range got.Buttons { // a snooze is answered as what it stands for
				if one, ok := f.State.OneOff(o.ID); b.Press.Of != o && !(ok && b.Press.Of == *one.Of) {
					t.Errorf("%s is about %s", b.Label, b.Press.Of)
				}
				if _, ok := ParsePress(b.Press.String()); !ok {
					t.Errorf("%q does not come back", b.Press)
				}
			}
		})
	}
}

// A digest has a button for each of its habits, and the rest stays when one was
// pressed.
func TestDigestIsAnsweredOneByOne(t *testing.T) {
	f := parse(t, answerable)
	var of []scheduler.Occurrence
	for _, id := range []string{"habit/walk", "habit/read", "habit/gone", "habit/swim", "prompt/morning"} {
		of = append(of, occ(t, id+"@2026-11-23T07:30"))
	}
	const digest = "digest/2026-11-23T07:30"
	f.sent(digest, scheduler.Delivered, scheduler.OnTime, f.Now, of...)
	if got := described(f.Offer(scheduler.Digest, of, true)); got != "Walk: done Read: done Swim: done, or daybreak habit done" {
		t.Errorf("at first %q", got)
	}
	for i, want := range []string{"Read: done Swim: done, or daybreak habit done", "Swim: done, or daybreak habit done", "Undo"} {
		o := of[[]int{0, 1, 3}[i]]
		f.State.Apply(scheduler.Record{Answer: &scheduler.Answer{Occurrence: o, Said: scheduler.Done, At: f.Now}})
		if r := f.Reply(Press{PressDone, o}, digest, true); described(r.Offer) != want {
			t.Errorf("after %s: %q, want %q (%q / %q)", o.ID, described(r.Offer), want, r.Title, r.Body)
		}
	}
	if got := described(f.Offer(scheduler.Digest, of, true)); got != "Show" {
		t.Errorf("in the end %q", got)
	}
}
