package ledger

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func put(t testing.TB, dir, name, text string) {
	t.Helper()
	if err := (system{}).MakePrivate(filepath.Join(dir, folder)); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, folder, name), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// line returns a valid line with the body, a JSON member.
func line(id string, n int, body string) string {
	return fmt.Sprintf(`{"v":1,"id":%q,"n":%d,"dev":"far","seq":%d,"at":"2026-11-03T12:00:00Z",%s}`+"\n", id, n, n, body)
}

const startBody = `"start":{"date":"2026-11-03"}`

func TestBadLinesCostNothingElse(t *testing.T) {
	good1, good2 := line("a", 1, startBody), line("b", 2, startBody)
	for name, tt := range map[string]struct {
		bad  string
		want string // in the damage, "" for none
	}{
		"not JSON":        {"garbage", "not an event"},
		"a JSON list":     {"[]", "not an event"},
		"null":            {"null", "v is 0"},
		"not UTF-8":       {strings.Replace(good1, "far", "f\xffr", 1), "UTF-8"},
		"too long":        {line("c", 3, `"start":{"date":"2026-11-03","origin":"`+strings.Repeat("x", maxLine)+`"}`), "longer than"},
		"far too long":    {strings.Repeat("x", 5*maxLine), "longer than"},
		"long id":         {line(strings.Repeat("c", maxID+1), 3, startBody), "an id of"},
		"no id":           {line("", 3, startBody), "empty"},
		"negative n":      {line("c", -1, startBody), "n is -1"},
		"huge n":          {line("c", 1<<53, startBody), "n is"},
		"no body":         {strings.Replace(line("c", 3, startBody), `,`+startBody, "", 1), "no body"},
		"null body":       {line("c", 3, `"start":null`), "no body"},
		"two bodies":      {line("c", 3, startBody+`,"missed":{"id":"x","from":"2026-11-03T00:00","to":"2026-11-03T00:00","at":"2026-11-03T12:00:00Z"}`), "more than one body"},
		"backward range":  {line("c", 3, `"missed":{"id":"x","from":"2026-11-03T00:01","to":"2026-11-03T00:00","at":"2026-11-03T12:00:00Z"}`), "missed from"},
		"no date":         {line("c", 3, `"start":{}`), "not a sane date"},
		"impossible date": {line("c", 3, `"start":{"date":"2026-02-30"}`), "not a date"},
		"ancient time":    {strings.Replace(line("c", 3, startBody), "2026-11-03T", "0001-11-03T", 1), "not a sane time"},
		"empty line":      {"", ""},
		"unknown body":    {line("c", 3, `"mood":{"kind":"blue"}`), ""},
		"no day":          {line("c", 3, `"contact":{"kind":"looked"}`), "not a sane day"},
		"two entries":     {line("c", 3, `"urge":{"day":"2026-11-03"},"wait":{"kind":"end","day":"2026-11-03"}`), "more than one body"},
		"a huge amount":   {line("c", 3, `"progress":{"goal":"run","day":"2026-11-03","amount":1e300}`), "an amount of"},
		"an odd hardness": {line("c", 3, `"checkin":{"day":"2026-11-03","difficulty":6}`), "difficulty is 6"},
		"extra field":     {line("a", 1, startBody+`,"x":1`), ""},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			put(t, dir, "far.jsonl", good1+strings.TrimSuffix(tt.bad, "\n")+"\n"+good2)
			v := read(t, dir)
			if len(v.Events) != 2 {
				t.Errorf("%d of the 2 good events", len(v.Events))
			}
			if tt.want == "" {
				if len(v.Damage) != 0 {
					t.Error(v.Damage)
				}
				return
			}
			if len(v.Damage) != 1 || v.Damage[0].Line != 2 || !strings.Contains(v.Damage[0].String(), tt.want) {
				t.Errorf("damage %v, want %q", v.Damage, tt.want)
			}
		})
	}
}

