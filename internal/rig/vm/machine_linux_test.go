package vm_test

import (
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"daybreak/internal/rig/vm"
)

// patience bounds whatever the guest does, its start included. It is generous:
// an emulated processor on a busy machine is slow.
const patience = 90 * time.Second

// machine is a running virtual machine.
type machine struct {
	cmd     *exec.Cmd
	in      *json.Encoder
	console string

	up, done, shown, said, log chan vm.Line
	ended                      chan struct{} // closed when nothing more comes
}

// boot starts a machine on a disk and waits until the guest is up. Its power
// is cut when the test ends.
//
// The processor is emulated: the host's own acceleration, where there is any,
// is known to hang in a suspend.
func (i image) boot(t *testing.T, disk string) *machine {
	t.Helper()
	began := time.Now()
	m := &machine{console: filepath.Join(t.TempDir(), "console"), ended: make(chan struct{})}
	m.up, m.done, m.shown, m.said, m.log = lines(), lines(), lines(), lines(), lines()
	m.cmd = exec.Command("qemu-system-x86_64", "-accel", "tcg", "-cpu", "max", "-m", "256",
		"-nodefaults", "-display", "none", "-no-reboot", "-nic", "none",
		"-kernel", i.kernel, "-initrd", i.initrd,
		"-append", "console=ttyS0 quiet no_console_suspend panic=-1 rdinit=/init",
		"-drive", "if=none,id=disk,format=raw,file="+disk, "-device", "nvme,drive=disk,serial=disk",
		"-serial", "file:"+m.console, "-chardev", "stdio,id=port,signal=off", "-serial", "chardev:port")
	m.cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	m.cmd.Stderr = os.Stderr
	in, err := m.cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := m.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := m.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	m.in = json.NewEncoder(in)
	go m.listen(out)
	t.Cleanup(func() { m.cut(t) })
	m.take(t, m.up, "the guest's first word")
	t.Logf("the machine is up after %v", time.Since(began).Round(100*time.Millisecond))
	return m
}

// lines is a channel for more lines than any scenario brings.
func lines() chan vm.Line { return make(chan vm.Line, 256) }

// listen sorts what the guest tells until it says no more.
func (m *machine) listen(out io.Reader) {
	defer close(m.ended)
	kinds := map[string]chan vm.Line{vm.Up: m.up, vm.Done: m.done, vm.Shown: m.shown,
		vm.Said: m.said, vm.Ended: m.said, vm.Log: m.log}
	for in := json.NewDecoder(out); ; {
		var l vm.Line
		if err := in.Decode(&l); err != nil {
			return
		}
		kinds[l.Kind] <- l
	}
}

// cut takes the power away, as a plug that is pulled.
func (m *machine) cut(t *testing.T) {
	t.Helper()
	if m.cmd.ProcessState != nil {
		return
	}
	_ = m.cmd.Process.Kill() // gone already is as good
	<-m.ended
	_ = m.cmd.Wait()
	if t.Failed() {
		console, _ := os.ReadFile(m.console)
		t.Logf("the console:\n%s", console)
	}
}

// take waits for the next line of one kind.
func (m *machine) take(t *testing.T, from chan vm.Line, what string) vm.Line {
	t.Helper()
	select {
	case l := <-from:
		return l
	case <-m.ended:
		t.Fatalf("the machine ended before %s", what)
	case <-time.After(patience):
		t.Fatalf("no %s within %v", what, patience)
	}
	return vm.Line{}
}

// do has something done and returns the answer.
func (m *machine) do(t *testing.T, r vm.Request) vm.Line {
	t.Helper()
	if err := m.in.Encode(r); err != nil {
		t.Fatalf("ask for %s: %v", r.Do, err)
	}
	l := m.take(t, m.done, "the answer to "+r.Do)
	if l.Err != "" {
		t.Fatal(l.Err)
	}
	return l
}

// shows returns the next message that the server got, which has to be the one
// with that title: one that came twice shows up here.
func (m *machine) shows(t *testing.T, title string) vm.Line {
	t.Helper()
	l := m.take(t, m.shown, "message "+title)
	if l.Text != title {
		t.Fatalf("message %q at %v, want %q", l.Text, l.At.Wall, title)
	}
	return l
}

// next is shows, and waits until the daemon has recorded the server's answer.
func (m *machine) next(t *testing.T, title string) vm.Line {
	t.Helper()
	l := m.shows(t, title)
	for !strings.Contains(m.take(t, m.log, "record of "+title).Text, "result=delivered") {
	}
	return l
}

// hears waits for a line of the daemon that begins so. "Next:" begins what it
// says when it is at rest and holds nothing back.
func (m *machine) hears(t *testing.T, text string) {
	t.Helper()
	for {
		switch l := m.take(t, m.said, "line "+text); {
		case l.Kind == vm.Ended:
			t.Fatalf("the daemon ended: %s", l.Text)
		case strings.HasPrefix(l.Text, text):
			return
		}
	}
}

// quiet makes sure that no message is left that nobody asked for.
func (m *machine) quiet(t *testing.T) {
	t.Helper()
	select {
	case l := <-m.shown:
		t.Errorf("message %q at %v, want none", l.Text, l.At.Wall)
	default:
	}
}
