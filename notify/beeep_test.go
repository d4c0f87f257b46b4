package notify

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"
	"unicode/utf8"

	"github.com/gen2brain/beeep"
	"github.com/godbus/dbus/v5"
)

// beeepMode makes this test binary the child of a Beeep; the others are
// children that do what a child should not.
const (
	beeepMode  = "deliver-beeep"
	hangMode   = "child-that-hangs"
	deafMode   = "child-that-does-not-read"
	dieMode    = "child-that-dies"
	babbleMode = "child-that-babbles"
	lingerMode = "child-that-does-not-end"
	idleMode   = "grandchild"
)

func TestMain(m *testing.M) {
	if len(os.Args) == 2 {
		childMain(os.Args[1])
	}
	os.Exit(m.Run())
}

// childMain is the child's main; it returns when mode is none of a child.
func childMain(mode string) {
	switch mode {
	case beeepMode:
		if err := DeliverBeeep(context.Background(), os.Stdin, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	case hangMode: // and so does what it started
		self, err := os.Executable()
		if err != nil {
			panic(err)
		}
		g := exec.Command(self, idleMode)
		if err := g.Start(); err != nil {
			panic(err)
		}
		fmt.Printf("%s\n%d", saysSending, os.Getpid())
		select {}
	case lingerMode:
		fmt.Printf("%s\n%s\n", saysSending, saysAccepted)
		time.AfterFunc(2*time.Minute, func() { os.Exit(1) })
		select {}
	case idleMode, deafMode:
		time.AfterFunc(time.Minute, func() { os.Exit(1) }) // when the test fails to end it
		select {}
	case dieMode:
		fmt.Println(saysSending)
		os.Exit(1)
	case babbleMode:
		for {
			if _, err := os.Stdout.WriteString("babble "); err != nil {
				os.Exit(1)
			}
		}
	default:
		return
	}
	os.Exit(0)
}

// rocket is an emoji of two with a joiner between them, nbsp a space that does
// not break.
const (
	rocket = "👩\u200d🚀"
	nbsp   = "\u00a0"
)

func TestBeeepText(t *testing.T) {
	for name, c := range map[string]struct {
		way         way
		markup      bool
		title, body string
		wantTitle   string
		wantBody    string
	}{
		"as it is":            {byBus, false, rocket, "a" + nbsp + `"b" $(x) ]]> \n <b>&`, rocket, "a" + nbsp + `"b" $(x) ]]> \n <b>&`},
		"markup in the body":  {byBus, true, "<b>&", "<b>&", "<b>&", "&lt;b&gt;&amp;"},
		"control characters":  {byBus, false, "a\nb\tc\x00\x1b", "a\nb\tc\x00\u009b", "a b c", "a\nb c"},
		"no UTF-8":            {byBus, false, "a\xff", "\xc3", "a\ufffd", "\ufffd"},
		"looks like options":  {byNotifySend, true, "-u", "--help", "\u2011u", "\u2011-help"},
		"C escapes":           {byNotifySend, true, `a\n`, `a\n<`, `a\n`, `a\\n&lt;`},
		"script: joiner":      {byScript, false, rocket, "❤️", "👩🚀", "❤️"},
		"script: spaces":      {byScript, false, "a" + nbsp + "b\u2028c", "d\u3000e\nf", "a b c", "d e\nf"},
		"script: signs":       {byScript, false, `"a" \ <b>&`, "é ü 漢", `"a" \ <b>&`, "é ü 漢"},
		"script: invisible":   {byScript, false, "a\u00adb\ufeff", "\u202ec", "ab", "c"},
		"toast: variables":    {byToast, false, "$5 $(touch x) ${y}", "$", "$" + zwnj + "5 $" + zwnj + "(touch x) $" + zwnj + "{y}", "$" + zwnj},
		"toast: escapes":      {byToast, false, "`n", "a`", "\u2018n", "a\u2018"},
		"toast: end of CDATA": {byToast, false, "]]>", "]]]>", "]]" + zwnj + ">", "]]]" + zwnj + ">"},
		"toast: end of text":  {byToast, false, `"@`, "a\n\u201d@\n\u201c@\n\u201e@", `"` + zwnj + "@", "a\n\u201d" + zwnj + "@\n\u201c" + zwnj + "@\n\u201e" + zwnj + "@"},
		"toast: no character": {byToast, false, "a\uffff", "\ufffeb " + rocket, "a", "b " + rocket},
		"toast: left alone":   {byToast, false, "<b>& a@b.c", `"a" 'b' ] ]>`, "<b>& a@b.c", `"a" 'b' ] ]>`},
		"nothing":             {byScript, true, "", "", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			title, body := beeepText(c.way, c.markup, c.title, c.body)
			if title != c.wantTitle || body != c.wantBody {
				t.Errorf("%q, %q, want %q, %q", title, body, c.wantTitle, c.wantBody)
			}
		})
	}
}