func TestNewerVersions(t *testing.T) {
	dir := t.TempDir()
	newer := `{"v":2,"id":7,"at":"noon"}` + "\n"
	put(t, dir, "far.jsonl", line("a", 1, startBody)+newer+newer+line("b", 2, `"mood":3`)+line("b", 2, `"mood":3`))
	v := read(t, dir)
	if len(v.Damage) != 1 || !errors.Is(v.Damage[0].Err, errNewer) || v.Damage[0].Line != 2 {
		t.Errorf("damage %v", v.Damage)
	}
	if v.Unknown != 1 || len(v.Events) != 1 {
		t.Errorf("%d unknown, %d known", v.Unknown, len(v.Events))
	}
	l := open(t, dir)
	if add(t, l, "x"); l.n != 3 {
		t.Errorf("the counter does not know of an unknown event: %d", l.n)
	}
}

// TestAForgedCounterStopsNobody: the highest possible counter in a file from
// elsewhere leaves this device able to write, in its own order.
func TestAForgedCounterStopsNobody(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, "far.jsonl", line("a", maxCount, startBody))
	l := open(t, dir)
	put(t, dir, "forged.jsonl", strings.Replace(line("b", maxCount, startBody), "far", l.Device(), 1))
	for _, id := range []string{"1", "2", "3", "4", "5"} {
		add(t, l, id)
	}
	if v := read(t, dir); ids(v.Events) != "1 2 3 4 5" || len(v.Damage) != 0 {
		t.Errorf("%s, %v", ids(v.Events), v.Damage)
	}
}

func TestDamageIsBounded(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, "far.jsonl", strings.Repeat("x\n", 10*maxDamage)+line("a", 1, startBody))
	if v := read(t, dir); len(v.Damage) != maxDamage || len(v.Events) != 1 {
		t.Errorf("%d damages, %d events", len(v.Damage), len(v.Events))
	}
}

// TestCutAtAnyByte: whatever a power cut leaves of the file, every event that
// is whole counts, and the next append is not lost.
func TestCutAtAnyByte(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir)
	add(t, l, "1", "2", "3")
	data, err := os.ReadFile(l.ownPath())
	if err != nil {
		t.Fatal(err)
	}
	for cut := range len(data) + 1 {
		if err := os.WriteFile(l.ownPath(), data[:cut], 0o600); err != nil {
			t.Fatal(err)
		}
		// An event is whole when only its newline is missing.
		whole := bytes.Count(data[:min(cut+1, len(data))], []byte{'\n'})
		if v := read(t, dir); len(v.Events) != whole || len(v.Damage) > 1 {
			t.Fatalf("cut at %d: %d of %d events, damage %v", cut, len(v.Events), whole, v.Damage)
		}
		add(t, open(t, dir), "x")
		want := strings.Join(append([]string{"1", "2", "3"}[:whole], "x"), " ")
		if v := read(t, dir); ids(v.Events) != want || len(v.Damage) > 1 {
			t.Fatalf("cut at %d: then %q, damage %v", cut, ids(v.Events), v.Damage)
		}
	}
}

func TestTornLineIsReportedWithItsPlace(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, "far.jsonl", line("a", 1, startBody)+`{"v":1,"id":"b"`)
	v := read(t, dir)
	if len(v.Damage) != 1 || !strings.HasSuffix(v.Damage[0].String(), "far.jsonl:2: set aside: the line is cut short") {
		t.Errorf("%v", v.Damage)
	}
}

// TestATailThatGrows: a line that came in two pieces is one event and no damage.
func TestATailThatGrows(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir)
	whole := line("a", 1, startBody) + line("b", 2, startBody)
	events := 0
	for i := range len(whole) + 1 {
		put(t, dir, "far.jsonl", whole[:i])
		fresh, _, err := l.Refresh()
		if err != nil {
			t.Fatal(err)
		}
		events += len(fresh)
	}
	if events != 2 || len(l.scan.damage) != 0 {
		t.Errorf("%d events, damage %v", events, l.scan.damage)
	}
}

func TestUnreadableForeignFileIsReported(t *testing.T) {
	if os.Getuid() == 0 {
		t.Skip("root reads everything")
	}
	dir := t.TempDir()
	put(t, dir, "far.jsonl", line("a", 1, startBody))
	if err := os.Chmod(filepath.Join(dir, folder, "far.jsonl"), 0); err != nil {
		t.Fatal(err)
	}
	add(t, open(t, dir), "1")
	if v := read(t, dir); ids(v.Events) != "1" || len(v.Damage) != 1 {
		t.Errorf("%s, %v", ids(v.Events), v.Damage)
	}
}

