package ledger

import (
	"errors"
	"os"
	"strings"
	"testing"
)

// badDir is a disk that cannot make the next names safe, as many as are left,
// and counts those that it did.
type badDir struct {
	Disk
	left, synced *int
}

func (d badDir) SyncDir(dir string) error {
	if *d.left--; *d.left >= 0 {
		return errors.New("input/output error")
	}
	*d.synced++
	return d.Disk.SyncDir(dir)
}

// A file's name is made safe by the append that first succeeds on it, not only
// by the one that made it.
func TestNameIsMadeSafe(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir)
	left, synced := 1, 0
	l.disk = badDir{l.disk, &left, &synced}
	if err := l.Append(t.Context(), seen("1")); err == nil {
		t.Fatal("an append whose file may vanish is no error")
	}
	add(t, l, "2")
	if synced != 1 {
		t.Errorf("the folder was made safe %d times, want 1", synced)
	}
	add(t, l, "3")
	if synced != 1 {
		t.Errorf("the next append made it safe again, %d times", synced)
	}
	again := open(t, dir) // the one that made the file may have died before it
	again.disk = badDir{again.disk, &left, &synced}
	add(t, again, "4")
	if synced != 2 {
		t.Errorf("after a restart the folder was made safe %d times, want 2", synced)
	}
}

// Pages that an fsync could not write are read as if they were there, until
// the power fails. What a later process appends must not hang on them.
func TestPowerCutAfterAFailedFsync(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir)
	add(t, l, "1")
	failing(l, 2)
	if err := l.Append(t.Context(), seen("2")); !errors.Is(err, errSync) {
		t.Fatalf("error %v", err)
	}
	again := open(t, dir)
	add(t, again, "3")
	path := again.ownPath()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	end := strings.Index(string(data), "\n") + 1 // of the line that was not made safe
	clear(data[:end])
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	if v := read(t, dir); !strings.Contains(ids(v.Events), "3") {
		t.Errorf("after the power cut there is %s; set aside: %v", ids(v.Events), v.Damage)
	}
}

// Likewise what another process appended behind ours, and could not make safe.
func TestPowerCutAfterAnothersFailedFsync(t *testing.T) {
	dir := t.TempDir()
	l, other := open(t, dir), open(t, dir)
	add(t, l, "1")
	failing(other, 2)
	if err := other.Append(t.Context(), seen("2")); !errors.Is(err, errSync) {
		t.Fatalf("error %v", err)
	}
	add(t, l, "3")
	data, err := os.ReadFile(l.ownPath())
	if err != nil {
		t.Fatal(err)
	}
	first, _, _ := strings.Cut(string(data), "\n")
	two := strings.Index(string(data), `"id":"2"`)
	end := two + strings.Index(string(data[two:]), "\n") + 1
	clear(data[len(first)+1 : end])
	if err := os.WriteFile(l.ownPath(), data, 0o600); err != nil {
		t.Fatal(err)
	}
	if v := read(t, dir); !strings.Contains(ids(v.Events), "3") {
		t.Errorf("after the power cut there is %s; set aside: %v", ids(v.Events), v.Damage)
	}
}