// What the library writes into an AppleScript with %q has no escape that
// AppleScript does not know, whatever the text.
func FuzzAppleScript(f *testing.F) {
	for _, s := range []string{rocket, nbsp, `"\`, "\x00\xff", "a\nb", "\U0010ffff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		title, body := beeepText(byScript, false, s, s)
		quoted := strings.NewReplacer(`\\`, "", `\"`, "", `\n`, "").Replace(strconv.Quote(title) + strconv.Quote(body))
		if strings.Contains(quoted, `\`) {
			t.Errorf("%q becomes %s", s, quoted)
		}
	})
}

// Nothing that PowerShell or XML would read as its own is left in a toast.
func FuzzToast(f *testing.F) {
	for _, s := range []string{"$(x)", "]]]>", "`\"@", "\u201d@", "\ufffe$", "]\x00]>", "\"\x01@"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		_, got := beeepText(byToast, false, s, s)
		for _, bad := range []string{"]]>", "`", `"@`, "\u201c@", "\u201d@", "\u201e@"} {
			if strings.Contains(got, bad) {
				t.Errorf("%q keeps %q", s, bad)
			}
		}
		for rest := got; ; {
			_, after, found := strings.Cut(rest, "$")
			if !found {
				break
			}
			if rest = after; !strings.HasPrefix(after, zwnj) {
				t.Errorf("%q keeps a dollar with %q after it", s, after)
			}
		}
		if !utf8.ValidString(got) {
			t.Errorf("%q becomes %q", s, got)
		}
	})
}

func TestVerdict(t *testing.T) {
	missing := fmt.Errorf("kdialog: %w", exec.ErrNotFound)
	exited, killed := exitError(t, dieMode), exitError(t, "")
	for name, c := range map[string]struct {
		way  way
		err  error
		want string
	}{
		"shown":                       {byBus, nil, saysAccepted},
		"no such server":              {byBus, errors.Join(dbus.Error{Name: "org.freedesktop.DBus.Error.ServiceUnknown"}, missing), saysRefused},
		"the server says no":          {byBus, dbus.Error{Name: "org.example.Full"}, saysRefused},
		"the server fell silent":      {byBus, errors.Join(dbus.Error{Name: "org.freedesktop.DBus.Error.NoReply"}, missing), saysUnknown},
		"the bus is gone":             {byBus, &net.OpError{Op: "dial", Err: io.EOF}, saysRefused},
		"lost while reading":          {byBus, errors.Join(&net.OpError{Op: "read", Err: io.EOF}, missing), saysUnknown},
		"notify-send says no":         {byNotifySend, errors.Join(io.EOF, exited, missing), saysRefused},
		"notify-send was killed":      {byNotifySend, errors.Join(io.EOF, killed, missing), saysUnknown},
		"no notify-send":              {byNotifySend, errors.Join(io.EOF, missing), saysRefused},
		"something else":              {byNotifySend, io.EOF, saysUnknown},
		"osascript says no":           {byScript, errors.Join(os.ErrNotExist, exited), saysRefused},
		"osascript was killed":        {byScript, errors.Join(os.ErrNotExist, killed), saysUnknown},
		"no registry":                 {byToast, errors.New("configuring registry: x"), saysRefused},
		"COM failed, PowerShell knew": {byToast, errors.Join(errors.New("RoInitialize: x")), saysUnknown},
		"a system without a way":      {byToast, beeep.ErrUnsupported, saysRefused},
	} {
		t.Run(name, func(t *testing.T) {
			if got := verdict(c.way, c.err); got != c.want && !strings.HasPrefix(got, c.want+" ") {
				t.Errorf("verdict(%s, %v) = %q, want %q", c.way, c.err, got, c.want)
			}
		})
	}
}

