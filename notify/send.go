package notify

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"daybreak/internal/bus"

	"github.com/godbus/dbus/v5"
)

// escaper makes plain text safe for servers that read a body as markup.
var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// Send asks the present server to show m, within CallTimeout. It never waits
// for a connection or a server: without one it is refused at once.
//
// An error reply counts as refused: whoever answered says that it did not show
// the message. NoReply, Timeout, TimedOut and Disconnected are what a bus says
// on behalf of a server that was asked and fell silent, so they are unknown,
// as are a deadline, a connection lost after the write, and a malformed answer.
func (f *Freedesktop) Send(ctx context.Context, m Message) (Receipt, error) {
	ctx, cancel := context.WithTimeout(ctx, f.o.CallTimeout)
	defer cancel()
	f.mu.Lock()
	b, owner, replaces := f.link, f.owner, f.ids[m.Tag]
	f.mu.Unlock()
	if b == nil || owner == "" {
		poke(f.wish)
		return Receipt{}, fmt.Errorf("send notification: no notification server: %w", ErrRefused)
	}
	caps, err := f.capabilities(ctx, b, owner)
	if err != nil {
		return Receipt{}, fmt.Errorf("send notification: %w: %w", ErrRefused, err)
	}
	body, actions := m.plain(), []string{}
	if caps["actions"] {
		body, actions = m.Body, m.actions()
	}
	if caps["body-markup"] {
		body = escaper.Replace(body)
	}
	hints := map[string]dbus.Variant{
		"urgency":       dbus.MakeVariant(byte(m.Urgency)),
		"desktop-entry": dbus.MakeVariant("daybreak"),
	}
	expire := int32(-1) // as the server likes
	if m.Brief {
		hints["transient"], expire = dbus.MakeVariant(true), briefly
	}
	if err := ctx.Err(); err != nil {
		return Receipt{}, fmt.Errorf("send notification: %w: %w", ErrRefused, err)
	}
	call := b.Ask(ctx, owner, serverPath, serverIface+"Notify", f.o.AppName, replaces, f.o.Icon,
		m.Title, body, actions, hints, expire)
	if call.Err != nil {
		return Receipt{}, fmt.Errorf("send notification: %w", classify(call.Err))
	}
	var id uint32
	if err := call.Store(&id); err != nil {
		return Receipt{}, fmt.Errorf("send notification: malformed answer: %w", err)
	}
	f.remember(owner, m, id)
	return Receipt{Channel: f.Name(), ID: id}, nil
}

// capabilities asks the server once what it can do. An error reply means
// nothing special; silence is an error, found before anything is shown.
func (f *Freedesktop) capabilities(ctx context.Context, b *link, owner string) (map[string]bool, error) {
	f.mu.Lock()
	caps, same := f.caps, f.owner == owner
	f.mu.Unlock()
	if caps != nil && same {
		return caps, nil
	}
	var list []string
	err := b.Ask(ctx, owner, serverPath, serverIface+"GetCapabilities").Store(&list)
	var reply dbus.Error
	if err != nil && !errors.As(err, &reply) {
		return nil, fmt.Errorf("ask for capabilities: %w", err)
	}
	caps = map[string]bool{}
	for _, c := range list {
		caps[c] = true
	}
	f.mu.Lock()
	if f.owner == owner {
		f.caps = caps
	}
	f.mu.Unlock()
	return caps, nil
}

// remember keeps the id for replacement and for the answer, if its owner is
// still there.
func (f *Freedesktop) remember(owner string, m Message, id uint32) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if m.Tag == "" || id == 0 || f.owner != owner {
		return
	}
	if f.ids == nil {
		f.ids, f.sent = map[string]uint32{}, map[uint32]sent{}
	}
	f.order = append(slices.DeleteFunc(f.order, func(t string) bool { return t == m.Tag }), m.Tag)
	if old, ok := f.ids[m.Tag]; ok {
		delete(f.sent, old)
	}
	f.ids[m.Tag], f.sent[id] = id, sent{m.Tag, m.Default}
	if len(f.order) > maxTags {
		delete(f.sent, f.ids[f.order[0]])
		delete(f.ids, f.order[0])
		f.order = slices.Delete(f.order, 0, 1)
	}
}

// classify marks err as refused where the message was surely not shown.
func classify(err error) error {
	switch {
	case errors.Is(err, bus.ErrUnwritten), errors.Is(err, dbus.ErrClosed), !bus.Silent(err):
		return fmt.Errorf("%w: %w", ErrRefused, err)
	}
	return err
}
