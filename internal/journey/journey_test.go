package journey

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

var nov1 = NewDate(2026, 11, 1)

func TestAWaitDayByDay(t *testing.T) {
	w := Wait{Start: nov1, Days: 30}
	for _, tt := range []struct {
		today                          Date
		day, remaining, percent, since int
		stage                          Stage
		complete                       bool
	}{
		{nov1 - 1, 0, 30, 0, 0, Steady, false},
		{nov1, 0, 30, 0, 0, Steady, false},
		{nov1 + 1, 1, 29, 3, 1, Steady, false},
		{nov1 + 7, 7, 23, 23, 7, Steady, false},
		{nov1 + 8, 8, 22, 26, 0, Reflect, false},
		{nov1 + 14, 14, 16, 46, 6, Reflect, false},
		{nov1 + 15, 15, 15, 50, 0, Grow, false},
		{nov1 + 22, 22, 8, 73, 7, Grow, false},
		{nov1 + 23, 23, 7, 76, 0, Connect, false},
		{nov1 + 29, 29, 1, 96, 6, Connect, false},
		{NewDate(2026, 12, 1), 30, 0, 100, 0, After, true},
		{nov1 + 400, 400, 0, 100, 370, After, true},
	} {
		t.Run(tt.today.String(), func(t *testing.T) {
			if got := w.Day(tt.today); got != tt.day {
				t.Errorf("day %d, want %d", got, tt.day)
			}
			if got := w.Remaining(tt.today); got != tt.remaining {
				t.Errorf("%d remaining, want %d", got, tt.remaining)
			}
			if got := w.Percent(tt.today); got != tt.percent {
				t.Errorf("%d percent, want %d", got, tt.percent)
			}
			if got, since := w.Stage(tt.today), w.StageDay(tt.today); got != tt.stage || since != tt.since {
				t.Errorf("stage %s day %d, want %s day %d", got, since, tt.stage, tt.since)
			}
			if got := w.Complete(tt.today); got != tt.complete {
				t.Errorf("complete %v", got)
			}
		})
	}
}

func TestEnds(t *testing.T) {
	for _, tt := range []struct {
		name, start string
		days        int
		want        string
	}{
		{"thirty days of November", "2026-11-01", 30, "2026-12-01"},
		{"over the end of a year", "2026-12-15", 30, "2027-01-14"},
		{"over a leap day", "2028-02-01", 30, "2028-03-02"},
		{"over a February without one", "2027-02-01", 30, "2027-03-03"},
		{"from a leap day for a year", "2028-02-29", 365, "2029-02-28"},
		{"a leap year is a day longer", "2028-01-01", 365, "2028-12-31"},
		{"2100 is no leap year", "2100-02-28", 1, "2100-03-01"},
		{"a single day", "2026-12-31", 1, "2027-01-01"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			start, err := ParseDate(tt.start)
			if err != nil {
				t.Fatal(err)
			}
			w := Wait{start, tt.days}
			if got := w.Ends().String(); got != tt.want {
				t.Errorf("ends %s, want %s", got, tt.want)
			}
			if !w.Complete(w.Ends()) || w.Complete(w.Ends()-1) || w.Remaining(w.Ends()) != 0 {
				t.Error("it is not complete on that day, or before")
			}
		})
	}
}

// TestEveryWait holds what is promised of all lengths, on every day.
func TestEveryWait(t *testing.T) {
	for days := MinDays; days <= MaxDays; days++ {
		w := Wait{nov1, days}
		since := 0
		for day := range days + 5 {
			today := nov1 + Date(day)
			if got := w.Stage(today); got != Stages()[min(4*day/days, 4)] {
				t.Fatalf("day %d of %d: stage %s", day, days, got)
			}
			if day > 0 && w.Stage(today) != w.Stage(today-1) {
				since = day
			}
			if got := w.StageDay(today); got != day-since {
				t.Fatalf("day %d of %d: day %d of the stage, want %d", day, days, got, day-since)
			}
			if day <= days && w.Day(today)+w.Remaining(today) != days {
				t.Fatalf("day %d of %d: %d remaining", day, days, w.Remaining(today))
			}
			if p := w.Percent(today); p > 100 || (p == 100) != w.Complete(today) {
				t.Fatalf("day %d of %d: %d percent", day, days, p)
			}
		}
	}
}

func TestAnOpenWait(t *testing.T) {
	w := Wait{Start: nov1}
	for day, want := range map[int]struct {
		stage Stage
		since int
	}{
		0: {Steady, 0}, 7: {Steady, 7}, 8: {Reflect, 0}, 14: {Reflect, 6}, 15: {Grow, 0}, 30: {Grow, 15}, 4000: {Grow, 3985},
	} {
		today := nov1 + Date(day)
		if w.Stage(today) != want.stage || w.StageDay(today) != want.since {
			t.Errorf("day %d: %s day %d", day, w.Stage(today), w.StageDay(today))
		}
		if !w.Open() || w.Complete(today) || w.Percent(today) != 0 || w.Day(today) != day {
			t.Errorf("day %d: open %v, complete %v, %d percent", day, w.Open(), w.Complete(today), w.Percent(today))
		}
	}
}