// exitError returns how a real process ended: by itself, or killed where there
// is no mode.
func exitError(t *testing.T, mode string) *exec.ExitError {
	t.Helper()
	cmd := exec.Command(os.Args[0], mode)
	if mode == "" {
		cmd.Args[1] = idleMode
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if mode == "" {
		cmd.Process.Kill()
	}
	var exit *exec.ExitError
	if err := cmd.Wait(); !errors.As(err, &exit) {
		t.Fatalf("ended with %v", err)
	}
	return exit
}

func TestOutcome(t *testing.T) {
	for said, want := range map[string]string{
		"":                              "refused",
		"send":                          "refused",
		"daybreak: read the message\n":  "refused",
		"sending\naccepted\n":           "accepted",
		"sending\nrefused \"x\"\n":      "refused",
		"sending\nunknown \"x\"\n":      "unknown",
		"sending\n":                     "unknown",
		"sending\naccept":               "unknown",
		"sending\naccepted":             "unknown",
		"sending\nrefused \"":           "unknown",
		"sending\naccepted by nobody\n": "unknown",
		"sending\nrefusedly x\n":        "unknown",
	} {
		if got := end(outcome(said)); got != want {
			t.Errorf("outcome(%q) is %s, want %s", said, got, want)
		}
	}
}

// end names the end of a Send.
func end(err error) string {
	switch {
	case err == nil:
		return "accepted"
	case errors.Is(err, ErrRefused):
		return "refused"
	}
	return "unknown"
}

func TestChildEnv(t *testing.T) {
	env := map[string]string{"HOME": "/h", "PATH": "/bin", "DISPLAY": ":1", "SECRET": "x", "USERPROFILE": `C:\u`, "SystemRoot": `D:\W`}
	for w, want := range map[way][]string{
		byBus:        {"DBUS_SESSION_BUS_ADDRESS=unix:path=/b"},
		byNotifySend: {"DBUS_SESSION_BUS_ADDRESS=unix:path=/b", "HOME=/h", "PATH=/room"},
		byScript:     {"HOME=/h", "LC_CTYPE=UTF-8", "PATH=/usr/bin"},
		byToast: {`USERPROFILE=C:\u`, `SystemRoot=D:\W`, `PATH=D:\W\System32;D:\W\System32\WindowsPowerShell\v1.0`,
			"TEMP=/room", "TMP=/room"},
	} {
		got := childEnv(w, "unix:path=/b", "/room", func(k string) string { return env[k] })
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", w, got, want)
		}
	}
}

func TestReadJobIsBounded(t *testing.T) {
	fits := []byte(`{"way":"bus"}` + strings.Repeat(" ", maxJob))[:maxJob]
	if j, err := readJob(bytes.NewReader(fits)); err != nil || j.Way != byBus {
		t.Errorf("%d bytes: %+v, %v", len(fits), j, err)
	}
	if _, err := readJob(bytes.NewReader(append(fits, ' '))); err == nil {
		t.Errorf("%d bytes were read", len(fits)+1)
	}
}

// Whatever a child is given, it reads a whole message or refuses.
func FuzzReadJob(f *testing.F) {
	f.Add([]byte(`{"way":"bus","title":"a","body":"b"}`))
	f.Add([]byte(`{"way":"bus"}{}`))
	f.Add([]byte(`{"way":""}`))
	f.Add([]byte(`{"way":"toast","title":"\ud800"}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		j, err := readJob(bytes.NewReader(data))
		if err != nil {
			if j != (job{}) {
				t.Errorf("%v beside %+v", err, j)
			}
			return
		}
		again, err := json.Marshal(j)
		if err != nil {
			t.Fatal(err)
		}
		if len(data) > maxJob || !utf8.ValidString(j.Title+j.Body) {
			t.Errorf("%d bytes became %+v", len(data), j)
		}
		if same, err := readJob(bytes.NewReader(again)); err != nil && len(again) <= maxJob || err == nil && same != j {
			t.Errorf("%+v became %+v, %v", j, same, err)
		}
	})
}

// A child ends by itself in time, also when nobody is left to kill it.
func TestDeliverBeeepEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		in, w := io.Pipe()
		defer w.Close()
		var said strings.Builder
		start := time.Now()
		err := DeliverBeeep(t.Context(), in, &said)
		if !errors.Is(err, context.DeadlineExceeded) || time.Since(start) != beeepTimeout || said.Len() != 0 {
			t.Errorf("%v after %v, said %q", err, time.Since(start), said.String())
		}
	})
}

// A child that does not do as it should costs one message and its deadline.
func TestUnrulyChild(t *testing.T) {
	for mode, c := range map[string]struct {
		want    string
		timeout time.Duration
	}{
		deafMode:   {"refused", 300 * time.Millisecond},
		hangMode:   {"unknown", time.Second},
		dieMode:    {"unknown", time.Minute},
		babbleMode: {"refused", time.Minute},
		lingerMode: {"accepted", time.Minute},
	} {
		t.Run(mode, func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithTimeout(t.Context(), c.timeout)
			defer cancel()
			start := time.Now()
			said, err := runChild(ctx, []string{os.Args[0], mode}, os.Environ(), make([]byte, maxJob))
			if err != nil {
				t.Fatal(err)
			}
			t.Logf("over after %v", time.Since(start).Round(time.Millisecond))
			if got := end(outcome(said)); got != c.want {
				t.Errorf("said %.40q, which is %s, want %s", said, got, c.want)
			}
			if c.timeout == time.Minute && ctx.Err() != nil {
				t.Error("it was waited for, though it had nothing more to say")
			}
		})
	}
	if _, err := runChild(t.Context(), []string{t.TempDir() + "/none"}, nil, nil); err == nil {
		t.Error("a program that is not there was started")
	}
}
