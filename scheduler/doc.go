// Package scheduler decides what is due, and runs the one loop that wakes for
// it.
//
// Its contract: an occurrence is a reminder's id and a civil time, never an
// instant. A milestone is delivered at least once and everything else at most
// once, through restarts, clock steps and zone changes, as long as the records
// that Decide and Loop hand out are kept in order and folded into State again.
// Decide is pure; Loop owns the state and is the only caller that acts. Who
// delivers, who records and what the world looks like are small interfaces
// declared here; the package imports nothing of the project.
package scheduler