func TestAFileThatIsReplacedIsReadAgain(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir)
	put(t, dir, "far.jsonl", line("a", 1, startBody))
	if fresh, _, _ := l.Refresh(); len(fresh) != 1 {
		t.Fatalf("%d", len(fresh))
	}
	put(t, dir, "new", line("b", 1, startBody)+line("a", 1, startBody))
	if err := os.Rename(l.scan.path("new"), l.scan.path("far.jsonl")); err != nil {
		t.Fatal(err)
	}
	if fresh, _, _ := l.Refresh(); len(fresh) != 1 || fresh[0].ID != "b" {
		t.Errorf("%v", fresh)
	}
}

func FuzzFold(f *testing.F) {
	f.Add([]byte(line("a", 1, startBody)), []byte(line("b", 2, startBody)))
	f.Add([]byte("garbage\n"), []byte(`{"v":2}`))
	f.Add([]byte(line("a", 1, `"x":1`)), []byte("\xff\x00\n"))
	f.Fuzz(func(t *testing.T, one, two []byte) {
		dir := t.TempDir()
		put(t, dir, "one.jsonl", string(one))
		put(t, dir, "two.jsonl", string(two))
		v := read(t, dir)
		seen := map[string]bool{}
		for i, e := range v.Events {
			if seen[e.ID] || e.check() != nil || e.checkBody() != nil || i > 0 && e.N < v.Events[i-1].N {
				t.Errorf("event %d: %+v", i, e)
			}
			seen[e.ID] = true
			if again, err := encode(e); err == nil {
				if _, err := decode(again[:len(again)-1], &names{}); err != nil {
					t.Errorf("%s reads back with: %v", again, err)
				}
			}
		}
		if err := os.WriteFile(filepath.Join(dir, "device"), []byte("0123456789abcdef\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		put(t, dir, "0123456789abcdef.jsonl", "")
		l := open(t, dir)
		l.disk = noSync{l.disk} // the disk is not what is tested
		add(t, l, "mine")
		after := read(t, dir)
		if len(after.Events) != len(v.Events)+1 || len(after.Damage) != len(v.Damage) {
			t.Errorf("%d events and %d damages, then %d and %d", len(v.Events), len(v.Damage), len(after.Events), len(after.Damage))
		}
	})
}

// noSync is a disk on which fsync costs nothing.
type noSync struct{ Disk }

func (d noSync) Open(path string, flag int) (File, fs.FileInfo, error) {
	f, info, err := d.Disk.Open(path, flag)
	return noSyncFile{f}, info, err
}

type noSyncFile struct{ File }

func (noSyncFile) Sync() error { return nil }

// counted counts how often each file is opened.
type counted struct {
	system
	opened map[string]int
}

func (c counted) Open(path string, flag int) (File, fs.FileInfo, error) {
	c.opened[filepath.Base(path)]++
	return c.system.Open(path, flag)
}

// A line without an end that is too long to be one, as in a sparse file of
// gigabytes, is read when it changes and not at every wake.
func TestAnEndlessLineIsReadOnce(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, "far.jsonl", line("a", 1, startBody)+strings.Repeat("x", 2*maxLine))
	disk := counted{opened: map[string]int{}}
	l, err := Open(dir, Options{Disk: disk})
	if err != nil {
		t.Fatal(err)
	}
	look := func(opened, damages int) {
		t.Helper()
		disk.opened["far.jsonl"] = 0
		if _, _, err := l.Refresh(); err != nil {
			t.Fatal(err)
		}
		if disk.opened["far.jsonl"] != opened || len(l.scan.damage)+len(l.scan.torn) != damages {
			t.Errorf("opened %d times, damage %v, cut %v", disk.opened["far.jsonl"], l.scan.damage, l.scan.torn)
		}
	}
	look(0, 1)
	f, err := os.OpenFile(filepath.Join(dir, folder, "far.jsonl"), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteString("\n" + line("b", 2, startBody)); err != nil {
		t.Fatal(err)
	}
	f.Close()
	look(1, 1) // too long, now for good
	look(0, 1)
	if v, err := l.View(); err != nil || len(v.Events) != 2 {
		t.Errorf("%d events, %v", len(v.Events), err)
	}
}
