package scheduler

import (
	"context"
	"errors"
	"iter"
	"log/slog"
	"time"
)

// ErrRefused marks a message that was surely not shown and may be sent again.
var ErrRefused = errors.New("refused")

// Courier takes messages to the user.
type Courier interface {
	// Ready reports whether there is somebody to show a message now. Asking is
	// a wish: a courier that is not ready may start to become so.
	Ready() bool
	// Owner names who would show it; another value is another server.
	Owner() string
	// Deliver shows the message and returns the channel's name. An error that
	// wraps ErrRefused means surely not shown; any other, that nobody knows.
	Deliver(ctx context.Context, s Send) (channel string, err error)
}

// Recorder remembers. When Record returns nil the records survive a crash, and
// so do those of earlier calls that failed: a recorder keeps what it could not
// write, and tries again with every call, which may be without records.
type Recorder interface {
	Record(at time.Time, records ...Record) error
}

// World is what the loop asks about the moment, at every wake.
type World struct {
	Zone      *time.Location
	Reminders []Reminder // the same list as long as the reminders are the same
	Quiet     QuietHours
	Ended     bool
	Locked    bool
	Unsaved   bool // who was asked could not write something: to be tried again with the records
}

// Loop is the one goroutine that owns the state. Everything that happens
// reaches it as a wake, and at every wake it does the same: decide anew.
type Loop struct {
	Now      func() time.Time // the wall clock
	Ask      func(now time.Time, s *State) World
	State    *State
	Run      string // "<device>.<random>", unique for every start
	NewID    func() string
	Courier  Courier
	Recorder Recorder
	SetAlarm func(time.Time)   // a wake at that wall-clock time; zero for none
	Wake     <-chan struct{}   // the alarm's and everybody else's wakes
	Idle     func(Decision)    // told before every sleep; may be nil
	Sent     func(Send, error) // told after every send; may be nil
	Log      *slog.Logger
	// Alive is told that the loop goes on: at every decision, and every Beat of
	// the monotonic clock while it sleeps. Without a Beat nothing is told.
	Alive func()
	Beat  time.Duration

	planner Planner
	owner   string // the server that retryAt and backoff are about
	retryAt time.Time
	backoff time.Duration
	failing bool // the last record could not be written
	saveAt  time.Time
	saving  time.Duration // the pause before saveAt
}

// The limits of a send, and of trying again after a refusal.
const (
	sendTimeout = 10 * time.Second
	stopTimeout = 2 * time.Second // for a send under way when the end is asked for
	firstRetry  = time.Minute
	lastRetry   = 15 * time.Minute
)

// maxPasses bounds the decisions of one wake. Each pass settles what it sends,
// so more than there are messages mean a fault, which must cost minutes and not
// a core.
const maxPasses = 100

// Serve runs until ctx ends, and returns after the send under way has an
// outcome and what could not be written was tried once more.
func (l *Loop) Serve(ctx context.Context) {
	defer func() {
		if l.failing {
			l.save()
		}
	}()
	var beat <-chan time.Time
	if l.Beat > 0 {
		t := time.NewTicker(l.Beat)
		defer t.Stop()
		beat = t.C
	}
	for ctx.Err() == nil {
		d := l.Step(ctx)
		if ctx.Err() != nil {
			return
		}
		l.SetAlarm(d.Wake)
		if l.Idle != nil {
			l.Idle(d)
		}
		l.sleep(ctx, beat)
	}
}

// sleep returns with a wake, or with the end of ctx.
func (l *Loop) sleep(ctx context.Context, beat <-chan time.Time) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-l.Wake:
			return
		case <-beat:
			l.alive()
		}
	}
}

func (l *Loop) alive() {
	if l.Beat > 0 {
		l.Alive()
	}
}

// Step is one wake: it decides and acts until there is nothing left to do now,
// and returns the last decision. Serve calls it; a caller that brings its own
// time may call it in place of Serve, never beside it.
func (l *Loop) Step(ctx context.Context) Decision {
	var d Decision
	l.saveAgain()
	for range maxPasses {
		l.alive() // each pass may have sent, for as long as sendTimeout
		d = l.decide()
		l.record(d.Records...)
		if len(d.Sends) > 0 && ctx.Err() == nil {
			l.send(ctx, d.Sends[0]) // the others are decided anew: a send can take until quiet hours begin
		}
		if len(d.Records) == 0 && len(d.Sends) == 0 || ctx.Err() != nil {
			return l.wakeToSave(d)
		}
	}
	l.Log.Error("a wake did not come to rest", "records", len(d.Records), "sends", len(d.Sends))
	d.Wake = l.Now().Add(time.Minute)
	return d
}

