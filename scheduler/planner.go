package scheduler

import (
	"container/heap"
	"maps"
	"slices"
	"time"
)

// Planner is Decide with a memory: a wake costs what is due at it, however many
// reminders there are. It decides exactly as Decide does. What it remembers of a
// reminder is when it is next due, and that nothing else is left to be done for
// it until then; a record of the reminder, a clock that went back, another zone
// or another list of reminders make it look again. The zero Planner remembers
// nothing yet. It is not safe for concurrent use.
type Planner struct {
	last  Input
	taken int            // how much of State.touched was looked at
	index map[string]int // by id
	busy  map[int]bool   // to be looked at whatever happens
	queue queue          // of all that will be due
}

// look returns the places of the reminders that have to be looked at, in order.
func (m *Planner) look(in Input) []int {
	ids, taken, ok := in.State.since(m.taken)
	again := ok && m.same(in)
	m.last, m.taken = in, taken
	if !again {
		return m.reset(in.Reminders)
	}
	for _, id := range ids {
		if i, ok := m.index[id]; ok {
			m.busy[i] = true
		}
	}
	for len(m.queue.order) > 0 && !m.queue.at[m.queue.order[0]].After(in.Now) {
		m.busy[m.queue.order[0]] = true
		m.queue.set(m.queue.order[0], time.Time{})
	}
	return slices.Sorted(maps.Keys(m.busy))
}

func (m *Planner) same(in Input) bool {
	a, b := m.last.Reminders, in.Reminders
	return m.last.State == in.State && m.last.Zone == in.Zone && !in.Now.Before(m.last.Now) &&
		len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0])
}

func (m *Planner) reset(reminders []Reminder) []int {
	all := make([]int, len(reminders))
	m.index, m.busy, m.queue = make(map[string]int, len(all)), map[int]bool{}, newQueue(len(all))
	for i, r := range reminders {
		all[i], m.index[r.ID] = i, i
	}
	return all
}

// note takes what was found of a reminder: when it is next due, and whether
// there is nothing to look at before.
func (m *Planner) note(i int, next time.Time, settled bool) {
	m.queue.set(i, next)
	if settled {
		delete(m.busy, i)
	} else {
		m.busy[i] = true
	}
}

// first returns when the first reminder is due next, zero for never.
func (m *Planner) first() time.Time {
	if len(m.queue.order) == 0 {
		return time.Time{}
	}
	return m.queue.at[m.queue.order[0]]
}

func (m *Planner) reminder(id string) (Reminder, bool) {
	i, ok := m.index[id]
	if !ok {
		return Reminder{}, false
	}
	return m.last.Reminders[i], true
}

// fork returns a planner that remembers the same, for a fork of the state.
func (m *Planner) fork(state *State) *Planner {
	f := *m
	f.last.State = state
	f.busy, f.queue = maps.Clone(m.busy), m.queue.clone()
	return &f
}

// queue holds reminders by when they are due, the first in front.
type queue struct {
	at    []time.Time // by reminder
	place []int       // by reminder: in order, -1 for not there
	order []int       // a heap
}

func newQueue(n int) queue {
	q := queue{at: make([]time.Time, n), place: make([]int, n)}
	for i := range q.place {
		q.place[i] = -1
	}
	return q
}

func (q queue) clone() queue {
	return queue{slices.Clone(q.at), slices.Clone(q.place), slices.Clone(q.order)}
}

// set says when reminder i is due, zero for never.
func (q *queue) set(i int, at time.Time) {
	q.at[i] = at
	switch there := q.place[i] >= 0; {
	case there && at.IsZero():
		heap.Remove(q, q.place[i])
	case there:
		heap.Fix(q, q.place[i])
	case !at.IsZero():
		heap.Push(q, i)
	}
}

// Len, Less, Swap, Push and Pop are for container/heap.
func (q *queue) Len() int           { return len(q.order) }
func (q *queue) Less(a, b int) bool { return q.at[q.order[a]].Before(q.at[q.order[b]]) }

func (q *queue) Swap(a, b int) {
	q.order[a], q.order[b] = q.order[b], q.order[a]
	q.place[q.order[a]], q.place[q.order[b]] = a, b
}

func (q *queue) Push(i any) {
	q.place[i.(int)] = len(q.order)
	q.order = append(q.order, i.(int))
}

func (q *queue) Pop() any {
	last := len(q.order) - 1
	i := q.order[last]
	q.order, q.place[i] = q.order[:last], -1
	return i
}
