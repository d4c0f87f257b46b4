package doctor

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"daybreak/internal/config"
	"daybreak/internal/report"
	"daybreak/internal/service"
	"daybreak/notify"
)

// want holds a finding against its state, and words of its text and its hint.
func want(t *testing.T, got report.Check, state report.Verdict, text, hint string) {
	t.Helper()
	if got.State != state || !strings.Contains(got.Text, text) || !strings.Contains(got.Hint, hint) {
		t.Errorf("found %q: %s (%s)\nwant %q: … %s … (… %s …)", got.State, got.Text, got.Hint, state, text, hint)
	}
	if got.State == report.Wrong && got.Hint == "" {
		t.Errorf("no way out of: %s", got.Text)
	}
}

func TestRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		hang := make(chan struct{})
		defer close(hang)
		found := Run(t.Context(), 3*time.Second, []Check{
			{"hangs", func(context.Context) report.Check { <-hang; return fine("") }},
			{"heeds", func(ctx context.Context) report.Check { <-ctx.Done(); return wrong("It gave up.", "mend it") }},
			{"well", func(context.Context) report.Check { return fine("It is well.") }},
			{"hangs too", func(context.Context) report.Check { <-hang; return fine("") }},
		})
		if took := time.Since(began); took != 4*time.Second {
			t.Errorf("took %v, want the limit and a second", took)
		}
		want(t, found[0], report.Unknown, "(hangs) took longer than 3s", "hangs")
		want(t, found[1], report.Wrong, "It gave up.", "mend it")
		want(t, found[2], report.Fine, "It is well.", "")
		for i, id := range []string{"hangs", "heeds", "well", "hangs too"} {
			if found[i].ID != id {
				t.Errorf("check %d is %q, want %q", i, found[i].ID, id)
			}
		}
	})
}

func TestConfig(t *testing.T) {
	gone := fmt.Errorf("read config: %w", fs.ErrNotExist)
	faults := config.Faults{{File: "c", Line: 12, Col: 3, Path: "habits[1].at", Msg: `"the walk with Sam" is not a time of day`}}
	for name, c := range map[string]struct {
		in    Config
		state report.Verdict
		text  string
		hint  string
	}{
		"loads":            {Config{Path: "/none", Stand: true}, report.Fine, "loads", ""},
		"never configured": {Config{Path: "/c", Err: gone}, report.Warning, "nothing was ever started", "daybreak init"},
		"gone":             {Config{Path: "/c", Err: gone, Stand: true}, report.Warning, "no config at /c", "put the file back"},
		"a mistake":        {Config{Path: "/c", Err: faults}, report.Wrong, "line 12 of /c. No daemon can start", "daybreak config check"},
		"the last good":    {Config{Path: "/c", Err: faults, Stand: true}, report.Wrong, "line 12 of /c. The last good one is in force.", "daybreak config check"},
		"unreadable":       {Config{Path: "/c", Err: errors.New("open /c: permission denied")}, report.Wrong, "Open /c: permission denied.", "daybreak config check"},
		"notes":            {Config{Path: "/none", Notes: 2}, report.Warning, "has 2 notes", "daybreak config check"},
	} {
		t.Run(name, func(t *testing.T) {
			got := c.in.Check()
			want(t, got, c.state, c.text, c.hint)
			if strings.Contains(got.Text+got.Hint, "Sam") {
				t.Errorf("a word of the user's: %s", got.Text)
			}
		})
	}
}

func TestDaemon(t *testing.T) {
	yes, no := true, false
	due := time.Date(2026, 11, 23, 8, 30, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		in    Daemon
		state report.Verdict
		text  string
		hint  string
	}{
		"well":           {Daemon{Running: &yes, PID: 7}, report.Fine, "runs", ""},
		"cannot be told": {Daemon{}, report.Unknown, "lock cannot be read", "ls -la"},
		"never":          {Daemon{Running: &no}, report.Warning, "none ever has", "daybreak service install"},
		"ended":          {Daemon{Running: &no, Started: true}, report.Wrong, "no reminder comes", "daybreak run"},
		"trouble":        {Daemon{Running: &yes, PID: 7, Trouble: "the record cannot be written (disk full)"}, report.Wrong, "(pid 7) runs, but the record cannot be written (disk full).", "room"},
		"stuck":          {Daemon{Running: &yes, PID: 7, Overdue: due}, report.Wrong, "due at 08:30 on Mon 23 Nov", "restart"},
		"another file":   {Daemon{Running: &yes, PID: 7, Other: true}, report.Warning, "another program file", "restart"},
	} {
		t.Run(name, func(t *testing.T) { want(t, c.in.Check(), c.state, c.text, c.hint) })
	}
}

