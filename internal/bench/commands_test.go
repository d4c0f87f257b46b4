package bench

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"text/tabwriter"
	"time"

	"daybreak/internal/ledger"
)

// contender is a command that is measured.
type contender struct {
	name   string
	args   []string
	env    []string
	says   string // in its output, to see that it does its job
	debian string // the package that brings it, "" for our own
	took   []time.Duration
}

// TestCommands prints how long `status` takes beside what it is compared with.
// The commands take turns in an order that changes, so that a noisy moment, or
// what the last one left behind, hits all of them.
func TestCommands(t *testing.T) {
	total := span(t) / 3 // the daemon has to be waited for, and this has not
	all := contenders(t)
	for end := time.Now().Add(total); time.Now().Before(end) || len(all[0].took) == 0; {
		for _, i := range rand.Perm(len(all)) {
			all[i].run(t)
		}
	}
	printTable(t, all)
	printSizes(t, all[0].args[0], all[1].args[0])
}

// contenders returns what takes part; the first is what the others are held
// against. What is not installed is named and left out.
func contenders(t *testing.T) []*contender {
	y, m, d := berlin(t).Date()
	now := time.Date(y, m, d, 12, 0, 0, 0, berlin(t).Location()) // the same work at every hour
	home := newHome(t, now)
	held, err := ledger.LockDaemon(filepath.Join(home, ".local", "state", "daybreak"), os.Getpid(), now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(held.Release)
	clock := "DAYBREAK_NOW=" + now.Format(time.RFC3339)
	daybreak, env := buildDaybreak(t), session(home, clock)
	morning := time.Date(y, m, d, 8, 0, 0, 0, now.Location()) // the prompt of half past eight is next
	early := session(newHome(t, morning), "DAYBREAK_NOW="+morning.Format(time.RFC3339))
	all := []*contender{
		{name: "static Go hello-world", args: []string{buildHello(t)}, env: env, says: "hello"},
		{name: "daybreak status", args: []string{daybreak, "status"}, env: env, says: habits[0].name},
		{name: "daybreak status --short", args: []string{daybreak, "status", "--short"}, env: env, says: "day 20 of 30"},
		{name: "daybreak status, words of the library next", args: []string{daybreak, "status"}, env: early, says: "today 08:30"},
		{name: "daybreak status, 100,000 events more", args: []string{daybreak, "status"}, env: session(oldHome(t, now, true), clock), says: habits[0].name},
		{name: "the same without a summary", args: []string{daybreak, "status"}, env: session(oldHome(t, now, false), clock), says: habits[0].name},
		{name: "daybreak version", args: []string{daybreak, "version"}, env: env, says: "daybreak"},
	}
	for _, c := range []*contender{remind(t), calcurse(t, now), task(t, now)} {
		if _, err := exec.LookPath(c.args[0]); err == nil {
			all = append(all, c)
		} else if os.Getenv("DAYBREAK_TEST_REAL") == "all" {
			t.Errorf("needs %s (Debian package %s), and DAYBREAK_TEST_REAL=all", c.args[0], c.debian)
		} else {
			fmt.Fprintf(t.Output(), "%s is left out: apt-get install %s\n", c.name, c.debian)
		}
	}
	for _, c := range all {
		c.check(t)
	}
	return all
}

// check runs the command once and looks at its output. It also warms it up:
// cold caches are not measured.
func (c *contender) check(t *testing.T) {
	t.Helper()
	path, err := exec.LookPath(c.args[0])
	if err != nil {
		t.Fatal(err)
	}
	c.args[0] = path
	cmd := exec.CommandContext(t.Context(), path, c.args[1:]...)
	cmd.Env = c.env
	out, err := cmd.CombinedOutput()
	if err != nil || !strings.Contains(string(out), c.says) {
		t.Fatalf("%s does not say %q: %v\n%s", c.name, c.says, err, out)
	}
}

// run runs the command from its start to its end, with nowhere to write to.
func (c *contender) run(t *testing.T) {
	t.Helper()
	cmd := &exec.Cmd{Path: c.args[0], Args: c.args, Env: c.env}
	began := time.Now()
	if err := cmd.Run(); err != nil {
		t.Fatalf("%s: %v", c.name, err)
	}
	c.took = append(c.took, time.Since(began))
}

func printTable(t *testing.T, all []*contender) {
	base := all[0].took
	fmt.Fprintf(t.Output(), "\nFrom start to end, %d turns:\n\n", len(base))
	w := tabwriter.NewWriter(t.Output(), 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "median\ttimes hello\tfastest\ttimes hello\t ")
	for _, c := range all {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t %s\n", millis(median(c.took)), ratio(median(c.took), median(base)),
			millis(slices.Min(c.took)), ratio(slices.Min(c.took), slices.Min(base)), c.name)
	}
	if err := w.Flush(); err != nil {
		t.Error(err)
	}
	fmt.Fprintln(t.Output())
}

func printSizes(t *testing.T, hello, daybreak string) {
	for _, path := range []string{hello, daybreak} {
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(t.Output(), "%s: %.1f MiB on the disk\n", filepath.Base(path), float64(info.Size())/(1<<20))
	}
}

func median(all []time.Duration) time.Duration {
	return slices.Sorted(slices.Values(all))[len(all)/2]
}

func millis(d time.Duration) string { return fmt.Sprintf("%.2f ms", d.Seconds()*1000) }

func ratio(d, base time.Duration) string { return fmt.Sprintf("%.2f", d.Seconds()/base.Seconds()) }

// remind is asked for the next time of each of the habits.
func remind(t *testing.T) *contender {
	home := t.TempDir()
	path := filepath.Join(home, "reminders")
	text := ""
	for _, h := range habits {
		text += fmt.Sprintf("REM AT %s MSG %s\n", h.clock(), h.name)
	}
	write(t, path, text)
	return &contender{name: "remind -n", args: []string{"remind", "-n", path}, env: session(home),
		says: habits[0].name, debian: "remind"}
}

// calcurse is asked for the next of the habits, as appointments of every day.
func calcurse(t *testing.T, now time.Time) *contender {
	home := t.TempDir()
	text := ""
	for _, h := range habits {
		date := now.AddDate(0, 0, -past).Format("01/02/2006")
		text += fmt.Sprintf("%s @ %s -> %s @ %s {1D} |%s\n", date, h.clock(), date, h.clock(), h.name)
	}
	write(t, filepath.Join(home, "apts"), text)
	return &contender{name: "calcurse -n", args: []string{"calcurse", "-D", home, "-n"}, env: session(home),
		says: "next appointment", debian: "calcurse"}
}

// task is asked for the list of the habits of today and of the goals.
func task(t *testing.T, now time.Time) *contender {
	home := t.TempDir()
	rc := filepath.Join(home, "taskrc")
	write(t, rc, "data.location="+home+"\nconfirmation=off\n")
	text := ""
	add := func(i int, name string, minutes int) {
		y, m, d := now.Date()
		due := time.Date(y, m, d, 0, minutes, 0, 0, now.Location()).Unix()
		text += fmt.Sprintf("[description:%q due:\"%d\" entry:\"%d\" status:\"pending\" uuid:\"00000000-0000-4000-8000-%012d\"]\n",
			name, due, now.Unix(), i)
	}
	for i, h := range habits {
		add(i, h.name, h.at)
	}
	for i, g := range goals {
		add(len(habits)+i, g, 0)
	}
	write(t, filepath.Join(home, "pending.data"), text)
	return &contender{name: "task list", args: []string{"task", "list"}, env: session(home, "TASKRC="+rc),
		says: habits[0].name, debian: "taskwarrior"}
}
