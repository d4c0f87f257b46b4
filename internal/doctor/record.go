package doctor

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"unicode"
	"unicode/utf8"

	"daybreak/internal/ledger"
	"daybreak/internal/report"
)

// Record is the state folder and who asks.
type Record struct {
	Dir   string
	Since int // the first civil day that is read, see ledger.Read
	UID   int
}

// Check says whether the record can be read whole, can be written, and is its
// user's alone.
func (r Record) Check() report.Check {
	if _, err := os.Stat(r.Dir); errors.Is(err, fs.ErrNotExist) {
		return fine("There is no record yet; the first start makes it.")
	}
	if found, bad := r.modes(); bad {
		return found
	}
	view, err := ledger.Read(r.Dir, r.Since)
	if err != nil {
		return wrong("The record cannot be read. "+sentence(err), "ls -la "+r.Dir)
	}
	if err := ledger.Writable(r.Dir); err != nil {
		return wrong("The record cannot be written, so what was sent is not remembered. "+sentence(err),
			"make "+ledger.Folder(r.Dir)+" writable for you")
	}
	switch n := len(view.Damage); {
	case n > 0:
		at := view.Damage[0]
		return warn(fmt.Sprintf("Of the record %s set aside, the first at %s:%d; the rest is read.", are(n, "line"), at.File, at.Line),
			"it costs nothing else; a backup of the file has the line, if it matters")
	case view.Unknown > 0:
		return warn(fmt.Sprintf("The record holds %s that only a newer version knows.", count(view.Unknown, "line")),
			"bring Daybreak up to date here, as on the device that wrote them")
	}
	return fine("The record can be read and written.")
}

func are(n int, what string) string {
	if n == 1 {
		return "1 " + what + " is"
	}
	return fmt.Sprintf("%d %ss are", n, what)
}

// modes looks at the folders and files of the record: whose they are, and who
// else may look at them.
func (r Record) modes() (found report.Check, bad bool) {
	if runtime.GOOS == "windows" {
		return found, false
	}
	paths := []string{r.Dir, ledger.Folder(r.Dir)}
	for _, pattern := range []string{"*", "ledger/*"} {
		more, _ := filepath.Glob(filepath.Join(escapeGlob(r.Dir), pattern)) // the pattern is a good one
		paths = append(paths, more...)
	}
	for _, path := range paths {
		info, err := os.Stat(path)
		if err != nil {
			continue // gone this moment, or told of when it is read
		}
		if owner, known := ownerOf(info); known && owner != r.UID {
			return wrong(fmt.Sprintf("%s belongs to user %d, and you are user %d.", path, owner, r.UID),
				fmt.Sprintf("run Daybreak as one user only, never with sudo; then: sudo chown -R %d %s", r.UID, r.Dir)), true
		}
		if info.Mode()&0o077 != 0 {
			return warn(fmt.Sprintf("Other users of this machine may look at the record (%s has mode %04o).", path, info.Mode().Perm()),
				"chmod -R go-rwx "+r.Dir), true
		}
	}
	return found, false
}

// escapeGlob makes a path mean itself in a pattern.
func escapeGlob(path string) string {
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(path)
}

// sentence makes an error one.
func sentence(err error) string {
	s, _, _ := strings.Cut(err.Error(), "\n")
	first, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + s[n:] + "."
}
