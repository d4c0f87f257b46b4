package scheduler

import "time"

// Overdue returns when the first thing was due that the record of a daemon says
// nothing about, though it had until now to take it up: the daemon has stopped
// working, whatever else it does. A daemon that works records everything in the
// moment in which it is due, if only as held. What it had not seen yet by in.Now
// is not owed, so in.Now is the present less the time that it may take.
func Overdue(in Input) (due time.Time, overdue bool) {
	in.Reminders = seenBy(in)
	in.Ready, in.Locked, in.RetryAt = false, false, time.Time{}
	for _, r := range Decide(in).Records {
		var o Occurrence
		switch {
		case r.Missed != nil:
			o = Occurrence{r.Missed.ID, r.Missed.From}
		case r.Mark != nil:
			o = r.Mark.Occurrence
		default:
			continue
		}
		if _, known := in.State.Of(o); known {
			continue // another reason to wait, or to wait no longer
		}
		at := o.Civil.In(in.Zone)
		if one, ok := in.State.OneOff(o.ID); ok {
			at = one.At
		}
		if seen, ok := in.State.Seen(o.ID); ok && at.Before(seen.At.Truncate(time.Minute)) {
			continue // the clock showed it twice, and it was first seen in between
		}
		if !overdue || at.Before(due) {
			due, overdue = at, true
		}
	}
	return due, overdue
}

// seenBy returns the reminders that were seen as they are by in.Now.
func seenBy(in Input) []Reminder {
	var list []Reminder
	for _, r := range in.Reminders {
		if seen, ok := in.State.Seen(r.ID); ok && seen.Spec == r.Schedule.Spec() && !seen.At.After(in.Now) {
			list = append(list, r)
		}
	}
	return list
}
