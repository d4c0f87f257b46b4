package notify

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// killGrace bounds the wait for a killed child, which is the kernel's doing.
const killGrace = time.Second

// deliver runs one child for j and returns what became of the message.
func (c *Beeep) deliver(ctx context.Context, j job) error {
	data, err := json.Marshal(j)
	if err == nil && len(data) > maxJob {
		err = errors.New("the message is too long")
	}
	if err != nil {
		return fmt.Errorf("%w: %w", ErrRefused, err)
	}
	room, err := c.makeRoom(j.Way)
	if err != nil {
		return fmt.Errorf("%w: make room for the child: %w", ErrRefused, err)
	}
	if room != "" {
		defer os.RemoveAll(room)
	}
	address := ""
	if c.watch != nil && c.o.Bus.Address != nil {
		address = c.o.Bus.Address()
	}
	said, err := runChild(ctx, c.o.Command, childEnv(j.Way, address, room, c.o.Getenv), data)
	if err != nil {
		return fmt.Errorf("%w: start the child: %w", ErrRefused, err)
	}
	err = outcome(said)
	if ctx.Err() != nil && err != nil {
		err = fmt.Errorf("%w: %w", err, ctx.Err())
	}
	return err
}

// makeRoom makes a folder for the child where the way needs one: with
// notify-send in it, and so no other program on its PATH, or for the script
// that PowerShell is given.
func (c *Beeep) makeRoom(w way) (string, error) {
	if w != byNotifySend && w != byToast {
		return "", nil
	}
	room, err := os.MkdirTemp("", "daybreak-") // 0700
	if err != nil {
		return "", err
	}
	if w == byNotifySend {
		if err := os.Symlink(c.notifySend(), filepath.Join(room, "notify-send")); err != nil {
			return "", errors.Join(err, os.RemoveAll(room))
		}
	}
	return room, nil
}

// childEnv is the child's whole environment. What is not there cannot be found:
// on the bus no other program, and nowhere a bus to start.
func childEnv(w way, address, room string, getenv func(string) string) []string {
	var env []string
	add := func(key, value string) {
		if value != "" {
			env = append(env, key+"="+value)
		}
	}
	keep := func(keys ...string) {
		for _, k := range keys {
			add(k, getenv(k))
		}
	}
	switch w {
	case byBus:
		add("DBUS_SESSION_BUS_ADDRESS", address)
	case byNotifySend:
		add("DBUS_SESSION_BUS_ADDRESS", address)
		keep("HOME", "XDG_RUNTIME_DIR") // the cookies of the bus
		add("PATH", room)
	case byScript:
		keep("HOME", "USER", "TMPDIR")
		add("LC_CTYPE", "UTF-8")
		add("PATH", "/usr/bin")
	case byToast:
		keep("USERPROFILE", "APPDATA", "LOCALAPPDATA")
		root := getenv("SystemRoot")
		if root == "" {
			root = `C:\Windows`
		}
		add("SystemRoot", root)
		add("PATH", root+`\System32;`+root+`\System32\WindowsPowerShell\v1.0`)
		add("TEMP", room)
		add("TMP", room)
	}
	return env
}

// runChild starts the command, hands it input, and returns what it said: two
// lines, or what there was of them when it closed its output or ctx ended. An
// error means that it was not started. The child and its process group are then
// killed and waited for in every case, for some library may hang on the way out;
// the kill comes before the wait, so that the child's id is still its own.
func runChild(ctx context.Context, command, env []string, input []byte) (string, error) {
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Args[0] = "daybreak" // what a list of processes shows
	cmd.Env = env
	in, err := cmd.StdinPipe()
	if err != nil {
		return "", err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return "", errors.Join(err, in.Close())
	}
	kill, err := startGroup(cmd)
	if err != nil {
		return "", err
	}
	go func() { // it may not read
		_, _ = in.Write(input) // what it did not get, it does not send
		_ = in.Close()
	}()
	said := make(chan string, 1)
	go func() {
		r := bufio.NewReader(io.LimitReader(out, maxJob))
		sending, _ := r.ReadString('\n') // what is torn is read as such
		verdict, _ := r.ReadString('\n')
		said <- sending + verdict
	}()
	var text string
	select {
	case text = <-said:
		kill()
	case <-ctx.Done():
		kill()
		select {
		case text = <-said: // what it said before it was killed
		case <-time.After(killGrace): // something outside its group holds its output
		}
	}
	_ = cmd.Wait() // how a killed child ended tells nothing
	return text, nil
}
