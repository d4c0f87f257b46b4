package scheduler

import (
	"fmt"
	"sort"
	"testing"
	"time"

	"github.com/robfig/cron/v3"
)

// busy returns a planner, rested, with n habits spread over the day, one of
// which is due each time the clock reaches its wake.
func busy(tb testing.TB, n int) (*Planner, Input) {
	in := Input{Now: time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC), Zone: time.UTC, State: NewState(), Ready: true, Run: "dev.1"}
	for i := range n {
		// One hour in the day, so that 1440 minutes and the days of the month
		// tell n apart.
		expr := fmt.Sprintf("%d %d %d * *", i%60, i/60%24, 1+i/1440%28)
		s, err := ParseCron(expr)
		if err != nil {
			tb.Fatal(err)
		}
		in.Reminders = append(in.Reminders, Reminder{ID: fmt.Sprintf("habit/%d", i), Kind: Habit, Schedule: s})
	}
	m := new(Planner)
	wake(m, &in)
	return m, in
}

// wake lets the planner decide until there is nothing left to do, delivers what
// is due, and puts the clock to the next wake. It returns how much was due.
func wake(m *Planner, in *Input) (due int) {
	for {
		d := m.Decide(*in)
		for _, r := range d.Records {
			in.State.Apply(r)
		}
		for _, s := range d.Sends {
			due += len(s.Of)
			s.Send = s.ID + s.Due.String()
			in.State.Apply(Record{Claim: &s.Claim})
			in.State.Apply(Record{Outcome: &Outcome{Send: s.Send, Result: Delivered, At: in.Now, Reason: OnTime}})
		}
		if len(d.Records)+len(d.Sends) == 0 {
			in.Now = d.Wake
			return due
		}
	}
}

// BenchmarkWake is one wake at which something is due, with its records and
// without the disk: from 20 reminders to 100,000, and after years of events.
func BenchmarkWake(b *testing.B) {
	for _, n := range []int{20, 10_000, 100_000} {
		b.Run(fmt.Sprint(n, " reminders"), func(b *testing.B) {
			m, in := busy(b, n)
			due := 0
			for b.Loop() {
				due += wake(m, &in)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(max(due, 1)), "ns/due")
		})
	}
	b.Run("20 reminders and 100000 events", func(b *testing.B) {
		m, in := busy(b, 20)
		for day := range 5000 {
			for i := range 10 {
				in.State.Apply(Record{Mark: &Mark{Occurrence: Occurrence{fmt.Sprintf("habit/%d", i), NewCivil(day, i)},
					Result: Dropped, At: in.Now, Reason: Quiet}})
				in.State.Apply(Record{Mark: &Mark{Occurrence: Occurrence{fmt.Sprintf("old/%d", i), NewCivil(day, i)},
					Result: Dropped, At: in.Now, Reason: Quiet}})
			}
		}
		wake(m, &in)
		for b.Loop() {
			wake(m, &in)
		}
	})
}

// BenchmarkCronRunner is what robfig/cron's own runner does at a wake, as its
// run loop has it: sort all entries, and ask those that are due for their next
// time. It keeps no record.
func BenchmarkCronRunner(b *testing.B) {
	for _, n := range []int{20, 10_000, 100_000} {
		b.Run(fmt.Sprint(n, " entries"), func(b *testing.B) {
			_, in := busy(b, n)
			type entry struct {
				s    cron.Schedule
				next time.Time
			}
			all := make([]*entry, n)
			for i, r := range in.Reminders {
				s := r.Schedule.(cronSchedule).Schedule
				all[i] = &entry{s, s.Next(in.Now)}
			}
			due := 0
			for b.Loop() {
				sortEntries(all, func(a, b *entry) bool { return a.next.Before(b.next) })
				now := all[0].next
				for _, e := range all {
					if e.next.After(now) {
						break
					}
					e.next = e.s.Next(now)
					due++
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(max(due, 1)), "ns/due")
		})
	}
}

// sortEntries sorts as the runner does, by sort.Sort on a slice of pointers.
func sortEntries[E any](all []E, less func(a, b E) bool) { sort.Sort(byLess[E]{all, less}) }

type byLess[E any] struct {
	all  []E
	less func(a, b E) bool
}

func (s byLess[E]) Len() int           { return len(s.all) }
func (s byLess[E]) Swap(i, j int)      { s.all[i], s.all[j] = s.all[j], s.all[i] }
func (s byLess[E]) Less(i, j int) bool { return s.less(s.all[i], s.all[j]) }
