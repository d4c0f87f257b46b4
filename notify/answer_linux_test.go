package notify

import (
	"slices"
	"strings"
	"testing"
	"time"

	"daybreak/internal/rig"

	"github.com/godbus/dbus/v5"
)

const pressed = serverIface + "ActionInvoked"

// heard returns the next answer.
func heard(t *testing.T, f *Freedesktop) Answer {
	t.Helper()
	select {
	case a := <-f.Answers():
		return a
	case <-time.After(deadline):
		t.Fatal("no answer")
		return Answer{}
	}
}

// What is heard of a signal, and of all those that are not the present server's
// word: nothing.
func TestAnswers(t *testing.T) {
	t.Parallel()
	b := rig.StartBus(t, rig.BusOptions{})
	server := rig.Model(t, b, "actions")
	f := open(t, b)
	waitFor(t, f, "ready", f.Ready)
	mine := f.link.Names()[0]
	walk := send(t, f, Message{Tag: "walk", Title: "Walk", Default: "done walk",
		Actions: []Action{{"done walk", "Done"}, {strings.Repeat("k", maxKey+1), "Too long"}}})
	read := send(t, f, Message{Tag: "read", Title: "Read", Actions: []Action{{"done read", "Done"}}})
	if got := (<-server.Shown).Actions; !slices.Equal(got, []string{"default", "", "done walk", "Done"}) {
		t.Errorf("actions %q", got)
	}
	hostile := b.Connect(t)
	tell := func(path dbus.ObjectPath, name string, body ...any) func() {
		return func() { server.Tell(t, mine, path, name, body...) }
	}
	nothing := Answer{}
	for _, c := range []struct {
		name string
		say  func()
		want Answer
	}{
		{"to everybody", func() { server.Press(t, walk.ID, "done walk") }, Answer{"walk", "done walk"}},
		{"to us alone", tell(serverPath, pressed, read.ID, "done read"), Answer{"read", "done read"}},
		{"a click on the message", tell(serverPath, pressed, walk.ID, "default"), Answer{"walk", "done walk"}},
		{"a message of an earlier run", tell(serverPath, pressed, uint32(77), "done swim"), Answer{"", "done swim"}},
		{"a click that stands for nothing", tell(serverPath, pressed, read.ID, "default"), nothing},
		{"a click on somebody else's message", tell(serverPath, pressed, uint32(77), "default"), nothing},
		{"no key", tell(serverPath, pressed, walk.ID, ""), nothing},
		{"an endless key", tell(serverPath, pressed, walk.ID, strings.Repeat("k", maxKey+1)), nothing},
		{"no body", tell(serverPath, pressed), nothing},
		{"half a body", tell(serverPath, pressed, walk.ID), nothing},
		{"more of a body", tell(serverPath, pressed, walk.ID, "done walk", "more"), nothing},
		{"types in turn", tell(serverPath, pressed, "done walk", walk.ID), nothing},
		{"another number", tell(serverPath, pressed, int32(walk.ID), "done walk"), nothing},
		{"a list", tell(serverPath, pressed, []string{"done walk"}, "done walk"), nothing},
		{"another path", tell("/elsewhere", pressed, walk.ID, "done walk"), nothing},
		{"another interface", tell(serverPath, "org.example.Notifications.ActionInvoked", walk.ID, "done walk"), nothing},
		{"another member", tell(serverPath, serverIface+"NotificationClosed", walk.ID, "done walk"), nothing},
		{"somebody else, to us", func() { rig.Signal(t, hostile, mine, serverPath, pressed, walk.ID, "done walk") }, nothing},
		{"somebody else, to everybody", func() { rig.Signal(t, hostile, "", serverPath, pressed, walk.ID, "done walk") }, nothing},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.say()
			if c.want != nothing {
				if got := heard(t, f); got != c.want {
					t.Errorf("heard %+v, want %+v", got, c.want)
				}
				return
			}
			// The bus keeps the order of one sender alone: two of them have to follow.
			rig.Signal(t, hostile, mine, serverPath, "org.example.A.B")
			if err := hostile.BusObject().Call("org.freedesktop.DBus.GetId", 0).Err; err != nil {
				t.Fatal(err)
			}
			server.Press(t, read.ID, "the next")
			if got := heard(t, f); got.Key != "the next" {
				t.Errorf("heard %+v, want nothing", got)
			}
		})
	}
}

// What the server that is gone would have said means nothing of the next one,
// whose ids begin anew.
func TestAnswersOfAnotherOwner(t *testing.T) {
	t.Parallel()
	b := rig.StartBus(t, rig.BusOptions{})
	old := rig.Model(t, b, "actions")
	f := open(t, b)
	waitFor(t, f, "ready", f.Ready)
	walk := send(t, f, Message{Tag: "walk", Title: "Walk", Default: "done walk"})
	old.Leave()
	waitFor(t, f, "gone", func() bool { return f.Owner() == "" })
	fresh := rig.Model(t, b, "actions")
	waitFor(t, f, "another", f.Ready)
	fresh.Press(t, walk.ID, "default")
	fresh.Press(t, walk.ID, "done walk")
	if got := heard(t, f); got != (Answer{"", "done walk"}) {
		t.Errorf("heard %+v, want the key alone", got)
	}
}

// Without buttons the other body is sent, and none of the buttons.
func TestWithoutActions(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		caps    []string
		body    string
		actions int
	}{
		"buttons":    {[]string{"body", "actions"}, "Go", 4},
		"no buttons": {[]string{"body"}, "Go\nTo answer: walk", 0},
	} {
		t.Run(name, func(t *testing.T) {
			b := rig.StartBus(t, rig.BusOptions{})
			server := rig.Model(t, b, c.caps...)
			f := open(t, b)
			waitFor(t, f, "ready", f.Ready)
			send(t, f, Message{Title: "Walk", Body: "Go", Instead: "Go\nTo answer: walk", Default: "d", Actions: []Action{{"d", "Done"}}})
			if got := <-server.Shown; got.Body != c.body || len(got.Actions) != c.actions || got.Expire != -1 {
				t.Errorf("sent %q, %q, for %d ms", got.Body, got.Actions, got.Expire)
			}
			send(t, f, Message{Title: "Noted", Brief: true})
			if got := <-server.Shown; got.Expire != briefly || got.Hints["transient"].Value() != true {
				t.Errorf("a brief one: for %d ms, hints %v", got.Expire, got.Hints)
			}
		})
	}
}

// Whoever has the server's name may press as fast as it likes: a few answers are
// kept, and sending goes on.
func TestAnswersAreBounded(t *testing.T) {
	t.Parallel()
	b := rig.StartBus(t, rig.BusOptions{})
	server := rig.Model(t, b, "actions")
	f := open(t, b)
	waitFor(t, f, "ready", f.Ready)
	for range 2000 {
		server.Press(t, 1, "done walk")
	}
	send(t, f, Message{Title: "After"})
	if n := len(f.answers); n != maxAnswers {
		t.Errorf("%d answers are kept, want %d", n, maxAnswers)
	}
}
