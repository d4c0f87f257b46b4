package notify

import (
	"time"

	"github.com/godbus/dbus/v5"
)

const (
	defaultKey = "default" // the specification's name for a click on the message
	maxKey     = 256       // bytes of an action's key
	maxAnswers = 16        // that wait to be taken
	briefly    = int32(6 * time.Second / time.Millisecond)
)

// buttons is the match rule for buttons that are pressed. The bus itself lets
// through only those of who owns the server's name; but who knows our name can
// send us any signal directly, so invoked looks at each.
var buttons = []dbus.MatchOption{dbus.WithMatchSender(serverName), dbus.WithMatchObjectPath(serverPath),
	dbus.WithMatchInterface("org.freedesktop.Notifications"), dbus.WithMatchMember("ActionInvoked")}

// sent is what is known of a message that was sent.
type sent struct{ tag, def string }

// actions returns the buttons as Notify takes them: keys and labels in turn.
func (m Message) actions() []string {
	list := []string{}
	if m.Default != "" {
		list = append(list, defaultKey, "") // with a label xfce4-notifyd shows a button for it
	}
	for _, a := range m.Actions {
		if len(a.Key) <= maxKey { // a longer one could not be heard
			list = append(list, a.Key, a.Label)
		}
	}
	return list
}

// Answers returns the buttons that are pressed, of messages of this and of
// earlier runs.
func (f *Freedesktop) Answers() <-chan Answer { return f.answers }

// invoked takes a signal, if it is the present server's word that a button was
// pressed. A click on a message that this run did not send says nothing: other
// programs' messages are clicked, too.
func (f *Freedesktop) invoked(s *dbus.Signal) {
	if s.Name != serverIface+"ActionInvoked" || s.Path != serverPath || len(s.Body) != 2 {
		return
	}
	id, isID := s.Body[0].(uint32)
	key, isKey := s.Body[1].(string)
	if !isID || !isKey || key == "" || len(key) > maxKey {
		return
	}
	f.mu.Lock()
	owner, was := f.owner, f.sent[id]
	f.mu.Unlock()
	if key == defaultKey {
		key = was.def
	}
	if owner == "" || s.Sender != owner || key == "" {
		return
	}
	select {
	case f.answers <- Answer{Tag: was.tag, Key: key}:
	default: // somebody presses faster than anybody reads
	}
}
