package ledger

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Ours lists what the program keeps in the state folder dir: the files of all
// devices, whose folder may be a link to a synced one, and what lies beside them.
// others is what else is there. A missing folder is empty. Links are listed
// as what they are, and not followed.
func Ours(dir string) (ours, others []string, err error) {
	for _, in := range []string{folder, prompts, ""} {
		d := filepath.Join(dir, in)
		entries, err := os.ReadDir(d)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, nil, err
		}
		for _, e := range entries {
			path := filepath.Join(d, e.Name())
			switch {
			case in == "" && (e.Name() == folder || e.Name() == prompts):
			case !e.IsDir() && isOurs(in, e.Name()):
				ours = append(ours, path)
			default:
				others = append(others, path)
			}
		}
	}
	return ours, others, nil
}

// isOurs reports whether a file of that name is the program's, in a folder of the
// state folder or, for "", in that itself.
func isOurs(in, name string) bool {
	if strings.HasPrefix(name, ".") { // what a writing left that was cut off
		for _, of := range []string{newFile, "device", summaryFile, lastGood, ".jsonl", daemonLock, ".yaml"} {
			if strings.Contains(name, of) {
				return true
			}
		}
		return false
	}
	switch name {
	case "device", appendLock, daemonLock, summaryFile, lastGood:
		return in == ""
	}
	return in == folder && strings.HasSuffix(name, ".jsonl") || in == prompts && strings.HasSuffix(name, ".yaml")
}

// lastGood is the copy of the last config that loaded, beside the record, and
// prompts the folder of the user's prompts that loaded with it.
const lastGood, prompts = "last-good.yaml", "prompts.d"

// Remove deletes files that Ours has listed, and then the folders that are empty.
// It goes on after a file that cannot be deleted, and returns which were.
func Remove(dir string, files []string) (gone []string, err error) {
	for _, f := range files {
		switch e := os.Remove(f); {
		case e == nil:
			gone = append(gone, f)
		case !errors.Is(e, fs.ErrNotExist):
			err = errors.Join(err, e)
		}
	}
	_ = os.Remove(filepath.Join(dir, prompts))
	if info, e := os.Lstat(filepath.Join(dir, folder)); e == nil && info.Mode()&fs.ModeSymlink == 0 {
		_ = os.Remove(filepath.Join(dir, folder)) // others' files may be in it
	}
	_ = os.Remove(dir)
	return gone, err
}
