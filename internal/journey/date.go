package journey

import (
	"fmt"
	"time"
)

// Date is a civil date: whole days since 1 January 1970 in the proleptic
// Gregorian calendar. It has no zone and no clock, so arithmetic on it is
// integer arithmetic: d+1 is the next day, whatever the clocks did that night.
type Date int

// DateOf returns the civil date that t's own zone shows at t.
func DateOf(t time.Time) Date {
	return NewDate(t.Date())
}

// NewDate returns the date of a year, month and day. Values out of range are
// normalised as by time.Date: 31 November is 1 December.
func NewDate(year int, month time.Month, day int) Date {
	return Date(floorDiv(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix(), 24*60*60))
}

// ParseDate reads an ISO 8601 calendar date, "2006-01-02", and nothing else.
// A day the month does not have is an error, not the next month.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return 0, fmt.Errorf("%q is not a date (YYYY-MM-DD)", s)
	}
	return DateOf(t), nil
}

// Time returns midnight UTC of d, a carrier for formatting and for the
// calendar fields; it is not an instant in anybody's day.
func (d Date) Time() time.Time { return time.Unix(int64(d)*24*60*60, 0).UTC() }

// String returns d as "2006-01-02".
func (d Date) String() string { return d.Time().Format(time.DateOnly) }

// Weekday returns the day of the week of d.
func (d Date) Weekday() time.Weekday { return d.Time().Weekday() }

// MarshalText implements encoding.TextMarshaler with String's form.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText implements encoding.TextUnmarshaler with ParseDate's rules.
func (d *Date) UnmarshalText(b []byte) error {
	v, err := ParseDate(string(b))
	if err != nil {
		return err
	}
	*d = v
	return nil
}

// TimeOfDay is a civil time of day in whole minutes since midnight, 0 to 1439.
type TimeOfDay int

// ParseTimeOfDay reads "15:04", two digits each, 00:00 to 23:59.
func ParseTimeOfDay(s string) (TimeOfDay, error) {
	if len(s) == 5 {
		if t, err := time.Parse("15:04", s); err == nil {
			return TimeOfDay(t.Hour()*60 + t.Minute()), nil
		}
	}
	return 0, fmt.Errorf("%q is not a time of day (00:00 to 23:59)", s)
}

// String returns m as "15:04".
func (m TimeOfDay) String() string { return fmt.Sprintf("%02d:%02d", int(m)/60, int(m)%60) }

// LogicalDate returns the day that a person would say it is at t, in t's own
// zone: before dayStarts it is still the day before. A day that has begun does
// not end as the clock is set back and shows the time before dayStarts again.
func LogicalDate(t time.Time, dayStarts TimeOfDay) Date {
	d := shownDate(t, dayStarts)
	if began, _ := t.ZoneBounds(); !began.IsZero() {
		d = max(d, shownDate(began.Add(-1).In(t.Location()), dayStarts))
	}
	return d
}

// shownDate is the logical date by what the clock shows at t.
func shownDate(t time.Time, dayStarts TimeOfDay) Date {
	d := DateOf(t)
	if TimeOfDay(t.Hour()*60+t.Minute()) < dayStarts {
		return d - 1
	}
	return d
}

// CivilDate returns the civil date on which the clock shows at during the
// logical day d: d itself, or the next date when at lies before dayStarts.
func CivilDate(d Date, at, dayStarts TimeOfDay) Date {
	if at < dayStarts {
		return d + 1
	}
	return d
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}
