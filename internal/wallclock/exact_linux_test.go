package wallclock

import "testing"

func TestExact(t *testing.T) {
	if exact, err := Exact(); !exact || err != nil {
		t.Errorf("Exact = %v, %v: this kernel tells of changes of the clock", exact, err)
	}
}
