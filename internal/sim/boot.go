package sim

import (
	"bytes"
	"cmp"
	"encoding/json"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"

	"daybreak/internal/ledger"
	"daybreak/scheduler"
)

// booted checks what a start finds on the disk against what was promised to
// survive, and begins anew from it.
func (c *checker) booted() {
	c.newest = c.newest[:0]
	clear(c.unheard) // lost tells of what did not survive
	found := map[string]bool{}
	for _, id := range c.refold() {
		found[id] = true
	}
	c.lost(found)
	c.loss = ""
}

// refold begins anew from what is on the disk and what waits in memory, and
// checks that the daemon's state is the same. It returns the events on the disk.
func (c *checker) refold() []string {
	c.since, c.fates = map[string]scheduler.ScheduleSeen{}, map[occ]*fate{}
	c.missed, c.claims = map[string][]scheduler.Missed{}, map[string]scheduler.Claim{}
	c.pauses, c.oneOffs, c.ahead = nil, map[string]scheduler.OneOff{}, map[string]bool{}
	c.answers, c.ripe = map[occ]scheduler.Reason{}, map[occ]bool{}
	c.came, c.held, c.waited = map[occ]int{}, map[occ]bool{}, map[occ]bool{}
	ids := c.onDisk()
	all := slices.Clone(ids)
	for _, id := range c.newest {
		if !slices.Contains(ids, id) {
			all = append(all, id)
		}
	}
	undone := map[string]bool{}
	for _, id := range all {
		undone[c.entries[id].undo] = true
	}
	for _, id := range all {
		rec := c.entries[id].rec
		if one := rec.OneOff; one != nil && undone[one.ID[strings.LastIndexByte(one.ID, '/')+1:]] {
			continue // and what the planner made of it
		}
		if !undone[id] {
			c.fold(rec)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(c.unheard)) {
		if !slices.Contains(ids, id) {
			c.fail("heard", "%s was recorded by a command, and is not there: %+v", id, c.entries[id].rec)
		}
	}
	clear(c.unheard)
	c.touched = c.touched[:0]
	c.sameAll()
	return ids
}

// heard takes in what the daemon heard of commands. What a command said to be
// recorded must be among it.
func (c *checker) heard(events []ledger.Event) {
	for _, e := range events {
		entry := c.entries[e.ID]
		if entry == nil || !entry.command {
			c.fail("heard", "an event %q that no command wrote", e.ID)
		}
		if entry.undo != "" {
			c.fail("heard", "%s takes back %s, and the daemon goes on with what it was", e.ID, entry.undo)
		}
		c.fold(entry.rec)
		delete(c.unheard, e.ID)
	}
	for id := range c.unheard {
		c.fail("heard", "%s was recorded by a command, and is not known: %+v", id, c.entries[id].rec)
	}
}

// line is where a record stands in the order.
type line struct {
	id string
	n  int
}

// onDisk reads the ledger's files by itself, and returns the ids of the events
// in their order, each once. A line counts when it is whole.
func (c *checker) onDisk() []string {
	var lines []line
	seen := map[string]bool{}
	for _, name := range slices.Sorted(maps.Keys(c.m.disk.files)) {
		if path.Dir(name) != stateDir+"/ledger" {
			continue
		}
		for text := range bytes.Lines(c.m.disk.files[name].data) {
			if l, ok := parseLine(text); ok && !seen[l.id] {
				seen[l.id] = true
				lines = append(lines, l)
				if c.entries[l.id] == nil {
					c.fail("durable", "an event %q that nobody wrote", l.id)
				}
			}
		}
	}
	slices.SortFunc(lines, func(a, b line) int { return cmp.Compare(a.n, b.n) })
	last := map[bool]int{}
	ids := make([]string, len(lines))
	for i, l := range lines {
		ids[i] = l.id
		n, _ := strconv.Atoi(l.id[1:])
		writer := c.entries[l.id].command
		if n <= last[writer] {
			c.fail("order", "event %d comes after %d", n, last[writer])
		}
		last[writer] = n
	}
	return ids
}

// parseLine reads where a line stands: it looks for the two values that it
// needs, since all of JSON for every start would take most of a history's time.
func parseLine(text []byte) (line, bool) {
	text = bytes.TrimSpace(text)
	if len(text) == 0 || !json.Valid(text) {
		return line{}, false
	}
	_, rest, ok := strings.Cut(string(text), `"id":"`)
	id, _, _ := strings.Cut(rest, `"`)
	_, rest, found := strings.Cut(rest, `"n":`)
	end := strings.IndexAny(rest, ",}")
	if !ok || !found || end < 0 || !strings.HasPrefix(id, "e") {
		return line{}, false
	}
	n, err := strconv.Atoi(rest[:end])
	return line{id, n}, err == nil
}
