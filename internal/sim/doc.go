// Package sim proves the promises of docs/time.md by trying to break them.
//
// It lives through histories: seeded, random lists of what can happen to a
// machine in some weeks (suspends, kills between any two steps, power cuts,
// clock steps, journeys, a failing disk, notification servers that are absent,
// silent or lie, edits of the config, answers and what takes them back). The planner, the loop and the ledger in
// it are the real ones, started as the program starts them; the disk, the
// clock and the desktop are models. After every step an oracle of its own, which
// shares no rule with the planner, compares what was recorded with what the
// model desktop showed.
//
// A History is plain text: it prints, parses and replays exactly. What doubles
// or loses a message must be a case that docs/time.md names; everything else is
// a Violation, which Shrink reduces to the few actions that cause it.
package sim
