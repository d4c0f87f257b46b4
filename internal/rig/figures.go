package rig

import (
	"slices"
	"testing"
	"time"
)

// Figures reports the median, the 99th percentile and the maximum of durations
// as what a benchmark has measured, in milliseconds, in place of the time of an
// operation; at least one is needed. With a name they are logged beside it.
func Figures(b *testing.B, name string, all []time.Duration) {
	b.Helper()
	all = slices.Sorted(slices.Values(all))
	at := func(percent int) time.Duration { return all[(len(all)-1)*percent/100] }
	if name != "" {
		b.Logf("%-40s median %v, p99 %v, max %v of %d", name,
			at(50).Round(time.Microsecond), at(99).Round(time.Microsecond), at(100).Round(time.Microsecond), len(all))
		return
	}
	ms := func(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
	b.ReportMetric(0, "ns/op") // leaves it out
	b.ReportMetric(ms(at(50)), "median-ms")
	b.ReportMetric(ms(at(99)), "p99-ms")
	b.ReportMetric(ms(at(100)), "max-ms")
}
