package ledger

import (
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"

	"daybreak/internal/trust"
)

// guard refuses the state folder dir when somebody else could have written to
// the record in it: the error is a *trust.Refused. The folder with the files may
// be a link to one that is synced; then the way there is judged as well.
func guard(dir string) error {
	for _, d := range []string{dir, filepath.Join(dir, folder)} {
		if err := trust.Folder(d); err != nil {
			return err
		}
	}
	return nil
}

// Exposed says in words that others on this machine can read the record in the
// state folder dir, "" when they cannot. Whoever writes to it puts that right.
func Exposed(dir string) string {
	for _, d := range []string{filepath.Join(dir, folder), dir} {
		if mode, yes := trust.Exposed(d); yes {
			return fmt.Sprintf("others on this machine can read %q (mode %04o); chmod 700 %s makes it yours alone", d, mode, trust.Quote(d))
		}
	}
	return ""
}

// tighten makes the state folder dir, and the files in it, their owner's alone
// where they are not: a backup or a sync program may have laid them down so. It
// tells the log, and is content with what it can do: a disk may be read-only.
func tighten(dir string, log *slog.Logger) {
	if runtime.GOOS == "windows" { // no modes there
		return
	}
	for _, d := range []string{dir, filepath.Join(dir, folder)} {
		info, err := os.Stat(d)
		if err == nil && narrow(d, info, 0o700) {
			log.Info("others had access to the folder; it is yours alone now", "folder", d, "mode", fmt.Sprintf("%04o", info.Mode().Perm()))
		}
		entries, _ := os.ReadDir(d) // an empty list is one way to be content
		files := 0
		for _, e := range entries {
			if info, err := e.Info(); err == nil && info.Mode().IsRegular() && narrow(filepath.Join(d, e.Name()), info, 0o600) {
				files++
			}
		}
		if files > 0 {
			log.Info("others had access to files; they are yours alone now", "folder", d, "files", files)
		}
	}
}

// narrow takes from everybody but the owner what they may do with a file, and
// reports whether there was anything to take.
func narrow(path string, info fs.FileInfo, mode fs.FileMode) bool {
	return info.Mode().Perm()&0o077 != 0 && os.Chmod(path, info.Mode().Perm()&mode) == nil
}