func (l *Loop) decide() Decision {
	now := l.Now().Round(0)
	w := l.Ask(now, l.State)
	if w.Unsaved {
		l.save()
	}
	owner := l.Courier.Owner()
	if owner != l.owner || l.retryAt.Sub(now) > lastRetry { // another server, or the clock went back
		l.owner, l.retryAt, l.backoff = owner, time.Time{}, 0
	}
	return l.planner.Decide(Input{
		Now: now, Zone: w.Zone, Reminders: w.Reminders, State: l.State, Quiet: w.Quiet,
		Ended: w.Ended, Locked: w.Locked, Ready: l.Courier.Ready(), Owner: owner, Run: l.Run, RetryAt: l.retryAt,
	})
}

// Coming returns when the last decision was made, and what would be shown from
// then on, as Simulate does, for Idle: the loop must not go on while it is read.
func (l *Loop) Coming() (from time.Time, shown iter.Seq[Shown]) {
	return l.planner.last.Now, l.planner.simulate(l.planner.last)
}

// record remembers in memory first: when the disk does not take it, memory is
// the record, and reminding goes on.
func (l *Loop) record(records ...Record) {
	if len(records) == 0 {
		return
	}
	for _, r := range records {
		l.State.Apply(r)
	}
	l.save(records...)
}

// save writes records, and what could not be written before.
func (l *Loop) save(records ...Record) {
	now := l.Now().Round(0)
	err := l.Recorder.Record(now, records...)
	switch {
	case err == nil && l.failing:
		l.Log.Info("the record can be written again")
		l.saving, l.saveAt = 0, time.Time{}
	case err != nil:
		if !l.failing {
			l.Log.Error("the record cannot be written; going on from memory", "err", err)
		}
		if !now.Before(l.saveAt) { // several in one wake are one try
			l.saving = min(max(firstRetry, 2*l.saving), lastRetry)
			l.saveAt = now.Add(l.saving)
		}
	}
	l.failing = err != nil
}

// saveAgain tries to write what could not be written, now and then.
func (l *Loop) saveAgain() {
	now := l.Now()
	if l.failing && (!now.Before(l.saveAt) || l.saveAt.Sub(now) > lastRetry) {
		l.save()
	}
}

// wakeToSave adds the next try to the wake of d.
func (l *Loop) wakeToSave(d Decision) Decision {
	if l.failing && (d.Wake.IsZero() || l.saveAt.Before(d.Wake)) {
		d.Wake = l.saveAt
	}
	return d
}

// send claims, delivers and records the outcome.
func (l *Loop) send(ctx context.Context, s Send) {
	s.Send = l.NewID()
	l.record(Record{Claim: &s.Claim})
	sendCtx, cancel := sendContext(ctx)
	channel, err := l.Courier.Deliver(sendCtx, s)
	cancel()
	out := Outcome{Send: s.Send, At: l.Now().Round(0), Channel: channel}
	switch {
	case err == nil:
		out.Result, out.Reason = Delivered, OnTime
		if out.At.Sub(s.Due) > time.Minute {
			out.Reason = TooLate
		}
		l.backoff = 0
	case errors.Is(err, ErrRefused):
		out.Result, out.Reason = Released, Refused
		l.backoff = min(max(firstRetry, 2*l.backoff), lastRetry)
		l.retryAt = out.At.Add(l.backoff)
	default:
		out.Result, out.Reason = Uncertain, NoAnswer
	}
	l.record(Record{Outcome: &out})
	if l.Sent != nil {
		l.Sent(s, err)
	}
	// Not its id: a habit's is made of the name that the user gave it.
	l.Log.Info("message", "kind", s.Kind, "send", s.Send, "result", out.Result, "due", s.Due, "err", err)
}

// sendContext bounds a send: by sendTimeout, and by stopTimeout from the
// moment at which parent ends, so that the end of the program does not cut off
// a call whose outcome is a moment away.
func sendContext(parent context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(parent), sendTimeout)
	stop := context.AfterFunc(parent, func() {
		t := time.AfterFunc(stopTimeout, cancel)
		context.AfterFunc(ctx, func() { t.Stop() })
	})
	return ctx, func() { stop(); cancel() }
}
