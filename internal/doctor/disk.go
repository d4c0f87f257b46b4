package doctor

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"daybreak/internal/report"
)

// What the record needs: a year of it is a few MiB.
const (
	littleRoom = 64 << 20        // bytes
	slowDisk   = 2 * time.Second // for one small write to arrive
)

// Disk looks at the disk that the state folder dir is on: the room, and one
// trial write that has to arrive, in a file that is removed again. A folder that
// is not there yet is not made.
func Disk(dir string) report.Check {
	there := dir
	for {
		if _, err := os.Stat(there); !errors.Is(err, fs.ErrNotExist) || there == filepath.Dir(there) {
			break
		}
		there = filepath.Dir(there)
	}
	room, known := roomOn(there)
	if there != dir {
		return judgeRoom(room, known, 0)
	}
	began := time.Now()
	if err := tryWrite(dir); err != nil {
		return wrong("A trial write to the disk does not arrive. "+sentence(err), "df -h "+dir+" shows what is full; mount shows what is read-only")
	}
	return judgeRoom(room, known, time.Since(began))
}

func judgeRoom(room uint64, known bool, took time.Duration) report.Check {
	switch {
	case known && room < littleRoom:
		return warn(fmt.Sprintf("Only %d MiB are free on the disk of the record.", room>>20), "make room before nothing can be remembered")
	case took > slowDisk:
		return warn(fmt.Sprintf("A small write to the disk of the record took %v to arrive.", took.Round(time.Second/10)),
			"a network folder or a failing disk: the record is better on a local one")
	case !known:
		return fine("The disk of the record takes what is written.")
	}
	return fine("The disk of the record has room.")
}

// trialFile is a name by which a purge, and the daemon's next start, know what a
// kill in the middle has left.
const trialFile = ".device-doctor-*"

// tryWrite writes a small file, makes sure that it has arrived, and removes it.
func tryWrite(dir string) (err error) {
	f, err := os.CreateTemp(dir, trialFile)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.Remove(f.Name())) }()
	_, err = f.Write(make([]byte, 4096))
	return errors.Join(err, f.Sync(), f.Close())
}
