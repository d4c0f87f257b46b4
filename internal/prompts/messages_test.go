package prompts

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

type shownWords struct {
	Title string `json:"title"`
	Body  string `json:"body"`
}

type messagesFile struct {
	Messages map[string]shownWords `json:"messages"`
	CheckIn  []string              `json:"checkin"`
}

type milestonesFile struct {
	Days      map[string]shownWords `json:"days"`
	Half      shownWords            `json:"half"`
	Last      shownWords            `json:"last"`
	LastDate  shownWords            `json:"last_date"`
	LastOrder string                `json:"last_order"`
	Any       []string              `json:"any"`
	Questions map[string][]string   `json:"questions"`
}

func theMessages(t testing.TB) (m messagesFile) { strictly(t, "messages", &m); return m }

func theMilestones(t testing.TB) (m milestonesFile) { strictly(t, "milestones", &m); return m }

// bannedFor returns the words that a message must not hold: what is said in a
// terminal may say what it is about, what reaches a desktop may not.
func bannedFor(key string) []string {
	banned := slices.Clone(neverWords)
	group, rest, _ := strings.Cut(key, "/")
	mode, _, _ := strings.Cut(rest, "/")
	switch {
	case group == "contact" && mode == "order":
		return append(banned, orderWords...)
	case group == "contact" && mode == "safe":
		return append(banned, safeWords...)
	case group == "contact" || group == "end":
		return banned
	case group == "urge":
		return append(append(banned, orderWords...), safeWords...)
	}
	return slices.Concat(banned, discreetWords, orderWords, safeWords)
}

func TestMessages(t *testing.T) {
	for key, w := range theMessages(t).Messages {
		if n := utf8.RuneCountInString(w.Title); n > MaxTitle {
			t.Errorf("%s: a title of %d", key, n)
		}
		if n := utf8.RuneCountInString(w.Body); n > MaxBody || n == 0 && w.Title == "" {
			t.Errorf("%s: a body of %d", key, n)
		}
		if found := lint(w.Title+". "+w.Body, bannedFor(key)); found != nil {
			t.Errorf("%s says %q: %q", key, found, w.Body)
		}
	}
	for i, s := range theMessages(t).CheckIn {
		if found := lint(s, bannedFor("checkin")); found != nil || utf8.RuneCountInString(s) > MaxBody {
			t.Errorf("evening %d says %q: %q", i, found, s)
		}
	}
}

// What is said of a contact: one question, about the situation; help first for
// somebody who left harm behind; the wording and a lawyer under an order.
func TestContactAnswers(t *testing.T) {
	m := theMessages(t).Messages
	for _, kind := range []string{"reached-out", "received", "logistics", "looked"} {
		for _, mode := range []string{"", "order/", "safe/"} {
			key := "contact/" + mode + kind
			body := m[key].Body
			refused := mode == "order/" && kind == "logistics"
			if strings.Count(body, "?") != 1 && !refused || refused && strings.Contains(body, "?") {
				t.Errorf("%s asks %d questions: %q", key, strings.Count(body, "?"), body)
			}
			switch mode {
			case "order/":
				if !strings.Contains(body, "order's wording") || !strings.Contains(body, "ask a lawyer") {
					t.Errorf("%s: neither wording nor lawyer in %q", key, body)
				}
			case "safe/":
				if !strings.HasPrefix(body, "Support first: daybreak support. ") {
					t.Errorf("%s begins %q", key, body)
				}
			}
		}
	}
	if !strings.Contains(m["contact/order/received"].Body, "A breach counts even when the other person writes first") {
		t.Error("nothing says that answering under an order is a breach")
	}
}

func TestHardAnswersNameSupport(t *testing.T) {
	m := theMessages(t).Messages
	for _, key := range []string{"checkin/hard", "urge/support"} {
		if !strings.HasSuffix(m[key].Body, "daybreak support") {
			t.Errorf("%s ends %q", key, m[key].Body)
		}
	}
	for _, key := range []string{"checkin/easy", "checkin/middle", "goal/reached"} {
		if m[key].Body == "" {
			t.Errorf("nothing is said for %s", key)
		}
	}
}

func TestUrgeSteps(t *testing.T) {
	m := theMessages(t).Messages
	n := 0
	for m[fmt.Sprint("urge/step/", n+1)].Title != "" {
		n++
	}
	all := 0
	for key := range m {
		if strings.HasPrefix(key, "urge/step/") {
			all++
		}
	}
	if n < 8 || n != all {
		t.Errorf("%d steps are numbered from 1 without a gap, of %d; want at least 8", n, all)
	}
}

func TestMilestoneWords(t *testing.T) {
	m := theMilestones(t)
	bodies := map[string]string{"half": m.Half.Body, "last": m.Last.Body, "last date": m.LastDate.Body, "last under an order": m.LastOrder}
	for _, day := range []string{"1", "3", "7", "14", "21", "30", "45", "60", "90"} {
		bodies[day] = m.Days[day].Body
	}
	for i, s := range m.Any {
		bodies[fmt.Sprint("any ", i)] = s
	}
	const before = "Day 90 was 300 days ago. You kept 365 of 390 days; two goals moved. "
	for day, body := range bodies {
		if strings.Count(body, "?") != 1 || !strings.HasSuffix(body, "?") {
			t.Errorf("%s does not end in its one question: %q", day, body)
		}
		if n := utf8.RuneCountInString(before + body); n > MaxBody {
			t.Errorf("%s leaves no room for the record: %d", day, n)
		}
	}
}

func TestMilestoneQuestions(t *testing.T) {
	all := theMilestones(t).Questions
	for _, key := range []string{"steady", "reflect", "grow", "connect", "after", "order", "safe"} {
		if len(all[key]) != 3 {
			t.Errorf("%s has %d questions", key, len(all[key]))
		}
		for _, q := range all[key] {
			if found := lint(q, slices.Concat(neverWords, discreetWords, orderWords, safeWords)); found != nil {
				t.Errorf("%s says %q: %q", key, found, q)
			}
			if !strings.HasSuffix(q, "?") || utf8.RuneCountInString(q) > 100 {
				t.Errorf("%s: %q is long or no question", key, q)
			}
		}
	}
	if len(all) != 7 {
		t.Errorf("questions of %d kinds", len(all))
	}
}
