package ledger

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"
	"time"
)

// Two devices that write, each under a clock of its own, and whose folders are
// synced now and then: in the end both tell the same story, whatever the files
// are called and so in whatever order they are read; copies count once; and
// neither has written to the other's file.
func TestTwoDevicesTellOneStory(t *testing.T) {
	for seed := range uint64(25) {
		rnd := rand.New(rand.NewPCG(seed, 3))
		dirs := []string{t.TempDir(), t.TempDir()}
		var books []*Ledger
		for i, dir := range dirs {
			skew := time.Duration(rnd.IntN(2000)-1000) * time.Hour * time.Duration(i)
			l, err := Open(dir, Options{Now: func() time.Time { return noon.Add(skew) }})
			if err != nil {
				t.Fatal(err)
			}
			books = append(books, l)
		}
		all := life(rnd, firstDay, 5)
		for len(all) > 0 {
			n := min(len(all), 1+rnd.IntN(4))
			l := books[rnd.IntN(2)]
			if err := l.Append(t.Context(), all[:n]...); err != nil {
				t.Fatal(err)
			}
			all = all[n:]
			if rnd.IntN(4) == 0 {
				carry(t, books, rnd.IntN(2))
			}
			if _, _, err := l.Refresh(); err != nil {
				t.Fatal(err)
			}
		}
		carry(t, books, 0)
		carry(t, books, 1)
		a, b := story(t, dirs[0]), story(t, dirs[1])
		if !reflect.DeepEqual(a, b) {
			t.Fatalf("seed %d: two stories, of %d and %d events", seed, len(a), len(b))
		}
		for i, l := range books {
			disorder(t, rnd, dirs[i])
			if again := story(t, dirs[i]); !reflect.DeepEqual(again, a) {
				t.Fatalf("seed %d: another story under other names, of %d and %d events", seed, len(again), len(a))
			}
			if v, err := l.View(); err != nil || len(v.Events) != len(a) {
				t.Fatalf("seed %d: a running writer knows %d of %d events, %v", seed, len(v.Events), len(a), err)
			}
		}
	}
}

// carry copies the file of one device to the other, as a syncing program does:
// what was there is replaced by the same and more.
func carry(t *testing.T, books []*Ledger, from int) {
	t.Helper()
	src, to := books[from], books[1-from]
	data, err := os.ReadFile(src.ownPath())
	if os.IsNotExist(err) {
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(to.dir, folder, src.file)
	if old, err := os.ReadFile(path); err == nil && (len(old) > len(data) || string(data[:len(old)]) != string(old)) {
		t.Fatalf("%s was written to by the other device", src.file)
	}
	tmp := filepath.Join(to.dir, folder, ".carried")
	if err := os.WriteFile(tmp, data, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(tmp, path); err != nil {
		t.Fatal(err)
	}
}

// disorder leaves a copy of every file under another name, as a sync conflict
// does.
func disorder(t *testing.T, rnd *rand.Rand, dir string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, folder, "*.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	for i, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		name := fmt.Sprintf("%08x.sync-conflict-%d.jsonl", rnd.Uint32(), i)
		if err := os.WriteFile(filepath.Join(dir, folder, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func story(t *testing.T, dir string) []string {
	t.Helper()
	v := read(t, dir)
	if len(v.Damage) > 0 {
		t.Fatal(v.Damage)
	}
	var all []string
	for _, e := range v.Events {
		line, err := encode(e)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, string(line))
	}
	if sorted := slices.Compact(slices.Clone(all)); len(sorted) != len(all) {
		t.Fatal("an event counts twice")
	}
	return all
}
