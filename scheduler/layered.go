package scheduler

import (
	"maps"
	"slices"
)

// layered is a map that may lie over another, which it reads through and never
// changes: a copy that costs nothing to make.
type layered[K comparable, V any] struct {
	own  map[K]V
	base *layered[K, V]
}

func (l *layered[K, V]) over(base *layered[K, V]) { l.own, l.base = map[K]V{}, base }

func (l *layered[K, V]) get(k K) (V, bool) {
	for ; l != nil; l = l.base {
		if v, ok := l.own[k]; ok {
			return v, true
		}
	}
	var none V
	return none, false
}

// keys returns the keys of all layers, in no order, those of several layers
// more than once.
func (l *layered[K, V]) keys() (all []K) {
	for ; l != nil; l = l.base {
		all = slices.AppendSeq(all, maps.Keys(l.own))
	}
	return all
}

func (l *layered[K, V]) set(k K, v V) { l.own[k] = v }

// touched lists the reminders whose records have changed, in order, so that a
// planner that remembers what it decided knows what to look at again.
type touched struct {
	list []string
	gone int // how many were taken off the front
}

// maxTouched bounds the list. A planner that has not looked for so long looks
// at everything.
const maxTouched = 1 << 14

func (t *touched) touch(id string) {
	if len(t.list) >= maxTouched {
		t.gone += len(t.list)
		t.list = nil
	}
	t.list = append(t.list, id)
}

// since returns what was touched after position at, and the position now. It is
// false when that is no longer known.
func (t *touched) since(at int) (ids []string, now int, ok bool) {
	now = t.gone + len(t.list)
	if at < t.gone || at > now {
		return nil, now, false
	}
	return t.list[at-t.gone:], now, true
}
