// Package vm is the real clock for tests: a small virtual machine whose wall
// clock is stepped, which is suspended to RAM and loses its power, with the
// real daemon, a real bus and a notification server that remembers inside.
//
// The package itself holds only what the two sides say to each other, one JSON
// object a line over a serial port: the test sends a Request and gets one Line
// of the kind Done for it, and the guest sends the other kinds whenever they
// happen. Package guest is what runs inside; the tests are the other side, and
// run when DAYBREAK_TEST_VM is set (make vm).
package vm

import "time"

// Where things are inside. The disk outlives the machine; all else is in RAM.
const (
	Disk    = "/disk"          // ext4; what is not synced is lost with the power
	Bus     = "/run/bus"       // the session bus's socket
	BusConf = "/etc/bus.conf"  // what dbus-daemon is given
	Daemon  = "/bin/daybreak"  // the program under test
	Config  = Disk + "/config" // XDG_CONFIG_HOME
	State   = Disk + "/state"  // XDG_STATE_HOME
	Zones   = "/zoneinfo"      // the zone files there are, under their names
	Port    = "/dev/ttyS1"     // this protocol; the first port is the console
	Drive   = "/dev/nvme0n1"   // the disk as a device
)

// What can be asked for.
const (
	Put     = "put"     // the file Path shall hold Text, on the disk before the answer
	SetZone = "zone"    // /etc/localtime shall be a link to the zone Text
	SetTime = "set"     // the wall clock shall show At
	Step    = "step"    // the wall clock shall be moved by For
	Suspend = "suspend" // to RAM until about At, by the alarm of the real-time clock
	Stall   = "stall"   // the notification server shall not answer from now on
	Start   = "start"   // the daemon, whose lines come as Said and Log
	Run     = "run"     // the program with Args, to its end; what it prints is Text
)

// Request asks the guest for one thing.
type Request struct {
	Do   string        `json:"do"`
	Path string        `json:"path,omitempty"`
	Text string        `json:"text,omitempty"`
	At   time.Time     `json:"at,omitzero"`
	For  time.Duration `json:"for,omitempty"`
	Args []string      `json:"args,omitempty"`
}

// The kinds of lines.
const (
	Up    = "up"    // once, when the bus and the server are there
	Done  = "done"  // the answer to a Request
	Shown = "shown" // the server has got a message with the title Text
	Said  = "said"  // the daemon printed the line Text
	Log   = "log"   // the daemon logged the line Text
	Ended = "ended" // the daemon is no more; Text says how
)

// Line is what the guest tells.
type Line struct {
	Kind   string `json:"kind"`
	Text   string `json:"text,omitempty"`
	Err    string `json:"err,omitempty"`   // of Done: what went wrong
	At     Stamp  `json:"at"`              // when it happened
	Before Stamp  `json:"before,omitzero"` // of Done: when it was begun
}

// Stamp is one moment on three clocks.
type Stamp struct {
	Wall time.Time     `json:"wall"`
	Mono time.Duration `json:"mono"` // CLOCK_MONOTONIC: stands still in a suspend
	Boot time.Duration `json:"boot"` // CLOCK_BOOTTIME: does not, and no step moves it
}
