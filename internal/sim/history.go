package sim

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// History is what happens to a machine in some weeks, from its first start. It
// is a value: playing it twice shows the same.
type History struct {
	Start   time.Time // true time of the first start
	Zone    string    // IANA name
	Days    int       // how long it lasts
	Config  string    // reminders and quiet hours, see setup
	Actions []Action  // in the order of At
}

// Action is one thing that happens: a verb and its arguments.
type Action struct {
	At   time.Duration // true time since the start
	Verb string
	Args []string
}

// verbs lists the actions, with the form of their arguments: i is a number, d
// a duration, w a word, * a config.
//
//	kill N DOWN       SIGKILL at the Nth step of the daemon from now; back after DOWN
//	power N DOWN SEED likewise a power cut; SEED decides what the disk keeps
//	stop DOWN         a clean end between two wakes
//	term N DOWN       SIGTERM at the Nth step from now
//	suspend FOR       the machine sleeps
//	step BY           the wall clock jumps
//	zone NAME         the machine is in another zone
//	lock, unlock      the screen
//	server MODE N     how it answers the next N messages (0: until further notice)
//	owner             the server restarts, under another name
//	gone, back        there is no server; there is one, another
//	disk FAULT N      the disk misbehaves N times (0: until further notice)
//	config SETUP      the config is edited, and takes effect
//	pause FOR         the user asks to be left alone
//	resume            and ends that
//	snooze FOR        the user asks for the last message again, later
//	urge FOR          the user asks for one line, later
//	done N            the user says that the last message, or with N what comes next of the Nth reminder, is done
//	skip N            likewise, that it is left out
//	undo              the user takes back the last thing that a command recorded
//	backup            the state folder is copied
//	vanish            the state folder is emptied behind everybody's back: no promise covers it
//	restore DOWN      the daemon ends, the copy is put back; back after DOWN
var verbs = map[string]string{
	"kill": "id", "power": "idi", "stop": "d", "term": "id", "suspend": "d", "step": "d", "zone": "w", "lock": "",
	"unlock": "", "server": "wi", "owner": "", "gone": "", "back": "", "disk": "wi", "config": "*", "backup": "",
	"restore": "d", "vanish": "",
	"pause": "d", "resume": "", "snooze": "d", "urge": "d",
	"done": "i", "skip": "i", "undo": "",
}

// String returns the history as text that Parse reads.
func (h History) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "start %s %s %dd\nconfig %s\n", h.Start.UTC().Format(time.RFC3339), h.Zone, h.Days, h.Config)
	for _, a := range h.Actions {
		fmt.Fprintln(&b, a)
	}
	return b.String()
}

// String returns the action as one line.
func (a Action) String() string {
	return strings.Join(append([]string{a.At.String(), a.Verb}, a.Args...), " ")
}

func (a Action) int(i int) int { n, _ := strconv.Atoi(a.Args[i]); return n }

func (a Action) duration(i int) time.Duration { d, _ := time.ParseDuration(a.Args[i]); return d }

// Parse reads a history. Empty lines and lines that begin with # are left out.
func Parse(text string) (h History, err error) {
	for n, line := range strings.Split(text, "\n") {
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		if err := h.line(strings.Fields(line)); err != nil {
			return h, fmt.Errorf("line %d: %w", n+1, err)
		}
	}
	if h.Start.IsZero() || h.Config == "" {
		return h, fmt.Errorf("a history needs a start and a config")
	}
	return h, nil
}

func (h *History) line(f []string) (err error) {
	switch {
	case f[0] == "start" && len(f) == 4:
		if h.Start, err = time.Parse(time.RFC3339, f[1]); err != nil {
			return err
		}
		h.Zone = f[2]
		if h.Days, err = strconv.Atoi(strings.TrimSuffix(f[3], "d")); err != nil {
			return err
		}
		_, err = time.LoadLocation(h.Zone)
		return err
	case f[0] == "config":
		h.Config = strings.Join(f[1:], " ")
		_, err = parseSetup(h.Config)
		return err
	case len(f) < 2:
		return fmt.Errorf("%q is not an action", f[0])
	}
	a := Action{Verb: f[1], Args: f[2:]}
	if a.At, err = time.ParseDuration(f[0]); err != nil {
		return err
	}
	h.Actions = append(h.Actions, a)
	return a.check()
}

func (a Action) check() (err error) {
	form, ok := verbs[a.Verb]
	if !ok {
		return fmt.Errorf("%q is not an action", a.Verb)
	}
	if form == "*" {
		_, err = parseSetup(strings.Join(a.Args, " "))
		return err
	}
	if len(a.Args) != len(form) {
		return fmt.Errorf("%s takes %d arguments", a.Verb, len(form))
	}
	for i, f := range form {
		switch f {
		case 'i':
			_, err = strconv.Atoi(a.Args[i])
		case 'd':
			_, err = time.ParseDuration(a.Args[i])
		case 'w':
			if a.Verb == "zone" {
				_, err = time.LoadLocation(a.Args[i])
			}
		}
		if err != nil {
			return fmt.Errorf("%s: %w", a.Verb, err)
		}
	}
	return nil
}
