package doctor

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"unicode"
	"unicode/utf8"

	"daybreak/internal/ledger"
	"daybreak/internal/report"
	"daybreak/internal/trust"
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
	view, err := ledger.Read(r.Dir, r.Since)
	if found, bad := refused(err); bad {
		return found
	}
	if err != nil {
		return wrong("The record cannot be read. "+sentence(err), "ls -la "+trust.Quote(r.Dir))
	}
	if path, err := r.locked(); err != nil {
		return wrong(fmt.Sprintf("What is sent cannot be remembered: %s cannot be written. %s", path, sentence(err)),
			fmt.Sprintf("run Daybreak as one user only, never with sudo; then: sudo chown -R %d %s", r.UID, trust.Quote(r.Dir)))
	}
	for _, d := range []string{ledger.Folder(r.Dir), r.Dir} {
		if mode, yes := trust.Exposed(d); yes {
			return warn(fmt.Sprintf("Others on this machine can read the record (%s has mode %04o).", d, mode), "chmod 700 "+trust.Quote(d))
		}
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

// locked returns what of this device's record cannot be written: the folder, or
// a file that a run as another user has left there.
func (r Record) locked() (path string, err error) {
	if err := ledger.Writable(r.Dir); err != nil {
		return ledger.Folder(r.Dir), err
	}
	own, _ := filepath.Glob(filepath.Join(escapeGlob(ledger.Folder(r.Dir)), ledger.Device(r.Dir)+".*")) // the pattern is a good one
	locks, _ := filepath.Glob(filepath.Join(escapeGlob(r.Dir), "*.lock"))
	for _, path := range append(own, locks...) {
		if err := writable(path); err != nil {
			return path, err
		}
	}
	return "", nil
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
