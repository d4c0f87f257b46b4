package ledger

import (
	"bytes"
	"math"
	"strconv"
)

// header reads the first line of a summary, which is valid UTF-8, as event reads
// an event: it takes what summarise writes where nothing is wrong. A header that
// tells of damage or of a cut line is left to encoding/json, whose first use
// takes as long as all the rest of the summary.
func (q *quick) header() (h header, ok bool) {
	q.key(`{"summary":`)
	h.Version = int(q.count())
	q.key(`,"bodies":`)
	h.Bodies = string(q.text())
	q.key(`,"since":`)
	h.Since = int(q.count())
	q.key(`,"last":`)
	q.head(&h.Last)
	q.key(`},"n":`)
	h.N = q.count()
	q.key(`,"seq":`)
	h.Seq = each(q, q.count)
	q.key(`,"files":`)
	h.Files = each(q, q.covered)
	if q.has(`,"goals":`) {
		h.Goals = each(q, q.float)
	}
	q.key(`,"events":`)
	h.Events = int(q.count())
	q.key(`,"sum":`)
	h.Sum = q.sum()
	q.key("}")
	return h, !q.fail && len(q.rest) == 0
}

// holder reads what writeHolder writes of a daemon that has no trouble.
func (q *quick) holder() (h Holder, ok bool) {
	q.key(`{"pid":`)
	h.PID = int(q.count())
	q.key(`,"since":`)
	h.Since = q.time()
	q.key("}")
	return h, !q.fail && len(bytes.TrimRight(q.rest, " \n")) == 0
}

func (q *quick) covered() (c covered) {
	q.key(`{"size":`)
	c.Size = q.count()
	q.key(`,"lines":`)
	c.Lines = int(q.count())
	q.key(`,"tail":`)
	c.Tail = q.sum()
	q.key("}")
	return c
}

// each reads an object, each value of it with value.
func each[T any](q *quick, value func() T) map[string]T {
	all := map[string]T{}
	q.key("{")
	for more := !q.has("}"); more && !q.fail; more = !q.has("}") {
		if len(all) > 0 {
			q.key(",")
		}
		key := string(q.text())
		q.key(":")
		all[key] = value()
	}
	return all
}

func (q *quick) sum() uint32 {
	n := q.count()
	q.fail = q.fail || n > math.MaxUint32
	return uint32(n)
}

// float reads a number that is written as short as it is exact, without an
// exponent.
func (q *quick) float() float64 {
	end := 0
	for end < len(q.rest) && q.rest[end] != ',' && q.rest[end] != '}' {
		end++
	}
	text := string(q.rest[:end])
	v, err := strconv.ParseFloat(text, 64)
	q.fail = q.fail || err != nil || strconv.FormatFloat(v, 'f', -1, 64) != text || math.IsNaN(v) || math.IsInf(v, 0)
	q.rest = q.rest[end:]
	return v
}
