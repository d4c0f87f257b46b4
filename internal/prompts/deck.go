package prompts

import (
	"cmp"
	"slices"

	"daybreak/internal/journey"
)

// deck is the texts of a stage in the order of the wait, to be dealt day by day.
type deck struct {
	first int // the day of the wait on which the dealing begins
	cards []entry
	light []entry // for days after a hard check-in; none of them is among the cards
	queue []int   // the cards, the longest unused first
	uses  []int   // by card
	last  int     // the card that was dealt last, -1 for none
}

func newDeck(c Context, stage journey.Stage) *deck {
	d := &deck{last: -1}
	if c.MaxBuiltIn > 0 {
		d.first = c.Wait.Day(c.Today) - c.Wait.StageDay(c.Today)
		d.cards, d.light = lightOf(arrange(pool(c, stage), c.Wait.Start, stage))
	} else {
		d.cards = arrange(mine(c), c.Wait.Start, "")
	}
	d.uses = make([]int, len(d.cards))
	for i := range d.cards {
		d.queue = append(d.queue, i)
	}
	return d
}

// deal returns the text of the day and time of c: it deals all that came before
// it first. A year of days costs some microseconds.
func (d *deck) deal(c Context) (entry, bool) {
	today := c.Wait.Day(c.Today)
	for day := d.first; ; day++ {
		now, morning := day == today, -1
		date := c.Wait.Start + journey.Date(day)
		stage := c.Wait.Stage(date)
		if !c.ownDay(day) && (!c.NoMorning || now && !c.Afternoon) {
			morning = d.next(stage, false, -1)
		}
		if now && !c.Afternoon {
			return d.card(morning)
		}
		if now || c.Afternoons && c.Wait.Afternoon(date) {
			if second := d.next(stage, true, morning); now {
				return d.card(second)
			}
		}
	}
}

func (d *deck) card(i int) (entry, bool) {
	if i < 0 {
		return entry{}, false
	}
	return d.cards[i], true
}

// next deals one card that fits the stage and the time of day and is not the card
// not, -1 for none: the one whose turn is longest ago, or of those dealt no more often the
// first of another topic than the last card's.
func (d *deck) next(stage journey.Stage, afternoon bool, not int) int {
	place, uses := -1, 0
	for at, i := range d.queue {
		if i == not || !d.cards[i].isFor(stage) || !d.cards[i].fits(afternoon) || place >= 0 && d.uses[i] > uses {
			continue
		}
		if place < 0 {
			place, uses = at, d.uses[i]
		}
		if d.last < 0 || d.cards[i].Topic != d.cards[d.last].Topic {
			place = at
			break
		}
	}
	if place < 0 {
		return -1
	}
	i := d.queue[place]
	d.queue = append(slices.Delete(d.queue, place, place+1), i)
	d.uses[i]++
	d.last = i
	return i
}

// arrange puts texts into the order of a wait. The texts of each topic are
// spread evenly over it, so that every part of the order has its share of each.
// Where a text stands hangs on its id and on how many its topic has, and on no
// other topic.
func arrange(all []entry, start journey.Date, stage journey.Stage) []entry {
	seed := fnv1a(offset, start.String(), " ", string(stage), " ")
	type card struct {
		i     int
		rank  uint64  // among those of its topic
		place float64 // 0 to 1
	}
	cards := make([]card, len(all))
	for i, e := range all {
		cards[i] = card{i: i, rank: mixed(fnv1a(seed, e.ID))}
	}
	slices.SortFunc(cards, func(a, b card) int {
		return cmp.Or(cmp.Compare(all[a.i].Topic, all[b.i].Topic), cmp.Compare(a.rank, b.rank), cmp.Compare(all[a.i].ID, all[b.i].ID))
	})
	for from := 0; from < len(cards); { // one topic after the other
		topic, to := all[cards[from].i].Topic, from
		for to < len(cards) && all[cards[to].i].Topic == topic {
			to++
		}
		first := float64(mixed(fnv1a(seed, string(topic)))>>11) / (1 << 53)
		for n := from; n < to; n++ {
			cards[n].place = (float64(n-from) + first) / float64(to-from)
		}
		from = to
	}
	slices.SortFunc(cards, func(a, b card) int {
		return cmp.Or(cmp.Compare(a.place, b.place), cmp.Compare(all[a.i].ID, all[b.i].ID))
	})
	out := make([]entry, len(cards))
	for n, c := range cards {
		out[n] = all[c.i]
	}
	return out
}

// mostLight is how many texts of a stage are kept for days after a hard
// check-in, at most.
const mostLight = 8

// lightOf takes every other light text that suits any time of day out of the
// order, for the days after a hard check-in. They come on no other day: so nothing else moves when such a
// day comes, or is taken back, and nothing comes twice.
func lightOf(order []entry) (rest, light []entry) {
	n := 0
	rest = make([]entry, 0, len(order))
	for _, e := range order {
		if e.Topic.light() && e.neutral == nil && len(e.Times) == 0 {
			if n++; n%2 == 0 && len(light) < mostLight {
				light = append(light, e)
				continue
			}
		}
		rest = append(rest, e)
	}
	return rest, light
}

// seed returns a number that hangs on the start of the wait.
func seed(start journey.Date, what string) uint64 {
	return mixed(fnv1a(offset, start.String(), " ", what))
}

// The numbers that a choice hangs on are FNV-1a's, written out with what mixes
// them, since they must stay the same with every version of Go: what differs at
// the end of a text alone hardly moves the upper bits of FNV.
const offset, prime = 14695981039346656037, 1099511628211

func fnv1a(h uint64, texts ...string) uint64 {
	for _, s := range texts {
		for i := range len(s) {
			h = (h ^ uint64(s[i])) * prime
		}
	}
	return h
}

// mixed is the last step of MurmurHash3.
func mixed(h uint64) uint64 {
	h = (h ^ h>>33) * 0xff51afd7ed558ccd
	h = (h ^ h>>33) * 0xc4ceb9fe1a85ec53
	return h ^ h>>33
}
