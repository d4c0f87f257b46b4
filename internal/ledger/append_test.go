package ledger

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// failing makes the next n fsyncs of l fail.
func failing(l *Ledger, n int) {
	l.disk = badSync{Disk: l.disk, left: &n}
}

// badSync is a disk whose next fsyncs fail, as many as are left.
type badSync struct {
	Disk
	left *int
}

func (d badSync) Open(path string, flag int) (File, fs.FileInfo, error) {
	f, info, err := d.Disk.Open(path, flag)
	return badSyncFile{f, d.left}, info, err
}

type badSyncFile struct {
	File
	left *int
}

func (f badSyncFile) Sync() error {
	if *f.left--; *f.left >= 0 {
		return errors.New("input/output error")
	}
	return f.File.Sync()
}

func TestAfterAFailedFsyncAFreshFile(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir)
	add(t, l, "1")
	failing(l, 1)
	add(t, l, "2")
	if want := l.Device() + ".1.jsonl"; l.file != want {
		t.Errorf("writes to %q, want %q", l.file, want)
	}
	if l.Unwritten() != 0 {
		t.Errorf("%d unwritten", l.Unwritten())
	}
	if got := lines(t, l.ownPath()); len(got) != 1 || !strings.Contains(got[0], `"id":"2"`) {
		t.Errorf("the fresh file has %q", got)
	}
	if v := read(t, dir); ids(v.Events) != "1 2" || len(v.Damage) != 0 {
		t.Errorf("%s, %v", ids(v.Events), v.Damage)
	}
	again := open(t, dir)
	if add(t, again, "3"); again.file != l.file || again.seq != 3 {
		t.Errorf("a restart writes to %q, sequence %d", again.file, again.seq)
	}
}

func TestWhatCannotBeWrittenIsKept(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir)
	add(t, l, "1")
	failing(l, 2)
	if err := l.Append(t.Context(), seen("2")); !errors.Is(err, errSync) {
		t.Fatalf("error %v", err)
	}
	if v, err := l.View(); err != nil || ids(v.Events) != "1 2" || l.Unwritten() != 1 {
		t.Errorf("in memory %q, %d unwritten, %v", ids(v.Events), l.Unwritten(), err)
	}
	add(t, open(t, dir), "other")
	add(t, l, "3")
	if v := read(t, dir); ids(v.Events) != "1 2 other 3" || l.Unwritten() != 0 || len(v.Damage) != 0 {
		t.Errorf("%q, %d unwritten, %v", ids(v.Events), l.Unwritten(), v.Damage)
	}
}

// TestNoPlaceToWrite: nothing can be opened; then it can, and an Append
// without events is enough.
func TestNoPlaceToWrite(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir)
	if err := os.Mkdir(l.ownPath(), 0o700); err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"1", "2"} {
		if err := l.Append(t.Context(), seen(id)); err == nil {
			t.Fatal("written into a folder")
		}
	}
	if v, err := l.View(); err != nil || ids(v.Events) != "1 2" || l.Unwritten() != 2 {
		t.Errorf("in memory %q, %d, %v", ids(v.Events), l.Unwritten(), err)
	}
	if err := os.Remove(l.ownPath()); err != nil {
		t.Fatal(err)
	}
	if err := l.Append(t.Context()); err != nil || l.Unwritten() != 0 {
		t.Errorf("%v, %d unwritten", err, l.Unwritten())
	}
	if v := read(t, dir); ids(v.Events) != "1 2" {
		t.Errorf("%q", ids(v.Events))
	}
}

func TestAppendDoesNotWaitForEver(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir)
	unlock, err := lockAppend(t.Context(), system{}, dir)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := l.Append(ctx, seen("1")); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	unlock()
	add(t, l, "2")
	if v := read(t, dir); ids(v.Events) != "1 2" {
		t.Errorf("%q", ids(v.Events))
	}
}

// Each process of the test below appends so many events.
const perProcess = 50

// TestAppendMany is one of the processes of the test below, and nothing else.
func TestAppendMany(t *testing.T) {
	dir := os.Getenv("LEDGER_TEST_APPEND")
	if dir == "" {
		t.Skip("run by TestProcessesAppendAtTheSameTime")
	}
	l := open(t, dir)
	for i := range perProcess {
		add(t, l, strconv.Itoa(i))
	}
}

// TestProcessesAppendAtTheSameTime: on a folder that does not exist yet, they
// agree on the device, lose nothing and never share a counter.
func TestProcessesAppendAtTheSameTime(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "state")
	var wg sync.WaitGroup
	const processes = 4
	for range processes {
		wg.Go(func() {
			cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestAppendMany$")
			cmd.Env = append(os.Environ(), "LEDGER_TEST_APPEND="+dir)
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("%v: %s", err, out)
			}
		})
	}
	wg.Wait()
	v := read(t, dir)
	if len(v.Events) != processes*perProcess || len(v.Damage) != 0 {
		t.Errorf("%d events, damage %v", len(v.Events), v.Damage)
	}
	for i, e := range v.Events {
		if e.N != int64(i+1) || e.Seq != int64(i+1) || e.Dev != v.Events[0].Dev {
			t.Fatalf("event %d is %+v", i, e)
		}
	}
}

// TestOwnLinesAreNotReadAgain, and lines of others after them are, with their
// place.
func TestOwnLinesAreNotReadAgain(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir)
	add(t, l, "1", "2")
	info, err := os.Stat(l.ownPath())
	if err != nil {
		t.Fatal(err)
	}
	if c := l.scan.cursor(l.file); c.off != info.Size() || c.lines != 2 {
		t.Errorf("at byte %d of %d, line %d", c.off, info.Size(), c.lines)
	}
	f, err := os.OpenFile(l.ownPath(), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.WriteString("garbage\n" + line("far", 9, startBody)); err != nil {
		t.Fatal(err)
	}
	fresh, _, err := l.Refresh()
	if err != nil || len(fresh) != 1 || len(l.scan.damage) != 1 || l.scan.damage[0].Line != 3 {
		t.Errorf("%d events, damage %v, %v", len(fresh), l.scan.damage, err)
	}
}

func BenchmarkRead1000(b *testing.B) {
	dir := b.TempDir()
	l := open(b, dir)
	for range 1000 / 50 {
		add(b, l, strings.Fields(strings.Repeat("habit/morning-walk ", 50))...)
	}
	for b.Loop() {
		if v := read(b, dir); len(v.Events) != 1000 {
			b.Fatal(len(v.Events))
		}
	}
}
