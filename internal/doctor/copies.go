package doctor

import (
	"fmt"
	"strings"

	"daybreak/internal/report"
)

// Copies says whether others remind on the same desktop: each has a record of
// its own, so all of them speak. known is false where processes cannot be seen.
func Copies(pids []int, known bool) report.Check {
	if !known {
		return unknown("Whether other copies run cannot be told on this system.", "")
	}
	if len(pids) == 0 {
		return fine("No other copy reminds on this desktop.")
	}
	text := strings.Trim(fmt.Sprint(pids), "[]")
	return warn("Another Daybreak reminds on this desktop, with a record of its own: pid "+strings.ReplaceAll(text, " ", ", ")+".",
		"end the one that you do not want: kill "+text)
}
