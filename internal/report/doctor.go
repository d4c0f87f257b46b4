package report

import "fmt"

// Doctor is the answer of `daybreak doctor`.
type Doctor struct {
	Schema int     `json:"schema"`
	Checks []Check `json:"checks"`
}

// Check is what was found of one thing that can go wrong. No word of the
// user's is in it.
type Check struct {
	ID    string  `json:"id"`
	State Verdict `json:"state"`
	Text  string  `json:"text"`           // sentences
	Hint  string  `json:"hint,omitempty"` // the way out
}

// Verdict is what a check comes to.
type Verdict string

// What a check can come to.
const (
	Fine    Verdict = "ok"
	Warning Verdict = "warn"    // reminders come, and something about them may surprise
	Wrong   Verdict = "wrong"   // reminders do not come, or are not remembered
	Unknown Verdict = "unknown" // it cannot be told here
)

// NewDoctor returns the answer that the checks are.
func NewDoctor(checks []Check) Doctor { return Doctor{Schema, append([]Check{}, checks...)} }

// Count returns how many checks came to v.
func (d Doctor) Count(v Verdict) int {
	n := 0
	for _, c := range d.Checks {
		if c.State == v {
			n++
		}
	}
	return n
}

// Text writes a line a check, with its hint below, and what it all comes to.
func (d Doctor) Text(st Style) string {
	p := &page{st: st}
	code := map[Verdict]string{Fine: green, Warning: bold, Wrong: red, Unknown: dim}
	for _, c := range d.Checks {
		p.entry(span{code[c.State], pad(string(c.State), len(Unknown)) + "  "}, span{text: c.Text})
		if c.Hint != "" {
			p.entry(span{text: pad("", len(Unknown)) + "  "}, span{dim, "hint:"}, span{text: " " + c.Hint})
		}
	}
	p.blank()
	p.prose("", span{text: d.sum()})
	return p.b.String()
}

func (d Doctor) sum() string {
	wrong, warned, unknown := d.Count(Wrong), d.Count(Warning), d.Count(Unknown)
	switch {
	case wrong+warned+unknown == 0:
		return "All is fine."
	case wrong > 0:
		return fmt.Sprintf("Of %d checks, %d found something wrong.", len(d.Checks), wrong)
	case warned > 0:
		return fmt.Sprintf("Nothing is wrong; of %d checks, %d found something to know.", len(d.Checks), warned)
	}
	return fmt.Sprintf("Nothing is wrong; of %d checks, %d could not be made here.", len(d.Checks), unknown)
}