func TestMilestones(t *testing.T) {
	for name, tt := range map[string]struct {
		days   int
		custom []int
		want   []int
	}{
		"thirty days":              {30, nil, []int{1, 3, 7, 14, 21, 30}},
		"ten days":                 {10, nil, []int{1, 3, 7, 10}},
		"a single day":             {1, nil, []int{1}},
		"ninety days":              {90, nil, []int{1, 3, 7, 14, 21, 30, 45, 60, 90}},
		"open":                     {0, nil, []int{1, 3, 7, 14, 21, 30, 45, 60, 90}},
		"none but the last":        {30, []int{}, []int{30}},
		"none at all":              {0, []int{}, nil},
		"out of order and doubled": {30, []int{10, 5, 10, 30}, []int{5, 10, 30}},
		"out of range":             {30, []int{-1, 0, 31, 2}, []int{2, 30}},
		"open goes on":             {0, []int{400}, []int{400}},
	} {
		t.Run(name, func(t *testing.T) {
			given := slices.Clone(tt.custom)
			if got := (Wait{nov1, tt.days}).Milestones(tt.custom); !slices.Equal(got, tt.want) {
				t.Errorf("%v, want %v", got, tt.want)
			}
			if !slices.Equal(given, tt.custom) {
				t.Errorf("the list given became %v", tt.custom)
			}
		})
	}
	if !slices.Equal(defaultMilestones, []int{1, 3, 7, 14, 21, 30, 45, 60, 90}) {
		t.Errorf("the defaults became %v", defaultMilestones)
	}
}

func TestKeptDays(t *testing.T) {
	for name, tt := range map[string]struct {
		today int
		out   []Date
		want  Kept
	}{
		"day 0":                   {0, nil, Kept{0, 0, 0}},
		"before the start":        {-3, nil, Kept{0, 0, 0}},
		"all kept":                {29, nil, Kept{29, 29, 29}},
		"two slips":               {29, []Date{nov1 + 20, nov1 + 5}, Kept{27, 29, 14}},
		"twice on a day":          {10, []Date{nov1 + 5, nov1 + 5}, Kept{9, 10, 5}},
		"on the first and last":   {3, []Date{nov1 + 1, nov1 + 3}, Kept{1, 3, 1}},
		"on every day":            {2, []Date{nov1 + 1, nov1 + 2}, Kept{0, 2, 0}},
		"outside":                 {10, []Date{nov1 - 1, nov1, nov1 + 11}, Kept{10, 10, 10}},
		"the longest is the last": {10, []Date{nov1 + 2}, Kept{9, 10, 8}},
	} {
		t.Run(name, func(t *testing.T) {
			if got := KeptDays(nov1, nov1+Date(tt.today), tt.out); got != tt.want {
				t.Errorf("%+v, want %+v", got, tt.want)
			}
		})
	}
}

// TestKeptDaysCounts compares with counting day by day.
func TestKeptDaysCounts(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		today := Date(r.IntN(40) - 3)
		var out []Date
		for range r.IntN(12) {
			out = append(out, Date(r.IntN(45)-3))
		}
		var want Kept
		run := 0
		for d := Date(1); d <= today; d++ {
			want.Of++
			run++
			if slices.Contains(out, d) {
				run = 0
			} else {
				want.Days++
			}
			want.Longest = max(want.Longest, run)
		}
		if got := KeptDays(0, today, out); got != want {
			t.Fatalf("today %d, slips %v: %+v, want %+v", today, out, got, want)
		}
	}
}

// steps adds a step n times, as a goal grows.
func steps(n int, step float64) (sum float64) {
	for range n {
		sum += step
	}
	return sum
}

func TestPercent(t *testing.T) {
	for _, tt := range []struct {
		progress, target float64
		want             int
	}{
		{0, 3, 0}, {1, 3, 33}, {2, 3, 66}, {2.999, 3, 99}, {3, 3, 100}, {7, 3, 100}, {-1, 3, 0}, {1, 0, 0}, {1, -2, 0},
		{math.MaxFloat64, 1, 100}, {1, math.MaxFloat64, 0},
		{steps(10, 0.1), 1, 100},
	} {
		if got := Percent(tt.progress, tt.target); got != tt.want {
			t.Errorf("%g of %g: %d, want %d", tt.progress, tt.target, got, tt.want)
		}
	}
}
