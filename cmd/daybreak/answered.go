package main

import (
	"context"
	"time"

	"daybreak/internal/ledger"
	"daybreak/internal/report"
	"daybreak/notify"
	"daybreak/scheduler"
)

const (
	maxPresses   = 16              // that wait for the loop
	maxUndoable  = 16              // answers that a button can take back
	replyTimeout = 2 * time.Second // the server has just told of a click: it is there
)

// press is a button that was pressed, and the tag of the message that had it, ""
// where that is not known any more.
type press struct {
	report.Press
	tag string
}

// pressed keeps a button for the next decision, and is false where there is
// nothing to decide. It runs beside the loop.
func (d *daemon) pressed(a notify.Answer) bool {
	p, ok := report.ParsePress(a.Key)
	if !ok {
		return false
	}
	select {
	case d.presses <- press{p, a.Tag}:
		return true
	default:
		return false
	}
}

// answers takes the buttons that were pressed since the last decision: what they
// say is recorded, in memory first, and then confirmed. With unsaved not all of
// it is on the disk. What says nothing new (pressed twice, a habit that is gone,
// an occurrence that never was) does nothing.
func (d *daemon) answers(now time.Time) (unsaved bool) {
	silent := false
	for len(d.presses) > 0 {
		p := <-d.presses
		f := d.facts(now)
		if _, known := f.State.Of(p.Of); !known {
			continue
		}
		e, ok := pressEvent(f, p.Press, now)
		if p.Verb == report.PressUndo {
			e.Undo, ok = d.undoable[p.Of], d.undoable[p.Of] != ""
		}
		switch {
		case ok:
			unsaved = d.remember(p.Of, e, now) || unsaved
		case p.Verb != report.PressCheckIn && p.Verb != report.PressShow && p.Verb != report.PressSupport:
			continue
		}
		if !silent { // a server that does not answer holds up the loop once
			silent = d.reply(p, now) != nil
		}
	}
	return unsaved
}

// remember applies an event and writes it. With unsaved it is in memory alone,
// until the ledger's next write.
func (d *daemon) remember(o scheduler.Occurrence, e ledger.Event, now time.Time) (unsaved bool) {
	if e.ID == "" {
		e.ID = ledger.NewID()
	}
	d.h.state.Apply(e.Record)
	d.h.story.Apply(e.Entry)
	err := d.book.Append(context.Background(), e)
	d.trouble(now, err)
	if e.Undo != "" {
		delete(d.undoable, o)
		d.refold(d.h.view.Since)
	} else if e.OneOff == nil {
		if d.undoable == nil || len(d.undoable) >= maxUndoable {
			d.undoable = map[scheduler.Occurrence]string{}
		}
		d.undoable[o] = e.ID
	}
	d.log.Info("answer", "err", err) // whose it is, and what it says, is nobody else's business
	return err != nil
}

// reply shows what takes the place of the message that was answered. Behind a
// locked screen nobody pressed anything, and nothing is shown.
func (d *daemon) reply(p press, now time.Time) error {
	if d.screen.Locked() {
		return nil
	}
	f := d.facts(now)
	r := f.Reply(p.Press, p.tag, d.undoable[p.Of] != "")
	if p.Verb == report.PressSupport {
		r.Text = f.Help(d.a.support(""))
	}
	m := message(f, r.Text, r.Offer)
	if m.Tag = p.tag; m.Tag == "" || p.Verb == report.PressShow {
		m.Tag = p.Of.ID
	}
	if m.Brief = r.Brief; r.Brief {
		m.Urgency = notify.Low
	}
	ctx, cancel := context.WithTimeout(context.Background(), replyTimeout)
	defer cancel()
	_, err := d.channel.Send(ctx, m)
	if err != nil {
		d.log.Warn("an answer is not confirmed on the desktop", "err", mute(err, m.Title, m.Body))
	}
	return err
}
