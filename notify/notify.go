// Package notify sends one message to one channel: the freedesktop
// notification service over D-Bus, the beeep library, or the console.
//
// A send has one of three ends, and callers rely on the difference:
//
//   - accepted: a nil error. The server took the message and gave it an id;
//     nobody can know that it was seen.
//   - refused: an error that wraps ErrRefused. It was surely not shown and may
//     be tried again.
//   - unknown: any other error (a deadline, a connection lost after the write).
//     It may have been shown, so it must not simply be sent again.
//
// Every call has a deadline; nothing here blocks for ever, whatever the other
// side does. The package imports nothing of the project.
package notify

import (
	"context"
	"errors"
)

// ErrRefused marks a message that was surely not shown.
var ErrRefused = errors.New("refused")

// Urgency is the urgency level of the Desktop Notifications Specification.
type Urgency byte

// The urgency levels, with the values the specification gives them.
const (
	Low      Urgency = 0
	Normal   Urgency = 1
	Critical Urgency = 2
)

// Message is what a channel shows.
type Message struct {
	// Tag names the message for replacement: a later message with the same tag
	// takes the place of the earlier one where the channel can do that.
	Tag     string
	Title   string // one line of plain text
	Body    string // plain text; channels escape it as they need
	Urgency Urgency
	// Actions are the buttons, in order, where the channel has buttons. Instead
	// is the body where it has none; "" leaves Body.
	Actions []Action
	Instead string
	// Default is the key that a click on the message itself stands for; "" where
	// it stands for nothing. It needs no button of its own.
	Default string
	// Brief marks a message that answers a click: the server may let it go soon,
	// and need not keep it.
	Brief bool
}

// plain returns the body for a channel without buttons.
func (m Message) plain() string {
	if m.Instead != "" {
		return m.Instead
	}
	return m.Body
}

// Action is a button. Its key comes back, to the letter, when it is pressed,
// also after a restart of this program: it says by itself what it is about. It
// is not "" and not "default", and has at most 256 bytes.
type Action struct{ Key, Label string }

// Answer is a button that was pressed.
type Answer struct {
	Tag string // of its message; "" for one of an earlier run, or long ago
	Key string // of the action, or the message's Default; from outside, so untrusted
}

// Receipt says where an accepted message went.
type Receipt struct {
	Channel string // "freedesktop", "beeep" or "console"
	ID      uint32 // the server's id for the message, 0 where it gives none
}

// Channel delivers messages. Its methods are safe for concurrent use.
type Channel interface {
	// Name returns the channel's name: "freedesktop", "beeep", "console".
	Name() string
	// Ready reports whether a message sent now has somebody to go to. Asking
	// is also a wish: a channel that is not ready starts to become so, as far
	// as it may, and tells on Changes.
	Ready() bool
	// Owner names the present receiver: another value means another server (or
	// the same one restarted), which has forgotten earlier messages. It is ""
	// while there is none.
	Owner() string
	// Changes receives a value (never more than one unread) after Ready or
	// Owner may have changed.
	Changes() <-chan struct{}
	// Answers receives the buttons that are pressed; nil where there are none.
	// Of what nobody takes only a few are kept, the rest is dropped.
	Answers() <-chan Answer
	// Send delivers m, or says why not, in bounded time, sooner when ctx ends.
	Send(ctx context.Context, m Message) (Receipt, error)
	// Close ends the connection and everything the channel started.
	Close() error
}
