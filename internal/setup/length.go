package setup

import (
	"errors"
	"fmt"

	"daybreak/internal/journey"
)

// takeLength reads how long the wait is: a number of days, "6 weeks", "3 months",
// "open", or the date of the last day.
func takeLength(a Answers, s string, today journey.Date) (Answers, error) {
	w := words(s)
	if len(w) == 1 && isNumber(w[0]) {
		w = append(w, "days")
	}
	if len(w) == 1 && indexOf(w[0], "open", "forever") >= 0 {
		a.Days, a.Until = 0, 0
		return a, nil
	}
	if days, months, err := span(w); err == nil {
		n := int(addMonths(a.Start(), months)-a.Start()) + days
		if n < journey.MinDays || n > journey.MaxDays {
			return a, fmt.Errorf("%q is not from %d to %d days; open is a wait without a last day", s, journey.MinDays, journey.MaxDays)
		}
		a.Days, a.Until = n, 0
		return a, nil
	}
	c := calendar{today: today, coming: true}
	d, err := c.read(w)
	switch n := int(d - a.Start()); {
	case errors.Is(err, errOther):
		return a, fmt.Errorf("%q is neither a number of days, nor open, nor a date", s)
	case err != nil:
		return a, err
	case n < journey.MinDays:
		return a, fmt.Errorf("%s is not after the start, %s", long(d), long(a.Start()))
	case n > journey.MaxDays:
		return a, fmt.Errorf("%s is more than %d days after the start; open is a wait without a last day", long(d), journey.MaxDays)
	}
	a.Days, a.Until = 0, d
	return a, nil
}

// tellLength repeats how long the wait is.
func tellLength(a Answers, today journey.Date) string {
	w := a.wait()
	if w.Open() {
		return "No last day: you decide when it is over."
	}
	days := fmt.Sprintf("%d days", w.Days)
	if w.Days == 1 {
		days = "1 day"
	}
	if w.Complete(today) && w.Ends() != today {
		return fmt.Sprintf("%s: complete since %s, %s.", days, long(w.Ends()), away(w.Ends(), today))
	}
	return fmt.Sprintf("%s: complete on %s, %s.", days, long(w.Ends()), away(w.Ends(), today))
}

// Length reads how long a wait that starts on a day is, in days: "30", "6
// weeks", "open" (0), or its last day.
func Length(s string, start journey.Date) (int, error) {
	a, err := takeLength(Answers{Ended: start}, s, start)
	if err == nil && a.Until != 0 {
		a.Days = int(a.Until - start)
	}
	return a.Days, err
}
