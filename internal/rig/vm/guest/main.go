//go:build linux

// Command guest is the first process of the virtual machine that package vm
// describes. It makes the machine fit to live in, starts the bus and the
// notification server, and does what the test asks for. It is ended by
// the loss of power.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"golang.org/x/sys/unix"

	"daybreak/internal/rig/vm"
)

func main() {
	fmt.Println("guest:", live())
	// The end of the first process is the end of the machine.
}

// live returns only when something went wrong.
func live() error {
	if err := prepare(); err != nil {
		return err
	}
	port, err := openPort()
	if err != nil {
		return err
	}
	g := &guest{out: json.NewEncoder(port)}
	if err := g.startBus(); err != nil {
		return err
	}
	if err := g.serve(); err != nil {
		return err
	}
	g.tell(vm.Line{Kind: vm.Up, At: stamp()})
	for in := json.NewDecoder(port); ; {
		var r vm.Request
		if err := in.Decode(&r); err != nil {
			return fmt.Errorf("read a request: %w", err)
		}
		g.answer(r)
	}
}

// guest is the machine, seen from its first process.
type guest struct {
	mu  sync.Mutex
	out *json.Encoder

	server server
}

func (g *guest) tell(l vm.Line) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if err := g.out.Encode(l); err != nil {
		fmt.Println("guest: tell:", err)
	}
}

func (g *guest) answer(r vm.Request) {
	l := vm.Line{Kind: vm.Done, Before: stamp()}
	text, err := g.do(r)
	l.At, l.Text = stamp(), text
	if err != nil {
		l.Err = fmt.Sprintf("%s: %v", r.Do, err)
	}
	g.tell(l)
}

// prepare mounts what programs expect. The disk is mounted so that nothing
// reaches it by itself: a file that survives the loss of power was synced.
func prepare() error {
	for _, m := range [][4]string{
		{"proc", "/proc", "proc", ""},
		{"sysfs", "/sys", "sysfs", ""},
		{"devtmpfs", "/dev", "devtmpfs", ""},
		{"tmpfs", "/tmp", "tmpfs", ""},
		{"tmpfs", "/run", "tmpfs", ""},
		{vm.Drive, vm.Disk, "ext4", "commit=100000"},
	} {
		if err := os.MkdirAll(m[1], 0o755); err != nil {
			return fmt.Errorf("make %q: %w", m[1], err)
		}
		if m[0] == vm.Drive {
			if err := await(vm.Drive); err != nil {
				return err
			}
		}
		if err := unix.Mount(m[0], m[1], m[2], 0, m[3]); err != nil {
			return fmt.Errorf("mount %q: %w", m[1], err)
		}
	}
	if err := os.WriteFile("/proc/sys/vm/dirty_writeback_centisecs", []byte("0"), 0); err != nil {
		return fmt.Errorf("stop the write-back: %w", err)
	}
	return nil
}

// await waits until the kernel has found a device, which it does in its own time.
func await(device string) error {
	for range 200 {
		if _, err := os.Stat(device); err == nil {
			return nil
		}
		time.Sleep(50 * time.Millisecond)
	}
	return fmt.Errorf("no %q after ten seconds", device)
}

// openPort opens the serial port as a plain pipe of bytes.
func openPort() (io.ReadWriter, error) {
	port, err := os.OpenFile(vm.Port, os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		return nil, fmt.Errorf("open the port: %w", err)
	}
	raw := unix.Termios{Cflag: unix.CS8 | unix.CREAD | unix.CLOCAL | unix.B115200}
	raw.Cc[unix.VMIN] = 1
	if err := unix.IoctlSetTermios(int(port.Fd()), unix.TCSETS, &raw); err != nil {
		return nil, fmt.Errorf("set the port up: %w", err)
	}
	return port, nil
}
