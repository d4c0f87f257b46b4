//go:build linux

package rig

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

// partTimeout bounds every wait for a part to be up.
const partTimeout = 15 * time.Second

// Program is a started program with a process group of its own.
type Program struct {
	cmd  *exec.Cmd
	done chan struct{}
}

// Stop kills the process group and waits for the program's end.
func (p *Program) Stop() {
	if p == nil {
		return
	}
	_ = syscall.Kill(-p.cmd.Process.Pid, syscall.SIGKILL) // gone already is as good
	<-p.done
}

// startProgram runs a program until the end of the test. Output other than out
// is dropped.
func startProgram(t testing.TB, env []string, out io.Writer, extra []*os.File, args ...string) *Program {
	t.Helper()
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Env, cmd.Stdout, cmd.ExtraFiles = env, out, extra
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	if err := cmd.Start(); err != nil {
		t.Fatalf("start %q: %v", args[0], err)
	}
	p := &Program{cmd: cmd, done: make(chan struct{})}
	go func() { _ = cmd.Wait(); close(p.done) }()
	t.Cleanup(p.Stop)
	return p
}

// BusOptions says what a private bus has.
type BusOptions struct {
	// Services maps a bus name to the command that the bus starts for it. A bus
	// without services starts nothing by itself.
	Services map[string]string
	// Cookies makes the bus take no other proof of who is there than a cookie
	// in the home of its user (DBUS_COOKIE_SHA1). Connect and what uses it, a
	// monitor too, cannot speak to such a bus.
	Cookies bool
	// Owner is whose bus it is, and who runs what is started on it; nil is the
	// user of the test. Connect and what uses it are not for another's bus.
	Owner *User
	// Anyone may connect, as to a system bus.
	Anyone bool
}

// Bus is a private session bus.
type Bus struct {
	dir     string
	cookies bool
	owner   *User
	program *Program
}

const busConfig = `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:path=%s/bus</listen><auth>%s</auth><servicedir>%s</servicedir>
<policy context="default">%s<allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>
`

// StartBus starts a private dbus-daemon; it ends with the test.
func StartBus(t testing.TB, o BusOptions) *Bus {
	t.Helper()
	Need(t, "dbus-daemon")
	dir, err := os.MkdirTemp("", "rig") // t.TempDir may be too long for a socket
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	services := filepath.Join(dir, "services")
	if err := os.Mkdir(services, 0o700); err != nil {
		t.Fatal(err)
	}
	auth := "EXTERNAL"
	if o.Cookies {
		auth = "DBUS_COOKIE_SHA1"
	}
	anyone := ""
	if o.Anyone {
		anyone = `<allow user="*"/>`
		if err := os.Chmod(dir, 0o711); err != nil {
			t.Fatal(err)
		}
	}
	writeFile(t, filepath.Join(dir, "bus.conf"), fmt.Sprintf(busConfig, dir, auth, services, anyone))
	for name, command := range o.Services {
		writeFile(t, filepath.Join(services, name+".service"), "[D-BUS Service]\nName="+name+"\nExec="+command+"\n")
	}
	b := &Bus{dir: dir, cookies: o.Cookies, owner: o.Owner}
	if o.Owner != nil {
		o.Owner.Give(t, dir)
	}
	b.Start(t)
	return b
}

// Start starts the bus again at the same address, after Stop.
func (b *Bus) Start(t testing.TB) {
	t.Helper()
	r, w := pipe(t)
	b.program = startProgram(t, []string{"PATH=" + os.Getenv("PATH"), "HOME=" + b.dir}, nil, []*os.File{w},
		b.owner.As("dbus-daemon", "--nofork", "--nopidfile", "--config-file="+b.dir+"/bus.conf", "--print-address=3")...)
	w.Close()
	readLine(t, r, "dbus-daemon")
}

// Stop kills the bus. Its address stays what it was.
func (b *Bus) Stop() {
	b.program.Stop()
	os.Remove(b.dir + "/bus")
}

// Address returns the bus's D-Bus address.
func (b *Bus) Address() string { return "unix:path=" + b.dir + "/bus" }

// Connect opens a connection to the bus that lasts as long as the test.
func (b *Bus) Connect(t testing.TB) *dbus.Conn {
	t.Helper()
	conn, err := dbus.Connect(b.Address())
	if err != nil {
		t.Fatalf("connect to the private bus: %v", err)
	}
	t.Cleanup(func() {
		conn.Eavesdrop(nil) // godbus may write to what it has closed
		conn.Close()
	})
	return conn
}

// WaitOwner waits until name has an owner and returns its unique name.
func (b *Bus) WaitOwner(t testing.TB, name string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), partTimeout)
	defer cancel()
	conn := b.Connect(t)
	defer conn.Close()
	signals := make(chan *dbus.Signal, 64)
	conn.Signal(signals)
	if err := conn.AddMatchSignal(dbus.WithMatchMember("NameOwnerChanged"), dbus.WithMatchArg(0, name)); err != nil {
		t.Fatal(err)
	}
	for {
		var owner string
		err := conn.BusObject().CallWithContext(ctx, "org.freedesktop.DBus.GetNameOwner", dbus.FlagNoAutoStart, name).Store(&owner)
		if err == nil {
			return owner
		}
		select {
		case <-signals:
		case <-ctx.Done():
			t.Fatalf("nobody owns %q within %v: %v", name, partTimeout, err)
		}
	}
}

// StartDisplay starts a private X display of 1024x768 and returns its name,
// such as ":1".
func StartDisplay(t testing.TB) string {
	t.Helper()
	Need(t, "Xvfb")
	r, w := pipe(t)
	startProgram(t, []string{"PATH=" + os.Getenv("PATH"), "HOME=" + t.TempDir()}, nil, []*os.File{w},
		"Xvfb", "-displayfd", "3", "-screen", "0", "1024x768x24", "-nolisten", "tcp")
	w.Close()
	return ":" + readLine(t, r, "Xvfb")
}

func pipe(t testing.TB) (r, w *os.File) {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close() })
	return r, w
}

// readLine reads the line with which a program says that it is up.
func readLine(t testing.TB, r *os.File, program string) string {
	t.Helper()
	if err := r.SetReadDeadline(time.Now().Add(partTimeout)); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(r).ReadString('\n')
	if err != nil {
		t.Fatalf("wait for %s: %v", program, err)
	}
	return strings.TrimSpace(line)
}

func writeFile(t testing.TB, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
