package notify

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os/exec"
	"strings"
	"time"

	"github.com/gen2brain/beeep"
)

// beeepTimeout bounds a child from the inside, in case nobody is left to kill
// it, and one Send where no other time is given.
const beeepTimeout = 10 * time.Second

// maxJob bounds what a child reads, in bytes.
const maxJob = 64 << 10

// job is what a child is told, as one JSON object on its standard input: never
// in its arguments, which every user of the machine can see.
type job struct {
	Way   way    `json:"way"`
	Title string `json:"title"`
	Body  string `json:"body"`
}

// What a child says, each on a line of its own: first that it sends, then one
// of the three ends, the last two followed by a space and the error.
const (
	saysSending  = "sending"
	saysAccepted = "accepted"
	saysRefused  = "refused"
	saysUnknown  = "unknown"
)

// DeliverBeeep is the whole of the child that Beeep starts: it reads one
// message from in, shows it, and says on out what became of it. It returns
// after 10 seconds, or when ctx ends, whatever the library does; the process
// must end then, for the library may still be at work.
func DeliverBeeep(ctx context.Context, in io.Reader, out io.Writer) error {
	ctx, cancel := context.WithTimeout(ctx, beeepTimeout)
	defer cancel()
	end := make(chan error, 1)
	go func() { end <- deliverBeeep(in, out) }()
	select {
	case err := <-end:
		return err
	case <-ctx.Done():
		return fmt.Errorf("deliver through beeep: %w", ctx.Err())
	}
}

func deliverBeeep(in io.Reader, out io.Writer) error {
	j, err := readJob(in)
	if err != nil {
		return err
	}
	beeep.AppName = "Daybreak"
	if _, err := fmt.Fprintln(out, saysSending); err != nil {
		return fmt.Errorf("deliver through beeep: %w", err)
	}
	if _, err := fmt.Fprintln(out, verdict(j.Way, beeep.Notify(j.Title, j.Body, ""))); err != nil {
		return fmt.Errorf("deliver through beeep: %w", err)
	}
	return nil
}

// readJob reads one job of at most maxJob bytes, and nothing after it.
func readJob(r io.Reader) (job, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxJob+1))
	if err == nil && len(data) > maxJob {
		err = errors.New("too long")
	}
	var j job
	if err == nil {
		err = json.Unmarshal(data, &j)
	}
	if err != nil {
		return job{}, fmt.Errorf("read the message: %w", err)
	}
	switch j.Way {
	case byBus, byNotifySend, byScript, byToast:
		return j, nil
	}
	return job{}, fmt.Errorf("read the message: unknown way %q", j.Way)
}

// verdict puts the library's answer into a line.
func verdict(w way, err error) string {
	says := saysUnknown
	switch {
	case err == nil:
		return saysAccepted
	case surelyNotShown(w, err):
		says = saysRefused
	}
	return fmt.Sprintf("%s %q", says, err)
}

// surelyNotShown reads the library's error. On the bus it is what it would be
// without the library. A program that exits with a code answered that it
// failed, which counts as an error in reply does; one killed by a signal did
// not. A toast goes to PowerShell when COM fails, and comes back as an error
// even when that has shown it, so only what fails before both is certain.
func surelyNotShown(w way, err error) bool {
	if errors.Is(err, beeep.ErrUnsupported) {
		return true
	}
	switch w {
	case byBus:
		var dial *net.OpError
		return errors.Is(classify(err), ErrRefused) || errors.As(err, &dial) && dial.Op == "dial"
	case byNotifySend, byScript:
		var exit *exec.ExitError
		if errors.As(err, &exit) {
			return exit.Exited()
		}
		return errors.Is(err, exec.ErrNotFound)
	}
	return strings.HasPrefix(err.Error(), "configuring registry: ")
}

// outcome turns all that a child said into the error of a Send.
func outcome(said string) error {
	first, rest, _ := strings.Cut(said, "\n")
	if first != saysSending {
		return fmt.Errorf("%w: the child ended before it sent", ErrRefused)
	}
	line, _, whole := strings.Cut(rest, "\n")
	says, why, _ := strings.Cut(line, " ")
	switch {
	case whole && line == saysAccepted:
		return nil
	case whole && says == saysRefused:
		return fmt.Errorf("%w: %s", ErrRefused, why)
	case whole && says == saysUnknown:
		return fmt.Errorf("uncertain: %s", why)
	}
	return errors.New("the child sent and gave no answer")
}