func TestService(t *testing.T) {
	up := func(change func(*service.Status)) service.Status {
		st := service.Status{Installed: true, Enabled: true, Active: true, State: "active (running)"}
		change(&st)
		return st
	}
	none := func(*service.Status) {}
	for name, c := range map[string]struct {
		in    service.Status
		err   error
		state report.Verdict
		text  string
		hint  string
	}{
		"well":        {up(none), nil, report.Fine, "it is this program", ""},
		"none":        {service.Status{}, nil, report.Warning, "No service is installed", "daybreak service install"},
		"ended":       {up(func(s *service.Status) { s.Active, s.State = false, "failed (failed)" }), nil, report.Wrong, "failed (failed)", "daybreak service logs"},
		"not enabled": {up(func(s *service.Status) { s.Enabled = false }), nil, report.Warning, "next login", "install"},
		"elsewhere":   {up(func(s *service.Status) { s.Elsewhere = true }), nil, report.Warning, "another program", "install"},
		"outdated":    {up(func(s *service.Status) { s.Outdated = true }), nil, report.Warning, "before an update", "systemctl --user restart"},
		"no manager":  {service.Status{}, &service.HintError{Err: errors.New("find systemd: gone"), Hint: "another way"}, report.Unknown, "cannot be asked here", "another way"},
		"an error":    {service.Status{}, errors.New("no answer"), report.Unknown, "no good answer", "daybreak service status"},
	} {
		t.Run(name, func(t *testing.T) { want(t, Service(c.in, c.err), c.state, c.text, c.hint) })
	}
}

func TestClock(t *testing.T) {
	yes, no := true, false
	day := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		now    time.Time
		synced *bool
		state  report.Verdict
		text   string
		hint   string
	}{
		"kept right":      {day, &yes, report.Fine, "kept right", ""},
		"nobody can tell": {day, nil, report.Fine, "can be", ""},
		"drifts":          {day, &no, report.Warning, "may drift", "timedatectl set-ntp true"},
		"no battery":      {time.Unix(60, 0), &yes, report.Wrong, "the year 1970", "set it"},
		"far ahead":       {day.AddDate(300, 0, 0), &yes, report.Wrong, "the year 2326", "set it"},
	} {
		t.Run(name, func(t *testing.T) { want(t, Clock(c.now, c.synced), c.state, c.text, c.hint) })
	}
}

func TestZone(t *testing.T) {
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	berlin, bad := time.FixedZone("Europe/Berlin", 3600), errors.New("no such zone")
	for name, c := range map[string]struct {
		in    Zone
		state report.Verdict
		text  string
		hint  string
	}{
		"the machine's":    {Zone{Name: "local", Loc: berlin, System: berlin}, report.Fine, "Europe/Berlin: it is 13:00 on 23 November", ""},
		"TZ says the same": {Zone{Name: "local", TZ: "Europe/Berlin", Loc: berlin, System: berlin}, report.Fine, "Europe/Berlin", ""},
		"TZ says another":  {Zone{Name: "local", TZ: "UTC", Loc: time.UTC, System: berlin}, report.Warning, "TZ=UTC says another time", "unset TZ"},
		"by the config":    {Zone{Name: "Europe/Berlin", TZ: "UTC", Loc: berlin, System: time.UTC}, report.Fine, "Europe/Berlin", ""},
		"no such TZ":       {Zone{Name: "local", TZ: "EST5EDT4", Loc: time.UTC, Err: bad}, report.Wrong, "UTC stands in", "unset TZ"},
		"damaged file":     {Zone{Name: "local", Loc: time.UTC, Err: bad}, report.Wrong, "UTC stands in", "timedatectl set-timezone"},
		"no such name":     {Zone{Name: "Europe/Atlantis", Err: bad}, report.Wrong, "UTC stands in", "as timezone in the config"},
	} {
		t.Run(name, func(t *testing.T) { want(t, c.in.Check(now), c.state, c.text, c.hint) })
	}
}

func TestSleep(t *testing.T) {
	want(t, Sleep(nil, true), report.Fine, "at once", "")
	want(t, Sleep(nil, false), report.Fine, "within 30 seconds", "")
	want(t, Sleep(errors.New("create a wall-clock timer: not permitted"), true), report.Warning, "Create a wall-clock timer: not permitted.", "sandbox")
}

func TestTrial(t *testing.T) {
	yes, no := true, false
	for name, c := range map[string]struct {
		err   error
		seen  *bool
		state report.Verdict
		text  string
		hint  string
	}{
		"seen":      {nil, &yes, report.Fine, "you saw it", ""},
		"not asked": {nil, nil, report.Fine, "only you can tell", ""},
		"not seen":  {nil, &no, report.Wrong, "did not see it", "do-not-disturb"},
		"refused":   {fmt.Errorf("send: %w", notify.ErrRefused), nil, report.Wrong, "not taken", "other checks"},
		"no answer": {errors.New("deadline"), nil, report.Wrong, "no answer came", "restart"},
	} {
		t.Run(name, func(t *testing.T) { want(t, Trial(c.err, c.seen), c.state, c.text, c.hint) })
	}
}

func TestCopies(t *testing.T) {
	want(t, Copies(nil, true), report.Fine, "No other copy", "")
	want(t, Copies(nil, false), report.Unknown, "cannot be told", "")
	want(t, Copies([]int{7, 9}, true), report.Warning, "pid 7, 9.", "kill 7 9")
}
