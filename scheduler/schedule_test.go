package scheduler

import (
	"strings"
	"testing"
	"time"
)

func cronOf(t testing.TB, expr string) Schedule {
	t.Helper()
	s, err := ParseCron(expr)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestParseCronRefuses(t *testing.T) {
	for _, expr := range []string{
		"", " ", "TZ=UTC", "TZ=", "TZ=UTC 0 9 * * *", "CRON_TZ=UTC", "CRON_TZ=UTC 0 9 * * *",
		", * * * *", "1,,2 * * * *", "1, * * * *", "* ,1 * * *",
		"*/100 * * * *", "*/60 * * * *", "* */24 * * *", "*/0 * * * *", "*/-1 * * * *", "*/x * * * *", "*/ * * * *",
		"*-5 * * * *", "?-5 * * * *", "-5 * * * *", "5- * * * *", "- * * * *", "5-1 * * * *", "1-2-3 * * * *", "1/2/3 * * * *",
		"@every 1h", "@every", "@reboot", "@", "@DAILY x",
		"0 0 30 2 *", "0 0 31 4 *", "0 0 31 2,4,6,9,11 *",
		"0 0 9 * * *", "0 9 * *", "60 * * * *", "* 24 * * *", "* * 0 * *", "* * * 13 *", "* * * * 8", "a b c d e",
		"99999999999999999999 * * * *",
	} {
		s, err := ParseCron(expr)
		if err == nil {
			t.Errorf("%q is taken for %q", expr, s.Spec())
		} else if err.Error() == "" {
			t.Errorf("%q is refused without a reason", expr)
		}
	}
}

func TestCronNext(t *testing.T) {
	for _, tt := range []struct{ expr, after, want string }{
		{"0 9 * * *", "2026-11-23T08:59", "2026-11-23T09:00"},
		{"0 9 * * *", "2026-11-23T09:00", "2026-11-24T09:00"},
		{" 0  9 * *  mon ", "2026-11-23T09:00", "2026-11-30T09:00"},
		{"@daily", "2026-11-23T09:00", "2026-11-24T00:00"},
		{"*/59 * * * *", "2026-11-23T09:00", "2026-11-23T09:59"},
		{"0 0 29 2 *", "2026-01-01T00:00", "2028-02-29T00:00"},
		{"0 0 29 2 *", "2096-02-29T00:00", "2104-02-29T00:00"},
		{"0 0 29 2 *", "2096-03-01T00:00", "2104-02-29T00:00"},
		{"0 9 30 12 *", "2011-12-01T00:00", "2011-12-30T09:00"},
	} {
		got, ok := cronOf(t, tt.expr).Next(civil(t, tt.after))
		if !ok || got.String() != tt.want {
			t.Errorf("%q after %s: %s %v, want %s", tt.expr, tt.after, got, ok, tt.want)
		}
	}
}

func TestWeekly(t *testing.T) {
	s, err := Weekly([]time.Weekday{time.Friday, time.Monday, time.Friday}, []int{18 * 60, 450, 450})
	if err != nil {
		t.Fatal(err)
	}
	if want := "30 7 * * 1,5 | 0 18 * * 1,5"; s.Spec() != want {
		t.Errorf("spec %q, want %q", s.Spec(), want)
	}
	var got []string
	c := civil(t, "2026-11-23T07:30") // a Monday
	for range 4 {
		c, _ = s.Next(c)
		got = append(got, c.String())
	}
	want := "2026-11-23T18:00 2026-11-27T07:30 2026-11-27T18:00 2026-11-30T07:30"
	if strings.Join(got, " ") != want {
		t.Errorf("%v, want %s", got, want)
	}
	all := []time.Weekday{0, 1, 2, 3, 4, 5, 6}
	if s, err := Weekly(all, []int{0}); err != nil || s.Spec() != "0 0 * * *" {
		t.Errorf("daily: %v, %v", s, err)
	}
}

func TestUnionAndOnce(t *testing.T) {
	at := civil(t, "2026-11-23T08:30")
	u := Union(Once(at), OnDay(at), cronOf(t, "0 9 23 11 *"))
	if c, ok := u.Next(at - 1); !ok || c != at {
		t.Errorf("first %s %v", c, ok)
	}
	if c, ok := u.Next(at); !ok || c != at+30 {
		t.Errorf("second %s %v", c, ok)
	}
	if _, ok := Union(Once(at), Once(at+1)).Next(at + 1); ok {
		t.Error("a union of past times has a next one")
	}
	if _, ok := Union().Next(0); ok {
		t.Error("the empty union has a next one")
	}
	if got := OnDay(at).Spec(); got != "2026-11-23" || got != OnDay(at+60).Spec() || got == OnDay(at+MinutesPerDay).Spec() {
		t.Errorf("spec of a day: %q", got)
	}
	if OnceAs(at, "x").Spec() != "x" || Once(at).Spec() != at.String() {
		t.Error("spec of once")
	}
}

// Whatever the text, ParseCron does not panic, and what it accepts goes on for
// ever, forwards.
func FuzzParseCron(f *testing.F) {
	for _, s := range []string{"0 9 * * *", "TZ=UTC", ", * * * *", "*/100 * * * *", "@every 1s", "0 0 29 2 *", "@weekly", "0 0 30 2 *", "1-5/2 * * jan-mar mon"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, expr string) {
		s, err := ParseCron(expr)
		if err != nil {
			return
		}
		c := civil(t, "2026-01-01T00:00")
		for range 3 {
			n, ok := s.Next(c)
			if !ok || n <= c {
				t.Fatalf("%q: %s %v after %s", expr, n, ok, c)
			}
			c = n
		}
		if again, err := ParseCron(s.Spec()); err != nil || again.Spec() != s.Spec() {
			t.Fatalf("%q: its text %q is another: %v", expr, s.Spec(), err)
		}
	})
}
